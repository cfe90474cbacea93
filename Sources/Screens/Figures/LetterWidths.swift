/// How wide text is in a sans-serif face, in millimetres, as far as that can be known before a viewer
/// has chosen one.
///
/// The widths are those of DejaVu Sans, which is the widest of those in use: what fits in it fits in
/// Helvetica and Arial.
public enum LetterWidths {
  /// The width of safe `text` in letters of this size.
  public static func width(
    of text: String, points: Double = Figure.leastPoints, isCode: Bool = false
  )
    -> Double
  {
    let em = points * Figure.millimetresPerPoint
    if isCode { return glyphs(text).reduce(0) { $0 + Double($1.cells) } * 0.602 * em }
    return glyphs(text).reduce(0) { $0 + ems($1) } * em
  }

  /// `text` made safe, with an ellipsis in place of what is wider than `room`.
  public static func fitted(
    _ text: String, to room: Double, points: Double = Figure.leastPoints, isCode: Bool = false
  ) -> String {
    let all = glyphs(text)
    if width(of: text, points: points, isCode: isCode) <= room { return all.map(\.text).joined() }
    var left = room - width(of: "…", points: points, isCode: isCode)
    var shown = ""
    for glyph in all {
      left -= width(of: glyph.text, points: points, isCode: isCode)
      guard left >= 0 else { break }
      shown += glyph.text
    }
    while shown.last == " " { shown.removeLast() }
    return shown + "…"
  }

  private static func ems(_ glyph: Glyph) -> Double {
    guard let scalar = glyph.text.unicodeScalars.first else { return 0 }
    let place = Int(scalar.value) - 32
    if thousandths.indices.contains(place) { return Double(thousandths[place]) / 1_000 }
    if glyph.cells > 1 { return 1.1 * Double(glyph.cells) / 2 }
    switch scalar.value {
    case 0xA0...0x24F: return scalar.properties.isUppercase ? 0.75 : 0.64
    default: return 0.86
    }
  }

  /// From the blank to the tilde.
  private static let thousandths = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337,
    636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531,
    1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
    603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500,
    500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612,
    635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
  ]
}
