import Screens
import Snapshots

extension Drawing {
  /// The input above the map, where it is an image, column over column; below it what one query looks
  /// at, as bars in the colours of the map, against the largest of them or four times uniform.
  ///
  /// Nothing is drawn over the image: what is written there must stay readable.
  mutating func drawImage(_ picture: Picture) {
    let area = layout.image
    guard area.rows > 0, let image = picture.image, let crosshair = state.crosshair else { return }
    let keys = picture.keys.count
    let weights = picture.row(crosshair.row)
    let most = max(weights.max() ?? 0, Float(Scale.mostOverUniform) / Float(keys))
    let isHalf = area.rows < image.height
    for key in layout.firstKey..<(layout.firstKey + layout.keysShown) {
      let column = area.column + (key - layout.firstKey) * layout.cellColumns
      for row in 0..<area.rows {
        func ink(_ line: Int) -> Double {
          line < image.height ? Double(image[row: line, column: key]) : 0
        }
        let cell =
          isHalf
          ? palette.pixels(upper: ink(2 * row), lower: ink(2 * row + 1))
          : palette.pixel(ink: ink(row))
        canvas.fill(
          Rectangle(
            row: area.row + row, column: column, rows: 1, columns: layout.cellColumns), with: cell)
      }
      let share = state.shownScale.share(of: weights[key], keys: keys, reaching: state.reach) ?? 0
      drawImageBar(
        weights[key] / most, in: layout.imageBars, column: column,
        key == crosshair.column ? palette.accent : barStyle(share))
    }
  }

  /// The colour of the map's row: a bar says how much, and where that is on the map.
  private func barStyle(_ share: Double) -> Style {
    let look = palette.shade(Palette.level(share))
    guard palette.isColorBehind, look.style.background != .standard else { return palette.bar }
    return Style(foreground: look.style.background)
  }

  /// A bar from below, by eighths; what is too low to be seen is left out.
  private mutating func drawImageBar(
    _ share: Float, in area: Rectangle, column: Int, _ style: Style
  ) {
    guard share.isFinite, !area.isEmpty else { return }
    let eighths = Int((share.clamped(to: 0...1) * Float(8 * area.rows)).rounded())
    for row in 0..<area.rows {
      let filled = (eighths - 8 * row).clamped(to: 0...8)
      guard filled > 0 else { return }
      canvas.fill(
        Rectangle(
          row: area.bottom - 1 - row, column: column, rows: 1, columns: layout.cellColumns),
        with: Cell(Self.eighths[filled - 1], style))
    }
  }

  /// The names of what stands in the image, each in the middle of its columns.
  ///
  /// - Returns: the column of the crosshair's mark, where it is in sight.
  mutating func drawPartLabels(_ image: InputImage, _ crosshair: Heatmap.Index) -> Int? {
    let shown = layout.firstKey..<(layout.firstKey + layout.keysShown)
    for part in image.parts {
      let columns = part.columns.clamped(to: shown)
      guard !columns.isEmpty else { continue }
      let area = Rectangle(
        row: layout.header,
        column: layout.map.column + (columns.lowerBound - layout.firstKey) * layout.cellColumns,
        rows: 1, columns: columns.count * layout.cellColumns)
      let name = shortened(part.name, to: area.columns)
      canvas.write(
        name, row: area.row, column: area.column + (area.columns - width(of: name)) / 2,
        part.columns.contains(crosshair.column) ? palette.accent : .plain, in: area)
    }
    let mark =
      layout.map.column + (crosshair.column - layout.firstKey) * layout.cellColumns
      + (layout.cellColumns - 1) / 2
    canvas.write(
      "▾", row: layout.marks, column: mark, palette.accent, in: layout.map.aroundRow(layout.marks))
    return shown.contains(crosshair.column) ? mark : nil
  }
}

extension Rectangle {
  /// The same columns in another row.
  fileprivate func aroundRow(_ row: Int) -> Rectangle {
    Rectangle(row: row, column: column, rows: 1, columns: columns)
  }
}
