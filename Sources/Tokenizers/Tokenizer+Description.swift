extension Tokenizer {
  /// How tokens are made, as Hugging Face calls it: `BPE`, `WordPiece`, `Unigram`, `WordLevel`.
  public var kind: String {
    switch model {
    case .wordPiece: "WordPiece"
    case .bytePairs: "BPE"
    case .unigram: "Unigram"
    case .wordLevel: "WordLevel"
    }
  }
}

extension SpecialIDs {
  /// The ids that are known, each with its purpose.
  public var named: [(purpose: String, id: Int)] {
    [
      ("classifier", classifier), ("separator", separator), ("mask", mask), ("padding", padding),
      ("unknown", unknown), ("beginning", beginning), ("end", end),
    ].compactMap { purpose, id in id.map { (purpose, $0) } }
  }
}
