/// A cut after every so many scalars.
struct FixedLength: Sendable {
  /// How many scalars a piece has.
  let length: Int

  /// Cuts the pieces.
  func preTokenize(_ pieces: inout PieceList) {
    pieces.split { bytes, range in
      var cuts: [(Range<Int>, Int?)] = []
      var (start, place, count) = (range.lowerBound, range.lowerBound, 0)
      while place < range.upperBound {
        place += bytes.scalar(at: place).width
        count += 1
        if count == length || place == range.upperBound {
          cuts.append((start..<place, nil))
          (start, count) = (place, 0)
        }
      }
      return cuts
    }
  }
}
