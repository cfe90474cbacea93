import Tapes

/// The sizes that the blocks of one transformer share.
public struct TransformerSize: Hashable, Sendable {
  /// The width of every position.
  public var width: Int
  /// The number of heads.
  public var heads: Int
  /// The width of the feed-forward network's hidden layer.
  public var filter: Int
  /// The share of attention weights, hidden units and block outputs that training drops.
  public var dropout: Float

  /// Sizes; nothing is dropped by default.
  public init(width: Int, heads: Int, filter: Int, dropout: Float = 0) {
    self.width = width
    self.heads = heads
    self.filter = filter
    self.dropout = dropout
  }
}
