import JSON

/// Makes tokenizers of the files that stood in directories before tokenizer.json: vocab.txt, or
/// vocab.json and merges.txt.
struct VocabularyReader {
  let path: String
  let configuration: TokenizerConfiguration

  // MARK: BERT

  /// The components of a BERT with the vocabulary `text`, one token a line.
  func bert(_ text: [UInt8]) throws(TokenizerError) -> Tokenizer.Parts {
    guard String(validating: text, as: UTF8.self) != nil else {
      throw .malformed(path: path, field: "vocab.txt", problem: "expected UTF-8")
    }
    var table = TokenTable()
    var lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    for (id, line) in lines.enumerated() {
      let token = line.last == 0x0d ? line.dropLast() : line
      guard table.addListed(token, id: id) else {
        throw .malformed(
          path: path, field: "vocab.txt",
          problem: "expected at most \(TokenTable.greatestID) tokens")
      }
    }
    func id(_ key: String, _ name: String) throws(TokenizerError) -> PairProcessing.Special {
      let token = try configuration.token(key, or: name)
      guard let id = table.id(token) else {
        throw .malformed(
          path: path, field: "vocab.txt",
          problem: "has no line “\(token)” (\(key)); is it the vocabulary of a BERT?")
      }
      return PairProcessing.Special(token: token, id: id)
    }
    let unknown = try id("unk_token", "[UNK]")
    let (first, last) = (try id("cls_token", "[CLS]"), try id("sep_token", "[SEP]"))
    let lowercases = try configuration.boolean("do_lower_case", or: true)
    var parts = Tokenizer.Parts(
      model: .wordPiece(
        WordPiece(
          table: table, unknown: unknown.id, prefix: Array("##".utf8), longestWord: 100)))
    parts.normalizer = .bert(
      BertNormalizer(
        separatesChinese: try configuration.boolean("tokenize_chinese_chars", or: true),
        stripsAccents: try configuration.boolean("strip_accents", or: lowercases),
        lowercases: lowercases))
    parts.preTokenizer = .bert
    parts.decoder = .wordPiece(WordPieceDecoder(prefix: Array("##".utf8), cleansUp: true))
    parts.postProcessor = .pair(PairProcessing(first: first, last: last, isRoberta: false))
    parts.special.classifier = first.id
    parts.special.separator = last.id
    parts.special.unknown = unknown.id
    var names = [unknown.token, last.token, first.token]
    names.append(try configuration.token("pad_token", or: "[PAD]"))
    names.append(try configuration.token("mask_token", or: "[MASK]"))
    parts.addedTokens = try added(names, parts.model, table)
    return parts
  }

  // MARK: GPT-2 and RoBERTa

  /// The components of a byte-level tokenizer with a vocabulary and merges.
  func byteLevel(
    vocabulary: [UInt8], merges text: [UInt8]
  ) throws(TokenizerError) -> Tokenizer.Parts {
    let table = try readVocabulary(vocabulary)
    var model = BytePairEncoding(table: table, merges: .table(try readMerges(text, table)))
    let isRoberta = try isRoberta(table)
    let unknown = try configuration.token("unk_token", or: isRoberta ? "<unk>" : "<|endoftext|>")
    model.unknown = table.id(unknown)
    var parts = Tokenizer.Parts(model: .bytePairs(model))
    let addsPrefixSpace = try configuration.boolean("add_prefix_space", or: false)
    parts.preTokenizer = .byteLevel(ByteLevel(addsPrefixSpace: addsPrefixSpace))
    parts.decoder = .byteLevel
    if try configuration.className() == "Qwen2Tokenizer" {
      parts.normalizer = .form(NormalizationForm(isCompatibility: false, isComposed: true))
      parts.preTokenizer = .sequence([
        .split(
          SplitPreTokenizer(pattern: .known(KnownPatterns.qwen2), behaviour: .isolated)),
        .byteLevel(ByteLevel(addsPrefixSpace: false, splits: false)),
      ])
    }
    var names = [unknown]
    if isRoberta {
      let first = try special("cls_token", "<s>", table)
      let last = try special("sep_token", "</s>", table)
      parts.postProcessor = .pair(
        PairProcessing(
          first: first, last: last, isRoberta: true,
          trimming: OffsetTrimming(addsPrefixSpace: addsPrefixSpace)))
      parts.special.classifier = first.id
      parts.special.separator = last.id
      names += [first.token, last.token]
      names.append(try configuration.token("pad_token", or: "<pad>"))
    } else {
      names.append(try configuration.token("bos_token", or: "<|endoftext|>"))
      names.append(try configuration.token("eos_token", or: "<|endoftext|>"))
    }
    parts.addedTokens = try added(names, parts.model, table)
    if isRoberta {
      let mask = try configuration.token("mask_token", or: "<mask>")
      if !parts.addedTokens.contains(where: { $0.content == mask }), let id = table.id(mask) {
        parts.addedTokens.append(AddedToken(content: mask, id: id, stripsLeft: true))
      }
    }
    return parts
  }

