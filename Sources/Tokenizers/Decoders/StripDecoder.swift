/// Removes up to so many of one character from the ends of tokens.
struct StripDecoder: Sendable {
  /// The character.
  let content: UInt32
  /// How many are removed from the beginning.
  let start: Int
  /// How many are removed from the end.
  let stop: Int

  /// A token without them.
  func stripped(_ token: [UInt8]) -> [UInt8] {
    var (first, end) = (0, token.count)
    var count = 0
    while count < start, first < token.count {
      let (scalar, width) = token.scalar(at: first)
      guard scalar == content else { break }
      first += width
      count += 1
    }
    count = 0
    while count < stop, end > first {
      let (scalar, width) = token.scalar(before: end)
      guard scalar == content else { break }
      end -= width
      count += 1
    }
    return Array(token[first..<end])
  }
}
