/// A text put where a pattern matches.
struct Replacement: Sendable {
  /// What to look for.
  let pattern: TextPattern
  /// What to put there.
  let content: String

  private let scalars: [UInt32]

  init(_ pattern: TextPattern, by content: String) {
    (self.pattern, self.content) = (pattern, content)
    scalars = content.unicodeScalars.map(\.value)
  }

  /// How many times longer a text can become.
  var growth: Int {
    let least: Int
    if case .literal(let text) = pattern { least = max(text.count, 1) } else { least = 1 }
    return max(1, (content.utf8.count + least - 1) / least)
  }

  /// Changes the text.
  func normalize(_ text: inout AlignedText) {
    text.replace(pattern.matches(in: text.bytes, 0..<text.bytes.count), by: scalars)
  }

  /// A token with its matches replaced, as a decoder does it.
  func replaced(_ token: [UInt8]) -> [UInt8] {
    var replaced: [UInt8] = []
    for match in pattern.matches(in: token, 0..<token.count) {
      if match.isMatch { replaced += content.utf8 } else { replaced += token[match.range] }
    }
    return replaced
  }
}
