import Tensors
import Training

/// What a model answered to one source.
public struct Transcript: Hashable, Sendable {
  /// The tokens.
  public var tokens: [Int32]
  /// The probability that the model gave to each.
  public var probabilities: [Float]
  /// The attention weights over the source's own positions, by query, head and key.
  ///
  /// Empty without attention; attention without heads counts as one head. Where padding is not
  /// masked, the last weight is what all of it gets.
  public var weights: [[[Float]]]
  /// Whether each head is held against the pattern by itself, and not the mean of all.
  var areHeadsApart = false

  /// The tokens to be judged: what was chosen among scores that are no numbers is no token.
  var judged: [Int32] { zip(tokens, probabilities).map { $1.isNaN ? -1 : $0 } }

  /// Forgets what was written after the first `count` tokens.
  mutating func keepFirst(_ count: Int) {
    tokens = Array(tokens.prefix(count))
    probabilities = Array(probabilities.prefix(count))
    weights = Array(weights.prefix(count))
  }

  /// The weights of a query, the mean over the heads; nil without attention.
  func row(_ query: Int) -> [Float]? {
    guard weights.indices.contains(query), let first = weights[query].first else { return nil }
    guard weights[query].count > 1 else { return first }
    let share = 1 / Float(weights[query].count)
    return first.indices.map { key in
      share * weights[query].reduce(Float(0)) { $0 + $1[key] }
    }
  }

  /// The rows of a query that are held against its pattern: the mean over the heads, or each head's.
  func watched(_ query: Int) -> [[Float]] {
    guard areHeadsApart else { return row(query).map { [$0] } ?? [] }
    return weights.indices.contains(query) ? weights[query] : []
  }
}

extension [Transcript] {
  /// Whether each has the token `end` somewhere; false where there is none.
  func haveAllWritten(_ end: Int32?) -> Bool {
    guard let end else { return false }
    return allSatisfy { $0.tokens.contains(end) }
  }
}

/// The likeliest of several scores, and its probability: softmax(scores)[token].
///
/// For the screen and for what is judged only; nothing is trained on it. Of equal scores the first
/// counts.
func likeliest(
  _ scores: some Collection<Float>
) -> (token: Int32, probability: Float) {
  guard let best = scores.indexOfLargest else { return (0, .nan) }
  let sum = scores.reduce(Float(0)) { $0 + exponential($1 - scores[best]) }
  return (Int32(scores.distance(from: scores.startIndex, to: best)), 1 / sum)
}