  private func isRoberta(_ table: TokenTable) throws(TokenizerError) -> Bool {
    guard let name = try configuration.className() else {
      return table.id("<s>") != nil && table.id("</s>") != nil && table.id("<mask>") != nil
    }
    switch name {
    case "RobertaTokenizer", "BartTokenizer", "LEDTokenizer", "LongformerTokenizer",
      "MvpTokenizer":
      return true
    case "GPT2Tokenizer", "CodeGenTokenizer", "Qwen2Tokenizer", "PreTrainedTokenizer":
      return false
    default:
      throw .unsupported(
        path: path, field: "tokenizer_config.json, tokenizer_class", name: name,
        supported: "GPT2Tokenizer, RobertaTokenizer, BartTokenizer, LEDTokenizer, "
          + "LongformerTokenizer, MvpTokenizer, CodeGenTokenizer, Qwen2Tokenizer; save the "
          + "tokenizer as tokenizer.json")
    }
  }

  private func special(
    _ key: String, _ name: String, _ table: TokenTable
  ) throws(TokenizerError) -> PairProcessing.Special {
    let token = try configuration.token(key, or: name)
    guard let id = table.id(token) else {
      throw .malformed(
        path: path, field: "vocab.json", problem: "has no token “\(token)” (\(key))")
    }
    return PairProcessing.Special(token: token, id: id)
  }

  /// The listed added tokens, and those of `names` that the vocabulary has.
  private func added(
    _ names: [String], _ model: Model, _ table: TokenTable
  ) throws(TokenizerError) -> [AddedToken] {
    var list = AddedTokenList(model)
    let listed = try configuration.addedTokens()
    for token in listed { list.add(token) }
    for name in names where table.id(name) != nil {
      if list.tokens.contains(where: { $0.content.utf8.elementsEqual(name.utf8) }) { continue }
      list.add(AddedToken(content: name, id: 0))
    }
    return list.tokens
  }

  private func readVocabulary(_ bytes: [UInt8]) throws(TokenizerError) -> TokenTable {
    var scanner = JSONScanner(bytes)
    var table = TokenTable()
    do {
      try scanner.enterObject()
      while let token = try scanner.nextKey() {
        let id = try scanner.count()
        guard id <= TokenTable.greatestID, table.add(scanner.utf8(token), id: id) != nil else {
          throw TokenizerError.malformed(
            path: path, field: "vocab.json",
            problem: "“\(scanner.text(token))” is there twice or has too large an id, \(id)")
        }
      }
      try scanner.finish()
    } catch let error as TokenizerError {
      throw error
    } catch let error as JSONError {
      throw TokenizerError(error, path: path, field: "vocab.json")
    } catch {
      throw .malformed(path: path, field: "vocab.json", problem: "cannot be read")
    }
    guard table.count > 0, table.idBound <= 16 * table.count + (1 << 16) else {
      throw .malformed(
        path: path, field: "vocab.json",
        problem: "has ids up to \(table.idBound - 1) for \(table.count) tokens")
    }
    return table
  }

  private func readMerges(
    _ bytes: [UInt8], _ table: TokenTable
  ) throws(TokenizerError) -> MergeTable {
    var merges = MergeTable()
    var rank = 0
    for (index, line) in bytes.split(separator: 0x0a, omittingEmptySubsequences: false)
      .enumerated()
    {
      var line = Array(line)
      if line.last == 0x0d { line.removeLast() }
      if line.isEmpty || index == 0 && line.starts(with: "#version".utf8) { continue }
      guard let blank = line.firstIndex(of: 0x20) else {
        throw .malformed(
          path: path, field: "merges.txt, line \(index + 1)",
          problem: "expected two tokens with one blank between them")
      }
      line.remove(at: blank)
      try merges.add(line, middle: blank, rank: rank, prefix: 0, table) { problem in
        .malformed(path: path, field: "merges.txt, line \(index + 1)", problem: problem)
      }
      rank += 1
    }
    return merges
  }
}
