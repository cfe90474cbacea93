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
    let source = operand(value)
    guard tape.values[value].element == .number else {
      let indices = UnsafeBufferPointer(start: source.indices(0), count: full.count)
      return (Tensor(shape, indices.map { Float($0) }), nil)
    }
    let numbers = UnsafeBufferPointer(start: source.numbers(0), count: full.count)
    let gradient = gradientOperand(value).map {
      Tensor(shape, Array(UnsafeBufferPointer(start: $0.numbers(0), count: full.count)))
    }
    return (Tensor(shape, Array(numbers)), gradient)
  }
}
