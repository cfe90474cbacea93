/// How large a value of a map is drawn, in cells of the terminal.
///
/// Values grow with the room: up to 12 × 5, and 1, 2, 3 or 5 high, so that there is always a row in
/// the middle but at 2, where a dot is drawn over both.
struct CellSize: Hashable {
  var columns: Int
  var rows: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// The widest and the highest that a value is drawn.
  static let most = (columns: 12, rows: 5)

  /// Whether the weight is written in it.
  var hasNumbers: Bool { columns >= 5 && rows >= 3 }

  /// The height of `count` values in `room` rows.
  static func rows(_ count: Int, in room: Int) -> Int {
    [5, 3, 2].first { $0 * count <= room } ?? 1
  }

  /// The rows that a screen of `rows` lines has for a map: the rest is for what must stay beside it,
  /// and on tall screens for curves.
  static func room(of rows: Int) -> Int {
    switch rows {
    case ..<30: rows - 17
    case ..<40: 16 + (rows - 30) * 14 / 10
    case ..<60: 30 + (rows - 40) / 10
    default: rows - 28
    }
  }

  /// The largest size for `keys` × `queries` values in `columns` cells on a screen of `rows` lines, of
  /// which `above` are taken; nil where values would be less than one wide.
  ///
  /// A value that is low is not stretched: it would look like a bar. Words need the width for their
  /// names; on a low screen characters stay as wide as they are, so that a map does not jump while
  /// somebody types.
  init?(
    keys: Int, queries: Int, columns: Int, rows: Int, above: Int = 0, isWords: Bool = false
  ) {
    guard keys > 0, columns / keys >= 1 else { return nil }
    let wide = min(columns / keys, Self.most.columns)
    var high = Self.rows(queries, in: Self.room(of: rows) - above)
    // Two rows make a wide value square, and there is room where curves need not be high.
    if high == 1, wide >= 4, 2 * queries + above + 16 <= rows { high = 2 }
    let widest = high > 1 || isWords ? 4 * high + 2 : rows < 30 ? 2 : 4
    self.columns = min(wide, widest)
    self.rows = high
  }
}
