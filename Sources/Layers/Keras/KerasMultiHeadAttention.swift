import Snapshots
public import Tapes
import Tensors

/// Keras's `MultiHeadAttention`: learned projections with biases, masks that replace.
///
/// q = (x W_q + b_q) / √depth, k = y W_k + b_k, v = y W_v + b_v for each head; weights =
/// softmax(q · k), output = Σ_head (weights · v) W_o + b_o. Masked scores are *replaced* by −1e9 and
/// their weights set to 0 after the softmax, so a fully masked row is all zeros.
/// Asked for no scores, Keras takes another path: the scale comes after the product, and masked
/// weights are not set to 0 — a fully masked row is uniform there.
/// The bias of the keys changes no weight: it is the same for all keys of a query.
///
/// x `[batch, query, width]`, y `[batch, key, width]`; weights `[batch, head, query, key]`.
/// Kernels `[width, head, depth]` and `[head, depth, width]`: Glorot uniform with fans (width, heads ·
/// depth); biases: zeros. Source: Keras 3.15 `MultiHeadAttention`.
public struct KerasMultiHeadAttention: Sendable {
  private let prefix: String
  private let heads: Int
  private let keyWidth: Int
  private let valueWidth: Int
  private let outputWidth: Int?
  private let usesBias: Bool

  private static let depth: Axis = "depth"
  private static let combined: Axis = "combined"

  /// Attention whose tensors are `name.query.kernel`, `name.query.bias` and so on.
  ///
  /// - `keyWidth`: the width of a head's queries and keys.
  /// - `valueWidth`: the width of a head's values; `keyWidth` without it.
  /// - `outputWidth`: the width of the output; that of what asks without it.
  public init(
    _ name: String = "", heads: Int, keyWidth: Int, valueWidth: Int? = nil,
    outputWidth: Int? = nil, usesBias: Bool = true
  ) {
    prefix = name.isEmpty ? "" : name + "."
    self.heads = heads
    self.keyWidth = keyWidth
    self.valueWidth = valueWidth ?? keyWidth
    self.outputWidth = outputWidth
    self.usesBias = usesBias
  }

  /// Which of Keras's two paths.
  public enum Path: Sendable {
    /// `return_attention_scores=True`.
    case withScores
    /// `return_attention_scores=False`.
    case withoutScores
  }

  /// Attention of x to values y, by keys that are y unless given.
  ///
  /// - `mask`: 1 and 0 over some of batch, head and query, and over key.
  public func callAsFunction(
    _ x: Value, to y: Value? = nil, keys: Value? = nil, mask: Value? = nil,
    path: Path = .withScores
  ) -> (output: Value, weights: Value) {
    guard let axis = x.shape.axes.last else { fatalError("what asks has no axis") }
    let attended = y ?? x.renaming(.query, to: .key)
    let q = project(x, "query", keyWidth).meant(as: .queries)
    let k = project(keys ?? attended, "key", keyWidth).meant(as: .keys)
    let v = project(attended, "value", valueWidth).meant(as: .values)
    let scale = 1 / Float(keyWidth).squareRoot()
    let order: [Axis] = [.batch, .head, .query, .key]
    var scores: Value
    switch path {
    case .withScores:
      let scaled = (scale * q).named(prefix + "query_scaled", as: .scaledQueries)
      scores = contract(scaled, k, over: Self.depth, order: order).named(
        prefix + "scores_raw", as: .score)
    case .withoutScores: scores = scale * contract(q, k, over: Self.depth, order: order)
    }
    if let mask {
      scores = replace(scores, where: mask, by: -1e9).named(
        prefix + "scores_masked", as: .maskedScore)
    }
    let weights = softmax(scores, over: .key, mask: path == .withScores ? mask : nil)
      .named(prefix + "weights", as: .weights).markedAsAttention()
    let attendedHeads = contract(weights, v, over: .key, order: q.shape.axes)
      .named(prefix + "heads", as: .context)
    return (combine(attendedHeads, like: x, over: axis), weights)
  }

  private func combine(_ attended: Value, like x: Value, over axis: Axis) -> Value {
    let (depth, width) = (heads * valueWidth, outputWidth ?? x.length(axis))
    let kernel = x.recorder.parameter(
      prefix + "output.kernel", [Self.combined.primed: depth, axis: width],
      documentedLengths: [heads, valueWidth, width],
      initially: Initializer.glorotUniform.initialValue(fanIn: depth, fanOut: width))
    let bias = usesBias ? x.recorder.parameter(prefix + "output.bias", [axis: width]) : nil
    let flat = attended.reshaped(x.shape.removing(axis).appending(Self.combined, depth))
    return dense(flat, over: Self.combined, kernel: kernel, bias: bias).named(
      prefix + "output", as: .output)
  }

  private func project(_ x: Value, _ name: String, _ depth: Int) -> Value {
    guard let axis = x.shape.axes.last else { fatalError("a scalar cannot be projected") }
    let width = x.length(axis)
    let kernel = x.recorder.parameter(
      "\(prefix)\(name).kernel", [axis.primed: width, .head: heads, Self.depth: depth],
      initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: heads * depth))
    let bias =
      usesBias
      ? x.recorder.parameter("\(prefix)\(name).bias", [.head: heads, Self.depth: depth]) : nil
    return dense(x, over: axis, kernel: kernel, bias: bias).named(prefix + name)
  }
}
