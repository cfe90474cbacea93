import JSON

/// Reads the model of a tokenizer.json value by value: its vocabulary has hundreds of thousands of
/// entries, and a tree of them would take a hundred megabytes.
struct ModelReader {
  let path: String
  private var scanner: JSONScanner
  private var table = TokenTable()
  private var scores: [Double] = []
  private var type: String?
  private var hasVocabulary = false
  private var isList = false
  /// Where the merges are, to be read when the vocabulary is known.
  private var merges: Int?
  /// The merges, if they were read already, and the prefix that was known then.
  private var read: (prefix: String, merges: MergeTable)?
  private var small: [JSONObject.Member] = []
  private var field = "model"

  /// The longest token of WordPiece, Unigram and WordLevel in bytes; real ones have at most 400.
  private static let longestToken = 512
  private static let prefixKey = "continuing_subword_prefix"

  private init(_ scanner: JSONScanner, path: String) {
    (self.scanner, self.path) = (scanner, path)
  }

  /// The model that begins at the scanner's place, which is moved behind it.
  static func read(
    _ scanner: inout JSONScanner, path: String
  ) throws(TokenizerError) -> Model {
    var reader = ModelReader(scanner, path: path)
    let model: Model
    do {
      try reader.readMembers()
      let end = reader.scanner
      model = try reader.model()
      scanner = end
    } catch let error as TokenizerError {
      throw error
    } catch let error as JSONError {
      throw TokenizerError(error, path: path, field: reader.field)
    } catch {
      throw .malformed(path: path, field: reader.field, problem: "cannot be read")
    }
    return model
  }

  private func error(_ problem: String) -> TokenizerError {
    .malformed(path: path, field: field, problem: problem)
  }

  private mutating func readMembers() throws {
    try scanner.enterObject()
    var known: Set<String> = []
    while let key = try scanner.nextKey() {
      let name = scanner.text(key)
      field = "model." + name
      guard known.count < 100 else { throw error("expected at most 100 members") }
      guard known.insert(name).inserted else { throw error("is there twice") }
      switch name {
      case "type": type = scanner.text(try scanner.string())
      case "vocab":
        hasVocabulary = true
        switch try scanner.kind() {
        case .object: try readVocabulary()
        case .array: try readScoredVocabulary()
        default: throw scanner.error("an object or an array")
        }
      case "merges":
        merges = scanner.position
        // Files have the vocabulary and the prefix first; else merges are read when these are known.
        if hasVocabulary, !isList, let prefix = small.first(where: { $0.key == Self.prefixKey }) {
          let prefix = prefix.value.string ?? ""
          read = (prefix, try readMerges(prefix: prefix.utf8.count))
        } else {
          try scanner.skipValue()
        }
      default:
        let start = scanner.position
        try scanner.skipValue()
        guard scanner.position - start < 10_000 else { throw error("is longer than any setting") }
        small.append(
          .init(name, try JSONValue(parsing: Array(scanner.bytes[start..<scanner.position]))))
      }
      field = "model"
    }
  }

  // MARK: Vocabulary

  private mutating func add(_ token: Range<Int>, id: Int) throws(TokenizerError) {
    guard id <= TokenTable.greatestID else {
      throw error("“\(scanner.text(token))” has the id \(id), which is above any vocabulary's")
    }
    let isAdded =
      scanner.hasEscapes(token)
      ? table.add(scanner.utf8(token), id: id) : table.add(scanner.bytes[token], id: id)
    guard isAdded != nil else { throw error("“\(scanner.text(token))” is there twice") }
  }

  private mutating func readVocabulary() throws {
    try scanner.enterObject()
    while let token = try scanner.nextKey() {
      try add(token, id: try scanner.count())
    }
    guard table.idBound <= 16 * table.count + (1 << 16) else {
      throw error("has ids up to \(table.idBound - 1) for \(table.count) tokens")
    }
  }

  private mutating func readScoredVocabulary() throws {
    isList = true
    try scanner.enterArray()
    while try scanner.nextElement() {
      try scanner.enterArray()
      guard try scanner.nextElement() else { throw scanner.error("a token and its score") }
      let token = try scanner.string()
      guard try scanner.nextElement() else { throw scanner.error("a score") }
      let score = try scanner.number().double ?? 0
      guard try !scanner.nextElement() else { throw scanner.error("nothing after the score") }
      try add(token, id: scores.count)
      scores.append(score)
    }
  }

  // MARK: Merges

