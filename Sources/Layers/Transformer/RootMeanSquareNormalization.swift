import Snapshots
public import Tapes
import Tensors

/// y = x / √(Σ x² / n + ε) · scale over the last axis of x.
///
/// A layer normalization without mean and bias. Scale: ones. Source: Zhang, Sennrich 2019; Llama.
public struct RootMeanSquareNormalization: Sendable {
  /// The name of its tensor: `name.scale`.
  public let name: String
  /// ε, under the root.
  public let epsilon: Float

  /// A normalization with a tensor of this name.
  public init(_ name: String, epsilon: Float) {
    self.name = name
    self.epsilon = epsilon
  }

  /// The rows of x, normalized.
  public func callAsFunction(_ x: Value) -> Value {
    guard let axis = x.shape.axes.last else { fatalError("a scalar cannot be normalized") }
    let scale = x.recorder.parameter("\(name).scale", [axis: x.length(axis)], initially: .ones)
    return normalizeRootMeanSquare(x, over: axis, scale: scale, epsilon: epsilon)
      .meant(as: .rootMeanSquare)
  }
}
