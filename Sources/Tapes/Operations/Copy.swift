import CKernels
public import Snapshots
public import Tensors

/// y = x, in memory of its own.
public struct Copy: Operation {
  /// The operation.
  public init() {}
  /// `copy`.
  public var name: String { "copy" }
  /// y = x.
  public var formula: String { "y = x" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .same }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] { [inputs[0]] }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// y = x.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y, count) = (site.inputs[0], site.outputs[0], site.outputs[0].shape.count)
    return { hk_copy(count, x.numbers($0), y.numbers($0), 0) }
  }

  /// dx = dy.
  public func backward(_ site: Binding) -> Backward {
    let (dy, count) = (site.outputGradient, site.outputs[0].shape.count)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let add: Int32 = site.accumulates[0] ? 1 : 0
    return Backward { hk_copy(count, dy.numbers($0), dx.numbers($0), add) }
  }
}
