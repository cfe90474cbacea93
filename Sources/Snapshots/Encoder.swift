/// What reads the input before attention does.
public enum Encoder: String, Hashable, Sendable, CaseIterable {
  /// A gated recurrent unit in both directions.
  case gru
  /// A long short-term memory.
  case lstm
  /// Nothing: attention sees the embeddings themselves.
  case none
  /// Transformer blocks.
  case transformer
}
