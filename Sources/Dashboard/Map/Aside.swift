/// What stands beside the large panel on a wide screen.
///
/// Map and Words are the same two panels: beside the map stand the bars of its row, beside the words
/// the map.
public enum Aside: String, Hashable, Sendable, CaseIterable {
  /// The other of the two panels.
  case panel
  /// The lines of Keras that compute the row.
  case code
  /// Nothing: its room is the large panel's.
  case none

  /// The least width of a terminal that has room for it.
  static let leastColumns = 150
  /// Its width, with the gap before it.
  static let columns = 48
  /// The longest bar.
  static let longestBar = 60
}
