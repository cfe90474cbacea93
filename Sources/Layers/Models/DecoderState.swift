/// What the decoder's recurrent unit starts each step from.
public enum DecoderState: String, Hashable, Sendable, CaseIterable {
  /// From its own last state.
  case carried
  /// From zeros, as in TensorFlow's tutorials, which pass no initial state: what it wrote before
  /// reaches it only through attention, and its recurrent kernel never gets a gradient.
  case reset
}
