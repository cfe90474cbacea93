import Snapshots
import Tensors
import Testing

@Suite struct HeadStatisticsTests {
  private let tokens = ["a", "b", "c", "d", "a", "b", "c", "d"]

  /// Weights whose row i lies wholly on `target(i)`, or on its own place where that is nil.
  private func pointing(_ count: Int, _ target: (Int) -> Int?) -> [Float] {
    var weights = [Float](repeating: 0, count: count * count)
    for query in 0..<count { weights[query * count + (target(query) ?? query)] = 1 }
    return weights
  }

  private func statistics(
    _ target: (Int) -> Int?, _ kind: AttentionWeights.Kind = .selfAttention
  ) -> HeadStatistics {
    HeadStatistics(
      weights: pointing(tokens.count, target), queries: tokens, keys: tokens, kind: kind)
  }

  /// A head that does one thing wholly scores 1 for it, and that is its role.
  @Test(arguments: [AttentionWeights.Kind.selfAttention, .causal])
  func aPerfectHeadScoresOne(_ kind: AttentionWeights.Kind) {
    let previous = statistics({ $0 > 0 ? $0 - 1 : nil }, kind)
    #expect(previous.previous == 1 && previous.role == .previous && previous.roleScore == 1)
    let first = statistics({ _ in 0 }, kind)
    #expect(first.first == 1 && first.role == .first)
    let own = statistics({ $0 }, kind)
    #expect(own.own == 1 && own.role == .own && own.entropy == 0)
    let duplicate = statistics({ $0 >= 4 ? $0 - 4 : nil }, kind)
    #expect(duplicate.duplicate == 1 && duplicate.role == .duplicate)
    let induction = statistics({ $0 >= 4 ? $0 - 3 : nil }, kind)
    #expect(induction.induction == 1 && induction.role == .induction)
    #expect(induction.duplicate == 0)
  }

  @Test func theNextTokenIsOutOfReachOfACausalHead() {
    let next = statistics({ $0 < 7 ? $0 + 1 : nil })
    #expect(next.next == 1 && next.role == .next)
    let causal = statistics({ $0 }, .causal)
    #expect(causal.next == nil)
  }

  /// Rows for which a role names no key are not counted: the numbers of rows say which were.
  @Test func rowsThatCannotApplyAreNotCounted() {
    let statistics = statistics({ $0 > 0 ? $0 - 1 : nil }, .causal)
    #expect(statistics.scores[.previous]?.rows == 7)
    #expect(statistics.scores[.own]?.rows == 7)
    #expect(statistics.scores[.induction]?.rows == 4)
    #expect(statistics.scores[.duplicate]?.rows == 4)
    let unique = HeadStatistics(
      weights: pointing(3) { $0 }, queries: [1, 2, 3], keys: [1, 2, 3], kind: .selfAttention)
    #expect(unique.induction == nil && unique.duplicate == nil)
    var empty = pointing(8) { $0 > 0 ? $0 - 1 : nil }
    for key in 0..<8 { empty[3 * 8 + key] = 0 }
    let padded = HeadStatistics(weights: empty, queries: tokens, keys: tokens, kind: .causal)
    #expect(padded.previous == 1 && padded.scores[.previous]?.rows == 6)
  }

  /// A token that occurred twice before names both places; the score is their sum.
  @Test func earlierPlacesAreSummed() {
    let tokens = ["x", "x", "y", "x"]
    var weights = pointing(4) { $0 }
    for (key, weight) in [Float(0.25), 0.5, 0.125, 0.125].enumerated() {
      weights[12 + key] = weight
    }
    let statistics = HeadStatistics(
      weights: weights, queries: tokens, keys: tokens, kind: .selfAttention)
    // Row 1 looks at itself: nothing at the earlier x, everything at what followed it.
    #expect(statistics.duplicate == Float(0.375))
    #expect(statistics.induction == Float(0.8125))
  }

