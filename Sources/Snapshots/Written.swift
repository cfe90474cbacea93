/// What a model wrote for one input, position by position.
public struct Written: Hashable, Sendable {
  /// The token as a person reads it.
  public var token: String
  /// The token as its model counts them, because not every one reads differently; nil where it is
  /// not known.
  public var id: Int32?
  /// The probability that the model gave to it, 0 … 1.
  public var probability: Float
  /// Where this query should have looked; nil when nothing is known, as for a typed probe.
  public var expectation: Expectation?
  /// Whether the largest weight lies where it should; nil for free and unknown rows.
  public var isOnTarget: Bool?

  /// One written token.
  public init(
    token: String, id: Int32? = nil, probability: Float, expectation: Expectation? = nil,
    isOnTarget: Bool? = nil
  ) {
    self.token = token
    self.id = id
    self.probability = probability
    self.expectation = expectation
    self.isOnTarget = isOnTarget
  }
}
