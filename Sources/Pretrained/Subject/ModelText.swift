/// What a model is given to read.
public struct ModelText: Hashable, Sendable {
  /// The text.
  public var text: String
  /// The second of two texts, where they are read as a pair.
  public var pair: String?
  /// The numbers of the tokens, where they are given and no tokenizer is asked.
  public var ids: [Int]?
  /// The kinds of these tokens; nil: all are of the first.
  public var types: [Int]?

  /// A text, or two.
  public init(_ text: String, pair: String? = nil) { (self.text, self.pair) = (text, pair) }

  /// Tokens by their numbers.
  public init(ids: [Int], types: [Int]? = nil) {
    text = ids.map(String.init).joined(separator: " ")
    (self.ids, self.types) = (ids, types)
  }
}
