import CKernels

/// Some keys of one row in the order of their weights, and how many come before them.
public struct Ranking: Hashable, Sendable {
  /// How many keys have a larger weight than the first of these.
  public let first: Int
  /// From the largest weight on; equal ones by place, what is not a number last.
  public let keys: [Int]

  /// The first `count` keys of a row or, where `key` is not among them, those that end with it.
  ///
  /// A row may be long: nothing but these is sorted.
  public init(of row: [Float], around key: Int, count: Int) {
    let count = min(max(0, count), row.count)
    guard count > 0 else {
      (first, keys) = (0, [])
      return
    }
    var places = [Int32](repeating: 0, count: count)
    first = hk_row_ranking(row.count, row, key, count, &places)
    keys = places.map(Int.init)
  }

  /// The key that stands `distance` further down than `key` in the order of a row, or at its end; from
  /// the first on where the row has no such key.
  public static func key(of row: [Float], after key: Int, by distance: Int) -> Int? {
    guard !row.isEmpty else { return nil }
    let own = Ranking(of: row, around: key, count: 1).first
    let rank = min(row.count - 1, max(0, own + distance))
    var places = [Int32](repeating: 0, count: row.count)
    return hk_row_ranked(row.count, row, rank, &places)
  }
}
