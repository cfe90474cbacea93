import CKernels
public import Snapshots
public import Tensors

/// y = x / √(Σ x² / n + ε) · scale over the last axis: a layer normalization without mean and bias.
///
/// Inputs: x, then scale over that axis. Outputs: y, and each row's 1 / √(Σ x² / n + ε).
/// Source: Zhang, Sennrich 2019.
public struct NormalizeRootMeanSquare: Operation {
  /// The axis whose elements are brought to a mean square of 1.
  public let axis: Axis
  /// ε, which stands under the root.
  public let epsilon: Float

  /// The normalization over `axis`, the last one.
  public init(over axis: Axis, epsilon: Float) {
    self.axis = axis
    self.epsilon = epsilon
  }

  /// `root mean square over embedding`.
  public var name: String { "root mean square over \(axis)" }
  /// y = x / √(Σ x² / n + ε) · scale.
  public var formula: String { "y = x / √(Σ x² / n + \(epsilon)) · scale" }
  /// `normalized`, after its layer.
  public var resultWord: String? { "normalized" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .rootMeanSquare(over: axis, epsilon: epsilon) }
  /// The input's shape, and it without the axis.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let x = inputs[0]
    guard x.axes.last == axis, inputs[1].count == x[axis] else {
      fatalError(
        "normalizing over \(axis), the last axis, a scale of \(inputs[1]) does not fit \(x)")
    }
    return [x, x.removing(axis)]
  }
  /// The inputs and the factor.
  public var backwardReads: BackwardReads { [.inputs, .outputs] }

  /// y and 1 / √(Σ x² / n + ε).
  public func forward(_ site: Binding) -> StepFunction {
    let (x, scale, y, inverse) = (site.inputs[0], site.inputs[1], site.outputs[0], site.outputs[1])
    let (rows, width, epsilon) = (inverse.shape.count, x.shape.lengths.last ?? 1, epsilon)
    return {
      hk_rms_norm(
        rows, width, x.numbers($0), scale.numbers($0), epsilon, y.numbers($0), inverse.numbers($0))
    }
  }

  /// With g = dy · scale and x̂ = x · inverse: dx = inverse · (g − x̂ · Σ g x̂ / n), dscale = Σ dy · x̂.
  public func backward(_ site: Binding) -> Backward {
    let (x, scale, inverse) = (site.inputs[0], site.inputs[1], site.outputs[1])
    let (rows, width) = (inverse.shape.count, x.shape.lengths.last ?? 1)
    let dy = site.outputGradient
    let (gradients, accumulates) = (site.inputGradients, site.accumulates)
    return Backward { at in
      if !accumulates[1], let dscale = gradients[1] { hk_fill(width, 0, dscale.numbers(at)) }
      hk_rms_norm_backward(
        rows, width, x.numbers(at), scale.numbers(at), inverse.numbers(at), dy.numbers(at),
        gradients[0]?.numbers(at), accumulates[0] ? 1 : 0, gradients[1]?.numbers(at))
    }
  }
}

/// x brought to a mean square of 1 along `axis`, the last one, then scaled.
public func normalizeRootMeanSquare(
  _ x: Value, over axis: Axis, scale: Value, epsilon: Float
) -> Value {
  x.outputs(NormalizeRootMeanSquare(over: axis, epsilon: epsilon), [scale])[0]
}
