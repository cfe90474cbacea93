public import Subjects

/// Runs that stand on one step and are looked at together, and what was asked of them.
@dynamicMemberLookup
public struct Company: Hashable, Sendable {
  /// The runs from left to right.
  public var runs: [RunID]
  /// How they are looked at.
  public var look: Look
  /// What the picture is about, or is to be about once it was read.
  public internal(set) var input = Input.own(0)
  /// Whether ``input`` was asked for and not shown yet.
  private var isAwaited = false
  /// Whether the decoder is to be fed the right answer.
  public var isTeacherForced = false
  /// How far the relative scale goes, for all of them together.
  var reach = Reach()
  /// The farthest end of the relative scale that was said to have moved by itself.
  var reachTold: Float = 0
  /// What was said of it.
  var reachNote: Message?

  /// `runs`, of which the first is looked at.
  init(_ runs: [RunID]) {
    self.runs = runs
    look = Look(current: runs[0])
  }

  /// Asks for another input; what comes before it is an answer to something else.
  mutating func ask(for input: Input) {
    (self.input, isAwaited) = (input, true)
  }

  /// Leaves the input to the subject, which looks for one.
  mutating func leaveInput() { isAwaited = false }

  /// Takes what is shown now, unless something else was asked for since.
  mutating func see(_ shown: Input) {
    guard isAwaited else { return input = shown }
    isAwaited = !input.isShown(as: shown)
  }

  /// A member of how they are looked at.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Look, Value>) -> Value {
    get { look[keyPath: member] }
    set { look[keyPath: member] = newValue }
  }
}

extension Input {
  /// Whether `other` is what is shown of it: of a long text only the beginning is read.
  fileprivate func isShown(as other: Input) -> Bool {
    guard case .typed(let text) = self, case .typed(let shown) = other else { return self == other }
    return text.hasPrefix(shown)
  }
}
