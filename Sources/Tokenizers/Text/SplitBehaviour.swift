/// What becomes of the matches when a text is split at them.
enum SplitBehaviour: String, CaseIterable, Sendable {
  /// Each match is a piece.
  case isolated = "Isolated"
  /// Matches are dropped.
  case removed = "Removed"
  /// A match ends the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// A match begins the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// Adjacent matches are one piece.
  case contiguous = "Contiguous"

  /// The pieces that remain of `matches`.
  func pieces(_ matches: [TextMatch]) -> [Range<Int>] {
    switch self {
    case .isolated: return matches.map(\.range)
    case .removed: return matches.filter { !$0.isMatch }.map(\.range)
    case .contiguous:
      return joined(matches) { $0 == $1 }
    case .mergedWithPrevious:
      return joined(matches) { previous, isMatch in isMatch && !previous }
    case .mergedWithNext:
      var pieces: [Range<Int>] = []
      var previous = false
      for match in matches.reversed() {
        if match.isMatch, !previous, let last = pieces.last {
          pieces[pieces.count - 1] = match.range.lowerBound..<last.upperBound
        } else {
          pieces.append(match.range)
        }
        previous = match.isMatch
      }
      return pieces.reversed()
    }
  }

  private func joined(
    _ matches: [TextMatch], _ isJoined: (_ previous: Bool, _ isMatch: Bool) -> Bool
  ) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var previous = false
    for match in matches {
      if isJoined(previous, match.isMatch), let last = pieces.last {
        pieces[pieces.count - 1] = last.lowerBound..<match.range.upperBound
      } else {
        pieces.append(match.range)
      }
      previous = match.isMatch
    }
    return pieces
  }
}
