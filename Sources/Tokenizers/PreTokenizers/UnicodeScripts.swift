/// A cut where the script changes; what is of any script stays with what stands before it.
enum UnicodeScripts {
  /// Cuts the pieces.
  ///
  /// As in the reference, what is of any script before the first letter is lost.
  static func preTokenize(_ pieces: inout PieceList) {
    pieces.split { bytes, range in
      var cuts: [(Range<Int>, Int?)] = []
      var last: UInt32?
      var start: Int?
      var place = range.lowerBound
      while place < range.upperBound {
        let (scalar, width) = bytes.scalar(at: place)
        if let script = Scripts.shared.script(scalar) {
          if script != last {
            if let start { cuts.append((start..<place, nil)) }
            start = place
          }
          last = script
        }
        place += width
      }
      if let start { cuts.append((start..<range.upperBound, nil)) }
      return cuts
    }
  }
}
