import CKernels

/// A map seen from afar: at most 128 × 128 values, each the largest of a block.
///
/// What is not a number wins, so that it can be seen from afar, too.
public struct Thumbnail: Hashable, Sendable {
  /// The most values in a row or column.
  public static let mostSide = 128

  /// The number of queries of the whole map.
  public let queries: Int
  /// The number of keys of the whole map.
  public let keys: Int
  /// Whether a query may only look at keys up to its own.
  public let isCausal: Bool
  /// The number of rows of values.
  public let rows: Int
  /// The number of values in a row.
  public let columns: Int
  /// The values, row by row.
  public internal(set) var values: [Float]

  /// A thumbnail that nothing was pooled into yet.
  init(queries: Int, keys: Int, isCausal: Bool) {
    (self.queries, self.keys, self.isCausal) = (queries, keys, isCausal)
    (rows, columns) = (min(queries, Self.mostSide), min(keys, Self.mostSide))
    values = [Float](repeating: -.infinity, count: rows * columns)
  }

  /// Whether each value is a weight of the map.
  public var isWhole: Bool { rows == queries && columns == keys }

  /// The value of the block that holds a weight.
  public subscript(query: Int, key: Int) -> Float {
    values[row(of: query) * columns + column(of: key)]
  }

  /// The row whose blocks hold `query`.
  public func row(of query: Int) -> Int { Self.block(of: query, length: queries, blocks: rows) }

  /// The place in each row of the block that holds `key`.
  public func column(of key: Int) -> Int { Self.block(of: key, length: keys, blocks: columns) }

  /// The queries whose weights are in `row`.
  public func queries(of row: Int) -> Range<Int> {
    (row * queries / rows)..<((row + 1) * queries / rows)
  }

  private static func block(of place: Int, length: Int, blocks: Int) -> Int {
    ((place + 1) * blocks - 1) / length
  }

  /// The largest value of each of `rows` × `columns` blocks; what is not a number wins.
  ///
  /// More rows or columns than there are repeat them.
  public func pooled(rows: Int, columns: Int) -> [Float] {
    if (rows, columns) == (self.rows, self.columns) { return values }
    return [Float](unsafeUninitializedCapacity: rows * columns) { pooled, count in
      guard let base = pooled.baseAddress else { return }
      hk_pool(self.rows, self.columns, values, rows, columns, base)
      count = rows * columns
    }
  }

  /// Takes a row of the map into the blocks that hold it.
  mutating func take(_ row: UnsafePointer<Float>, query: Int) {
    let first = self.row(of: query) * columns
    values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      hk_row_pool(keys, columns, row, base + first)
    }
  }

  /// Takes one weight into the block that holds it.
  mutating func take(_ weight: Float, row: Int, column: Int) {
    let place = row * columns + column
    if !(values[place].isNaN || weight <= values[place]) { values[place] = weight }
  }
}
