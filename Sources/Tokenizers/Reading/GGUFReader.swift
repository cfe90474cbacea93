/// Makes a tokenizer of a GGUF vocabulary, as llama.cpp reads it.
struct GGUFReader {
  /// What `pre` means: the patterns, one after another, and whether whole pieces win over merges.
  private struct Cut {
    var patterns: [String]
    var ignoresMerges = false
    var addsBeginning = false
  }

  private let vocabulary: GGUFVocabulary
  private let path: String
  private var table = TokenTable()

  /// The components of a vocabulary.
  static func read(
    _ vocabulary: GGUFVocabulary, path: String
  ) throws(TokenizerError) -> Tokenizer.Parts {
    var reader = GGUFReader(vocabulary, path: path)
    switch vocabulary.model {
    case "gpt2": return try reader.byteLevel()
    case "llama": return try reader.sentencePiece()
    case "bert": return try reader.wordPiece()
    default:
      throw .unsupported(
        path: path, field: "tokenizer.ggml.model", name: vocabulary.model,
        supported: "gpt2, llama, bert")
    }
  }

  private init(_ vocabulary: GGUFVocabulary, path: String) {
    (self.vocabulary, self.path) = (vocabulary, path)
  }

  private func error(_ key: String, _ problem: String) -> TokenizerError {
    .malformed(path: path, field: "tokenizer.ggml." + key, problem: problem)
  }

  private mutating func readTokens(
    _ text: ([UInt8]) -> [UInt8] = { $0 }
  ) throws(TokenizerError) {
    guard !vocabulary.tokens.isEmpty else { throw error("tokens", "there are none") }
    guard vocabulary.types.isEmpty || vocabulary.types.count == vocabulary.tokens.count else {
      throw error(
        "token_type",
        "\(vocabulary.types.count) types for \(vocabulary.tokens.count) tokens; expected as many")
    }
    for (id, token) in vocabulary.tokens.enumerated() {
      guard table.addListed(text(token), id: id) else {
        throw error("tokens", "expected at most \(TokenTable.greatestID) tokens")
      }
    }
  }

  // MARK: Models

  private mutating func byteLevel() throws(TokenizerError) -> Tokenizer.Parts {
    let cut = try cut()
    try readTokens()
    var merges = MergeTable()
    for (rank, merge) in vocabulary.merges.enumerated() {
      // A token may begin with a blank: the separator is looked for behind the first byte.
      guard merge.count > 2, let blank = merge[1...].firstIndex(of: 0x20) else {
        throw error("merges", "merge \(rank): expected two tokens with one blank between them")
      }
      var text = merge
      text.remove(at: blank)
      try merges.add(text, middle: blank, rank: rank, prefix: 0, table) { problem in
        error("merges", "merge \(rank): \(problem)")
      }
    }
    var model = BytePairEncoding(table: table, merges: .table(merges))
    model.ignoresMerges = cut.ignoresMerges
    model.unknown = id(vocabulary.special.unknown)
    var parts = parts(.bytePairs(model))
    parts.preTokenizer = .sequence(
      cut.patterns.map {
        .split(SplitPreTokenizer(pattern: .known($0), behaviour: .isolated))
      } + [.byteLevel(ByteLevel(addsPrefixSpace: false, splits: false))])
    parts.decoder = .byteLevel
    parts.postProcessor = .sequence([
      .trimming(OffsetTrimming(addsPrefixSpace: false)),
      .template(
        frame(
          vocabulary.addBOS ?? cut.addsBeginning ? vocabulary.special.beginning : nil,
          vocabulary.addEOS ?? false ? vocabulary.special.end : nil)),
    ])
    return parts
  }

  private mutating func sentencePiece() throws(TokenizerError) -> Tokenizer.Parts {
    try readTokens()
    guard vocabulary.scores.count == vocabulary.tokens.count else {
      throw error(
        "scores",
        "\(vocabulary.scores.count) scores for \(vocabulary.tokens.count) tokens; expected as many")
    }
    guard table.longest <= 1_024 else {
      throw error("tokens", "one has \(table.longest) bytes; expected at most 1,024")
    }
    // Scores become ranks, equal ones equal ranks; an entry's score is that of its first id.
    let scores = (0..<table.count).map { entry in
      let score = vocabulary.scores[table.id(entry: entry)]
      return score.isNaN ? -Float.infinity : score
    }
    var ranks = Array(repeating: UInt32(0), count: scores.count)
    var rank: UInt32 = 0
    var previous: Float?
    for entry in scores.indices.sorted(by: { scores[$0] > scores[$1] }) {
      if let previous, previous > scores[entry] { rank += 1 }
      previous = scores[entry]
      ranks[entry] = rank
    }
    var model = BytePairEncoding(table: table, merges: .byScores(ranks))
    model.fallsBackToBytes = true
    model.unknown = id(vocabulary.special.unknown)
    let addsPrefix = vocabulary.addSpacePrefix ?? true
    let mark = "▁"
    var parts = parts(.bytePairs(model))
    let blanks = Normalizer.replace(Replacement(.literal([0x20]), by: mark))
    parts.normalizer =
      addsPrefix ? .sequence([.prepend(mark.unicodeScalars.map(\.value)), blanks]) : blanks
    let decoders: [Decoder] = [
      .replace(Replacement(.literal(Array(mark.utf8)), by: " ")), .byteFallback, .fuse,
    ]
    parts.decoder = .sequence(
      decoders + (addsPrefix ? [.strip(StripDecoder(content: 0x20, start: 1, stop: 0))] : []))
    parts.postProcessor = .template(
      frame(
        vocabulary.addBOS ?? true ? vocabulary.special.beginning : nil,
        vocabulary.addEOS ?? false ? vocabulary.special.end : nil))
    return parts
  }

