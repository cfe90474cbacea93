import Screens
import Snapshots

extension Drawing {
  /// What stands beside the map: the bars of its row, or the lines that compute it.
  mutating func drawAside(_ picture: Picture) {
    guard layout.aside.columns > 0, let crosshair = state.crosshair else { return }
    let next = texts.asideNext(state.standpoint.map.aside.next)
    canvas.write(
      StyledText("a", palette.accent) + StyledText(": " + next, palette.label), row: layout.marks,
      endingAt: layout.aside.right)
    if !layout.asideBars.isEmpty { drawAsideBars(picture, crosshair) }
    if !layout.code.isEmpty { drawAsideCode(layout.code) }
  }

  /// The row of the crosshair as a bar per key, in the order of the text.
  private mutating func drawAsideBars(_ picture: Picture, _ crosshair: Heatmap.Index) {
    let area = layout.asideBars
    let heading =
      picture.queries.count > 1
      ? texts.looksAtHeading(texts.quoted(picture.queries[crosshair.row])) : texts.weighsHeading
    canvas.write(
      clipped(safe(heading), to: area.columns - 14), row: layout.marks, column: area.column)
    let allowed = picture.allowed(crosshair.row)
    let most = picture.brightest(crosshair.row).map { picture[crosshair.row, $0] } ?? 0
    // Round ends, so that bars keep their scale from row to row as long as they fit.
    let full = [Float(0.05), 0.1, 0.25, 0.5].first { $0 >= most } ?? 1
    let names = WordsLayout.barLabelColumns(picture)
    let (left, columns) = (layout.asideBarColumn, layout.asideBarColumns)
    canvas.write("0", row: layout.header, column: left, palette.label)
    canvas.write(
      StyledText(tickText(Double(full)), palette.label), row: layout.header,
      endingAt: left + columns)
    let uniform = Float(1) / Float(max(1, allowed))
    let line = left + Int((Double(uniform / full) * Double(columns)).rounded())
    let text = tickText(Double(uniform))
    // A blank on either side keeps it from becoming a part of the ends.
    if uniform <= full, line - width(of: text) > left + 1, line < left + columns - 5 {
      canvas.write(text, row: layout.header, column: line - width(of: text) + 1, palette.label)
    }
    let marks = picture.hasMarks ? picture.expected(crosshair.row) ?? [] : []
    for place in 0..<(area.rows / layout.asideStride) {
      let key = layout.firstAsideKey + place
      let row = area.row + place * layout.asideStride
      let isHere = key == crosshair.column
      let style = isHere ? palette.accent : .plain
      if isHere { canvas.write("▸", row: row, column: area.column, palette.accent) }
      canvas.write(
        StyledText(shortened(state.listName(key, of: picture), to: names - 1), style), row: row,
        endingAt: area.column + names)
      let box = Rectangle(row: row, column: left, rows: layout.asideBarRows, columns: columns)
      if uniform <= full {
        canvas.fill(
          Rectangle(
            row: row, column: min(line, box.right - 1), rows: layout.asideStride, columns: 1),
          with: Cell("┊", palette.label))
      }
      guard key < allowed else { continue }
      let value = picture[crosshair.row, key]
      canvas.write(
        StyledText(shareText(Double(value)), style), row: row, endingAt: left - 1)
      if value.isFinite { drawBar(Double(value / full), in: box) }
      if marks.contains(key) {
        canvas.write("·", row: row, column: left - 1, Style(isBold: true))
      }
    }
  }

  /// A bar from its zero line on, by eighths of a cell.
  mutating func drawBar(_ part: Double, in box: Rectangle, _ style: Style? = nil) {
    let style = style ?? palette.bar
    let eighths = Int((part.clamped(to: 0...1) * Double(box.columns * 8)).rounded())
    // What is more than nothing shows.
    let filled = part > 0 ? max(1, eighths) : 0
    for row in box.row..<box.bottom {
      canvas.fill(
        Rectangle(row: row, column: box.column, rows: 1, columns: filled / 8),
        with: Cell("█", style))
      guard filled % 8 > 0 else { continue }
      canvas.write(
        Self.leftEighths[filled % 8 - 1], row: row, column: box.column + filled / 8, style)
    }
  }

  private static let leftEighths = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// The lines of Keras that compute the weights of this row.
  mutating func drawAsideCode(_ area: Rectangle) {
    guard let lines = state.attentionProgram?.lines else {
      canvas.write(
        clipped(texts.noCodeYet, to: area.columns), row: area.row, column: area.column,
        palette.label)
      return
    }
    canvas.write(texts.whatComputesRow, row: layout.marks, column: area.column)
    for (place, line) in lines.prefix(area.rows).enumerated() {
      canvas.write(
        clipped(line.code, to: area.columns), row: area.row + place, column: area.column,
        line.computed.isEmpty ? palette.label : .plain, in: area)
    }
  }
}

extension Aside {
  /// What `a` turns to.
  var next: Aside {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}