  private mutating func readMerges(prefix: Int) throws -> MergeTable {
    var merges = MergeTable()
    field = "model.merges"
    let bytes = scanner.bytes
    var buffer: [UInt8] = []
    var rank = 0
    try scanner.enterArray()
    while try scanner.nextElement() {
      buffer.removeAll(keepingCapacity: true)
      let middle: Int
      if try scanner.kind() == .string {
        // `a b`; a token with a blank needs the other way to write merges.
        let text = try scanner.string()
        if scanner.hasEscapes(text) { buffer += scanner.utf8(text) } else { buffer += bytes[text] }
        guard let blank = buffer.firstIndex(of: 0x20),
          buffer[(blank + 1)...].firstIndex(of: 0x20) == nil
        else {
          throw error("merge \(rank): expected two tokens with one blank between them")
        }
        buffer.remove(at: blank)
        middle = blank
      } else {
        try scanner.enterArray()
        guard try scanner.nextElement() else { throw scanner.error("two tokens") }
        let left = try scanner.string()
        if scanner.hasEscapes(left) { buffer += scanner.utf8(left) } else { buffer += bytes[left] }
        middle = buffer.count
        guard try scanner.nextElement() else { throw scanner.error("two tokens") }
        let right = try scanner.string()
        if scanner.hasEscapes(right) {
          buffer += scanner.utf8(right)
        } else {
          buffer += bytes[right]
        }
        guard try !scanner.nextElement() else { throw scanner.error("two tokens") }
      }
      try merges.add(buffer, middle: middle, rank: rank, prefix: prefix, table) { problem in
        error("merge \(rank): \(problem)")
      }
      rank += 1
    }
    return merges
  }

  // MARK: Models

  private mutating func model() throws -> Model {
    let options = try Fields(
      .object(JSONObject(unique: small)), path: path, field: "model")
    guard hasVocabulary else { throw error("has no vocab") }
    let type = type ?? guessedType(options)
    guard
      isList == (type == "Unigram") || !["BPE", "WordPiece", "WordLevel", "Unigram"].contains(type)
    else {
      throw TokenizerError.malformed(
        path: path, field: "model.vocab",
        problem: isList
          ? "expected an object of tokens and ids" : "expected an array of tokens and scores")
    }
    // What is looked for at every place of a text must be short.
    if type != "BPE", table.longest > Self.longestToken {
      throw TokenizerError.malformed(
        path: path, field: "model.vocab",
        problem: "has a token of \(table.longest) bytes; expected at most \(Self.longestToken)")
    }
    switch type {
    case "BPE": return .bytePairs(try bytePairs(options))
    case "WordPiece":
      return .wordPiece(
        WordPiece(
          table: table, unknown: try unknown(options, or: "[UNK]"),
          prefix: Array(try options.string("continuing_subword_prefix", or: "##").utf8),
          longestWord: try options.count("max_input_chars_per_word", or: 100)))
    case "WordLevel":
      return .wordLevel(
        WordLevel(table: table, unknown: try unknown(options, or: "<unk>")))
    case "Unigram":
      let unknown = options.value("unk_id") == nil ? nil : try options.count("unk_id")
      if let unknown, unknown >= table.count {
        throw options.error("unk_id", "\(unknown) is not an id of the \(table.count) tokens")
      }
      return .unigram(
        Unigram(
          table: table, scores: scores, unknown: unknown,
          fallsBackToBytes: try options.boolean("byte_fallback", or: false)))
    default:
      throw TokenizerError.unsupported(
        path: path, field: "model.type", name: type, supported: Model.supported)
    }
  }

  /// Files of 2020 do not say what they are.
  private func guessedType(_ options: Fields) -> String {
    if isList { return "Unigram" }
    if merges != nil { return "BPE" }
    return options.value("max_input_chars_per_word") == nil ? "WordLevel" : "WordPiece"
  }

  private func unknown(_ options: Fields, or fallback: String) throws(TokenizerError) -> Int {
    let name = try options.string("unk_token", or: fallback)
    // An empty vocabulary makes no tokens of anything.
    guard let id = table.id(name) else {
      throw options.error("unk_token", "“\(name)” is not in the vocabulary")
    }
    return id
  }

  private mutating func bytePairs(_ options: Fields) throws -> BytePairEncoding {
    let prefixText = try options.string(Self.prefixKey, or: "")
    let prefix = Array(prefixText.utf8)
    if let dropout = options.value("dropout")?.double, dropout != 0 {
      throw options.error("dropout", "random merges are not supported; set it to null")
    }
    let merges: MergeTable
    if let read, read.prefix.utf8.elementsEqual(prefix) {
      merges = read.merges
    } else {
      guard let position = self.merges else { throw error("has no merges") }
      scanner = scanner.rewound(to: position)
      merges = try readMerges(prefix: prefix.count)
    }
    var model = BytePairEncoding(table: table, merges: .table(merges))
    model.unknown =
      try options.value("unk_token") == nil ? nil : table.id(options.string("unk_token"))
    model.fusesUnknown = try options.boolean("fuse_unk", or: false)
    model.fallsBackToBytes = try options.boolean("byte_fallback", or: false)
    model.ignoresMerges = try options.boolean("ignore_merges", or: false)
    model.prefix = prefix
    model.suffix = Array(try options.string("end_of_word_suffix", or: "").utf8)
    return model
  }
}
