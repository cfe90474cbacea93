/// A figure as SVG: text stays text, a cell is a rectangle, and there is nothing in it that only a
/// browser understands.
public enum FigureSVG {
  /// The page of `figure`; `notes` are what is said about it, by name.
  public static func page(of figure: Figure, notes: [(name: String, text: String)] = []) -> String {
    var lines = head(figure, notes)
    lines += ramps([figure])
    var isCrisp = false
    for mark in figure.marks {
      let isBox = if case .box = mark { true } else { false }
      if isBox != isCrisp { lines.append(isBox ? crisp : "</g>") }
      isCrisp = isBox
      lines.append(drawn(mark))
    }
    if isCrisp { lines.append("</g>") }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  /// Rectangles that meet have no seam between them.
  static let crisp = "<g shape-rendering=\"crispEdges\">"

  static func head(_ figure: Figure, _ notes: [(name: String, text: String)]) -> [String] {
    let size = (number(figure.width), number(figure.height))
    let said = notes.map { escaped($0.name) + ": " + escaped($0.text) }
    return [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(size.0)mm\" height=\"\(size.1)mm\" "
        + "viewBox=\"0 0 \(size.0) \(size.1)\" font-family=\"sans-serif\">",
      "<title>\(escaped(figure.title))</title>",
    ] + (said.isEmpty ? [] : ["<metadata>\n" + said.joined(separator: "\n") + "\n</metadata>"])
  }

  /// The colours that pass into each other, once each.
  static func ramps(_ figures: [Figure]) -> [String] {
    var names: Set<String> = []
    var lines: [String] = []
    for case .ramp(let inks, _) in figures.flatMap(\.marks) where inks.count > 1 {
      guard names.insert(name(of: inks)).inserted else { continue }
      let stops = inks.enumerated().map { place, ink in
        let offset = number(Double(place) / Double(inks.count - 1))
        return "<stop offset=\"\(offset)\" stop-color=\"\(ink.name)\"/>"
      }
      lines.append(
        "<linearGradient id=\"\(name(of: inks))\">" + stops.joined() + "</linearGradient>")
    }
    return lines.isEmpty ? [] : ["<defs>"] + lines + ["</defs>"]
  }

  /// Equal colours have equal names, so that two figures in one page do not mix theirs.
  private static func name(of inks: [Ink]) -> String {
    let sum = inks.reduce(UInt32(2_166_136_261)) { ($0 ^ $1.value) &* 16_777_619 }
    return "ramp-" + String(sum, radix: 36)
  }

  static func drawn(_ mark: Figure.Mark) -> String {
    switch mark {
    case .box(let box, let ink): return "<rect\(sides(box)) fill=\"\(ink.name)\"/>"
    case .frame(let box, let ink, let thickness):
      return "<path d=\"\(way(box))\" fill=\"none\" stroke=\"\(ink.name)\" "
        + "stroke-width=\"\(number(thickness))\"/>"
    case .line(let line):
      return "<path d=\"M\(number(line.from.x)) \(number(line.from.y))"
        + "L\(number(line.to.x)) \(number(line.to.y))\" stroke=\"\(line.ink.name)\" "
        + "stroke-width=\"\(number(line.thickness))\"/>"
    case .dot(let place, let radius, let ink, let edge):
      return "<circle cx=\"\(number(place.x))\" cy=\"\(number(place.y))\" r=\"\(number(radius))\" "
        + "fill=\"\(ink.name)\" stroke=\"\(edge.name)\" stroke-width=\"\(number(radius / 3))\"/>"
    case .words(let words): return drawn(words)
    case .image(let image, let box):
      return "<image\(sides(box)) preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" "
        + "style=\"image-rendering:pixelated\" href=\"data:image/png;base64,"
        + base64(PNG.encoded(image)) + "\"/>"
    case .ramp(let inks, let box):
      let fill = inks.count > 1 ? "url(#\(name(of: inks)))" : inks.first?.name ?? "none"
      return "<path d=\"\(way(box))\" fill=\"\(fill)\"/>"
    }
  }

  private static func drawn(_ words: Figure.Words) -> String {
    let (x, y) = (number(words.place.x), number(words.place.y))
    var text = "<text"
    text +=
      words.isTurned ? " transform=\"translate(\(x) \(y)) rotate(-90)\"" : " x=\"\(x)\" y=\"\(y)\""
    text += " font-size=\"\(number(words.points * Figure.millimetresPerPoint))\""
    if words.anchor != .start { text += " text-anchor=\"\(words.anchor.rawValue)\"" }
    if words.isBold { text += " font-weight=\"bold\"" }
    if words.isCode { text += " font-family=\"monospace\" xml:space=\"preserve\"" }
    return text + " fill=\"\(words.ink.name)\">\(escaped(words.text))</text>"
  }

  static func sides(_ box: Figure.Box) -> String {
    " x=\"\(number(box.x))\" y=\"\(number(box.y))\" width=\"\(number(box.width))\" "
      + "height=\"\(number(box.height))\""
  }

  private static func way(_ box: Figure.Box) -> String {
    "M\(number(box.x)) \(number(box.y))h\(number(box.width))v\(number(box.height))"
      + "h\(number(-box.width))z"
  }

  /// A number in thousandths, in as few letters as it takes.
  static func number(_ value: Double) -> String {
    let thousandths = Int((value * 1_000).rounded())
    let (whole, rest) = (abs(thousandths) / 1_000, abs(thousandths) % 1_000)
    var digits = "\(1_000 + rest)".dropFirst()
    while digits.last == "0" { digits.removeLast() }
    let text =
      (whole == 0 && !digits.isEmpty ? "" : "\(whole)") + (digits.isEmpty ? "" : "." + digits)
    return (thousandths < 0 ? "-" : "") + text
  }

  /// `text` made safe, as a page may hold it.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in safe(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
