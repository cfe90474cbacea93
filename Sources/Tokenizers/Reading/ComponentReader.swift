import JSON

/// Makes components of what tokenizer.json says about them.
struct ComponentReader {
  /// The file, for messages.
  let path: String
  /// The most components in all sequences together.
  static let greatestCount = 1_000

  private func list(
    _ fields: Fields, _ key: String
  ) throws(TokenizerError) -> [(value: JSONValue, field: String)] {
    let elements = try fields.array(key)
    guard elements.count <= Self.greatestCount else {
      throw fields.error(key, "expected at most \(Self.greatestCount) components")
    }
    return elements.enumerated().map { ($1, fields.name(key) + "[\($0)]") }
  }

  // MARK: Normalizers

  func normalizer(_ value: JSONValue, _ field: String) throws(TokenizerError) -> Normalizer {
    let fields = try Fields(value, path: path, field: field)
    switch try fields.type() {
    case "Sequence":
      var parts: [Normalizer] = []
      for (value, field) in try list(fields, "normalizers") {
        parts.append(try normalizer(value, field))
      }
      return .sequence(parts)
    case "BertNormalizer":
      let lowercases = try fields.boolean("lowercase", or: true)
      return .bert(
        BertNormalizer(
          cleansText: try fields.boolean("clean_text", or: true),
          separatesChinese: try fields.boolean("handle_chinese_chars", or: true),
          stripsAccents: try fields.boolean("strip_accents", or: lowercases),
          lowercases: lowercases))
    case "NFC": return .form(NormalizationForm(isCompatibility: false, isComposed: true))
    case "NFD": return .form(NormalizationForm(isCompatibility: false, isComposed: false))
    case "NFKC": return .form(NormalizationForm(isCompatibility: true, isComposed: true))
    case "NFKD": return .form(NormalizationForm(isCompatibility: true, isComposed: false))
    case "Lowercase": return .lowercase
    case "Strip":
      return .strip(
        StripNormalizer(
          left: try fields.boolean("strip_left", or: true),
          right: try fields.boolean("strip_right", or: true)))
    case "StripAccents": return .stripAccents
    case "Replace": return .replace(try replacement(fields))
    case "Prepend":
      return .prepend(try fields.string("prepend").unicodeScalars.map(\.value))
    case "Nmt": return .nmt
    case "Precompiled":
      guard let bytes = Base64.decode(try fields.string("precompiled_charsmap")),
        let characters = PrecompiledCharacters(bytes)
      else {
        throw fields.error("precompiled_charsmap", "expected sentencepiece's table in base64")
      }
      return .precompiled(characters)
    case "ByteLevel": return .byteLevel
    default: throw try fields.unsupported(Normalizer.supported)
    }
  }

  private func replacement(_ fields: Fields) throws(TokenizerError) -> Replacement {
    Replacement(try fields.pattern("pattern"), by: try fields.string("content"))
  }

  // MARK: Pre-tokenizers

  func preTokenizer(_ value: JSONValue, _ field: String) throws(TokenizerError) -> PreTokenizer {
    let fields = try Fields(value, path: path, field: field)
    switch try fields.type() {
    case "Sequence":
      var parts: [PreTokenizer] = []
      for (value, field) in try list(fields, "pretokenizers") {
        parts.append(try preTokenizer(value, field))
      }
      return .sequence(parts)
    case "ByteLevel":
      return .byteLevel(
        ByteLevel(
          addsPrefixSpace: try fields.boolean("add_prefix_space", or: true),
          splits: try fields.boolean("use_regex", or: true)))
    case "Metaspace": return .metaspace(try metaspace(fields))
    case "BertPreTokenizer": return .bert
    case "Whitespace": return .words
    case "WhitespaceSplit": return .split(.whitespaceSplit)
    case "Digits":
      return .split(.digits(individually: try fields.boolean("individual_digits", or: false)))
    case "Punctuation":
      return .split(
        SplitPreTokenizer(
          pattern: .scalars(.punctuation),
          behaviour: try fields.choice("behavior", or: .isolated)))
    case "CharDelimiterSplit":
      return .split(
        SplitPreTokenizer(
          pattern: .scalars(ScalarSet(try fields.scalar("delimiter"))), behaviour: .removed))
    case "Split":
      return .split(
        SplitPreTokenizer(
          pattern: try fields.pattern("pattern"), behaviour: try fields.choice("behavior"),
          isInverted: try fields.boolean("invert", or: false)))
    case "UnicodeScripts": return .unicodeScripts
    case "FixedLength":
      let length = try fields.count("length", or: 5)
      guard length > 0 else { throw fields.error("length", "expected at least 1") }
      return .fixedLength(FixedLength(length: length))
    default: throw try fields.unsupported(PreTokenizer.supported)
    }
  }