  private mutating func wordPiece() throws(TokenizerError) -> Tokenizer.Parts {
    // The file marks the beginning of a word by `▁` where BERT marks its continuation by `##`.
    try readTokens { token in
      if token.first == UInt8(ascii: "["), token.last == UInt8(ascii: "]") { return token }
      if token.starts(with: "▁".utf8) { return Array(token.dropFirst("▁".utf8.count)) }
      return Array("##".utf8) + token
    }
    var ids = vocabulary.special
    ids.classifier = id(ids.classifier) ?? table.id("[CLS]") ?? id(ids.beginning)
    ids.separator = id(ids.separator) ?? table.id("[SEP]") ?? id(ids.end)
    guard let unknown = id(ids.unknown) ?? table.id("[UNK]") else {
      throw error("unknown_token_id", "expected the id of a token")
    }
    guard let first = ids.classifier, let last = ids.separator else {
      throw error("cls_token_id", "expected the ids of [CLS] and [SEP]")
    }
    var parts = parts(
      .wordPiece(
        WordPiece(table: table, unknown: unknown, prefix: Array("##".utf8), longestWord: 100)))
    parts.special = ids
    parts.normalizer = .bert(BertNormalizer())
    parts.preTokenizer = .bert
    parts.decoder = .wordPiece(WordPieceDecoder(prefix: Array("##".utf8), cleansUp: true))
    parts.postProcessor = .pair(
      PairProcessing(first: named(first), last: named(last), isRoberta: false))
    return parts
  }

  // MARK: Parts

  private func id(_ id: Int?) -> Int? {
    guard let id, vocabulary.tokens.indices.contains(id) else { return nil }
    return id
  }

  private func named(_ id: Int) -> PairProcessing.Special {
    PairProcessing.Special(
      token: String(decoding: table.bytes(id) ?? [], as: UTF8.self), id: id)
  }

  /// Unknown, control and user-defined tokens are cut out of the text.
  private func parts(_ model: Model) -> Tokenizer.Parts {
    var parts = Tokenizer.Parts(model: model)
    parts.special = vocabulary.special
    for (id, type) in vocabulary.types.enumerated() where 2...4 ~= type {
      guard let bytes = table.bytes(id) else { continue }
      parts.addedTokens.append(
        AddedToken(content: String(decoding: bytes, as: UTF8.self), id: id, isSpecial: type != 4))
    }
    return parts
  }

  private func frame(_ beginning: Int?, _ end: Int?) -> TemplateProcessing {
    func special(_ given: Int?, _ type: Int) -> [TemplateProcessing.Part] {
      guard let id = id(given) else { return [] }
      return [.special([named(id)], type: type)]
    }
    let single = special(beginning, 0) + [.sequence(0, type: 0)] + special(end, 0)
    return TemplateProcessing(
      single: single,
      pair: single + special(beginning, 1) + [.sequence(1, type: 1)] + special(end, 1))
  }

  private func cut() throws(TokenizerError) -> Cut {
    let gpt2 = KnownPatterns.gpt2
    switch vocabulary.pre ?? "gpt-2" {
    case "gpt-2", "phi-2", "jina-es", "jina-de", "mpt", "olmo", "jais", "roberta-bpe",
      "modern-bert":
      return Cut(patterns: [gpt2])
    case "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b":
      return Cut(patterns: [#"\p{N}"#, gpt2])
    case "llama3", "llama-v3", "llama-bpe", "falcon3", "pixtral":
      return Cut(patterns: [KnownPatterns.llama3], ignoresMerges: true, addsBeginning: true)
    case "dbrx", "smaug-bpe", "chatglm-bpe", "glm4", "granite-docling":
      return Cut(patterns: [KnownPatterns.llama3])
    case "qwen2", "stablelm2", "deepseek-r1-qwen", "megrez", "hunyuan":
      return Cut(patterns: [KnownPatterns.qwen2])
    case "gpt-4o", "llama4": return Cut(patterns: [KnownPatterns.o200k], ignoresMerges: true)
    case "tekken": return Cut(patterns: [KnownPatterns.tekken], ignoresMerges: true)
    case "bloom", "poro-chat", "gpt3-finnish": return Cut(patterns: [KnownPatterns.bloom])
    case "falcon":
      return Cut(patterns: [#"[\p{P}\$\+<=>\^~\|`]+"#, gpt2, "[0-9][0-9][0-9]"])
    default:
      throw .unsupported(
        path: path, field: "tokenizer.ggml.pre", name: vocabulary.pre ?? "",
        supported: "gpt-2, smollm, starcoder, llama-bpe, qwen2, gpt-4o, tekken, falcon, bloom "
          + "and their kin")
    }
  }
}
