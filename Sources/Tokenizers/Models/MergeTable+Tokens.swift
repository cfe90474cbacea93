extension MergeTable {
  /// Adds the merge of the tokens `text[..<middle]` and `text[middle...]`; of the second the first
  /// `prefix` bytes are left out of the merged token.
  mutating func add(
    _ text: [UInt8], middle: Int, rank: Int, prefix: Int, _ table: TokenTable,
    _ failure: (String) -> TokenizerError
  ) throws(TokenizerError) {
    func shown(_ range: Range<Int>) -> String {
      "“" + String(decoding: text[range], as: UTF8.self) + "” is not in the vocabulary"
    }
    guard let left = table.id(text, 0..<middle) else { throw failure(shown(0..<middle)) }
    guard let right = table.id(text, middle..<text.count) else {
      throw failure(shown(middle..<text.count))
    }
    guard prefix <= text.count - middle else {
      throw failure("the second token is shorter than the prefix")
    }
    guard prefix > 0 else {
      // Vocabularies mostly have merged tokens in the order of the merges: the next id is looked at
      // before the table, where every look goes to another place of memory.
      guard
        let id = table.isToken(lastID + 1, text)
          ? lastID + 1 : table.id(text, 0..<text.count)
      else { throw failure(shown(0..<text.count)) }
      return add(left, right, rank: rank, id: id)
    }
    let merged = Array(text[..<middle] + text[(middle + prefix)...])
    guard let id = table.id(merged, 0..<merged.count) else {
      throw failure("“" + String(decoding: merged, as: UTF8.self) + "” is not in the vocabulary")
    }
    add(left, right, rank: rank, id: id)
  }
}
