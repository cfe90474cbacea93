/// A screen that a capital letter goes to.
public enum ScreenName: String, Hashable, Sendable, CaseIterable {
  /// One head, query by key.
  case map
  /// All heads of one stack, layers by heads.
  case heads
  /// The tokens, shaded by the weights of one query.
  case words
  /// Several runs side by side.
  case compare
  /// One operation after the other, with its numbers.
  case anatomy
}
