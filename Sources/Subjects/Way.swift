public import Snapshots

/// What tells a run from the others of its lesson: a mechanism, and over what.
public struct Way: Hashable, Sendable {
  /// How the model finds what it needs.
  public var mechanism: Mechanism
  /// What reads the input before attention does, where the lesson leaves a choice.
  public var encoder: Encoder?
  /// What pooling applies to the projection of a position, where the lesson leaves a choice.
  public var score: PoolingScore?

  /// Attention by `mechanism`.
  public init(_ mechanism: Mechanism, encoder: Encoder? = nil, score: PoolingScore? = nil) {
    self.mechanism = mechanism
    self.encoder = encoder
    self.score = score
  }
}
