import CKernels
public import Tensors

/// y = x with its last two axes exchanged in memory: Keras's `Permute((2, 1))`.
///
/// An exhibit, like ``RepeatVector``: operations find axes by name, so no layer needs it.
public struct Permute: Operation {
  /// The operation.
  public init() {}

  /// `permute`.
  public var name: String { "permute" }
  /// y_tu = x_ut.
  public var formula: String { "y_tu = x_ut" }
  /// The input's shape with the last two axes exchanged.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[0].rank >= 2 else { fatalError("no two axes to exchange in \(inputs[0])") }
    var axes = inputs[0].axes
    axes.swapAt(axes.count - 1, axes.count - 2)
    return [inputs[0].ordered(axes)]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// y_tu = x_ut.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let turn = turning(x.shape)
    return { turn(x.numbers($0), y.numbers($0)) }
  }

  /// dx_ut = dy_tu.
  public func backward(_ site: Binding) -> Backward {
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let dy = site.outputGradient
    let turn = turning(dy.shape)
    guard site.accumulates[0] else { return Backward { turn(dy.numbers($0), dx.numbers($0)) } }
    let count = dx.shape.count
    let turned = site.scratch(count)
    return Backward {
      turn(dy.numbers($0), turned)
      hk_copy(count, turned, dx.numbers($0), 1)
    }
  }

  private func turning(
    _ shape: Shape
  ) -> (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void {
    let (rows, columns) = (shape.lengths[shape.rank - 2], shape.lengths[shape.rank - 1])
    let blocks = shape.count / max(1, rows * columns)
    return { x, y in
      for block in 0..<blocks {
        let start = block * rows * columns
        hk_transpose(rows, columns, x + start, columns, y + start, rows)
      }
    }
  }
}
