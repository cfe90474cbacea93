/// How ByteLevel takes blanks out of offsets.
struct OffsetTrimming: Sendable {
  /// Whether the first blank of the text was put there and stays.
  let addsPrefixSpace: Bool

  /// Changes the offsets.
  func trim(_ encoding: inout Encoding) {
    for place in encoding.offsets.indices {
      let scalars = encoding.tokens[place].unicodeScalars
      let leading = scalars.prefix(while: Self.isBlank).count
      let trailing = scalars.reversed().prefix(while: Self.isBlank).count
      var (start, end) = (encoding.offsets[place].lowerBound, encoding.offsets[place].upperBound)
      if leading > 0 {
        let isFirst = place == 0 || start == 0
        start = min(start + (isFirst && addsPrefixSpace ? leading - 1 : leading), end)
      }
      if trailing > 0, end >= trailing { end = max(end - trailing, start) }
      encoding.offsets[place] = start..<end
    }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == ByteAlphabet.scalars[0x20] || ScalarSet.whitespace.contains(scalar.value)
  }
}
