extension Tokenizer {
  /// The text that ids stand for, as the file's decoder writes it; unknown ids are left out.
  public func decode(_ ids: [Int], skippingSpecialTokens: Bool = true) -> String {
    let tokens = ids.compactMap { id -> [UInt8]? in
      if skippingSpecialTokens, isSpecial(id) { return nil }
      return bytes(id)
    }
    guard let decoder else {
      return String(decoding: Array(tokens.joined(separator: [0x20])), as: UTF8.self)
    }
    return String(decoding: decoder.decode(tokens).flatMap { $0 }, as: UTF8.self)
  }

  /// The number of tokens, added ones too.
  public var vocabularyCount: Int {
    table.count + addedTokens.tokens.keys.count { table.bytes($0) == nil }
  }

  /// The first id above all others: the fewest rows that an embedding table must have.
  public var idBound: Int { max(table.idBound, (addedTokens.tokens.keys.max() ?? -1) + 1) }

  /// The id of a token, byte for byte.
  public func id(of token: String) -> Int? { addedIDs[Array(token.utf8)] ?? table.id(token) }

  /// The token that an id stands for, as the vocabulary writes it.
  public func token(_ id: Int) -> String? {
    bytes(id).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether an id is that of a special token.
  public func isSpecial(_ id: Int) -> Bool { addedTokens.tokens[id]?.isSpecial ?? false }

  /// The bytes of the token that an id stands for.
  func bytes(_ id: Int) -> [UInt8]? {
    if let token = addedTokens.tokens[id] { return token.decoded }
    return table.bytes(id).map(Array.init)
  }
}
