/// What can be read after a playing.
///
/// One tape has several memory plans: what nobody wants to see shares memory with what comes later.
/// Retention changes no bit of a value or of the loss. Gradients under `everything` may differ in the last
/// bits, as no group of instructions is fused there.
public enum Retention: Hashable, Sendable {
  /// What was marked as output.
  case outputs
  /// That and what was marked as attention.
  case attention
  /// Every value and, after backward, every gradient.
  case everything
}
