public import Snapshots
public import Tensors

/// Writes a tape while model code runs once on values that have shapes but no numbers.
///
/// Misuse of shapes is a mistake of the programmer: it stops here, with both shapes named, so that
/// playing cannot fail and model code has no `try`.
public final class Recorder {
  var tape = Tape()
  /// Whether layers also record what only explains them.
  public let isExplaining: Bool
  private var groups: [String] = []
  private var listings: [Diagram.Listing] = []
  private var openLoop: Int?

  init(isExplaining: Bool = false) { self.isExplaining = isExplaining }

  /// Numbers that the caller sets before each playing.
  ///
  /// `wantsGradient`: whether backward computes the gradient of the loss for it.
  public func input(_ name: String, _ shape: Shape, wantsGradient: Bool = false) -> Value {
    declare(
      .init(name: name, shape: shape, origin: .input(wantsGradient: wantsGradient)))
  }

  /// Positions in a table that the caller sets before each playing.
  public func indices(_ name: String, _ shape: Shape) -> Value {
    declare(
      .init(
        name: name, shape: shape, element: .index,
        origin: .input(wantsGradient: false)))
  }

  /// Zeros that do not change: an input that nobody sets.
  ///
  /// Also inside a loop's body it stands outside the loop.
  public func constantZeros(_ shape: Shape) -> Value {
    let value = declare(.init(name: nil, shape: shape, origin: .input(wantsGradient: false)))
    tape.values[value.index].loop = nil
    return value
  }

  /// A trained tensor; asking twice for one name gives the same value.
  ///
  /// `documentedLengths`: the lengths as the literature writes them, where they differ.
  public func parameter(
    _ name: String, _ shape: Shape, documentedLengths: [Int]? = nil,
    initially initial: InitialValue = .zeros
  ) -> Value {
    if let place = tape.parameters.firstIndex(where: { $0.name == name }) {
      let known = tape.parameters[place].shape
      precondition(known == shape, "parameter \(name) is \(known) and cannot be \(shape)")
      return Value(recorder: self, index: tape.parameterValues[place])
    }
    let value = declare(.init(name: name, shape: shape, origin: .parameter))
    tape.values[value.index].loop = nil
    tape.parameters.append(
      .init(
        name: name, shape: shape, documentedLengths: documentedLengths ?? shape.lengths,
        initial: initial))
    tape.parameterValues.append(value.index)
    return value
  }

  /// Puts everything that `body` records into a group called `name`, for diagrams.
  ///
  /// A group changes no name.
  public func group<Result>(_ name: String, _ body: () -> Result) -> Result {
    groups.append(name)
    defer { groups.removeLast() }
    return body()
  }

  /// Says how what `body` records is written elsewhere, for diagrams; an inner layer says its own.
  public func mechanism<Result>(_ listing: Diagram.Listing, _ body: () -> Result) -> Result {
    // Nobody looks at what is only trained.
    guard isExplaining else { return body() }
    listings.append(listing)
    defer { listings.removeLast() }
    return body()
  }

  /// A recurrence: `body` is recorded once and played for every position of `axis`.
  ///
  /// The body gets the carried value and returns what it becomes. It may read any value recorded
  /// before; a value that has `axis` in front is read step by step with ``Value/step(of:)``.
  /// Every value of the body has the loop's axis in front in the player's memory, so the attention
  /// weights of all steps are `[query, …]` without being collected.
  ///
  /// - Returns: the carried value after each step, with `axis` in front.
  @discardableResult
  public func loop(
    over axis: Axis, _ length: Int, carrying initial: Value, _ body: (Value) -> Value
  ) -> Value {
    precondition(openLoop == nil, "a loop inside a loop's body is not supported")
    precondition(length > 0, "a loop over \(axis) needs at least one position")
    let number = tape.loops.count
    openLoop = number
    let carry = declare(.init(name: nil, shape: initial.shape, origin: .carry))
    tape.loops.append(
      .init(axis: axis, length: length, carry: carry.index, initial: initial.index, body: []))
    var next = body(carry)
    precondition(
      next.shape == initial.shape, "the loop carries \(initial.shape) but returns \(next.shape)")
    let declaration = tape.values[next.index]
    if declaration.alias != nil || declaration.loop != number || declaration.origin != .result {
      next = next.apply(Copy())
    }
    tape.values[next.index].alias = .init(kind: .next, of: carry.index, offset: initial.shape.count)
    openLoop = nil
    tape.instructions.append(.loop(number))
    return next.stacked()
  }

  func declare(_ declaration: Tape.Declaration) -> Value {
    var declaration = declaration
    declaration.loop = openLoop
    declaration.group = groups
    declaration.listing = listings.last
    tape.values.append(declaration)
    return Value(recorder: self, index: tape.values.count - 1)
  }

  func record(_ play: Tape.Play) {
    if let openLoop {
      tape.loops[openLoop].body.append(play)
    } else {
      tape.instructions.append(.play(play))
    }
  }

  var currentLoop: Int? { openLoop }
}

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
