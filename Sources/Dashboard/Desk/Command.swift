public import Subjects

/// An effect that an update asks for; only the composition root carries it out.
public enum Command: Hashable, Sendable {
  /// Ask something of the subject of this run.
  case ask(Request, RunID)
  /// Open another subject, from that of this run.
  case open(Door, from: RunID)
  /// End the subject of this run.
  case close(RunID)
  /// Draw everything again, from nothing.
  case redraw
  /// Hand the terminal back to the shell until `fg`.
  case suspend
  /// Listen to the mouse, or leave it to the terminal to select text.
  case mouse(Bool)
  /// Put this text on the user's clipboard.
  case copy(String)
  /// Write what is shown to a file.
  case export(ExportRequest)
  /// Leave the program.
  case quit
}
