import Screens

extension Drawing {
  /// The one row of a model that pools, word by word, below the line that no weight can pass.
  mutating func drawChart(
    _ picture: Picture, _ crosshair: Heatmap.Index, _ words: WordsLayout
  ) {
    let area = words.chart
    guard !area.isEmpty, let heading = words.heading else { return }
    let values = picture.row(0)
    let most = picture.brightest(0).map { values[$0] } ?? 0
    let full = max(picture.cap ?? 0, most, .leastNormalMagnitude)
    let column = canvas.write(
      texts.wordByWord, row: heading, column: words.text.column, palette.label)
    canvas.write(
      texts.largestHere(shareText(Double(most))), row: heading, column: column + 3, palette.label)
    drawChartCap(picture, words)
    for (key, value) in values.enumerated() {
      let isHere = key == crosshair.column
      let box = Rectangle(
        row: area.row, column: area.column + key * words.chartKeyColumns, rows: area.rows,
        columns: max(1, words.chartKeyColumns - 1))
      let style = isHere ? palette.accent : palette.bar
      if value.isNaN {
        canvas.fill(
          Rectangle(row: box.bottom - 1, column: box.column, rows: 1, columns: box.columns),
          with: palette.notANumber)
      } else {
        drawColumn(Double(value / full), in: box, style)
      }
      guard isHere else { continue }
      let name = "▴ " + shortened(picture.keys[key], to: 16) + " " + shareText(Double(value))
      let end = layout.columns - layout.margin
      canvas.write(
        name, row: words.chartMark, column: min(box.column, end - width(of: name)),
        palette.accent)
    }
    if let row = words.chartAxis {
      canvas.write(StyledText("0", palette.label), row: row, endingAt: area.column - 1)
      canvas.fill(
        Rectangle(row: row, column: area.column, rows: 1, columns: area.columns),
        with: Cell("─", palette.label))
    }
  }

  private mutating func drawChartCap(_ picture: Picture, _ words: WordsLayout) {
    guard let row = words.chartCap, let cap = picture.cap else { return }
    let area = words.chart
    canvas.write(
      StyledText(texts.capIs(shareText(Double(cap))), palette.label), row: row,
      endingAt: area.column - 1)
    canvas.fill(
      Rectangle(row: row, column: area.column, rows: 1, columns: area.columns),
      with: Cell("┄", palette.label))
    let formula = texts.capFormula(picture.keys.count - 1)
    if picture.isCappedByTanh, area.right + 2 + width(of: formula) <= layout.columns {
      canvas.write(formula, row: row, column: area.right + 2, palette.label)
    }
  }

  /// The score of each word on the columns of its weight, from the least that can be to the most.
  mutating func drawScores(
    _ picture: Picture, _ crosshair: Heatmap.Index, _ words: WordsLayout
  ) {
    let area = words.scores
    guard !area.isEmpty else { return }
    let finite = picture.scores.filter(\.isFinite)
    let most =
      picture.isCappedByTanh
      ? 1 : max(finite.map { abs($0) }.max() ?? 0, .leastNormalMagnitude)
    canvas.write(
      picture.isCappedByTanh ? texts.scoreHeadingTanh : texts.scoreHeading, row: area.row - 1,
      column: words.text.column, palette.label)
    let end = picture.isCappedByTanh ? "1" : fixed(Double(most), 1)
    for (text, row) in [
      ("+" + end, area.row), ("0", area.row + area.rows / 2), ("−" + end, area.bottom - 1),
    ] {
      canvas.write(StyledText(text, palette.label), row: row, endingAt: area.column - 1)
    }
    canvas.fill(
      Rectangle(row: area.row + area.rows / 2, column: area.column, rows: 1, columns: area.columns),
      with: Cell("─", palette.label))
    for (key, score) in picture.scores.enumerated() {
      let column = area.column + key * words.chartKeyColumns
      guard score.isFinite else { continue }
      let part = Double((1 - score / most) / 2).clamped(to: 0...1)
      let row = area.row + min(area.rows - 1, Int((part * Double(area.rows - 1)).rounded()))
      canvas.write("▪", row: row, column: column, key == crosshair.column ? palette.accent : .plain)
    }
  }

  /// A bar of eighths of a cell; what is more than nothing shows.
  private mutating func drawColumn(_ part: Double, in box: Rectangle, _ style: Style) {
    let most = Double(box.rows * 8)
    let eighths = part > 0 ? max(1, Int((part.clamped(to: 0...1) * most).rounded())) : 0
    for row in 0..<box.rows {
      let filled = (eighths - row * 8).clamped(to: 0...8)
      guard filled > 0 else { break }
      canvas.fill(
        Rectangle(
          row: box.bottom - 1 - row, column: box.column, rows: 1, columns: box.columns),
        with: Cell(Self.eighths[filled - 1], style))
    }
  }

  /// A cell filled from below, by eighths.
  static let eighths = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
}
