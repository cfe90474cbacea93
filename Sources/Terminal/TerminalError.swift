/// Why there is no terminal to draw on; the description is the sentence a person reads.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Standard input or output is a file, a pipe or closed.
  case notATerminal(Stream)
  /// TERM is not set.
  case noType
  /// The terminfo database has no entry for this TERM.
  case unknownType(String)
  /// The entry of this TERM cannot move the cursor.
  case cannotMoveCursor(String)
  /// Curses refused to start.
  case refused(String)
  /// No pipe could be made.
  case noPipe(reason: String)

  /// One of the two streams that a person sees.
  public enum Stream: String, Hashable, Sendable {
    case input, output
  }

  /// One sentence: what is wrong and what to do.
  public var description: String {
    let headless = "`headlight train dates --headless` needs none"
    switch self {
    case .notATerminal(let stream):
      return "standard \(stream.rawValue) is not a terminal: start headlight in one, or without a"
        + " screen (\(headless))"
    case .noType:
      return "TERM is not set, so the kind of terminal is unknown: try `TERM=xterm-256color"
        + " headlight` (\(headless))"
    case .unknownType(let type):
      return "TERM is \"\(Self.printable(type))\", which the terminfo database does not know: try"
        + " `TERM=xterm-256color headlight` (\(headless))"
    case .cannotMoveCursor(let type):
      return "TERM is \"\(Self.printable(type))\", a terminal that cannot move its cursor: try"
        + " `TERM=xterm-256color headlight` (\(headless))"
    case .refused(let type):
      return "curses could not start on TERM \"\(Self.printable(type))\": try"
        + " `TERM=xterm-256color headlight` (\(headless))"
    case .noPipe(let reason):
      return "no pipe could be made (\(reason)): close some files or raise `ulimit -n`"
    }
  }

  /// The name as it may be shown: TERM comes from outside and may hold anything.
  static func printable(_ name: String) -> String {
    let shown = name.unicodeScalars.prefix(40).map { scalar in
      (0x20..<0x7f).contains(scalar.value) ? Character(scalar) : "?"
    }
    return String(shown) + (name.unicodeScalars.count > 40 ? "…" : "")
  }
}
