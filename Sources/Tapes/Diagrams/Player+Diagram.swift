public import Snapshots
import Tensors

extension Player {
  /// The operations that were played, with all their numbers and, after ``backward()``, gradients.
  ///
  /// Needs ``Retention/everything``: nothing runs while a person looks at it.
  /// An axis of batch that holds one example is left out.
  public func diagram() -> Diagram {
    precondition(retention == .everything, "a diagram shows everything, not \(retention)")
    var builder = DiagramBuilder(self)
    builder.build()
    return builder.diagram
  }

  /// The numbers of a value and its gradient, as a diagram shows them.
  func contents(of value: Int) -> (numbers: Tensor, gradient: Tensor?) {
    let full = tape.fullShape(value)
    let shape = full[.batch] == 1 ? full.removing(.batch) : full
    // A part of a value of a loop does not lie in one piece: each step has its own.
    let count = tape.values[value].shape.count
    let steps = 0..<(tape.values[value].loop.map { tape.loops[$0].length } ?? 1)
    func numbers(_ operand: Operand) -> Tensor {
      Tensor(
        shape,
        steps.flatMap { UnsafeBufferPointer(start: operand.numbers($0), count: count) })
    }
    let source = operand(value)
    guard tape.values[value].element == .number else {
      let indices = steps.flatMap { UnsafeBufferPointer(start: source.indices($0), count: count) }
      return (Tensor(shape, indices.map { Float($0) }), nil)
    }
    // A trained matrix in panels is shown as the matrix that it is.
    if source.isPacked, let name = tape.values[tape.root(value)].name {
      return (Tensor(shape, weights[name].elements), nil)
    }
    return (numbers(source), gradientOperand(value).map(numbers))
  }
}
