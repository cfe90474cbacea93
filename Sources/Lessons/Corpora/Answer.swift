/// What a model makes of a source.
public enum Answer: Hashable, Sendable {
  /// Another text, symbol by symbol.
  case text
  /// One of several labels.
  case label
  /// What comes next, at every position of the source itself.
  case next
}
