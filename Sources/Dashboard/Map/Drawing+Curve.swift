import Screens

extension Drawing {
  /// Whether lines are drawn by dots; else bars stand for them.
  var drawsLines: Bool { state.hasBraille && palette.rung != .mono }

  /// How many values a curve of so many columns shows.
  func samples(_ columns: Int) -> Int { drawsLines ? 2 * columns : columns }

  /// A curve of heights 0 … 1, evenly spaced; where nothing is known there is a gap.
  ///
  /// A line of braille has two by four dots in each cell. Where there is no braille, bars of eighths of
  /// a cell say the same.
  mutating func drawCurve(_ heights: [Double?], in area: Rectangle, _ style: Style) {
    guard drawsLines else { return drawBars(heights, in: area, style) }
    guard !area.isEmpty else { return }
    var dots = [UInt8](repeating: 0, count: area.rows * area.columns)
    var before: Int?
    for (x, height) in heights.prefix(2 * area.columns).enumerated() {
      guard let height, height.isFinite else {
        before = nil
        continue
      }
      let y = Int(((1 - height.clamped(to: 0...1)) * Double(4 * area.rows - 1)).rounded())
      // A steep step is a line without holes.
      let from = before.map { $0 < y ? $0 + 1 : $0 > y ? $0 - 1 : y } ?? y
      for row in min(from, y)...max(from, y) {
        dots[row / 4 * area.columns + x / 2] |= Self.dot(x % 2, row % 4)
      }
      before = y
    }
    for (place, bits) in dots.enumerated() where bits != 0 {
      let glyph = Unicode.Scalar(0x2800 + UInt32(bits)).map { String(Character($0)) } ?? " "
      canvas.write(
        glyph, row: area.row + place / area.columns, column: area.column + place % area.columns,
        style)
    }
  }

  /// The bit of one dot of a braille cell.
  private static func dot(_ column: Int, _ row: Int) -> UInt8 {
    row == 3 ? (column == 0 ? 0x40 : 0x80) : UInt8(1 << (row + 3 * column))
  }

  /// A bar a column; what was not measured stays blank.
  mutating func drawBars(_ heights: [Double?], in area: Rectangle, _ style: Style? = nil) {
    for (column, height) in heights.prefix(area.columns).enumerated() {
      guard let height, height.isFinite else { continue }
      let eighths = Int((height.clamped(to: 0...1) * Double(area.rows * 8)).rounded(.up))
        .clamped(to: 1...(area.rows * 8))
      for row in 0..<area.rows {
        let filled = (eighths - row * 8).clamped(to: 0...8)
        guard filled > 0 else { continue }
        canvas.write(
          Self.eighths[filled - 1], row: area.bottom - 1 - row, column: area.column + column,
          style ?? palette.label)
      }
    }
  }
}
