import Snapshots
public import Tapes
import Tensors

/// y = W₂ f(x W₁ + b₁) + b₂ at each position: the feed-forward half of a transformer block.
///
/// The official code leaves padding out of the product and writes zeros there; multiplying by 0
/// afterwards gives the same numbers and gradients.
/// Kernels `[width, filter]` and `[filter, width]`: Glorot uniform, biases: zeros.
/// Source: Vaswani et al. 2017; `ffn_layer.py`.
public struct FeedForward: Sendable {
  private let prefix: String
  private let filter: Int
  private let activation: Activation.Function?
  private let dropoutRate: Float

  private static let axis: Axis = "filter"

  /// A network whose tensors are `name.filter.kernel`, `name.output.kernel` and their biases.
  ///
  /// - `activation`: f; nil: relu.
  public init(
    _ name: String = "", filter: Int, activation: Activation.Function? = nil, dropout: Float = 0
  ) {
    prefix = name.isEmpty ? "" : name + "."
    self.filter = filter
    self.activation = activation
    dropoutRate = dropout
  }

  /// The network applied along the last axis of x.
  ///
  /// - `present`: 1 at tokens and 0 at padding, over all axes of x but the last.
  public func callAsFunction(_ x: Value, present: Value? = nil) -> Value {
    guard let axis = x.shape.axes.last else { fatalError("a scalar has no position") }
    let projected = Dense(prefix + "filter", units: filter, output: Self.axis)(x, over: axis)
    let hidden = (activation.map { activate(projected, $0) } ?? relu(projected))
      .meant(as: activation == nil ? .feedForward : .activated)
    let kept = dropout(hidden, rate: dropoutRate, named: prefix + "filter")
    let output = Dense(prefix + "output", units: x.length(axis), output: axis)(
      kept, over: Self.axis
    ).meant(as: .feedForwardOutput)
    return present.map { output * $0 } ?? output
  }
}
