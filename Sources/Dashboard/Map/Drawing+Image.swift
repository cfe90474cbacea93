import Screens
import Snapshots

extension Drawing {
  /// The input above the map, where it is an image: column over column, lit by what one query looks
  /// at, with the same weights as bars below it, against the largest of them or four times uniform.
  mutating func drawImage(_ picture: Picture) {
    let area = layout.image
    guard area.rows > 0, let image = picture.image, let crosshair = state.crosshair else { return }
    let keys = picture.keys.count
    let weights = picture.row(crosshair.row)
    let most = max(weights.max() ?? 0, Float(Scale.mostOverUniform) / Float(keys))
    // The light is that of the map's row, the bars are the weights themselves.
    let light = weights.map {
      state.shownScale.share(of: $0, keys: keys, reaching: state.reach) ?? 0
    }
    let isHalf = area.rows < image.height
    for key in layout.firstKey..<(layout.firstKey + layout.keysShown) {
      let column = area.column + (key - layout.firstKey) * layout.cellColumns
      for row in 0..<area.rows {
        func ink(_ line: Int) -> Double {
          line < image.height ? Double(image[row: line, column: key]) : 0
        }
        let cell =
          isHalf
          ? palette.pixels(upper: ink(2 * row), lower: ink(2 * row + 1), light: light[key])
          : palette.pixel(ink: ink(row), light: light[key])
        canvas.fill(
          Rectangle(
            row: area.row + row, column: column, rows: 1, columns: layout.cellColumns), with: cell)
      }
      guard let bars = layout.imageBars, let block = Self.block(weights[key] / most) else {
        continue
      }
      canvas.fill(
        Rectangle(row: bars, column: column, rows: 1, columns: layout.cellColumns),
        with: Cell(block, key == crosshair.column ? palette.accent : .plain))
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

  /// A bar of a share of the highest; nil where it is too low to be seen.
  private static func block(_ share: Float) -> String? {
    guard share.isFinite else { return nil }
    let eighths = Int((share * 8).rounded())
    return eighths > 0 ? Self.eighths[min(8, eighths) - 1] : nil
  }
}

extension Rectangle {
  /// The same columns in another row.
  fileprivate func aroundRow(_ row: Int) -> Rectangle {
    Rectangle(row: row, column: column, rows: 1, columns: columns)
  }
}
