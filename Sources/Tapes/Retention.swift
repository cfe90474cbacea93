/// What can be read after a playing.
///
/// One tape has several memory plans: what nobody wants to see shares memory with what comes later.
/// Retention never changes a bit of any result.
public enum Retention: Hashable, Sendable {
  /// What was marked as output.
  case outputs
  /// That and what was marked as attention.
  case attention
  /// Every value and, after backward, every gradient.
  case everything
}
