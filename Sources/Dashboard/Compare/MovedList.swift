import Screens

/// Where the heads that moved most stand: pure geometry that drawing and clicking share.
///
/// Beside the maps there is a line for each, with the weight that changed most; where there is no
/// room beside, several share a line below the maps, and the last line is about the one that is shown.
struct MovedList: Hashable {
  /// The least width of a terminal with room beside the maps.
  static let leastBeside = 110
  /// The lines that it takes where it stands below.
  static let rowsBelow = 2
  private static let entryColumns = 13

  /// The cells of all of it, the heading included.
  let area: Rectangle
  /// Whether each head has a line of its own.
  let isBeside: Bool
  /// The first place that is drawn, and how many are.
  private(set) var first = 0
  private(set) var shown = 0
  private let perRow: Int

  /// The list of `count` heads in `area`, the one at `place` in sight.
  init(_ area: Rectangle, isBeside: Bool, count: Int, place: Int?) {
    self.area = area
    self.isBeside = isBeside
    perRow = isBeside ? 1 : max(1, area.columns / Self.entryColumns)
    let rows = isBeside ? area.rows - 1 : max(1, area.rows - 1)
    guard rows > 0 else { return }
    let row = HeadsLayout.scrolled(
      0, to: (place ?? 0) / perRow, shown: rows, count: (count + perRow - 1) / perRow)
    first = row * perRow
    shown = min(count - first, rows * perRow)
  }

  /// The width of a list that stands beside maps, on a terminal of so many columns; 0 where it does not.
  static func columnsBeside(_ columns: Int) -> Int {
    columns < leastBeside ? 0 : (columns / 3).clamped(to: 40...56)
  }

  /// The lines of all of `count` heads below maps that are so wide.
  static func rowsBelow(_ count: Int, columns: Int) -> Int {
    let perRow = max(1, columns / entryColumns)
    return max(rowsBelow, (count + perRow - 1) / perRow + 1)
  }

  /// The cells of one head; nil where it is not drawn.
  func box(_ place: Int) -> Rectangle? {
    guard place >= first, place < first + shown else { return nil }
    let own = place - first
    guard !isBeside else {
      return Rectangle(
        row: area.row + 1 + own, column: area.column, rows: 1, columns: area.columns)
    }
    return Rectangle(
      row: area.row + own / perRow, column: area.column + own % perRow * Self.entryColumns, rows: 1,
      columns: Self.entryColumns)
  }

  /// The line about the one that is shown, where the list stands below.
  var detail: Int? { isBeside || area.rows < 2 ? nil : area.bottom - 1 }

  /// The place of the head that is drawn at `position`.
  func place(at position: Screen.Position) -> Int? {
    (first..<(first + shown)).first { box($0)?.contains(position) == true }
  }
}
