/// Text to token ids and back, exactly as Hugging Face's tokenizers 0.23 do it.
///
/// The way of a text: added tokens are cut out, the rest is normalized and cut into pieces, the
/// model makes tokens of each piece, and the post-processor puts special tokens around them. Every
/// step changes an `AlignedText`, which remembers what of the original each byte stands for.
public struct Tokenizer: Sendable {
  let normalizer: Normalizer?
  let preTokenizer: PreTokenizer?
  let model: Model
  let postProcessor: PostProcessor?
  let decoder: Decoder?
  let addedTokens: AddedTokens
  let table: TokenTable
  /// Ids of added tokens by their text, which the model may not know.
  let addedIDs: [[UInt8]: Int]

  /// The ids of tokens with a purpose, as far as they are known.
  public internal(set) var special: SpecialIDs
  /// How the file would cut long texts; nothing is cut unless asked.
  public internal(set) var truncation: Truncation?
  /// How the file would lengthen short texts; nothing is lengthened unless asked.
  public internal(set) var padding: Padding?

  init(_ parts: Parts) {
    normalizer = parts.normalizer
    preTokenizer = parts.preTokenizer
    model = parts.model
    postProcessor = parts.postProcessor
    decoder = parts.decoder
    addedTokens = AddedTokens(parts.addedTokens, parts.normalizer)
    table =
      switch parts.model {
      case .wordPiece(let model): model.table
      case .bytePairs(let model): model.table
      case .unigram(let model): model.table
      case .wordLevel(let model): model.table
      }
    var ids: [[UInt8]: Int] = [:]
    for token in addedTokens.tokens.values { ids[Array(token.content.utf8)] = token.id }
    addedIDs = ids
    truncation = parts.truncation
    padding = parts.padding
    special = parts.special
  }

  /// The components of a tokenizer, as they are read.
  struct Parts {
    var normalizer: Normalizer?
    var preTokenizer: PreTokenizer?
    var model: Model
    var postProcessor: PostProcessor?
    var decoder: Decoder?
    var addedTokens: [AddedToken] = []
    var truncation: Truncation?
    var padding: Padding?
    var special = SpecialIDs()

    init(model: Model) { self.model = model }
  }

  // MARK: Encoding

  /// The tokens of a text, or of two.
  ///
  /// Nothing is cut or padded, whatever the file says; see `encode(_:pair:truncating:padding:)`.
  public func encode(
    _ text: String, pair: String? = nil, addingSpecialTokens: Bool = true
  ) -> Encoding {
    var encodings = [encode(text, sequence: 0)]
    if let pair { encodings.append(encode(pair, sequence: 1)) }
    return finish(encodings, addingSpecialTokens: addingSpecialTokens)
  }

  /// The tokens of one text or of two, put together.
  func finish(_ encodings: [Encoding], addingSpecialTokens: Bool) -> Encoding {
    let parts =
      postProcessor?.process(encodings, addingSpecialTokens: addingSpecialTokens) ?? encodings
    var whole = Encoding()
    for part in parts { whole.append(part) }
    return whole
  }

  /// The tokens of one text alone.
  func encode(_ text: String, sequence: Int) -> Encoding {
    var pieces = addedTokens.pieces(AlignedText(text), normalizer)
    preTokenizer?.preTokenize(&pieces)
    var encoding = Encoding()
    var tokens: [ModelToken] = []
    let bytes = pieces.text.bytes
    for (word, piece) in pieces.pieces.enumerated() {
      if let id = piece.token {
        encoding.append(
          id: id, token: String(decoding: bytes[piece.range], as: UTF8.self),
          offsets: pieces.text.original(piece.range), type: sequence,
          isSpecial: addedTokens.tokens[id]?.isSpecial ?? false, word: word, sequence: sequence)
        continue
      }
      tokens.removeAll(keepingCapacity: true)
      model.tokenize(bytes, piece.range, &tokens)
      for token in tokens {
        let text = token.isNamedByText ? bytes[token.range] : table.bytes(token.id) ?? []
        encoding.append(
          id: token.id, token: String(decoding: text, as: UTF8.self),
          offsets: pieces.text.original(token.range), type: sequence, word: word,
          sequence: sequence)
      }
    }
    return encoding
  }
}
