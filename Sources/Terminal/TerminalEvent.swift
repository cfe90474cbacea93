public import Screens

/// Something that happened at the terminal.
public enum TerminalEvent: Hashable, Sendable {
  /// A key was pressed.
  ///
  /// A combining mark is a `character` of its own; whoever edits text joins it to the one before.
  case key(Key)
  /// The left button or the wheel was used.
  case mouse(Mouse)
  /// Text was pasted: taken literally, lines end with a newline, at most 1 MB.
  case paste(String)
  /// The terminal has another size; draw a screen of that size.
  case resize(columns: Int, rows: Int)
  /// The window got the keyboard, or lost it.
  case focus(Bool)
  /// The terminal answered late whether it is light or dark.
  case background(Background)
  /// Somebody poked the `WakeUp`.
  case woken
  /// INT, TERM, HUP or QUIT arrived: leave by `Terminal.die(by:)`.
  case signal(Int32)
  /// The program was stopped and goes on; the screen is empty, draw it.
  case resumed
  /// The terminal is gone: leave by `Terminal.die(by: SIGHUP)`.
  case closed
}
