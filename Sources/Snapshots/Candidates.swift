import Tensors

/// What a model would write at one place, the likeliest first.
public struct Candidates: Hashable, Sendable {
  /// A token that could be written.
  public struct Candidate: Hashable, Sendable {
    /// The token as a person reads it.
    public var label: String
    /// Its number.
    public var id: Int32
    /// ln of the probability that the model gives to it.
    public var logProbability: Float

    /// A token with its logarithm.
    public init(label: String, id: Int32, logProbability: Float) {
      (self.label, self.id, self.logProbability) = (label, id, logProbability)
    }
  }

  /// Which position's state is asked.
  public var place: Int
  /// Whether the token at that place is to be guessed; else it is the one that follows.
  public var isMask: Bool
  /// The likeliest tokens, the likeliest first, and those that somebody else found likeliest.
  public var best: [Candidate]

  /// What could stand at, or follow, a place.
  public init(place: Int, isMask: Bool, best: [Candidate]) {
    (self.place, self.isMask, self.best) = (place, isMask, best)
  }

  /// The `count` likeliest of `scores`, and the tokens `also`, whose logarithms somebody wants to compare.
  ///
  /// ln p = score − max − ln Σ e^(score − max), the sum in ascending order. Of equal scores the first
  /// token is the likelier.
  public init(
    place: Int, isMask: Bool, scores: [Float], count: Int, also: [Int32] = [],
    labels: (Int32) -> String
  ) {
    self.place = place
    self.isMask = isMask
    let most = scores.reduce(-Float.infinity) { max($0, $1) }
    var sum = 0.0
    for score in scores { sum += Transcendental.exponential(Double(score - most)) }
    let logarithm = Float(Transcendental.logarithm(sum))
    var chosen: [Int] = []
    for (token, score) in scores.enumerated() where score.isFinite {
      if chosen.count == count, let last = chosen.last, scores[last] >= score { continue }
      let at = chosen.firstIndex { scores[$0] < score } ?? chosen.count
      chosen.insert(token, at: at)
      if chosen.count > count { chosen.removeLast() }
    }
    for token in also.map({ Int($0) })
    where scores.indices.contains(token) && !chosen.contains(token) {
      chosen.append(token)
    }
    best = chosen.map { token in
      Candidate(
        label: labels(Int32(token)), id: Int32(token),
        logProbability: scores[token] - most - logarithm)
    }
  }
}
