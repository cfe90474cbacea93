public import Tensors

/// Attention weights of one site, with the real tokens on both axes.
///
/// `weights` has the axes query and key, or head, query and key. A row sums to 1, or to 0 where
/// nothing could be attended to ("no mass").
public struct AttentionWeights: Hashable, Sendable {
  /// Where in the model.
  public var site: Site
  /// The weights: `[query, key]` or `[head, query, key]`.
  public var weights: Tensor
  /// What each query stands for, from top to bottom.
  public var queries: [String]
  /// What each key stands for, from left to right.
  public var keys: [String]

  /// Weights of `site` with a label for every row and column.
  public init(site: Site, weights: Tensor, queries: [String], keys: [String]) {
    precondition(weights.shape[.query] == queries.count, "a label for every query")
    precondition(weights.shape[.key] == keys.count, "a label for every key")
    self.site = site
    self.weights = weights
    self.queries = queries
    self.keys = keys
  }
}

/// Where one query should look.
public enum Expectation: Hashable, Sendable {
  /// The input holds no clue: anything is fine and nothing is counted.
  case free
  /// The largest weight should lie on one of these keys.
  case keys(Set<Int>)
}

/// What a model wrote for one input, position by position.
public struct Written: Hashable, Sendable {
  /// The token as a person reads it.
  public var token: String
  /// The probability that the model gave to it, 0 … 1.
  public var probability: Float
  /// Where this query should have looked; nil when nothing is known, as for a typed probe.
  public var expectation: Expectation?
  /// Whether the largest weight lies where it should; nil for free and unknown rows.
  public var isOnTarget: Bool?

  /// One written token.
  public init(
    token: String, probability: Float, expectation: Expectation? = nil, isOnTarget: Bool? = nil
  ) {
    self.token = token
    self.probability = probability
    self.expectation = expectation
    self.isOnTarget = isOnTarget
  }
}

/// One input and what a model made of it.
public struct Reading: Hashable, Sendable {
  /// The input as it was given.
  public var source: String
  /// The right answer, where it is known.
  public var target: String?
  /// What the model wrote, greedily decoded, without its end mark.
  public var text: String
  /// The same, position by position; one for each query of the attention.
  public var written: [Written]
  /// Positions of the input that the model has no token for.
  public var unknown: Set<Int>

  /// A reading of `source`.
  public init(
    source: String, target: String?, text: String, written: [Written], unknown: Set<Int> = []
  ) {
    self.source = source
    self.target = target
    self.text = text
    self.written = written
    self.unknown = unknown
  }

  /// Whether the text is the right answer; nil where the answer is not known.
  public var isRight: Bool? { target.map { $0 == text } }
}

/// What one moment of a run looked like: an immutable copy that any view can draw.
public struct Snapshot: Hashable, Sendable {
  /// The training step: the number of updates that had been made.
  public var step: Int
  /// The input and what was written.
  public var reading: Reading
  /// The attention, a site each; empty for a model without attention.
  public var attention: [AttentionWeights]

  /// A snapshot at `step`.
  public init(step: Int, reading: Reading, attention: [AttentionWeights]) {
    self.step = step
    self.reading = reading
    self.attention = attention
  }
}
