/// BERT's model: the longest beginning of a word that is a token, then the longest of the rest.
///
/// Source: Devlin et al. 2019; `WordPiece` of Hugging Face's tokenizers.
struct WordPiece: Sendable {
  /// The tokens.
  let table: TokenTable
  /// The id of a word that cannot be cut into tokens.
  let unknown: Int
  /// What stands before a token that continues a word.
  let prefix: [UInt8]
  /// A word of more scalars is unknown.
  let longestWord: Int

  /// Appends the tokens of a word, all or none of them.
  func tokenize(_ bytes: [UInt8], _ range: Range<Int>, _ tokens: inout [ModelToken]) {
    let first = tokens.count
    var count = 0
    for place in range where bytes[place] & 0xc0 != 0x80 { count += 1 }
    var start = range.lowerBound
    // A token that continues is looked for with the prefix before it.
    var word = prefix
    word += bytes[range]
    let shift = prefix.count - range.lowerBound
    while start < range.upperBound, count <= longestWord {
      let isFirst = start == range.lowerBound
      let lead = isFirst ? 0 : prefix.count
      var end = min(range.upperBound, start + max(table.longest - lead, 0))
      // The end of the longest token may be inside a scalar.
      while end < range.upperBound, end > start, bytes[end] & 0xc0 == 0x80 { end -= 1 }
      var id: Int?
      if !isFirst { word.replaceSubrange((start + shift - lead)..<(start + shift), with: prefix) }
      while end > start {
        id = table.id(word, (start + shift - lead)..<(end + shift))
        if id != nil { break }
        end -= bytes.scalar(before: end).width
      }
      guard let id else { break }
      tokens.append(ModelToken(id: id, range: start..<end))
      start = end
    }
    if start < range.upperBound {
      tokens.removeLast(tokens.count - first)
      tokens.append(ModelToken(id: unknown, range: range))
    }
  }
}
