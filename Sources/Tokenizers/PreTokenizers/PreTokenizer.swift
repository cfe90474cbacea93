/// A cut of text into the pieces that the model reads one by one.
indirect enum PreTokenizer: Sendable {
  case sequence([PreTokenizer])
  case byteLevel(ByteLevel)
  case metaspace(Metaspace)
  case split(SplitPreTokenizer)
  case fixedLength(FixedLength)
  case unicodeScripts
  case words

  /// BERT's: at white space, then around punctuation.
  static let bert = PreTokenizer.sequence([.split(.whitespaceSplit), .split(.bertPunctuation)])

  /// The names of the pre-tokenizers, as files write them.
  static let supported =
    "BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, "
    + "Punctuation, Sequence, Split, UnicodeScripts, Whitespace, WhitespaceSplit"

  /// Cuts the pieces.
  func preTokenize(_ pieces: inout PieceList) {
    switch self {
    case .sequence(let parts): for part in parts { part.preTokenize(&pieces) }
    case .byteLevel(let part): part.preTokenize(&pieces)
    case .metaspace(let part): part.preTokenize(&pieces)
    case .split(let part): part.preTokenize(&pieces)
    case .fixedLength(let part): part.preTokenize(&pieces)
    case .words: WordPreTokenizer.preTokenize(&pieces)
    case .unicodeScripts: UnicodeScripts.preTokenize(&pieces)
    }
  }
}
