import CKernels
public import Tensors

/// What goes into a playing and what is read of it.
extension Player {
  /// Sets the numbers of the input called `name`, in its shape's order.
  public func set(_ name: String, _ numbers: [Float]) {
    withNumbers(name) { target in
      precondition(target.count == numbers.count, "\(name) is \(tape.shape(of: name))")
      for (place, number) in numbers.enumerated() { target[place] = number }
    }
  }

  /// Sets the table positions of the input called `name`, in its shape's order.
  public func set(_ name: String, positions indices: [Int32]) {
    withIndices(name) { target in
      precondition(target.count == indices.count, "\(name) is \(tape.shape(of: name))")
      for (place, index) in indices.enumerated() { target[place] = index }
    }
  }

  /// Gives direct access to the numbers of the input called `name`.
  public func withNumbers(_ name: String, _ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
    let index = tape.index(of: name)
    precondition(tape.values[index].element == .number, "\(name) holds table positions")
    body(
      UnsafeMutableBufferPointer(
        start: operand(index).numbers(0), count: tape.values[index].shape.count))
  }

  /// Gives direct access to the table positions of the input called `name`.
  public func withIndices(_ name: String, _ body: (UnsafeMutableBufferPointer<Int32>) -> Void) {
    let index = tape.index(of: name)
    precondition(tape.values[index].element == .index, "\(name) holds numbers")
    body(
      UnsafeMutableBufferPointer(
        start: operand(index).indices(0), count: tape.values[index].shape.count))
  }

  /// Reads numbers where they lie, without a copy; valid until the next playing.
  ///
  /// For a value of a loop's body all steps follow each other.
  public func withValue<Result>(
    _ name: String, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let index = tape.index(of: name)
    precondition(isKept(index), "\(name) is not kept under \(retention)")
    let count = tape.fullShape(index).count
    return body(UnsafeBufferPointer(start: operand(index).numbers(0), count: count))
  }

  /// A copy of the value called `name`, with the loop's axis in front for one of a body.
  public subscript(name: String) -> Tensor {
    let shape = tape.shape(of: name)
    return withValue(name) { Tensor(shape, Array($0)) }
  }

  /// A copy of the gradient of the loss for the value called `name`; zeros where none arrives.
  ///
  /// Needs ``Retention/everything``, or an input that wants its gradient.
  public func gradient(_ name: String) -> Tensor {
    let index = tape.index(of: name)
    let shape = tape.fullShape(index)
    if case .input = tape.values[index].origin {
    } else {
      precondition(retention == .everything, "gradients are not kept under \(retention)")
    }
    guard let operand = gradientOperand(index) else { return Tensor(shape) }
    return Tensor(
      shape, Array(UnsafeBufferPointer(start: operand.numbers(0), count: shape.count)))
  }

  /// The first value, in the order of playing, that holds a number that is not finite.
  ///
  /// A loop is gone through step by step: what comes late in its body at one step comes before what
  /// comes early at the next. Needs ``Retention/everything``.
  public func firstNonFinite() -> (name: String, operation: String)? {
    for item in Self.items(of: tape, keeping: kept).items {
      var steps = 1
      if case .loop(let index, _) = item { steps = tape.loops[index].length }
      for step in 0..<steps {
        for play in item.plays {
          for output in play.outputs where tape.values[output].element == .number {
            let count = tape.values[output].shape.count
            if hk_count_nonfinite(count, operand(output).numbers(step)) > 0 {
              return (tape.values[output].name ?? play.operation.name, play.operation.name)
            }
          }
        }
      }
    }
    return nil
  }
}
