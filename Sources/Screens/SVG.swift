/// A screen as an SVG picture, for a page or a paper.
///
/// Text stays text. Backgrounds and block characters are drawn as rectangles, so that neighbouring
/// cells meet without seams whatever font the viewer has.
public enum SVG {
  private static let width = 10
  private static let height = 20

  /// The picture of `screen` as a terminal of this background would show it.
  public static func picture(of screen: Screen, background: Background = .dark) -> String {
    let ink = TerminalInk(background: background)
    let size = (screen.columns * width, screen.rows * height)
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size.0) \(size.1)\" "
        + "width=\"\(size.0)\" height=\"\(size.1)\" font-family=\"ui-monospace, 'DejaVu Sans Mono', "
        + "Menlo, Consolas, monospace\" font-size=\"16\" xml:space=\"preserve\">",
      "<title>\(escaped(screen.title))</title>",
      rectangle(0, 0, size.0, size.1, ink.behind),
    ]
    for row in 0..<screen.rows {
      for run in runs(of: screen, row) { lines += draw(run, row: row, ink) }
    }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private struct Run {
    var column: Int
    var cells: Int
    var text: String
    var style: Style
  }

  /// Neighbouring cells of one style and kind; block characters stand alone.
  private static func runs(of screen: Screen, _ row: Int) -> [Run] {
    var runs: [Run] = []
    for column in 0..<screen.columns {
      let cell = screen[row, column]
      if cell.text.isEmpty {
        if !runs.isEmpty { runs[runs.count - 1].cells += 1 }
        continue
      }
      if let last = runs.last, last.style == cell.style, block(cell.text) == nil,
        block(last.text) == nil
      {
        runs[runs.count - 1].text += cell.text
        runs[runs.count - 1].cells += 1
      } else if let last = runs.last, last.style == cell.style, block(cell.text) != nil,
        last.text.last.map(String.init) == cell.text
      {
        runs[runs.count - 1].text += cell.text
        runs[runs.count - 1].cells += 1
      } else {
        runs.append(Run(column: column, cells: 1, text: cell.text, style: cell.style))
      }
    }
    return runs
  }

  private static func draw(_ run: Run, row: Int, _ ink: TerminalInk) -> [String] {
    let (front, behind) = ink.colors(of: run.style)
    let left = run.column * width
    let top = row * height
    var lines: [String] = []
    if behind != ink.behind {
      lines.append(rectangle(left, top, run.cells * width, height, behind))
    }
    if let block = block(run.text) {
      let tall = height * block.eighths / 8
      lines.append(
        rectangle(
          left, block.hangs ? top : top + height - tall, run.cells * width, tall, front,
          opacity: block.quarters * (run.style.isDim ? 60 : 100) / 4))
    } else if run.text.contains(where: { $0 != " " }) {
      let weight =
        (run.style.isBold ? " font-weight=\"bold\"" : "")
        + (run.style.isUnderlined ? " text-decoration=\"underline\"" : "")
      let faint = run.style.isDim ? " opacity=\".6\"" : ""
      for (cell, words, cells) in words(of: run.text) {
        lines.append(
          "<text x=\"\(left + cell * width)\" y=\"\(top + 15)\" "
            + "textLength=\"\(cells * width)\" lengthAdjust=\"spacingAndGlyphs\" "
            + "fill=\"\(front)\"\(weight)\(faint)>" + escaped(words) + "</text>")
      }
    }
    return lines
  }

  /// The parts of a text between two blanks or more, each with the cell where it begins.
  ///
  /// Not every viewer keeps blanks at the ends of a text, or the width of a font that it lacks: what
  /// stands apart is placed apart.
  private static func words(of text: String) -> [(cell: Int, text: String, cells: Int)] {
    var words: [(cell: Int, text: String, cells: Int)] = []
    var (cell, blanks) = (0, 2)
    for character in text {
      let cells = Screens.width(of: String(character))
      if character == " " {
        blanks += 1
      } else if blanks >= 2 {
        words.append((cell, String(character), cells))
        blanks = 0
      } else {
        words[words.count - 1].text += String(repeating: " ", count: blanks) + String(character)
        words[words.count - 1].cells += blanks + cells
        blanks = 0
      }
      cell += cells
    }
    return words
  }

  /// The height in eighths, from below unless it hangs, and the ink in quarters of a run of one
  /// block character.
  private static func block(_ text: String) -> (eighths: Int, hangs: Bool, quarters: Int)? {
    guard let scalar = text.unicodeScalars.first?.value else { return nil }
    return switch scalar {
    case 0x2580: (4, true, 4)
    case 0x2581...0x2588: (Int(scalar - 0x2580), false, 4)
    case 0x2591...0x2593: (8, false, Int(scalar - 0x2590))
    default: nil
    }
  }

  private static func rectangle(
    _ left: Int, _ top: Int, _ width: Int, _ height: Int, _ fill: String, opacity: Int = 100
  ) -> String {
    let opacity = opacity == 100 ? "" : " opacity=\".\(opacity < 10 ? "0" : "")\(opacity)\""
    return "<rect x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\" "
      + "fill=\"\(fill)\"\(opacity)/>"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}

/// The colours that stand for a terminal's own.
private struct TerminalInk {
  let front: String
  let behind: String

  init(background: Background) {
    (front, behind) = background == .dark ? ("#d8dce2", "#101316") : ("#1d2126", "#ffffff")
  }

  func colors(of style: Style) -> (front: String, behind: String) {
    let front = name(style.foreground) ?? front
    let behind = name(style.background) ?? behind
    return style.isReversed ? (behind, front) : (front, behind)
  }

  private func name(_ color: Color) -> String? {
    let value: UInt32
    switch color {
    case .standard: return nil
    case .rgb(let red, let green, let blue):
      value = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    case .indexed(let entry): value = Color.table(entry)
    }
    let digits = String(value, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
