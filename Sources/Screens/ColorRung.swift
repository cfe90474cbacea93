/// How many colours the terminal shows, from rich to none.
public enum ColorRung: String, Hashable, Sendable, CaseIterable {
  /// 24 bits.
  case truecolor
  /// The 256-colour table.
  case colors256 = "256"
  /// 16 colours.
  case colors16 = "16"
  /// 8 colours.
  case colors8 = "8"
  /// None: glyphs, bold and reverse.
  case mono
}

extension ColorRung {
  /// Whether values show as the colour behind a cell; else they show as glyphs of growing ink.
  public var isColorBehind: Bool { self == .truecolor || self == .colors256 }
}
