public import Tensors

/// Attention weights of one site, with the real tokens on both axes.
///
/// A row of the map sums to 1, or to 0 where nothing could be attended to ("no mass").
public struct AttentionWeights: Hashable, Sendable {
  /// Who asks and who is asked.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// One sequence asks itself, every position all of them.
    case selfAttention = "self"
    /// One sequence asks itself, every position those up to its own.
    case causal
    /// One sequence asks another.
    case cross
    /// A learned question that never varies: one row for the whole input.
    case pooling
  }

  /// Where in the model.
  public var site: Site
  /// The weights of every head.
  public var map: AttentionMap
  /// What each query stands for, from top to bottom.
  public var queries: Labels
  /// What each key stands for, from left to right.
  public var keys: Labels
  /// Who asks and who is asked.
  public var kind: Kind
  /// The layer, counted from 0; nil where the model does not count.
  public var layer: Int?
  /// Keys that are no text but marks of the format, such as `[CLS]`.
  public var specials: Set<Int>
  /// The largest weight that can occur, where the mechanism has one.
  ///
  /// Scores that pass through tanh lie in −1 … 1, so of T weights none is above e² / (e² + T − 1).
  public var cap: Float?
  /// The scores before softmax where one row is all there is, a key each; empty where none were kept.
  public var scores: [Float]
  /// Whether the expectations of the reading are about these weights.
  public var carriesPattern: Bool
  /// Statistics of each head that were measured elsewhere; empty leaves those of the map.
  public var statistics: [HeadStatistics]
  /// What the statistics were measured on, where that is not this input.
  public var measuredOn: DeclaredInputs?
  /// The value of a diagram that holds the weights, by its name; nil where nobody said it.
  public var value: String?
  /// Whether a row may sum to less than 1: the rest lies on no key, as with a learned sink.
  public var isOpen = false
  /// The patches of an image that the keys are; nil where they are none.
  public var grid: PatchGrid?

  /// The map of `site`; where there are no labels, rows and columns are numbered.
  ///
  /// What is not said about `kind` and `layer` is read from the path of the site.
  public init(
    site: Site, map: AttentionMap, queries: Labels? = nil, keys: Labels? = nil,
    kind: Kind? = nil, layer: Int? = nil, specials: Set<Int> = [], cap: Float? = nil,
    scores: [Float] = [], carriesPattern: Bool = true, statistics: [HeadStatistics] = [],
    measuredOn: DeclaredInputs? = nil, value: String? = nil
  ) {
    self.site = site
    self.map = map
    self.queries = Self.labels(queries, map.queries, "query")
    self.keys = Self.labels(keys, map.keys, "key")
    self.kind =
      kind ?? Kind(naming: site, isOneSequence: self.queries.isOneSequence(with: self.keys))
    self.layer = layer ?? site.layer
    self.specials = specials
    precondition(scores.isEmpty || scores.count == map.keys, "a score for every key")
    self.cap = cap
    self.scores = scores
    self.carriesPattern = carriesPattern
    self.statistics = statistics
    self.measuredOn = measuredOn
    self.value = value
  }

  /// The weights `[query, key]` or `[head, query, key]` with a label for every row and column.
  public init(
    site: Site, weights: Tensor, queries: [String], keys: [String], kind: Kind? = nil,
    layer: Int? = nil, specials: Set<Int> = [], cap: Float? = nil, scores: [Float] = [],
    carriesPattern: Bool = true, value: String? = nil
  ) {
    self.init(
      site: site, map: AttentionMap(weights), queries: Labels(queries), keys: Labels(keys),
      kind: kind, layer: layer, specials: specials, cap: cap, scores: scores,
      carriesPattern: carriesPattern, value: value)
  }

  private static func labels(_ labels: Labels?, _ count: Int, _ what: String) -> Labels {
    guard case .tokens(let tokens) = labels else { return .numbered(count) }
    precondition(tokens.count == count, "a label for every \(what)")
    return .tokens(tokens)
  }

  /// The number of heads; 1 without an axis of heads.
  public var heads: Int { map.heads }

  /// The cap of scores in −1 … 1 over `keys` keys: e² / (e² + keys − 1).
  public static func cap(ofScoresWithinOneOver keys: Int) -> Float {
    let most: Float = 7.389_056_1  // e²
    return most / (most + Float(max(1, keys) - 1))
  }
}

extension AttentionWeights.Kind {
  /// The kind that the last word of a path says; a decoder's own sequence is causal.
  public init(naming site: Site, isOneSequence: Bool) {
    switch site.parts.last(where: { Int($0) == nil }) {
    case "self": self = site.parts.first == "decoder" ? .causal : .selfAttention
    case "causal": self = .causal
    case "cross": self = .cross
    case "pooling": self = .pooling
    default: self = isOneSequence ? .selfAttention : .cross
    }
  }

  /// Whether queries and keys are the positions of one sequence.
  public var isOneSequence: Bool { self == .selfAttention || self == .causal }
}

extension AttentionWeights {
  /// The keys that may be sinks: marks of the format and, where a sequence asks itself, its first.
  public var sinkCandidates: Set<Int> {
    var candidates = specials
    if kind.isOneSequence { candidates.insert(0) }
    return candidates.filter { $0 >= 0 && $0 < map.keys }
  }
}

extension AttentionWeights.Kind {
  /// The number of keys that `query` may look at.
  public func allowed(_ query: Int, of keys: Int) -> Int {
    self == .causal ? min(query + 1, keys) : keys
  }
}
