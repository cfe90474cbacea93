/// What is chosen otherwise where a run begins anew, since its tensors would not fit or its data would be
/// others.
public enum Restart: Hashable, Sendable {
  /// Units of the recurrent layers and of the attention; the width of a transformer.
  case units(Int)
  /// Heads of multi-head attention.
  case heads(Int)
  /// The seed of weights and data.
  case seed(UInt64)
}
