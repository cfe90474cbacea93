import Screens

/// How many colours to use, why, and by which terminfo entry: decided once, before curses starts.
struct ColorDecision: Hashable {
  /// What was decided.
  var rung: ColorRung
  /// Why, as a person reads it in `headlight doctor`.
  var reason: String
  /// Whether the terminal's own entry cannot do it, so that a changed copy is made in memory.
  var needsMadeEntry: Bool

  /// What the decision rests on.
  struct Facts: Hashable {
    /// The name of the terminal's kind.
    var type: String
    /// The colours that the entry states; negative when it states none.
    var colors: Int
    /// Whether the entry says RGB: a colour number is a 24-bit colour.
    var claimsRGB: Bool
    /// NO_COLOR and COLORTERM, as set.
    var noColor: String?
    var colorTerm: String?
    /// Whether this runs inside GNU screen.
    var isInGNUScreen = false
    /// The entry that stands in for that of the type; nil or the type itself where none has to.
    var entry: String?
  }

  /// The ladder: each rung falls to the next.
  static func make(demanded: ColorRung?, _ facts: Facts) -> ColorDecision {
    if let demanded {
      return ColorDecision(demanded, "demanded by --color", facts)
    }
    if let noColor = facts.noColor, !noColor.isEmpty {
      return ColorDecision(.mono, "NO_COLOR is set", facts)
    }
    if let reason = reasonForTruecolor(facts) {
      return ColorDecision(.truecolor, reason, facts)
    }
    let stated = "the entry of \(facts.entry ?? facts.type) states \(max(0, facts.colors)) colors"
    return ColorDecision(richest(colors: facts.colors), stated, facts)
  }

  /// The richest rung that an entry with this many colours can show by itself.
  static func richest(colors: Int) -> ColorRung {
    switch colors {
    case 256...: .colors256
    case 16...: .colors16
    case 8...: .colors8
    default: .mono
    }
  }

  private init(_ rung: ColorRung, _ reason: String, _ facts: Facts) {
    self.rung = rung
    self.reason = reason
    switch rung {
    case .truecolor: needsMadeEntry = true
    // In an entry that says RGB, the colours beyond the first few are not a table.
    case .colors256: needsMadeEntry = facts.colors < 256 || facts.claimsRGB
    case .colors16: needsMadeEntry = facts.colors < 16 || facts.claimsRGB
    case .colors8: needsMadeEntry = facts.colors < 8
    case .mono: needsMadeEntry = false
    }
  }

  private static func reasonForTruecolor(_ facts: Facts) -> String? {
    if facts.claimsRGB { return "the entry of \(facts.type) says RGB" }
    if let colorTerm = facts.colorTerm, ["truecolor", "24bit"].contains(colorTerm.lowercased()) {
      // COLORTERM describes the window that was opened first and is inherited by everything.
      // Two inner terminals are known to be poorer than what it says.
      if facts.colors < 8 { return nil }
      if facts.isInGNUScreen { return nil }
      return "COLORTERM is \(colorTerm.lowercased())"
    }
    if knownTruecolor.contains(where: { facts.type == $0 || facts.type.hasPrefix($0 + "-") })
      || facts.type.hasSuffix("-direct") || facts.type.hasSuffix("-truecolor")
    {
      return "\(facts.type) is known to have 24-bit color"
    }
    return nil
  }

  /// Terminals whose every version shows 24-bit colour, by the first part of their TERM.
  private static let knownTruecolor = [
    "alacritty", "contour", "foot", "ghostty", "iterm2", "kitty", "mintty", "rio", "wezterm",
    "xterm-ghostty", "xterm-kitty",
  ]
}
