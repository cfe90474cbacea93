/// What a snapshot is a moment of.
public enum Moment: Hashable, Sendable {
  /// A training step: the number of updates that had been made.
  case step(Int)
  /// A token that was written, by its place.
  case token(Int)
  /// Nothing that passes: a model reads a text.
  case still
}
