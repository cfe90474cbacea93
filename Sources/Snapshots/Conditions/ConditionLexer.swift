/// Words, quoted names and signs of a condition, each with its column.
struct ConditionLexer {
  /// One piece of the text.
  struct Token {
    var text: String
    /// Counted in characters from 1.
    var column: Int
    /// Whether it is a name in quotes, whatever it says.
    var isQuoted = false
  }

  /// The pieces in order.
  private(set) var tokens: [Token] = []
  /// The column of a quote that nothing ends; nil where all end.
  private(set) var openQuote: Int?

  init(_ text: String) {
    let characters = Array(text)
    var start = 0
    while start < characters.count {
      var end = start + 1
      if characters[start].isWhitespace {
        start = end
        continue
      }
      if characters[start] == "\"" {
        // A quote that belongs to the name is written twice.
        while end < characters.count {
          guard characters[end] == "\"" else {
            end += 1
            continue
          }
          guard end + 1 < characters.count, characters[end + 1] == "\"" else { break }
          end += 2
        }
        guard end < characters.count else {
          openQuote = characters.count + 1
          return
        }
        tokens.append(
          Token(
            text: String(characters[(start + 1)..<end]).replacing("\"\"", with: "\""),
            column: start + 1, isQuoted: true))
        start = end + 1
        continue
      }
      if Self.isWord(characters[start]) {
        while end < characters.count, Self.isWord(characters[end]) { end += 1 }
      } else if "<>=!&|".contains(characters[start]) {
        while end < characters.count, "=&|".contains(characters[end]) { end += 1 }
      }
      tokens.append(Token(text: String(characters[start..<end]), column: start + 1))
      start = end
    }
  }

  static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "._+-".contains(character)
  }
}
