/// A model that knows whole words only.
struct WordLevel: Sendable {
  /// The words.
  let table: TokenTable
  /// The id of every other word.
  let unknown: Int

  /// Appends the token of a piece of text.
  func tokenize(_ bytes: [UInt8], _ range: Range<Int>, _ tokens: inout [ModelToken]) {
    tokens.append(ModelToken(id: table.id(bytes, range) ?? unknown, range: range))
  }
}
