/// A mistake that people make with attention, recorded on purpose to see what it does.
///
/// Each is the smallest change of the right computation; everything else stays as it is.
public enum Mistake: String, Hashable, Sendable, CaseIterable {
  /// Softmax over the last axis of `[batch, key, 1]`: each score is alone, so every weight is 1.
  ///
  /// The context becomes the sum of all features, and no gradient reaches the scores.
  case softmaxAxis = "softmax-axis"
  /// The weighted features are never summed.
  ///
  /// Keras then has a context for every key, `[batch, key, feature]`, where the decoder takes one: it
  /// refuses, or reads the first. Here the decoder is given that of the first key alone.
  case noSum = "no-sum"
  /// Scores are not divided by √d.
  case noScale = "no-scale"
  /// Heads are split by a reshape without the transposition, which mixes positions with features.
  ///
  /// What is called position t of a head then is a piece of another position, and which one depends
  /// on how far the batch was padded.
  case reshape
  /// Padding can be attended to.
  case noMask = "no-mask"
}
