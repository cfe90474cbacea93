/// What the positions of a sequence are called: real tokens, or numbers where nothing is known.
///
/// It is a collection of names, so that whoever draws need not know which of both it is.
public enum Labels: Hashable, Sendable {
  /// A token at every position.
  case tokens([Token])
  /// So many positions, called 1, 2, 3 … as places are everywhere on the screen.
  case numbered(Int)

  /// What stands at one position.
  public struct Token: Hashable, Sendable {
    /// The token as a person reads it.
    public var label: String
    /// The token as its model counts them; nil where it is not known.
    public var id: Int32?
    /// Where it stands in the text, in bytes of UTF-8; nil where it is no part of it.
    public var offset: Range<Int>?
    /// Which word of the text it is a part of, from 0; nil where it is none.
    public var word: Int?

    /// A token that reads `label`.
    public init(
      _ label: String, id: Int32? = nil, offset: Range<Int>? = nil, word: Int? = nil
    ) {
      self.label = label
      self.id = id
      self.offset = offset
      self.word = word
    }
  }

  /// Tokens that read so, of which nothing else is known.
  public init(_ names: [String]) { self = .tokens(names.map { Token($0) }) }

  /// What two positions that hold the same token have in common.
  enum Symbol: Hashable {
    case id(Int32)
    case label(String)
  }

  /// What stands at every position, to be compared; nil where nothing is known.
  ///
  /// Where a model counts its tokens, these numbers tell: two of them may read alike.
  var symbols: [Symbol]? {
    guard case .tokens(let tokens) = self else { return nil }
    let ids = tokens.compactMap(\.id)
    return ids.count == tokens.count ? ids.map { .id($0) } : tokens.map { .label($0.label) }
  }
}

extension Labels {
  /// Whether both are the tokens of one sequence; of numbered positions nobody knows.
  func isOneSequence(with other: Labels) -> Bool {
    guard case .tokens(let own) = self, case .tokens(let others) = other else { return false }
    return own == others
  }
}

extension Labels: RandomAccessCollection {
  /// The first position.
  public var startIndex: Int { 0 }
  /// The number of positions.
  public var endIndex: Int {
    switch self {
    case .tokens(let tokens): tokens.count
    case .numbered(let count): count
    }
  }

  /// The name of a position; behind the last token its number, so that nothing can be missing.
  public subscript(position: Int) -> String {
    guard case .tokens(let tokens) = self, position < tokens.count else {
      return "\(position + 1)"
    }
    return tokens[position].label
  }
}

extension Labels: ExpressibleByArrayLiteral {
  /// Tokens that read so.
  public init(arrayLiteral names: String...) { self.init(names) }
}
