import CKernels
public import Snapshots
public import Tensors

/// y = factor · x for a constant factor.
public struct Scale: Operation {
  /// The constant.
  public let factor: Float

  /// The operation that multiplies by `factor`.
  public init(by factor: Float) { self.factor = factor }

  /// `scale by 0.25`.
  public var name: String { "scale by \(factor)" }
  /// y = factor · x.
  public var formula: String { "y = \(factor) x" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .scale(by: factor) }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[0]] }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// y = factor · x.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y, count) = (site.inputs[0], site.outputs[0], site.outputs[0].shape.count)
    let factor = factor
    return { hk_scale(count, factor, x.numbers($0), y.numbers($0), 0) }
  }

  /// dx = factor · dy.
  public func backward(_ site: Binding) -> Backward {
    let (dy, count) = (site.outputGradient, site.outputs[0].shape.count)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let add: Int32 = site.accumulates[0] ? 1 : 0
    let factor = factor
    return Backward { hk_scale(count, factor, dy.numbers($0), dx.numbers($0), add) }
  }
}
