/// Held-out values, measured with the weights of one step.
public struct Evaluation: Hashable, Sendable {
  /// The training step.
  public var step: Int
  /// The share of target tokens that were right, 0 … 1.
  public var accuracy: Double
  /// The share of examples that were right from end to end, 0 … 1.
  public var exactMatch: Double
  /// The share of rows that are not free whose largest weight lies on target; nil without attention.
  public var patternMatch: Double?
  /// The number of examples.
  public var examples: Int

  /// Held-out values at `step`.
  public init(
    step: Int, accuracy: Double, exactMatch: Double, patternMatch: Double?, examples: Int
  ) {
    self.step = step
    self.accuracy = accuracy
    self.exactMatch = exactMatch
    self.patternMatch = patternMatch
    self.examples = examples
  }
}
