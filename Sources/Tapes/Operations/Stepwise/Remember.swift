import CKernels
public import Tensors

/// y = what earlier playings left, with x at the position of this one: the memory of a sequence that is
/// made one position a playing.
///
/// Inputs: x, whose `axis` has the length 1, and the position. A new sequence begins at position 0:
/// there all others become 0. The output is kept, so that nothing else uses its memory in between.
/// With the positions last, one query's products with all of them read neighbours.
struct Remember: Operation {
  /// The axis along which positions follow each other.
  let axis: Axis
  /// The number of positions.
  let count: Int
  /// Whether the positions become the last axis.
  let isLast: Bool

  var name: String { "remember along \(axis)" }
  var formula: String { "y_t = x at the position t of this playing, as before elsewhere" }
  func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[0][axis] == 1, inputs[1].count == 1 else {
      fatalError("what is remembered is one position of \(axis), not \(inputs[0])")
    }
    let shape = inputs[0].replacing(axis, with: count)
    return [isLast ? shape.ordered(shape.axes.filter { $0 != axis } + [axis]) : shape]
  }
  var backwardReads: BackwardReads { [] }

  func forward(_ site: Binding) -> StepFunction {
    let (x, position, y) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let all = x.shape.count
    let (inner, count) = (isLast ? 1 : x.shape.stride(of: axis), count)
    let outer = all / max(1, inner)
    return { step in
      let at = Int(position.indices(step)[0])
      if at == 0 { hk_fill(y.shape.count, 0, y.numbers(step)) }
      guard at >= 0, at < count else { return }
      if inner == 1 {
        hk_transpose(1, all, x.numbers(step), all, y.numbers(step) + at, count)
        return
      }
      for block in 0..<outer {
        hk_copy(
          inner, x.numbers(step) + block * inner,
          y.numbers(step) + (block * count + at) * inner, 0)
      }
    }
  }

  func backward(_ site: Binding) -> Backward {
    fatalError("nothing is learned from what is remembered from playing to playing")
  }
}

/// All `count` positions along `axis` that playings have had so far, x at `position`; 0 behind it.
///
/// - `isLast`: whether they become the last axis in memory.
public func remember(
  _ x: Value, along axis: Axis, at position: Value, of count: Int, isLast: Bool = false
) -> Value {
  x.apply(Remember(axis: axis, count: count, isLast: isLast), position).markedAsOutput()
}
