import CKernels
public import Snapshots
public import Tensors

/// y = (x − mean) / √(variance + ε) · scale + bias over the last axis; variance without correction.
///
/// Inputs: x, then scale and bias over that axis. Outputs: y, and each row's mean and
/// 1 / √(variance + ε). Source: Ba, Kiros, Hinton 2016.
public struct Normalize: Operation {
  /// The axis whose elements are brought to mean 0 and variance 1.
  public let axis: Axis
  /// ε, which stands under the root.
  public let epsilon: Float

  /// The normalization over `axis`, the last one.
  public init(over axis: Axis, epsilon: Float) {
    self.axis = axis
    self.epsilon = epsilon
  }

  /// `normalize over embedding`.
  public var name: String { "normalize over \(axis)" }
  /// y = (x − mean) / √(variance + ε) · scale + bias.
  public var formula: String { "y = (x − mean) / √(variance + \(epsilon)) · scale + bias" }
  /// `normalized`, after its layer.
  public var resultWord: String? { "normalized" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .normalize(over: axis, epsilon: epsilon) }
  /// The input's shape, and it without the axis twice.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let x = inputs[0]
    guard x.axes.last == axis, inputs[1].count == x[axis], inputs[2].count == x[axis] else {
      fatalError(
        "normalizing over \(axis), the last axis, a scale of \(inputs[1]) and a bias of "
          + "\(inputs[2]) do not fit \(x)")
    }
    return [x, x.removing(axis), x.removing(axis)]
  }
  /// The inputs, mean and deviation.
  public var backwardReads: BackwardReads { [.inputs, .outputs] }

  /// y, mean and 1 / √(variance + ε).
  public func forward(_ site: Binding) -> StepFunction {
    let (x, scale, bias) = (site.inputs[0], site.inputs[1], site.inputs[2])
    let (y, mean, inverse) = (site.outputs[0], site.outputs[1], site.outputs[2])
    let (rows, width) = (mean.shape.count, x.shape.lengths.last ?? 1)
    let epsilon = epsilon
    return {
      hk_layer_norm(
        rows, width, x.numbers($0), scale.numbers($0), bias.numbers($0), epsilon, y.numbers($0),
        mean.numbers($0), inverse.numbers($0))
    }
  }

  /// With g = dy · scale and x̂ the normalized row: dx = (g − mean g − x̂ · mean (g x̂)) / deviation.
  public func backward(_ site: Binding) -> Backward {
    let (x, scale) = (site.inputs[0], site.inputs[1])
    let (mean, inverse) = (site.outputs[1], site.outputs[2])
    let (rows, width) = (mean.shape.count, x.shape.lengths.last ?? 1)
    let dy = site.outputGradient
    let gradients = site.inputGradients
    let accumulates = site.accumulates
    let clears = [1, 2].filter { !accumulates[$0] }.compactMap { gradients[$0] }
    return Backward { at in
      for gradient in clears { hk_fill(width, 0, gradient.numbers(at)) }
      hk_layer_norm_backward(
        rows, width, x.numbers(at), scale.numbers(at), mean.numbers(at), inverse.numbers(at),
        dy.numbers(at), gradients[0]?.numbers(at), accumulates[0] ? 1 : 0,
        gradients[1]?.numbers(at), gradients[2]?.numbers(at))
    }
  }
}

/// x brought to mean 0 and variance 1 along `axis`, the last one, then scaled and shifted.
public func normalize(
  _ x: Value, over axis: Axis, scale: Value, bias: Value, epsilon: Float
) -> Value {
  x.outputs(Normalize(over: axis, epsilon: epsilon), [scale, bias])[0]
}
