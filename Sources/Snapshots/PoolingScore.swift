/// What attention pooling applies to the projection of a position.
public enum PoolingScore: String, Hashable, Sendable, CaseIterable {
  /// As published: the scores are capped.
  case tanh
  /// No cap: attention can be sharp.
  case linear
}
