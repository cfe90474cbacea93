/// Removes white space from the ends of a text.
struct StripNormalizer: Sendable {
  /// Whether it is removed from the beginning.
  var left: Bool
  /// Whether it is removed from the end.
  var right: Bool

  /// Changes the text.
  func normalize(_ text: inout AlignedText) {
    let bytes = text.bytes
    var (start, end) = (0, bytes.count)
    while left, start < end {
      let (scalar, width) = bytes.scalar(at: start)
      guard ScalarSet.whitespace.contains(scalar) else { break }
      start += width
    }
    while right, start < end {
      let (scalar, width) = bytes.scalar(before: end)
      guard ScalarSet.whitespace.contains(scalar) else { break }
      end -= width
    }
    guard start > 0 || end < bytes.count else { return }
    var stripped = AlignedText(origin: text.origin)
    stripped.append(text, start..<end)
    text = stripped
  }
}
