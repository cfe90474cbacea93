/// Whether a head still chooses: how even its rows are, and whether all of them look at one key.
///
/// Only rows that have at least three keys to choose from count.
public struct HeadHealth: Hashable, Sendable {
  /// A row with fewer keys says nothing.
  static let fewestKeys = 3
  /// A row looks at one key when that key has this share of its mass.
  static let mostOfRow: Float = 0.9

  /// The mean entropy of a row over that of a uniform one, 0 … 1; nil where no row counts.
  public private(set) var evenness: Float?
  /// The number of rows that count.
  public private(set) var rows = 0
  /// How many of them have nearly all of their mass on one key, the same for all of these.
  public private(set) var rowsOnOneKey = 0
  /// The largest weight; nil where none is a number.
  public private(set) var most: Float?
  /// Whether every weight is a number.
  public private(set) var isFinite = true

  /// The health of nothing.
  init() {}

  init(
    evenness: Float?, rows: Int, rowsOnOneKey: Int, most: Float?, isFinite: Bool
  ) {
    (self.evenness, self.rows, self.rowsOnOneKey) = (evenness, rows, rowsOnOneKey)
    (self.most, self.isFinite) = (most, isFinite)
  }

  /// Takes the rows of another input.
  mutating func merge(_ other: HeadHealth) {
    let all = rows + other.rows
    if all > 0 {
      let sum = (evenness ?? 0) * Float(rows) + (other.evenness ?? 0) * Float(other.rows)
      evenness = sum / Float(all)
    }
    rows = all
    rowsOnOneKey += other.rowsOnOneKey
    most = [most, other.most].compactMap(\.self).max()
    isFinite = isFinite && other.isFinite
  }
}
