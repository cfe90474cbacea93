/// A screen being drawn.
///
/// Everything written goes through ``safe(_:cells:)`` and is clipped to a rectangle; drawing
/// outside the screen does nothing. A wide character that loses one half loses both.
public struct Canvas: Sendable {
  /// What has been drawn.
  public private(set) var screen: Screen
  /// The texts that did not fit where they were written: none, unless a layout is wrong.
  public private(set) var cuts: [String] = []

  /// An empty canvas.
  public init(columns: Int, rows: Int, title: String = "") {
    screen = Screen(columns: columns, rows: rows, title: safe(title))
  }

  /// The whole canvas.
  public var bounds: Rectangle { Rectangle(rows: screen.rows, columns: screen.columns) }

  /// Where the cursor stands; nil hides it.
  public var cursor: Screen.Position? {
    get { screen.cursor }
    set { screen.cursor = newValue }
  }

  /// Writes `text` from `column` on, clipped to `area`; returns the column after it.
  @discardableResult
  public mutating func write(
    _ text: String, row: Int, column: Int, _ style: Style = .plain, in area: Rectangle? = nil
  ) -> Int {
    let area = (area ?? bounds).intersection(bounds)
    if column < area.column, text.contains(where: { $0 != " " }) { cuts.append(text) }
    var column = column
    for glyph in glyphs(text) {
      if column + glyph.cells > area.right, glyph.text != " " { cuts.append(text) }
      if column >= area.right { break }
      put(glyph, row: row, column: column, style, in: area)
      column += glyph.cells
    }
    return column
  }

  /// Writes runs from `column` on, clipped to `area`; returns the column after them.
  @discardableResult
  public mutating func write(
    _ text: StyledText, row: Int, column: Int, in area: Rectangle? = nil
  ) -> Int {
    var column = column
    for piece in text.pieces {
      column = write(piece.text, row: row, column: column, piece.style, in: area)
    }
    return column
  }

  /// Writes runs that end left of `right`; returns the column where they begin.
  @discardableResult
  public mutating func write(
    _ text: StyledText, row: Int, endingAt right: Int, in area: Rectangle? = nil
  ) -> Int {
    let column = right - text.cells
    write(text, row: row, column: column, in: area)
    return column
  }

  /// Fills `area` with one cell of one column.
  public mutating func fill(_ area: Rectangle, with cell: Cell) {
    let area = area.intersection(bounds)
    for row in area.row..<area.bottom {
      for column in area.column..<area.right { set(cell, row: row, column: column) }
    }
  }

  /// Empties `area`.
  public mutating func clear(_ area: Rectangle) { fill(area, with: .blank) }

  /// Puts one glyph; a wide one that does not fit wholly shows as a blank.
  mutating func put(_ glyph: Glyph, row: Int, column: Int, _ style: Style, in area: Rectangle) {
    let first = Screen.Position(row: row, column: column)
    let last = Screen.Position(row: row, column: column + glyph.cells - 1)
    switch (area.contains(first), area.contains(last)) {
    case (true, true):
      set(Cell(glyph.text, style), row: row, column: column)
      if glyph.cells == 2 {
        set(.continuation(style), row: row, column: column + 1)
        // Setting the second half emptied the first, since it broke what stood in both.
        screen[row, column] = Cell(glyph.text, style)
      }
    case (true, false): set(Cell(" ", style), row: row, column: column)
    case (false, true): set(Cell(" ", style), row: row, column: column + 1)
    case (false, false): break
    }
  }

  /// Sets one cell and empties the other half of a wide character that stood there.
  private mutating func set(_ cell: Cell, row: Int, column: Int) {
    guard row >= 0, row < screen.rows, column >= 0, column < screen.columns else { return }
    if screen[row, column].text.isEmpty, column > 0 {
      screen[row, column - 1].text = " "
    }
    if column + 1 < screen.columns, screen[row, column + 1].text.isEmpty {
      screen[row, column + 1].text = " "
    }
    screen[row, column] = cell
  }
}
