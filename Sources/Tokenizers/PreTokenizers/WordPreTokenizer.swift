/// The pieces `\w+` and `[^\w\s]+` of Rust's regular expressions: words, and what is neither word nor
/// white space.
enum WordPreTokenizer {
  /// Cuts the pieces; white space is dropped.
  static func preTokenize(_ pieces: inout PieceList) {
    pieces.split { bytes, range in
      var cuts: [(Range<Int>, Int?)] = []
      var start = range.lowerBound
      var last: Kind?
      var place = range.lowerBound
      func finish() {
        if let last, last != .blank { cuts.append((start..<place, nil)) }
        start = place
      }
      while place < range.upperBound {
        let (scalar, width) = bytes.scalar(at: place)
        let kind = kind(scalar)
        if kind != last { finish() }
        last = kind
        place += width
      }
      finish()
      return cuts
    }
  }

  private enum Kind {
    case word
    case blank
    case other
  }

  private static func kind(_ value: UInt32) -> Kind {
    if ScalarSet.joinedWord.contains(value) { return .word }
    return ScalarSet.whitespace.contains(value) ? .blank : .other
  }
}
