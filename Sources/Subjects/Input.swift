/// What a picture is about.
public enum Input: Hashable, Sendable {
  /// One of the subject's own fixed inputs.
  case own(Int)
  /// A held-out example by number.
  case example(Int)
  /// What a person typed.
  case typed(String)
}
