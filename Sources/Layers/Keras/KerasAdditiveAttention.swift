import Snapshots
public import Tapes
import Tensors

/// Keras's `AdditiveAttention`: scores = Σ scale · tanh(q + k), with a learned vector.
///
/// It has no W1 and W2: its `scale` is the vector v_a of Bahdanau's attention. With Dense layers on
/// queries and keys in front it becomes ``AdditiveAttention``. Masks as for ``KerasAttention``.
///
/// Scale `[width]`: Glorot uniform. Source: Keras 3.15 `AdditiveAttention`.
public struct KerasAdditiveAttention: Sendable {
  private let prefix: String
  private let usesScale: Bool

  /// Attention whose tensor is `name.scale`.
  public init(_ name: String = "", usesScale: Bool = true) {
    prefix = name.isEmpty ? "" : name + "."
    self.usesScale = usesScale
  }

  /// Attention of queries to values, by keys that are the values unless given.
  ///
  /// The parameters are those of ``KerasAttention``.
  public func callAsFunction(
    _ queries: Value, to values: Value, keys: Value? = nil, bias: Value? = nil,
    queryMask: Value? = nil
  ) -> (output: Value, weights: Value) {
    queries.recorder.mechanism(Self.listing(usesScale: usesScale)) {
      attend(queries, to: values, keys: keys ?? values, bias: bias, queryMask: queryMask)
    }
  }

  private func attend(
    _ queries: Value, to values: Value, keys: Value, bias: Value?, queryMask: Value?
  ) -> (output: Value, weights: Value) {
    guard let axis = queries.shape.axes.last else { fatalError("queries have no axis") }
    let width = queries.length(axis)
    let sums = add(queries, keys, order: [.batch, .query, .key, axis])
      .named(prefix + "sums", as: .projectionSum)
    let hidden = tanh(sums).named(prefix + "hidden", as: .hiddenLayer)
    var scores: Value
    if usesScale {
      // Keras takes the fans of a vector of n to be (n, n).
      let scale = queries.recorder.parameter(
        prefix + "scale", [axis.primed: width],
        initially: Initializer.glorotUniform.initialValue(fanIn: width, fanOut: width))
      scores = dense(hidden, over: axis, kernel: scale)
    } else {
      scores = sum(hidden, over: axis)
    }
    return weigh(values, by: scores, bias: bias, queryMask: queryMask, prefix)
  }
}
