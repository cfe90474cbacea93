import JSON

/// Reads a tokenizer.json in one pass.
struct TokenizerReader {
  let path: String
  /// The longest added token in bytes; real ones have fewer than 100.
  static let longestAdded = 512
  private var scanner: JSONScanner
  private var sections: [String: JSONValue] = [:]
  private var model: Model?
  private var listed: [AddedToken]?
  private var field = ""

  private init(_ bytes: [UInt8], path: String) {
    scanner = JSONScanner(bytes)
    self.path = path
  }

  /// The components of the file.
  static func read(
    _ bytes: [UInt8], path: String
  ) throws(TokenizerError) -> Tokenizer.Parts {
    var reader = TokenizerReader(bytes, path: path)
    do {
      try reader.readSections()
      return try reader.parts()
    } catch let error as TokenizerError {
      throw error
    } catch let error as JSONError {
      throw TokenizerError(error, path: path, field: reader.field)
    } catch {
      throw .malformed(path: path, field: reader.field, problem: "cannot be read")
    }
  }

  private mutating func readSections() throws {
    guard try scanner.kind() == .object else { throw scanner.error("an object") }
    try scanner.enterObject()
    var count = 0
    while let key = try scanner.nextKey() {
      let name = scanner.text(key)
      field = name
      count += 1
      guard count <= 100 else { throw error("expected at most 100 members") }
      guard sections[name] == nil, name != "model" || model == nil else {
        throw error("is there twice")
      }
      if name == "model" {
        model = try ModelReader.read(&scanner, path: path)
      } else if name == "added_tokens", try scanner.kind() == .array {
        guard listed == nil else { throw error("is there twice") }
        try readAddedTokens()
      } else {
        sections[name] = try value()
      }
      field = ""
    }
    try scanner.finish()
  }

  /// The next value as a tree.
  private mutating func value() throws -> JSONValue {
    let start = scanner.position
    try scanner.skipValue()
    return try JSONValue(parsing: Array(scanner.bytes[start..<scanner.position]))
  }

  private func error(_ problem: String) -> TokenizerError {
    .malformed(path: path, field: field, problem: problem)
  }

  private func section(_ name: String) -> JSONValue? {
    guard let value = sections[name], value != .null else { return nil }
    return value
  }

  private mutating func parts() throws(TokenizerError) -> Tokenizer.Parts {
    guard let model else {
      throw .malformed(
        path: path, field: "model", problem: "is missing; a tokenizer.json has one")
    }
    let reader = ComponentReader(path: path)
    var parts = Tokenizer.Parts(model: model)
    parts.normalizer = try section("normalizer").map { value throws(TokenizerError) in
      try reader.normalizer(value, "normalizer")
    }
    if let growth = parts.normalizer?.growth, growth > 100 {
      throw .malformed(
        path: path, field: "normalizer", problem: "makes a text more than 100 times as long")
    }
    parts.preTokenizer = try section("pre_tokenizer").map { value throws(TokenizerError) in
      try reader.preTokenizer(value, "pre_tokenizer")
    }
    parts.postProcessor = try section("post_processor").map { value throws(TokenizerError) in
      try reader.postProcessor(value, "post_processor")
    }
    parts.decoder = try section("decoder").map { value throws(TokenizerError) in
      try reader.decoder(value, "decoder")
    }
    parts.truncation = try section("truncation").map { value throws(TokenizerError) in
      try truncation(value)
    }
    parts.padding = try section("padding").map { value throws(TokenizerError) in
      try padding(value)
    }
    parts.addedTokens = try addedTokens(model)
    return parts
  }

  // MARK: Small sections

  private func truncation(_ value: JSONValue) throws(TokenizerError) -> Truncation {
    let fields = try Fields(value, path: path, field: "truncation")
    var truncation = Truncation(length: try fields.count("max_length"))
    truncation.strategy = try fields.choice("strategy", or: .longestFirst)
    truncation.isFromStart = try fields.string("direction", or: "Right") == "Left"
    _ = try fields.count("stride", or: 0)
    return truncation
  }

  private func padding(_ value: JSONValue) throws(TokenizerError) -> Padding {
    let fields = try Fields(value, path: path, field: "padding")
    var padding = Padding()
    if fields.value("strategy")?.object != nil {
      padding.length = try fields.fields("strategy").count("Fixed")
    }
    padding.multiple =
      fields.value("pad_to_multiple_of") == nil ? nil : try fields.count("pad_to_multiple_of")
    padding.id = try fields.count("pad_id", or: 0)
    padding.type = try fields.count("pad_type_id", or: 0)
    padding.token = try fields.string("pad_token", or: "[PAD]")
    padding.isAtStart = try fields.string("direction", or: "Right") == "Left"
    return padding
  }

  /// The added tokens as they are listed, one by one: some vocabularies have tens of thousands.
  private mutating func readAddedTokens() throws {
    var tokens: [AddedToken] = []
    try scanner.enterArray()
    while try scanner.nextElement() {
      let fields = try Fields(try value(), path: path, field: "added_tokens[\(tokens.count)]")
      let content = try fields.string("content")
      guard content.utf8.count <= Self.longestAdded else {
        throw fields.error("content", "expected at most \(Self.longestAdded) bytes")
      }
      let isSpecial = try fields.boolean("special", or: false)
      _ = try fields.count("id", or: 0)
      tokens.append(
        AddedToken(
          content: content, id: 0, isSingleWord: try fields.boolean("single_word", or: false),
          stripsLeft: try fields.boolean("lstrip", or: false),
          stripsRight: try fields.boolean("rstrip", or: false),
          isNormalized: try fields.boolean("normalized", or: !isSpecial), isSpecial: isSpecial))
    }
    listed = tokens
  }

  /// The added tokens with the ids that the reference gives them: the model's, else the next free.
  private func addedTokens(_ model: Model) throws(TokenizerError) -> [AddedToken] {
    if section("added_tokens") != nil {
      throw .malformed(path: path, field: "added_tokens", problem: "expected an array")
    }
    var list = AddedTokenList(model)
    for token in listed ?? [] { list.add(token) }
    return list.tokens
  }
}
