import Screens

/// A plate with its place on the screen.
struct PlacedPlate: Hashable {
  /// How numbers are drawn.
  enum Look: Hashable {
    /// A field of colours.
    case field
    /// A row of bars.
    case bars
  }

  var plate: Plate
  var look: Look
  /// Where its numbers are drawn.
  var area: Rectangle
  /// Where its name is written, left of the area's first column for the operator.
  var label: Screen.Position
  /// Where the operator in front of it is written; nil for the first.
  var sign: Screen.Position?
  var signText = ""
  var cellColumns: Int
  var rowPool = 1
  var columnPool = 1
  var firstColumn = 0
  /// Which row of those pooled in a row of the screen is drawn; empty is all rows.
  var shownRow: [Int] = []

  /// The number of rows of cells, each of one or several pooled rows.
  var shownRows: Int { (plate.rows + rowPool - 1) / rowPool }
  /// The number of columns of cells that fit.
  var shownColumns: Int {
    min(
      (plate.columns - firstColumn + columnPool - 1) / columnPool, area.columns / cellColumns)
  }
}

extension PlacedPlate {
  /// What stands in a cell of the screen: of those pooled there the number of the row that is
  /// shown, or that of largest magnitude.
  func pooled(_ numbers: [Float], row: Int, column: Int) -> Float {
    if !shownRow.isEmpty, columnPool == 1 {
      return numbers[plate.cell(row: shownRow[row], column: firstColumn + column)]
    }
    var most: Float = 0
    for number in cells(row: row, column: column).map({ numbers[$0] }) {
      if number.isNaN { return number }
      if abs(number) > abs(most) { most = number }
    }
    return most
  }

  /// The elements that are pooled in a cell of the screen.
  func cells(row: Int, column: Int) -> [Int] {
    let rows = (row * rowPool)..<min(plate.rows, (row + 1) * rowPool)
    let first = firstColumn + column * columnPool
    let columns = first..<max(first, min(plate.columns, first + columnPool))
    return rows.flatMap { row in columns.map { plate.cell(row: row, column: $0) } }
  }
}
