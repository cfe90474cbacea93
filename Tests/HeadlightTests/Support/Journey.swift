import Screens
import Testing

/// A person at the program's screen, who presses keys and waits for what must follow.
///
/// Nothing here sleeps: every wait is for something to be seen, and is long enough for a machine
/// that has other things to do.
final class Journey {
  let terminal: PseudoTerminal
  static let patience = Duration.seconds(30)

  /// Starts the program and waits for its first picture.
  init(
    _ arguments: [String] = [], columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:], background: String? = nil,
    first: String = "Map   dates", at location: SourceLocation = #_sourceLocation
  ) throws {
    terminal = try PseudoTerminal(
      [PseudoTerminal.headlight] + arguments, environment: environment, columns: columns,
      rows: rows, background: background)
    try see("the first picture", at: location) { seen in
      seen.picture.contains(first) && !seen.picture.contains("waiting for the first picture")
    }
  }

  // MARK: What is seen

  /// The cells of the screen.
  var screen: Screen { terminal.screen.screen }

  /// The line of a row, without blanks at its end.
  func line(_ row: Int) -> String { screen.line(row) }

  /// The whole screen as text.
  var picture: String { screen.picture }

  /// Waits until a whole frame is there for which `condition` holds.
  func see(
    _ what: String, at location: SourceLocation = #_sourceLocation,
    where condition: (Screen) -> Bool
  ) throws {
    let isSeen = terminal.wait(Self.patience) { seen in
      // Between these two marks of a frame the screen is half old, half new.
      !seen.modes.contains(2026) && condition(seen.screen)
    }
    try #require(
      isSeen, "looked for \(what), saw\n\(picture)", sourceLocation: location)
  }

  /// Waits until `text` stands on the screen.
  func see(_ text: String, at location: SourceLocation = #_sourceLocation) throws {
    try see("\"\(text)\"", at: location) { $0.picture.contains(text) }
  }

  /// Waits until the program is paused at a training step.
  func see(pausedAt step: Int, at location: SourceLocation = #_sourceLocation) throws {
    try see("step \(step), paused", at: location) {
      $0.line(0).contains("❚❚") && Self.step($0) == step
    }
  }

  /// The training step that the first line says.
  static func step(_ screen: Screen) -> Int? {
    let words = screen.line(0).split(separator: " ")
    guard let place = words.lastIndex(of: "step"), place + 1 < words.count else { return nil }
    return Int(words[place + 1])
  }

  /// What belongs to the training step and the input alone, at 80×24: the map with its colours and
  /// labels, what is written, the measurements, the legend, the sentence and the read-out.
  var map: [[Cell]] {
    var rows = (Array(1...14) + [20]).map { row in (0..<80).map { screen[row, $0] } }
    // What stands right of this says that a step is not the latest.
    rows.append((0..<41).map { screen[22, $0] })
    return rows
  }

  // MARK: What is done

  /// Types `keys`.
  func press(_ keys: String) { terminal.send(keys) }

  /// Types `keys` and waits for `text`.
  func press(
    _ keys: String, see text: String, at location: SourceLocation = #_sourceLocation
  ) throws {
    press(keys)
    try see(text, at: location)
  }

  /// Types `keys` and waits until the program is paused at a training step.
  func press(
    _ keys: String, pausedAt step: Int, at location: SourceLocation = #_sourceLocation
  ) throws {
    press(keys)
    try see(pausedAt: step, at: location)
  }

  /// Opens the probe, types a text that fits the pane, and waits for its answer.
  func type(_ text: String, at location: SourceLocation = #_sourceLocation) throws {
    try press("t", see: "type a text:", at: location)
    press(text)
    try see("the answer to \(text)", at: location) { $0.line(3).hasPrefix(" \(text) ") }
    press("\r")
    try see("the keys again", at: location) { $0.line(23).hasSuffix("? help") }
  }

  /// Leaves with `q` and finds the terminal as it was.
  func leave(at location: SourceLocation = #_sourceLocation) {
    press("q")
    expectEnding(.exited(0), at: location)
  }

  /// Waits for the end and looks whether the terminal is as it was and understood everything.
  func expectEnding(_ ending: Ending, at location: SourceLocation = #_sourceLocation) {
    #expect(terminal.end(within: Self.patience) == ending, sourceLocation: location)
    #expect(terminal.isRestored, sourceLocation: location)
    #expect(terminal.screen.modesLeft == [], sourceLocation: location)
    #expect(terminal.screen.unknown == [], sourceLocation: location)
  }
}

/// Keys as terminals send them.
enum Sent {
  static let escape = "\u{1b}"
  static let up = "\u{1b}OA"
  static let down = "\u{1b}OB"
  static let right = "\u{1b}OC"
  static let left = "\u{1b}OD"
  static let home = "\u{1b}OH"
  static let end = "\u{1b}OF"
  static let pageUp = "\u{1b}[5~"
  static let pageDown = "\u{1b}[6~"

  static func control(_ letter: Character) -> String {
    String(UnicodeScalar((letter.asciiValue ?? 0) & 0x1f))
  }
}
