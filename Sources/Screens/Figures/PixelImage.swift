/// Pixels, row by row from the upper left: colours, or nothing.
public struct PixelImage: Hashable, Sendable {
  /// The pixels of a row.
  public let columns: Int
  /// The rows.
  public let rows: Int
  /// The colours; nil shows what is behind.
  public let pixels: [Ink?]

  /// An image of `rows` × `columns` pixels.
  public init(rows: Int, columns: Int, pixels: [Ink?]) {
    precondition(pixels.count == rows * columns, "a colour for every pixel")
    (self.rows, self.columns, self.pixels) = (rows, columns, pixels)
  }

  /// The same with every pixel as a square of so many.
  public func enlarged(by factor: Int) -> PixelImage {
    guard factor > 1 else { return self }
    var large: [Ink?] = []
    large.reserveCapacity(pixels.count * factor * factor)
    for row in 0..<rows {
      let line = pixels[(row * columns)..<((row + 1) * columns)].flatMap {
        [Ink?](repeating: $0, count: factor)
      }
      for _ in 0..<factor { large += line }
    }
    return PixelImage(rows: rows * factor, columns: columns * factor, pixels: large)
  }
}
