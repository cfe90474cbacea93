/// Joins what a model of speech wrote once a frame.
struct CTCDecoder: Sendable {
  /// The token that stands for nothing.
  let padding: [UInt8]
  /// The token between words.
  let delimiter: [UInt8]
  /// Whether delimiters become blanks and English is cleaned up.
  let cleansUp: Bool

  /// The tokens, each once for a run of them.
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var decoded: [[UInt8]] = []
    for (place, token) in tokens.enumerated() where place == 0 || tokens[place - 1] != token {
      var token = WordPieceDecoder.replace(token, padding, by: [])
      if cleansUp {
        token = WordPieceDecoder.replace(
          WordPieceDecoder.cleanedUp(token), delimiter, by: [0x20])
      }
      if !token.isEmpty { decoded.append(token) }
    }
    return decoded
  }
}
