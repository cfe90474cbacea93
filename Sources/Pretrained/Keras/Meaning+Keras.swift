import Snapshots

extension Diagram.Meaning {
  /// An encoder's features, brought to the width of what asks.
  static let encoderProjection = Self("encoderProjection")
  /// What several layers say of the same positions, side by side.
  static let layersJoined = Self("layersJoined")
  /// Features at padding, set to 0.
  static let maskedFeatures = Self("maskedFeatures")
  /// The hidden layer between a context and the scores of tokens, before its tanh.
  static let combination = Self("combination")
  /// The same behind its tanh.
  static let combined = Self("combined")
  /// A probability for each token.
  static let probabilities = Self("probabilities")
}
