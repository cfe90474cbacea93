import Snapshots
public import Tapes
import Tensors

/// y = (f(x W_gate) ⊙ x W_up) W_down at each position: the feed-forward half of Llama.
///
/// Kernels `[width, filter]` twice and `[filter, width]`; no biases. Source: Shazeer 2020 (SwiGLU).
public struct GatedFeedForward: Sendable {
  private let name: String
  private let filter: Int
  private let activation: Activation.Function

  private static let axis: Axis = "filter"

  /// A network whose tensors are `name.gate.kernel`, `name.up.kernel` and `name.down.kernel`.
  public init(_ name: String, filter: Int, activation: Activation.Function) {
    self.name = name
    self.filter = filter
    self.activation = activation
  }

  /// The network applied along the last axis of x.
  public func callAsFunction(_ x: Value) -> Value {
    guard let axis = x.shape.axes.last else { fatalError("a scalar has no position") }
    func dense(_ part: String) -> Dense {
      Dense("\(name).\(part)", units: filter, output: Self.axis, usesBias: false)
    }
    let gate = activate(dense("gate")(x, over: axis), activation).meant(as: .activated)
    let hidden = (gate * dense("up")(x, over: axis)).named("\(name).gated")
    return Dense("\(name).down", units: x.length(axis), output: axis, usesBias: false)(
      hidden, over: Self.axis
    ).meant(as: .feedForwardOutput)
  }
}
