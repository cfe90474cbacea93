/// What a tokenizer makes of a text: ids, and for each where it comes from.
public struct Encoding: Hashable, Sendable {
  /// The ids.
  public var ids: [Int] = []
  /// The tokens as the vocabulary writes them.
  public var tokens: [String] = []
  /// The Unicode scalars of the text that each token stands for; 0 ..< 0 where none does.
  public var offsets: [Range<Int>] = []
  /// The token types, which tell the first text of a pair from the second.
  public var types: [Int] = []
  /// Whether a token is a special one, put there by the tokenizer or written in the text.
  public var isSpecial: [Bool] = []
  /// The piece of its text that each token is from; nil where none is.
  public var words: [Int?] = []
  /// Which text of a pair each token is from; nil where none is.
  public var sequences: [Int?] = []

  /// An encoding of nothing.
  public init() {}

  /// The number of tokens.
  public var count: Int { ids.count }

  /// Appends a token.
  mutating func append(
    id: Int, token: String, offsets range: Range<Int> = 0..<0, type: Int = 0,
    isSpecial special: Bool = false, word: Int? = nil, sequence: Int? = nil
  ) {
    ids.append(id)
    tokens.append(token)
    offsets.append(range)
    types.append(type)
    isSpecial.append(special)
    words.append(word)
    sequences.append(sequence)
  }

  /// Appends all tokens of another encoding.
  mutating func append(_ other: Encoding) {
    ids += other.ids
    tokens += other.tokens
    offsets += other.offsets
    types += other.types
    isSpecial += other.isSpecial
    words += other.words
    sequences += other.sequences
  }

  /// The tokens of a range.
  func part(_ range: Range<Int>) -> Encoding {
    var part = Encoding()
    part.ids = Array(ids[range])
    part.tokens = Array(tokens[range])
    part.offsets = Array(offsets[range])
    part.types = Array(types[range])
    part.isSpecial = Array(isSpecial[range])
    part.words = Array(words[range])
    part.sequences = Array(sequences[range])
    return part
  }

  /// Gives all tokens one type.
  mutating func setType(_ type: Int) {
    types = Array(repeating: type, count: count)
  }

  /// Says of all tokens that they are of one text.
  mutating func setSequence(_ sequence: Int) {
    sequences = Array(repeating: sequence, count: count)
  }
}
