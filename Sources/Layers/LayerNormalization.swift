import Snapshots
public import Tapes
import Tensors

/// y = (x − mean) / √(variance + ε) · scale + bias over the last axis of x.
///
/// The variance is that of the row, not corrected; ε stands under the root.
/// Scale: ones, bias: zeros. Source: Ba, Kiros, Hinton 2016; the official transformer (ε = 1e−6).
public struct LayerNormalization: Sendable {
  /// The name of its tensors: `name.scale`, `name.bias`.
  public let name: String
  /// ε.
  public let epsilon: Float

  /// A normalization with tensors of this name.
  public init(_ name: String, epsilon: Float = 1e-6) {
    self.name = name
    self.epsilon = epsilon
  }

  /// The rows of x, normalized.
  public func callAsFunction(_ x: Value) -> Value {
    guard let axis = x.shape.axes.last else { fatalError("a scalar cannot be normalized") }
    let scale = x.recorder.parameter("\(name).scale", [axis: x.length(axis)], initially: .ones)
    let bias = x.recorder.parameter("\(name).bias", [axis: x.length(axis)])
    return normalize(x, over: axis, scale: scale, bias: bias, epsilon: epsilon)
      .meant(as: .normalized)
  }
}
