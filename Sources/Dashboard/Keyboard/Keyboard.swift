public import Subjects

/// What is being typed, and what is said to whoever types.
public struct Keyboard: Hashable, Sendable {
  /// What the keyboard types into.
  public var prompt = Prompt.none
  /// What was read before a text was typed.
  public var inputBefore: Input?
  /// The line being typed.
  public var line = Line()
  /// The line that Tab completes, and which of its candidates stands in it; nil while nothing does.
  var completing: Completing?
  /// The digits typed before a key.
  public var count: Int?
  /// The digit of a head that a second one may follow, and the head before it.
  public var pendingHead: PendingHead?
  /// Digits that chose a head just now and that a key may make a count.
  var headDigits: HeadDigits?
  /// What the line above the keys says instead of the read-out.
  public var message: Message?
  /// How often in a row the user asked to leave.
  public var leaving = 0
  /// Whether help covers the map.
  public var isHelpOpen = false
  /// The line of the list of lessons that is selected; nil while the list is closed.
  public var selectedLesson: Int?
  /// The line of the list of conditions that is selected; nil while the list is closed.
  public var selectedBreakpoint: Int?
  /// Why the program that writes a run would be asked to stop; nil while nobody is asked.
  var stopReason: String?
  /// Which run that is; nil where there is one.
  var stopRun: RunID?
  /// Whether what is known of the run covers the map.
  public var isAboutOpen = false
  /// The first line of help that is drawn.
  public var firstHelpLine = 0
  /// What the keys in help are filtered by.
  public var filter = ""

  /// What the keyboard types into.
  public enum Prompt: Hashable, Sendable {
    /// Nothing: keys act.
    case none
    /// A text to probe.
    case probe
    /// A command line.
    case command
    /// A condition to pause at.
    case breakpoint
    /// A filter over the keys in help.
    case filter
    /// A filter over the heads.
    case headFilter
  }
}

/// A line as it was typed, while Tab goes through what it can become.
struct Completing: Hashable {
  /// The line as it was typed.
  let typed: String
  /// Which of the candidates stands in the line.
  var index: Int
}

/// Digits typed where a digit chooses a head, and what was selected before the first.
struct HeadDigits: Hashable {
  /// The number that they make.
  var number: Int
  let before: Selection
}

/// A digit that chose a head and that a second digit may follow.
public struct PendingHead: Hashable, Sendable {
  /// The digit.
  public var digit: Int
  /// The head before it was typed, which Esc goes back to.
  public var before: Int
}

extension Keyboard.Prompt {
  /// The bytes that its line may have; a filter is tried on every line at every letter.
  var limit: Int {
    switch self {
    case .probe, .command, .breakpoint, .none: 1 << 16
    case .filter, .headFilter: 1 << 10
    }
  }
}