  private func metaspace(_ fields: Fields) throws(TokenizerError) -> Metaspace {
    // Files before 2024 have `add_prefix_space` instead of the scheme.
    let addsPrefix = try fields.boolean("add_prefix_space", or: true)
    return Metaspace(
      replacement: try fields.scalar("replacement"),
      prefix: try fields.choice("prepend_scheme", or: addsPrefix ? .always : .never),
      splits: try fields.boolean("split", or: true))
  }

  // MARK: Post-processors

  func postProcessor(_ value: JSONValue, _ field: String) throws(TokenizerError) -> PostProcessor {
    let fields = try Fields(value, path: path, field: field)
    switch try fields.type() {
    case "Sequence":
      var parts: [PostProcessor] = []
      for (value, field) in try list(fields, "processors") {
        parts.append(try postProcessor(value, field))
      }
      return .sequence(parts)
    case "ByteLevel": return .trimming(try trimming(fields))
    case "BertProcessing":
      return .pair(
        PairProcessing(
          first: try special(fields, "cls"), last: try special(fields, "sep"), isRoberta: false))
    case "RobertaProcessing":
      return .pair(
        PairProcessing(
          first: try special(fields, "cls"), last: try special(fields, "sep"), isRoberta: true,
          trimming: try trimming(fields)))
    case "TemplateProcessing": return .template(try TemplateReader(fields).template())
    default: throw try fields.unsupported(PostProcessor.supported)
    }
  }

  private func trimming(_ fields: Fields) throws(TokenizerError) -> OffsetTrimming? {
    let trimming = OffsetTrimming(
      addsPrefixSpace: try fields.boolean("add_prefix_space", or: true))
    return try fields.boolean("trim_offsets", or: true) ? trimming : nil
  }

  private func special(
    _ fields: Fields, _ key: String
  ) throws(TokenizerError) -> PairProcessing.Special {
    let pair = try fields.array(key)
    guard pair.count == 2, let token = pair[0].string, let id = pair[1].integer,
      0...TokenTable.greatestID ~= id
    else {
      throw fields.error(key, "expected a token and its id")
    }
    return PairProcessing.Special(token: token, id: id)
  }

  // MARK: Decoders

  func decoder(_ value: JSONValue, _ field: String) throws(TokenizerError) -> Decoder {
    let fields = try Fields(value, path: path, field: field)
    switch try fields.type() {
    case "Sequence":
      var parts: [Decoder] = []
      for (value, field) in try list(fields, "decoders") {
        parts.append(try decoder(value, field))
      }
      return .sequence(parts)
    case "ByteLevel": return .byteLevel
    case "WordPiece":
      return .wordPiece(
        WordPieceDecoder(
          prefix: Array(try fields.string("prefix", or: "##").utf8),
          cleansUp: try fields.boolean("cleanup", or: true)))
    case "Metaspace": return .metaspace(try metaspace(fields))
    case "Replace": return .replace(try replacement(fields))
    case "ByteFallback": return .byteFallback
    case "Fuse": return .fuse
    case "Strip":
      return .strip(
        StripDecoder(
          content: try fields.scalar("content").value, start: try fields.count("start", or: 0),
          stop: try fields.count("stop", or: 0)))
    case "BPEDecoder":
      return .bytePairs(suffix: Array(try fields.string("suffix", or: "</w>").utf8))
    case "CTC":
      return .ctc(
        CTCDecoder(
          padding: Array(try fields.string("pad_token", or: "<pad>").utf8),
          delimiter: Array(try fields.string("word_delimiter_token", or: "|").utf8),
          cleansUp: try fields.boolean("cleanup", or: true)))
    default: throw try fields.unsupported(Decoder.supported)
    }
  }
}
