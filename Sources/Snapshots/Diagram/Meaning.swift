extension Diagram {
  /// What an operation is for: the part that it plays in a mechanism.
  ///
  /// A layer says it where it records the operation; names can change without it. A new family of models
  /// adds its own in its own file.
  public struct Meaning: Hashable, Sendable {
    /// What tells it from others: `hiddenLayer`.
    public let name: String

    /// The meaning called `name`.
    public init(_ name: String) { self.name = name }
  }
}

extension Diagram.Meaning {
  // Additive attention.
  /// W1 · features.
  public static let featureProjection = Self("featureProjection")
  /// W2 · hidden.
  public static let hiddenProjection = Self("hiddenProjection")
  /// The sum of both, before tanh.
  public static let projectionSum = Self("projectionSum")
  /// tanh of it: what the tutorials' code calls "score".
  public static let hiddenLayer = Self("hiddenLayer")
  // All mechanisms.
  /// One number for each key, of any size.
  public static let score = Self("score")
  /// A score that passed through tanh.
  public static let cappedScore = Self("cappedScore")
  /// Scores with the mask added.
  public static let maskedScore = Self("maskedScore")
  /// Shares that sum to 1 over the keys.
  public static let weights = Self("weights")
  /// Weights × what they weigh, before the sum.
  public static let weighted = Self("weighted")
  /// Their sum over the keys.
  public static let context = Self("context")
  // The detour of the original pooling code.
  /// The row of weights, once for every unit.
  public static let repeatVector = Self("repeatVector")
  /// That, with its axes exchanged.
  public static let permute = Self("permute")
  /// Activations × the repeated weights.
  public static let multiply = Self("multiply")
  /// What the detour differs by from broadcasting.
  public static let difference = Self("difference")
  // Multi-head attention.
  /// What each position asks.
  public static let queries = Self("queries")
  /// What each position is found by.
  public static let keys = Self("keys")
  /// What each position gives.
  public static let values = Self("values")
  /// Queries before they are cut into heads.
  public static let wholeQueries = Self("wholeQueries")
  /// Keys before they are cut into heads.
  public static let wholeKeys = Self("wholeKeys")
  /// Values before they are cut into heads.
  public static let wholeValues = Self("wholeValues")
  /// The width cut into heads.
  public static let splitHeads = Self("splitHeads")
  /// Heads in front of positions.
  public static let transposedHeads = Self("transposedHeads")
  /// Queries times d^−½.
  public static let scaledQueries = Self("scaledQueries")
  /// Queries turned by the angle of their position.
  public static let turnedQueries = Self("turnedQueries")
  /// Keys turned by the angle of theirs.
  public static let turnedKeys = Self("turnedKeys")
  /// The heads side by side again.
  public static let mergedHeads = Self("mergedHeads")
  /// What the heads found, mixed.
  public static let output = Self("output")
  // Recurrent cells.
  /// x · K + b: the input's share of the gates.
  public static let inputProjection = Self("inputProjection")
  /// z: how much of the old state stays.
  public static let updateGate = Self("updateGate")
  /// r: how much of the old state the candidate sees.
  public static let resetGate = Self("resetGate")
  /// What the new state could be.
  public static let candidate = Self("candidate")
  /// i: how much of the candidate enters the cell.
  public static let inputGate = Self("inputGate")
  /// f: how much of the cell stays.
  public static let forgetGate = Self("forgetGate")
  /// o: how much of the cell is shown.
  public static let outputGate = Self("outputGate")
  /// c: the memory.
  public static let cell = Self("cell")
  /// h: the state.
  public static let state = Self("state")
  /// h before: what the last step of a decoder left.
  public static let stateBefore = Self("stateBefore")
  // Around attention.
  /// A row of the table of embeddings for each token.
  public static let embedding = Self("embedding")
  /// Where in the sequence a token stands, added to it.
  public static let positions = Self("positions")
  /// Mean 0 and variance 1 in every row.
  public static let normalized = Self("normalized")
  /// A mean square of 1 in every row.
  public static let rootMeanSquare = Self("rootMeanSquare")
  /// The hidden layer of a feed-forward network, by a smooth activation.
  public static let activated = Self("activated")
  /// What came in, added to what a layer made of it.
  public static let residual = Self("residual")
  /// The hidden layer of a feed-forward network.
  public static let feedForward = Self("feedForward")
  /// What a feed-forward network says, back to the width of what came in.
  public static let feedForwardOutput = Self("feedForwardOutput")
  /// The state that a decoder begins with, made of what an encoder ended with.
  public static let bridge = Self("bridge")
  /// Several values side by side.
  public static let joined = Self("joined")
  /// A score for each token or class that could be written.
  public static let tokenScores = Self("tokenScores")
  /// How wrong the example is.
  public static let loss = Self("loss")
}
