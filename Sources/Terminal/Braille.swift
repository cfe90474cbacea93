/// Whether a terminal shows braille, of which fine lines are made.
///
/// The console of a computer has a font of 256 or 512 characters without it; the rest of the world has
/// it wherever characters are UTF-8. Nothing can be asked: it is told from TERM and the locale.
enum Braille {
  /// Whether the terminal of `type` with this character set shows it.
  static func isShown(type: String, characterSet: String) -> Bool {
    let consoles = ["linux", "dumb", "vt", "cons", "wsvt"]
    return characterSet == "UTF-8" && !consoles.contains { type.hasPrefix($0) }
  }
}
