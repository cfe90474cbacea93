import Screens
import Snapshots

extension Drawing {
  /// The weights in the cells of the map that are in sight, and the corners of the crosshair: both over
  /// what is drawn there, so that neither hides it.
  mutating func drawNumbers(_ heatmap: Heatmap, _ crosshair: Heatmap.Index?) {
    let size = CellSize(columns: heatmap.cellColumns, rows: heatmap.cellRows)
    guard size.hasNumbers else { return }
    for row in 0..<heatmap.rows {
      for column in 0..<heatmap.columns {
        guard
          let box = layout.box(query: layout.firstQuery + row, key: layout.firstKey + column)
        else { continue }
        let value = heatmap[row, column]
        let look = heatmap.look(row: row, column: column, palette)
        if let text = numberText(value, heatmap, row: row), look != palette.hidden,
          text.count <= box.columns
        {
          write(
            text, row: box.row + box.rows / 2, column: box.column + (box.columns - text.count) / 2,
            over: look)
        }
        guard
          crosshair
            == Heatmap.Index(row: layout.firstQuery + row, column: layout.firstKey + column)
        else { continue }
        drawCorners(of: box, over: look)
      }
    }
  }

  /// A weight in two digits: nothing where it is hardly there, or cannot be.
  private func numberText(_ value: Float, _ heatmap: Heatmap, row: Int) -> String? {
    guard value.isFinite, abs(value) >= 0.005 else { return nil }
    guard case .differences = heatmap.meaning else {
      return value < 0.995 ? shareText(Double(value), 2) : fixed(Double(value), 1)
    }
    return (value < 0 ? "−" : "+") + shareText(Double(abs(value)), 2)
  }

  private mutating func write(_ text: String, row: Int, column: Int, over look: Cell) {
    // A glyph of ink behind it would make it unreadable: it stands on the plain ground, then.
    var style = palette.isColorBehind ? palette.mark("0", over: look).style : Style.plain
    style.isBold = false
    canvas.write(text, row: row, column: column, style)
  }

  /// Corners around a value, which hide nothing of it.
  private mutating func drawCorners(of box: Rectangle, over look: Cell) {
    var style = palette.isColorBehind ? palette.mark("┌", over: look).style : palette.accent
    style.isBold = true
    for (glyph, row, column) in [
      ("┌", box.row, box.column), ("┐", box.row, box.right - 1),
      ("└", box.bottom - 1, box.column), ("┘", box.bottom - 1, box.right - 1),
    ] {
      canvas.write(glyph, row: row, column: column, style)
    }
  }
}
