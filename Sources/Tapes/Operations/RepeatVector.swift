import CKernels
public import Snapshots
public import Tensors

/// y = the last axis repeated along a new one before it: Keras's `RepeatVector`.
///
/// An exhibit. Named axes broadcast by themselves, so no layer needs it; it shows what the original
/// code of attention pooling did by hand.
public struct RepeatVector: Operation {
  /// The new axis.
  public let axis: Axis
  /// How often the row is repeated.
  public let count: Int

  /// Repeats `count` times along `axis`.
  public init(along axis: Axis, count: Int) {
    self.axis = axis
    self.count = count
  }

  /// `repeat along unit`.
  public var name: String { "repeat along \(axis)" }
  /// y_u = x.
  public var formula: String { "y_\(axis) = x" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .same }
  /// The input's shape with the new axis before the last.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard let last = inputs[0].axes.last, let length = inputs[0][last] else {
      fatalError("a scalar has no row to repeat")
    }
    return [inputs[0].removing(last).appending(axis, count).appending(last, length)]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// y_u = x.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y, count) = (site.inputs[0], site.outputs[0], count)
    let width = x.shape.lengths.last ?? 1
    let rows = x.shape.count / max(1, width)
    return { step in
      for row in 0..<rows {
        for copy in 0..<count {
          hk_copy(
            width, x.numbers(step) + row * width, y.numbers(step) + (row * count + copy) * width, 0)
        }
      }
    }
  }

  /// dx = Σ_u dy_u.
  public func backward(_ site: Binding) -> Backward {
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let (dy, count, add) = (site.outputGradient, count, site.accumulates[0] ? Int32(1) : 0)
    let width = dx.shape.lengths.last ?? 1
    let rows = dx.shape.count / max(1, width)
    return Backward { step in
      for row in 0..<rows {
        hk_sum_rows(
          count, width, dy.numbers(step) + row * count * width, width,
          dx.numbers(step) + row * width, add)
      }
    }
  }
}
