import Screens
import Snapshots

extension Thumbnail {
  /// How bright each of `rows` × `columns` points is, 0 … 1; nil where something is not a number.
  func shares(
    rows: Int, columns: Int, _ scale: Scale, reaching: Float? = nil
  ) -> [Double?] {
    guard isCausal else {
      return pooled(rows: rows, columns: columns).map {
        scale.share(of: $0, keys: keys, reaching: reaching)
      }
    }
    // Uniform over the keys that a causal row may look at is more than over all.
    let parts = pooled(rows: self.rows, columns: columns)
    return (0..<rows).flatMap { row -> [Double?] in
      let first = row * self.rows / rows
      let span = first..<max(first + 1, (row + 1) * self.rows / rows)
      return (0..<columns).map { column in
        shareText(column, of: span, parts, columns, scale, reaching)
      }
    }
  }

  /// The share of the brightest of some rows, each measured against what it may look at.
  private func shareText(
    _ column: Int, of span: Range<Int>, _ parts: [Float], _ columns: Int, _ scale: Scale,
    _ reaching: Float?
  ) -> Double? {
    var largest = -Float.infinity
    var most = -Float.infinity
    // A later row may look at more keys, and the same weight is more there: what is not larger than
    // in a row below it need not be measured.
    for row in span.reversed() {
      let value = parts[row * columns + column]
      if value.isNaN { return nil }
      guard value > largest else { continue }
      largest = value
      let allowed = min(queries(of: row).upperBound, keys)
      most = max(
        most, scale.share(of: value, keys: allowed, reaching: reaching).map(Float.init) ?? 0)
    }
    return Double(most)
  }

  /// The size in which a map is drawn in at most `columns` × `rows` cells.
  struct Size: Hashable {
    /// In cells.
    var columns: Int
    var rows: Int
    /// Lines of points; two stand in a cell where it can have two colours.
    var lines: Int
    var isHalf: Bool
    /// Whether several weights share a point.
    var isPooled: Bool
  }

  /// The largest size: whole multiples of the map where that fits; else points are square, as a cell is
  /// twice as high as wide, and as many as fit.
  static func size(
    queries: Int, keys: Int, columns: Int, rows: Int, hasHalves: Bool
  ) -> Size {
    let (columns, rows) = (max(1, columns), max(1, rows))
    let isWhole = queries <= mostSide && keys <= mostSide
    let (wide, high) = (columns / keys, rows / queries)
    if isWhole, wide >= 1, high >= 1, wide > 1 || high > 1 {
      let high = CellSize.rows(queries, in: rows)
      let wide = min(wide, CellSize.most.columns, 4 * high + 2)
      return Size(
        columns: keys * wide, rows: queries * high, lines: queries * high, isHalf: false,
        isPooled: false)
    }
    if isWhole, columns >= keys, 2 * rows >= queries {
      let rows = (queries + 1) / 2
      return Size(
        columns: keys, rows: rows, lines: hasHalves ? queries : rows, isHalf: hasHalves,
        isPooled: !hasHalves && queries > rows)
    }
    // Both axes shrink about alike, so that a diagonal stays one; a little wider shows more.
    let width = max(1, min(columns, 3 * keys * rows / queries, keys, mostSide))
    let most = min(queries, mostSide, hasHalves ? 2 * rows : rows)
    let even = hasHalves ? width * queries / keys : (width * queries + 2 * keys - 1) / (2 * keys)
    let lines = even.clamped(to: 1...max(1, most))
    return Size(
      columns: width, rows: hasHalves ? (lines + 1) / 2 : lines, lines: lines, isHalf: hasHalves,
      isPooled: true)
  }
}
