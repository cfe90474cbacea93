import CKernels
import Snapshots
public import Tensors

/// y = x + P_t for a position t that each playing is told: ``PositionEncoding`` one at a time, with the
/// same bits.
struct PositionStep: Operation {
  /// The axis along which positions run; x has one of them.
  let axis: Axis
  /// The number of positions.
  let count: Int

  var name: String { "add position" }
  var formula: String { "y = x + [sin t·r, cos t·r]" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[0][axis] == 1, inputs[1].count == 1 else {
      fatalError("a position is added to one of \(axis), not to \(inputs[0])")
    }
    return PositionEncoding(along: axis).outputShapes([inputs[0]])
  }
  var backwardReads: BackwardReads { [] }

  func forward(_ site: Binding) -> StepFunction {
    let (x, position, y) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let width = x.shape.lengths.last ?? 1
    let table = PositionEncoding.table(0..<count, width: width)
    let rows = x.shape.count / max(1, width)
    return { step in
      let first = Int(position.indices(step)[0]) * width
      precondition(first >= 0 && first < table.count, "there is no such position")
      table.withUnsafeBufferPointer { table in
        guard let base = table.baseAddress else { return }
        for row in 0..<rows {
          hk_add(
            width, x.numbers(step) + row * width, base + first, y.numbers(step) + row * width, 0)
        }
      }
    }
  }

  func backward(_ site: Binding) -> Backward {
    let (dy, count) = (site.outputGradient, site.outputs[0].shape.count)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let add: Int32 = site.accumulates[0] ? 1 : 0
    return Backward { hk_copy(count, dy.numbers($0), dx.numbers($0), add) }
  }
}

/// x, which has one position along `axis`, with the encoding of `position` of `count` added.
public func addPosition(
  _ x: Value, along axis: Axis, at position: Value, of count: Int
) -> Value {
  x.apply(PositionStep(axis: axis, count: count), position).meant(as: .positions)
}
