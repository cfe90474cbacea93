/// Joins the tokens of words and puts blanks between words.
struct WordPieceDecoder: Sendable {
  /// What stands before a token that continues a word.
  let prefix: [UInt8]
  /// Whether blanks before punctuation and inside English contractions go.
  let cleansUp: Bool

  /// The tokens with blanks before words.
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    tokens.enumerated().map { place, token in
      var token = token
      if place > 0 {
        if !prefix.isEmpty, token.starts(with: prefix) {
          token.removeFirst(prefix.count)
        } else if !prefix.isEmpty {
          token.insert(0x20, at: 0)
        }
      }
      return cleansUp ? Self.cleanedUp(token) : token
    }
  }

  /// A token without the blanks that English does not write, in the reference's order.
  static func cleanedUp(_ token: [UInt8]) -> [UInt8] {
    guard token.contains(0x20) else { return token }
    var token = token
    for (found, content) in [
      (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
      (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ] {
      token = replace(token, Array(found.utf8), by: Array(content.utf8))
    }
    return token
  }

  /// A token with all places where a text stands replaced.
  static func replace(_ token: [UInt8], _ text: [UInt8], by content: [UInt8]) -> [UInt8] {
    var replaced: [UInt8] = []
    for match in TextPattern.literal(text).matches(in: token, 0..<token.count) {
      if match.isMatch { replaced += content } else { replaced += token[match.range] }
    }
    return replaced
  }
}
