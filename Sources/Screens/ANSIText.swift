/// A screen as text with the escape sequences of its colours, for a terminal or a text file.
public enum ANSIText {
  /// The rows of `screen`, a line each; every line ends in the terminal's own colours.
  public static func text(of screen: Screen) -> String {
    var text = ""
    for row in 0..<screen.rows {
      var current = Style.plain
      for column in 0..<screen.columns {
        let cell = screen[row, column]
        if cell.style != current {
          text += sequence(for: cell.style)
          current = cell.style
        }
        text += cell.text
      }
      if current != .plain { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }

  /// The sequence that sets exactly `style`, whatever was set before.
  static func sequence(for style: Style) -> String {
    var codes = ["0"]
    if style.isBold { codes.append("1") }
    if style.isDim { codes.append("2") }
    if style.isUnderlined { codes.append("4") }
    if style.isReversed { codes.append("7") }
    codes += self.codes(for: style.foreground, base: 30)
    codes += self.codes(for: style.background, base: 40)
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func codes(for color: Color, base: Int) -> [String] {
    switch color {
    case .standard: []
    case .indexed(let entry) where entry < 8: [String(base + Int(entry))]
    case .indexed(let entry) where entry < 16: [String(base + 52 + Int(entry))]
    case .indexed(let entry): [String(base + 8), "5", String(entry)]
    case .rgb(let red, let green, let blue):
      [String(base + 8), "2", String(red), String(green), String(blue)]
    }
  }
}
