import JSON

/// What a tokenizer_config.json says; it stands beside vocab.txt or vocab.json.
struct TokenizerConfiguration {
  private let fields: Fields

  /// The settings in `bytes`; nil: there is no such file, and all are what they are without it.
  init(_ bytes: [UInt8]?, path: String) throws(TokenizerError) {
    let field = "tokenizer_config.json"
    do {
      fields = try Fields(
        bytes.map { bytes in try JSONValue(parsing: bytes) } ?? .object([:]), path: path,
        field: field)
    } catch let error as JSONError {
      throw TokenizerError(error, path: path, field: field)
    } catch let error as TokenizerError {
      throw error
    } catch {
      throw .malformed(path: path, field: field, problem: "cannot be read")
    }
  }

  /// The class in transformers without `Fast`.
  func className() throws(TokenizerError) -> String? {
    guard fields.value("tokenizer_class") != nil else { return nil }
    let name = try fields.string("tokenizer_class")
    return name.hasSuffix("Fast") ? String(name.dropLast(4)) : name
  }

  /// A yes or no; `fallback` when it is absent or null.
  func boolean(_ key: String, or fallback: Bool) throws(TokenizerError) -> Bool {
    try fields.boolean(key, or: fallback)
  }

  /// A token with a purpose, written as a text or as an object with `content`.
  func token(_ key: String, or fallback: String) throws(TokenizerError) -> String {
    if fields.value(key)?.object != nil { return try fields.fields(key).string("content") }
    return try fields.string(key, or: fallback)
  }

  /// The added tokens that the file lists by id.
  func addedTokens() throws(TokenizerError) -> [AddedToken] {
    guard fields.value("added_tokens_decoder") != nil else { return [] }
    var tokens: [(id: Int, token: AddedToken)] = []
    for member in try fields.fields("added_tokens_decoder").members {
      let entry = try Fields(
        member.value, path: fields.path,
        field: fields.name("added_tokens_decoder." + member.key))
      let isSpecial = try entry.boolean("special", or: false)
      tokens.append(
        (
          Int(member.key) ?? 0,
          AddedToken(
            content: try entry.string("content"), id: 0,
            isSingleWord: try entry.boolean("single_word", or: false),
            stripsLeft: try entry.boolean("lstrip", or: false),
            stripsRight: try entry.boolean("rstrip", or: false),
            isNormalized: try entry.boolean("normalized", or: !isSpecial), isSpecial: isSpecial)
        ))
    }
    return tokens.sorted { $0.id < $1.id }.map(\.token)
  }
}
