/// A part of the screen: `rows` × `columns` cells whose first is in `row` and `column`.
public struct Rectangle: Hashable, Sendable {
  /// The first row.
  public var row: Int
  /// The first column.
  public var column: Int
  /// The height.
  public var rows: Int
  /// The width.
  public var columns: Int

  /// A rectangle; a negative size is none.
  public init(row: Int = 0, column: Int = 0, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = max(0, rows)
    self.columns = max(0, columns)
  }

  /// Nothing.
  public static let empty = Rectangle(rows: 0, columns: 0)

  /// The row below the last.
  public var bottom: Int { row + rows }
  /// The column right of the last.
  public var right: Int { column + columns }
  /// Whether it holds no cell.
  public var isEmpty: Bool { rows == 0 || columns == 0 }

  /// Whether the cell at `position` belongs to it.
  public func contains(_ position: Screen.Position) -> Bool {
    position.row >= row && position.row < bottom && position.column >= column
      && position.column < right
  }

  /// The part that belongs to both.
  public func intersection(_ other: Rectangle) -> Rectangle {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rectangle(
      row: top, column: left, rows: min(bottom, other.bottom) - top,
      columns: min(right, other.right) - left)
  }
}
