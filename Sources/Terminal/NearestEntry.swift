import CNcurses

/// The terminfo entry for a TERM that the database does not have.
///
/// Over ssh a terminal keeps its name, and the machine at the other end is often older than it:
/// kitty, foot, Ghostty and Alacritty bring entries of their own, which nobody installed there.
/// They all read what xterm reads, so an entry of that family draws the same screen. A name that
/// says nothing about what it reads is not guessed at.
enum NearestEntry {
  /// Loads the entry of `type` or the nearest one and returns its name; nil where there is none.
  static func load(for type: String) -> String? {
    guard !type.isEmpty else { return nil }
    return ([type] + names(for: type)).first { nc_load_entry($0) == 1 }
  }

  /// The entries that can stand in for `type`, the nearest first.
  static func names(for type: String) -> [String] {
    let parts = type.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "." }
    guard let family = parts.first.map({ $0.lowercased() }), type.utf8.allSatisfy(isOfName) else {
      return []
    }
    // The same family first: `tmux-direct` is nearest to `tmux-256color`.
    let has256 = parts.dropFirst().contains { colorful.contains(String($0)) }
    switch family {
    case "tmux", "screen":
      let own = [family, "screen"].flatMap { ["\($0)-256color", $0] }
      return has256 || family == "tmux" ? own : own.sorted { $0.count < $1.count }
    case "rxvt", "urxvt": return ["rxvt-unicode-256color", "rxvt-256color", "rxvt"]
    case "linux", "cygwin": return [family]
    case "vt320", "vt340", "vt382", "vt400", "vt420", "vt510", "vt520", "vt525":
      return ["vt220", "vt100"]
    case _ where readsXterm.contains(family) || has256:
      return ["xterm-256color", "xterm"]
    default: return []
    }
  }

  private static let colorful: Set<String> = ["256color", "direct", "truecolor", "24bit"]

  /// Terminals that read what xterm reads, by the first part of their names.
  private static let readsXterm: Set<String> = [
    "alacritty", "apple_terminal", "blink", "contour", "domterm", "dtterm", "eterm", "foot",
    "footclient", "ghostty", "gnome", "hyper", "iterm", "iterm2", "kitty", "konsole", "kterm",
    "mintty", "mlterm", "ms", "nsterm", "ptyxis", "putty", "rio", "sakura", "st", "stterm", "tabby",
    "teken", "terminator", "terminology", "termite", "tilix", "vscode", "vte", "warp", "wezterm",
    "windows", "xfce", "xterm", "xterm1", "yakuake", "zutty",
  ]

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
