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

  /// Begins a part that can be played by itself, such as a layer whose weights are read then.
  ///
  /// Nothing before the first one: a tape that has stages begins with one.
  public func stage() {
    precondition(openLoop == nil, "a stage cannot begin inside a loop")
    precondition(
      !tape.stageStarts.isEmpty || tape.instructions.isEmpty, "the first stage begins the tape")
    tape.stageStarts.append(tape.instructions.count)
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
