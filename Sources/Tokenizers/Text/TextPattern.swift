/// What to look for in a text: scalars of a kind, a text, or a regular expression.
enum TextPattern: Sendable {
  /// Each scalar of a set by itself.
  case scalars(ScalarSet)
  /// These bytes.
  case literal([UInt8])
  /// What a regular expression matches.
  case expression(RegularExpression)

  /// The matches in `range`, and what is between them, in order and without gaps.
  func matches(in bytes: [UInt8], _ range: Range<Int>) -> [TextMatch] {
    guard !range.isEmpty else { return [TextMatch(range: range, isMatch: false)] }
    var matches: [TextMatch] = []
    var previous = range.lowerBound
    func found(_ match: Range<Int>) {
      if previous < match.lowerBound {
        matches.append(TextMatch(range: previous..<match.lowerBound, isMatch: false))
      }
      matches.append(TextMatch(range: match, isMatch: true))
      previous = match.upperBound
    }
    switch self {
    case .scalars(let set):
      var place = range.lowerBound
      while place < range.upperBound {
        let (scalar, width) = bytes.scalar(at: place)
        if set.contains(scalar) { found(place..<(place + width)) }
        place += width
      }
    case .literal(let text):
      guard let first = text.first else { break }
      var place = range.lowerBound
      while place + text.count <= range.upperBound {
        if bytes[place] == first, bytes[place..<(place + text.count)].elementsEqual(text) {
          found(place..<(place + text.count))
          place += text.count
        } else {
          place += 1
        }
      }
    case .expression(let expression):
      var search = RegularExpression.Search(expression, bytes, range)
      while let match = search.next() { found(match) }
    }
    if previous < range.upperBound {
      matches.append(TextMatch(range: previous..<range.upperBound, isMatch: false))
    }
    return matches
  }
}

extension TextPattern {
  /// A pattern that stands in this program and is known to be right.
  static func known(_ pattern: String) -> TextPattern {
    do {
      return .expression(try RegularExpression(pattern))
    } catch {
      fatalError("the pattern \(pattern) \(error.problem)")
    }
  }
}
