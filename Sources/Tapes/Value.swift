public import Snapshots
public import Tensors

/// A value being recorded: a shape and a name, no numbers.
public struct Value {
  /// The recorder that it belongs to.
  public let recorder: Recorder
  let index: Int

  /// The named axes; inside a loop's body without the loop's axis.
  public var shape: Shape { recorder.tape.values[index].shape }

  /// The length of `axis`.
  public func length(_ axis: Axis) -> Int {
    guard let length = shape[axis] else { fatalError("no axis \(axis) in \(shape)") }
    return length
  }

  /// Records `operation` on this value and `others`, and gives all its outputs.
  public func outputs(_ operation: some Operation, _ others: [Value] = []) -> [Value] {
    let all = [self] + others
    for other in others {
      precondition(other.recorder === recorder, "values of two recorders cannot meet")
    }
    let shapes = operation.outputShapes(all.map(\.shape))
    let outputs = shapes.map { recorder.declare(.init(name: nil, shape: $0, origin: .result)) }
    recorder.record(
      .init(operation: operation, inputs: all.map(\.index), outputs: outputs.map(\.index)))
    return outputs
  }

  /// Records `operation` on this value and `others`, and gives its first output.
  public func apply(_ operation: some Operation, _ others: Value...) -> Value {
    outputs(operation, others)[0]
  }

  /// Gives the value a name.
  ///
  /// `meaning`: what the operation that computes it is for, told to whoever looks at a diagram.
  @discardableResult
  public func named(_ name: String, as meaning: Diagram.Meaning? = nil) -> Value {
    recorder.tape.values[index].name = name
    return meaning.map(meant) ?? self
  }

  /// Says what the operation that computes the value is for.
  @discardableResult
  public func meant(as meaning: Diagram.Meaning) -> Value {
    recorder.tape.values[index].meaning = meaning
    return self
  }

  /// Marks what attention views show: kept under ``Retention/attention``.
  @discardableResult
  public func markedAsAttention() -> Value {
    recorder.tape.values[index].isAttention = true
    return self
  }

  /// Marks what the caller reads after a playing: always kept.
  @discardableResult
  public func markedAsOutput() -> Value {
    recorder.tape.values[index].isOutput = true
    return self
  }

  /// The positions `range` of the first axis: the same memory, nothing is copied.
  public func rows(_ range: Range<Int>) -> Value {
    guard let axis = shape.axes.first, range.upperBound <= shape.lengths[0] else {
      fatalError("no rows \(range) in \(shape)")
    }
    let rest = shape.count / max(1, shape.lengths[0])
    return view(shape.replacing(axis, with: range.count), offset: range.lowerBound * rest)
  }

  /// One position of the first axis, without that axis: the same memory.
  public func row(_ position: Int) -> Value {
    guard let axis = shape.axes.first, position >= 0, position < shape.lengths[0] else {
      fatalError("no row \(position) in \(shape)")
    }
    let rest = shape.removing(axis)
    return view(rest, offset: position * rest.count)
  }

  /// The same memory with another name for one axis.
  public func renaming(_ axis: Axis, to name: Axis) -> Value {
    view(shape.renaming(axis, to: name), offset: 0)
  }

  /// The same memory under axes of the same number of elements in all.
  public func reshaped(_ shape: Shape) -> Value {
    precondition(shape.count == self.shape.count, "\(self.shape) cannot be seen as \(shape)")
    return view(shape, offset: 0)
  }

  private func view(_ shape: Shape, offset: Int) -> Value {
    let element = recorder.tape.values[index].element
    let value = recorder.declare(
      .init(
        name: nil, shape: shape, element: element, origin: .result,
        alias: .init(kind: .view, of: index, offset: offset)))
    // A view of an outer value made inside a body is still an outer value.
    recorder.tape.values[value.index].loop = recorder.tape.values[index].loop
    return value
  }

  /// Inside a loop's body: this outer value at the step being played.
  public func step(of axis: Axis) -> Value {
    precondition(recorder.currentLoop != nil, "step(of:) is for a loop's body")
    precondition(shape.axes.first == axis, "\(axis) must be the first axis of \(shape)")
    let element = recorder.tape.values[index].element
    return recorder.declare(
      .init(
        name: nil, shape: shape.removing(axis), element: element, origin: .result,
        alias: .init(kind: .slice, of: index)))
  }

  /// Outside a loop: all steps of a value of its body, with the loop's axis in front.
  public func stacked() -> Value {
    let declaration = recorder.tape.values[index]
    precondition(recorder.currentLoop == nil, "stacked() is for after the loop")
    guard declaration.loop != nil else { return self }
    return recorder.declare(
      .init(
        name: nil, shape: recorder.tape.fullShape(index), element: declaration.element,
        origin: .result, alias: .init(kind: .stack, of: index)))
  }
}
