/// A matrix drawn as a field of cells, bright where values are large.
public struct Heatmap: Hashable, Sendable {
  /// One value of the matrix by its place.
  public struct Index: Hashable, Sendable {
    /// Which row.
    public var row: Int
    /// Which column.
    public var column: Int

    /// The value in `row` and `column`.
    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// What the values are.
  public enum Meaning: Hashable, Sendable {
    /// Shares of a row, on this scale; the relative one goes up to `reaching`.
    case weights(Scale, reaching: Float? = nil)
    /// Differences: −1 … 1 is from one end of the diverging ladder to the other.
    case differences(most: Float)
    /// Numbers that are not negative: 0 … 1 is from one end of the ladder to the other.
    case amounts(most: Float)
  }

  /// The number of rows of the matrix.
  public let rows: Int
  /// The number of columns of the matrix.
  public let columns: Int
  /// The values, row by row.
  public let values: [Float]
  /// What the values are.
  public var meaning: Meaning
  /// Values that carry a dot: here the largest should be.
  public var marks: Set<Index>
  /// Columns whose values are not drawn.
  public var hiddenColumns: Set<Int> = []
  /// How many values of each row can be more than nothing; empty is all of them in every row.
  public var possible: [Int] = []
  /// The height of a value in cells.
  public var cellRows: Int
  /// The width of a value in cells.
  public var cellColumns: Int
  /// Whether something is written in the middle of the values.
  public var hasNumbers = false

  /// A field for `rows` × `columns` values; values that are missing are not numbers.
  public init(
    rows: Int, columns: Int, values: [Float], meaning: Meaning = .weights(.relative),
    marks: Set<Index> = [], cellRows: Int = 1, cellColumns: Int = 2
  ) {
    self.rows = max(0, rows)
    self.columns = max(0, columns)
    let missing = max(0, self.rows * self.columns - values.count)
    self.values = values + [Float](repeating: .nan, count: missing)
    self.meaning = meaning
    self.marks = marks
    self.cellRows = max(1, cellRows)
    self.cellColumns = max(1, cellColumns)
  }

  /// How many values are not numbers.
  public var notNumbers: Int { values.prefix(rows * columns).count { $0.isNaN } }

  /// The value in `row` and `column`.
  public subscript(row: Int, column: Int) -> Float { values[row * columns + column] }

  /// How one value looks.
  public func look(row: Int, column: Int, _ palette: Palette) -> Cell {
    let value = self[row, column]
    switch meaning {
    case .weights(let scale, let reaching):
      if hiddenColumns.contains(column), !value.isNaN { return palette.hidden }
      let keys = row < possible.count ? possible[row] : columns
      guard let share = scale.share(of: value, keys: keys, reaching: reaching)
      else { return palette.notANumber }
      return palette.shade(Palette.level(share))
    case .amounts(let most):
      guard !value.isNaN else { return palette.notANumber }
      return palette.shade(Palette.level(Double(value / max(most, .leastNormalMagnitude))))
    case .differences(let most):
      guard !value.isNaN else { return palette.notANumber }
      let size = Palette.level(Double(abs(value) / max(most, .leastNormalMagnitude)))
      return palette.signedShade(value < 0 ? -size : size)
    }
  }

  /// Draws what fits into `area`, from the value `first` on in its upper left corner.
  ///
  /// A dot stands in the middle of its value and hides one cell of it.
  public func draw(
    on canvas: inout Canvas, in area: Rectangle, from first: Index = Index(row: 0, column: 0),
    _ palette: Palette
  ) {
    let shownRows = shown(rows, from: first.row, room: area.rows / cellRows)
    let shownColumns = shown(columns, from: first.column, room: area.columns / cellColumns)
    for row in shownRows {
      for column in shownColumns {
        let box = Rectangle(
          row: area.row + (row - first.row) * cellRows,
          column: area.column + (column - first.column) * cellColumns,
          rows: cellRows, columns: cellColumns)
        let look = look(row: row, column: column, palette)
        if look == palette.hidden {
          let line = Rectangle(row: box.row, column: box.column, rows: box.rows, columns: 1)
          canvas.fill(line.intersection(area), with: look)
          continue
        }
        canvas.fill(box.intersection(area), with: look)
        if marks.contains(Index(row: row, column: column)), look != palette.notANumber {
          drawDot(on: &canvas, box, look, palette, in: area)
        }
      }
    }
  }

  /// A dot over a value: in the middle, in the row above it where the weight stands there, and over
  /// both rows where there are two.
  private func drawDot(
    on canvas: inout Canvas, _ box: Rectangle, _ look: Cell, _ palette: Palette,
    in area: Rectangle
  ) {
    func put(_ glyph: String, row: Int, column: Int) {
      let dot = palette.mark(glyph, over: look)
      canvas.write(
        dot.text, row: box.row + row, column: box.column + column, dot.style, in: area)
    }
    if cellRows == 2, cellColumns >= 2, palette.isColorBehind {
      let left = (cellColumns - 2) / 2
      for (glyph, row, column) in [("▗", 0, 0), ("▖", 0, 1), ("▝", 1, 0), ("▘", 1, 1)] {
        put(glyph, row: row, column: left + column)
      }
      return
    }
    // Where a value is a single glyph a dot would hide all of it.
    guard palette.isColorBehind || cellRows * cellColumns > 1 || look == .blank else { return }
    let middle = (cellRows - 1) / 2
    put("·", row: hasNumbers ? max(0, middle - 1) : middle, column: (cellColumns - 1) / 2)
  }

  private func shown(_ count: Int, from first: Int, room: Int) -> Range<Int> {
    let first = min(count, max(0, first))
    return first..<min(count, first + room)
  }
}
