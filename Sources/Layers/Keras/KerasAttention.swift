import Snapshots
public import Tapes
import Tensors

/// Keras's `Attention`: no projections at all, at most two learned numbers.
///
/// Dot: scores = q · k [· scale], without 1/√width. Concat (in spite of its name it adds):
/// scores = weight · Σ tanh([scale ·] (q + k)). weights = softmax(scores), output = weights · values.
/// Masks are subtracted: scores − 1e9. The query's mask zeroes rows of the output.
///
/// q `[batch, query, width]`, k `[batch, key, width]`, values `[batch, key, feature]`; weights
/// `[batch, query, key]`. Scale and concat weight: ones. Source: Keras 3.15 `Attention`.
public struct KerasAttention: Sendable {
  /// How a query and a key are compared.
  public enum Score: String, Hashable, Sendable {
    case dot
    case concat
  }

  private let prefix: String
  private let score: Score
  private let usesScale: Bool

  /// Attention whose tensors are `name.scale` and `name.concat_score_weight`, as far as it has them.
  public init(_ name: String = "", score: Score = .dot, usesScale: Bool = false) {
    prefix = name.isEmpty ? "" : name + "."
    self.score = score
    self.usesScale = usesScale
  }

  /// Attention of queries to values, by keys that are the values unless given.
  ///
  /// - `bias`: added to the scores: −1e9 where masked, over some of batch and query, and over key.
  /// - `queryMask`: `[batch, query]`, 0 where the output is set to 0.
  public func callAsFunction(
    _ queries: Value, to values: Value, keys: Value? = nil, bias: Value? = nil,
    queryMask: Value? = nil
  ) -> (output: Value, weights: Value) {
    guard score == .dot, !usesScale else {
      return attend(queries, to: values, keys: keys ?? values, bias: bias, queryMask: queryMask)
    }
    return queries.recorder.mechanism(Self.dotListing) {
      attend(queries, to: values, keys: keys ?? values, bias: bias, queryMask: queryMask)
    }
  }

  private func attend(
    _ queries: Value, to values: Value, keys: Value, bias: Value?, queryMask: Value?
  ) -> (output: Value, weights: Value) {
    guard let axis = queries.shape.axes.last else { fatalError("queries have no axis") }
    let recorder = queries.recorder
    let scale =
      usesScale ? recorder.parameter(prefix + "scale", .scalar, initially: .ones) : nil
    let scores: Value
    switch score {
    case .dot:
      let products = contract(queries, keys, over: axis, order: [.batch, .query, .key])
      scores = scale.map { products * $0 } ?? products
    case .concat:
      let sums = add(queries, keys, order: [.batch, .query, .key, axis])
      let weight = recorder.parameter(prefix + "concat_score_weight", .scalar, initially: .ones)
      scores = sum(tanh(scale.map { sums * $0 } ?? sums), over: axis) * weight
    }
    return weigh(values, by: scores, bias: bias, queryMask: queryMask, prefix)
  }
}

/// What both have in common: masks, weights and the weighted sum.
func weigh(
  _ values: Value, by raw: Value, bias: Value?, queryMask: Value?, _ prefix: String
) -> (output: Value, weights: Value) {
  var scores = raw.named(prefix + "scores_raw", as: .score)
  if let bias { scores = (scores + bias).named(prefix + "scores_masked", as: .maskedScore) }
  let weights = softmax(scores, over: .key).named(prefix + "scores", as: .weights)
    .markedAsAttention()
  var output = contract(weights, values, over: .key)
  if let queryMask { output = output * queryMask }
  return (output.named(prefix + "output", as: .context), weights)
}
