/// The part of a tokenizer that knows the vocabulary.
enum Model: Sendable {
  case wordPiece(WordPiece)
  case bytePairs(BytePairEncoding)
  case unigram(Unigram)
  case wordLevel(WordLevel)

  /// Appends the tokens of a piece of text.
  func tokenize(_ bytes: [UInt8], _ range: Range<Int>, _ tokens: inout [ModelToken]) {
    guard !range.isEmpty else { return }
    switch self {
    case .wordPiece(let model): model.tokenize(bytes, range, &tokens)
    case .bytePairs(let model): model.tokenize(bytes, range, &tokens)
    case .unigram(let model): model.tokenize(bytes, range, &tokens)
    case .wordLevel(let model): model.tokenize(bytes, range, &tokens)
    }
  }

  /// The names of the models, as files write them.
  static let supported = "BPE, WordPiece, Unigram, WordLevel"
}