  @Test func evenAttentionIsMixedAndHasEntropyOne() throws {
    let count = 3
    let even = [Float](repeating: 1 / 3, count: 9)
    let statistics = HeadStatistics(
      weights: even, queries: ["a", "b", "c"], keys: ["a", "b", "c"], kind: .selfAttention)
    #expect(statistics.role == nil && statistics.roleScore == nil)
    #expect(abs(try #require(statistics.entropy) - 1) < 1e-6)
    var causal = [Float](repeating: 0, count: count * count)
    for query in 0..<count {
      for key in 0...query { causal[query * count + key] = 1 / Float(query + 1) }
    }
    let triangle = HeadStatistics(
      weights: causal, queries: [0, 1, 2], keys: [0, 1, 2], kind: .causal)
    #expect(abs(try #require(triangle.entropy) - 1) < 1e-6)
    // Of two keys half is chance: on short inputs it is no role.
    let chance = try #require(triangle.scores[.previous]?.chance)
    #expect(abs(chance - 5 / 12) < 1e-6)
    #expect(triangle.role == nil)
  }

  @Test func entropyIsNormalisedByTheKeysThatAreAllowed() throws {
    // Two of four keys alike: log 2 / log 4.
    let weights: [Float] = [0.5, 0.5, 0, 0]
    let statistics = HeadStatistics(
      weights: weights, queries: ["q"], keys: ["a", "b", "c", "d"], kind: .cross)
    #expect(abs(try #require(statistics.entropy) - 0.5) < 1e-6)
    #expect(statistics.previous == nil && statistics.own == nil && statistics.first == 0.5)
    let single = HeadStatistics(weights: [1], queries: ["q"], keys: ["a"], kind: .cross)
    #expect(single.entropy == nil)
  }

  @Test func theMeanOverInputsCountsRows() throws {
    let sharp = statistics({ $0 > 0 ? $0 - 1 : nil }, .causal)
    let short = HeadStatistics(
      weights: pointing(2) { $0 }, queries: ["a", "b"], keys: ["a", "b"], kind: .causal)
    let mean = try #require(HeadStatistics.mean([sharp, short]))
    #expect(mean.scores[.previous]?.rows == 8)
    #expect(mean.previous == Float(0.875))
    #expect(HeadStatistics.mean([]) == nil)
  }

  @Test func everyHeadOfASiteIsMeasured() {
    let previous = pointing(8) { $0 > 0 ? $0 - 1 : nil }
    let own = pointing(8) { $0 }
    let attention = AttentionWeights(
      site: "decoder.1.self", weights: Tensor([.head: 2, .query: 8, .key: 8], previous + own),
      queries: tokens, keys: tokens)
    #expect(HeadStatistics.heads(of: attention).map(\.role) == [.previous, .own])
  }

  @Test(
    arguments: [
      ("encoder.0.self", AttentionWeights.Kind.selfAttention, 0, "encoder.self"),
      ("decoder.3.self", .causal, 3, "decoder.self"),
      ("decoder.12.cross", .cross, 12, "decoder.cross"),
      ("encoder.layers.4.causal", .causal, 4, "encoder.layers.causal"),
      ("pooling", .pooling, nil, "pooling"), ("att", .cross, nil, "att"),
    ] as [(String, AttentionWeights.Kind, Int?, String)])
  func theSiteSaysKindAndLayer(
    _ name: String, _ kind: AttentionWeights.Kind, _ layer: Int?, _ stack: String
  ) {
    let attention = AttentionWeights(
      site: Site(name), weights: Tensor([.query: 1, .key: 2], [0, 1]), queries: ["q"],
      keys: ["a", "b"])
    #expect(attention.kind == kind && attention.layer == layer && attention.site.stack == stack)
    #expect(attention.heads == 1)
  }

  @Test func theCapOfScoresThatPassThroughTanh() {
    #expect(abs(AttentionWeights.cap(ofScoresWithinOneOver: 40) - 0.1593) < 1e-4)
    #expect(abs(AttentionWeights.cap(ofScoresWithinOneOver: 15) - 0.3454) < 1e-4)
    #expect(AttentionWeights.cap(ofScoresWithinOneOver: 1) == 1)
  }

  @Test(arguments: [("mixed", true), ("role", false), ("role > 1 and mixed", true)])
  func wordsOfAConditionStandAlone(_ text: String, _ expected: Bool) throws {
    let values = [Condition.value(of: "mixed"): 1.0, "role": 2]
    let condition = try Condition(text, metrics: ["role"], words: ["mixed", "role"])
    #expect(condition.holds(values) == expected)
  }
}
