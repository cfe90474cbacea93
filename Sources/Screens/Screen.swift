/// A grid of cells, with the cursor and the title it wants.
public struct Screen: Hashable, Sendable {
  /// The width in cells.
  public let columns: Int
  /// The height in cells.
  public let rows: Int
  /// The cells, row by row.
  public private(set) var cells: [Cell]
  /// Where the cursor stands; nil hides it.
  public var cursor: Position?
  /// What the terminal's window should be called.
  public var title: String

  /// A place on the screen; 0, 0 is the upper left corner.
  public struct Position: Hashable, Sendable {
    /// The row.
    public var row: Int
    /// The column.
    public var column: Int

    /// The place in `row` and `column`.
    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// A blank screen.
  public init(columns: Int, rows: Int, title: String = "") {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    self.cells = [Cell](repeating: .blank, count: self.columns * self.rows)
    self.title = title
  }

  /// The cell in `row` and `column`; writing outside the screen does nothing.
  public subscript(row: Int, column: Int) -> Cell {
    get {
      guard row >= 0, row < rows, column >= 0, column < columns else { return .blank }
      return cells[row * columns + column]
    }
    set {
      guard row >= 0, row < rows, column >= 0, column < columns else { return }
      cells[row * columns + column] = newValue
    }
  }

  /// The text of one row without trailing blanks.
  public func line(_ row: Int) -> String {
    var text = ""
    for column in 0..<columns { text += self[row, column].text }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// All rows as text: a picture to compare in a test.
  public var picture: String { (0..<rows).map(line).joined(separator: "\n") }
}
