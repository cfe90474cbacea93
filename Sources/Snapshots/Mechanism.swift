/// How a decoder finds what it needs in the input.
public enum Mechanism: String, Hashable, Sendable, CaseIterable {
  /// Additive attention: every step asks the encoder's states anew.
  case additive
  /// Attention pooling: one learned query, so one distribution for all steps.
  case pooling
  /// Multi-head attention: several questions at once, by dot products.
  case multihead
  /// None: all that the decoder knows is the state it starts from. The baseline.
  case none
}
