/// How a long text is cut.
public struct Truncation: Hashable, Sendable {
  /// Which of two texts is cut.
  public enum Strategy: String, CaseIterable, Sendable {
    /// The longer one, until both are short enough.
    case longestFirst = "LongestFirst"
    /// The first.
    case onlyFirst = "OnlyFirst"
    /// The second.
    case onlySecond = "OnlySecond"
  }

  /// The most tokens, special ones too.
  public var length: Int
  /// Which of two texts is cut.
  public var strategy = Strategy.longestFirst
  /// Whether tokens are taken from the beginning and not from the end.
  public var isFromStart = false

  /// A cut to `length` tokens.
  public init(length: Int) { self.length = length }

  /// Cuts one text or two to `length` tokens in all.
  func cut(_ encodings: inout [Encoding], to length: Int) {
    let counts = encodings.map(\.count)
    let excess = counts.reduce(0, +) - length
    guard excess > 0 else { return }
    var kept = counts
    if counts.count == 1 {
      kept[0] = max(counts[0] - excess, 0)
    } else {
      switch strategy {
      case .onlyFirst: kept[0] = max(counts[0] - excess, 0)
      case .onlySecond: kept[1] = max(counts[1] - excess, 0)
      case .longestFirst:
        // The shorter text is kept whole if it takes less than half.
        let shorter = counts[0] <= counts[1] ? 0 : 1
        kept[shorter] = min(counts[shorter], length / 2)
        kept[1 - shorter] = length - kept[shorter]
        if counts[shorter] > length / 2 { kept = [length / 2, length - length / 2] }
      }
    }
    for place in encodings.indices where kept[place] < counts[place] {
      let range =
        isFromStart ? (counts[place] - kept[place])..<counts[place] : 0..<kept[place]
      encodings[place] = encodings[place].part(range)
    }
  }
}
