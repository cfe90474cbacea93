import CKernels
import Tensors

/// What one head does, measured on its weights A, `[query, key]`.
///
/// The scores are the head detectors of TransformerLens: the mean weight that the rows of A put on
/// the keys that a role names. A row for which a role names no key is not counted for it, nor is a
/// row without mass; a score that no row counts for is nil. For queries and keys of two sequences
/// only ``Role/first`` and the entropy have a meaning.
public struct HeadStatistics: Hashable, Sendable {
  /// What a head may do.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Looks at the token before: mean over i ≥ 1 of A[i, i − 1].
    case previous
    /// Looks at the token after: mean over i < T − 1 of A[i, i + 1]; never counted for causal heads.
    case next
    /// Looks at the first token, the usual sink: mean over i ≥ 1 of A[i, 0].
    ///
    /// Over all i where the keys are another sequence, since row 0 then has a choice as well.
    case first
    /// Looks at itself: mean of A[i, i], for causal heads over i ≥ 1.
    case own = "self"
    /// Looks at what followed the same token earlier: mean over the i whose token t occurred before
    /// of Σ A[i, j + 1] over the j < i with token t.
    case induction
    /// Looks at the same token earlier: mean over the i whose token t occurred before of Σ A[i, j]
    /// over the j < i with token t.
    case duplicate
  }

  /// A mean over rows, with what attention that looks at all allowed keys alike would score.
  public struct Score: Hashable, Sendable {
    /// The mean, 0 … 1.
    public var value: Float
    /// The same mean for uniform attention over the keys that are allowed.
    public var chance: Float
    /// The number of rows counted.
    public var rows: Int

    /// A mean over `rows` rows.
    public init(value: Float, chance: Float, rows: Int) {
      self.value = value
      self.chance = chance
      self.rows = rows
    }
  }

  /// The scores of the roles that at least one row counts for.
  public private(set) var scores: [Role: Score]
  /// The mean over rows of −Σ a log a / log n, where n > 1 keys are allowed: 0 is one key, 1 is all
  /// alike; nil where no row has a choice.
  public private(set) var entropy: Float?
  /// Whether the head still chooses.
  public private(set) var health: HeadHealth
  private var entropyRows: Int

  /// A role is claimed from this score on, and only at twice what chance would score.
  ///
  /// Most heads of trained models put something on the first token, so that role asks for more.
  public static func threshold(_ role: Role) -> Float { role == .first ? 0.55 : 0.4 }

  /// The score of `role`; nil where no row counts.
  public subscript(role: Role) -> Float? { scores[role]?.value }

  /// The mean weight on the token before.
  public var previous: Float? { self[.previous] }
  /// The mean weight on the token after.
  public var next: Float? { self[.next] }
  /// The mean weight on the first token.
  public var first: Float? { self[.first] }
  /// The mean weight on the own position.
  public var own: Float? { self[.own] }
  /// The mean weight on what followed the same token earlier.
  public var induction: Float? { self[.induction] }
  /// The mean weight on the same token earlier.
  public var duplicate: Float? { self[.duplicate] }

  /// The role with the best score among those that pass their threshold; nil is "mixed".
  public var role: Role? {
    Role.allCases.filter { role in
      guard let score = scores[role] else { return false }
      return score.value >= Self.threshold(role) && score.value >= 2 * score.chance
    }.max { (self[$0] ?? 0) < (self[$1] ?? 0) }
  }

  /// The score of the role; nil for a mixed head.
  public var roleScore: Float? { role.flatMap { self[$0] } }

  /// Statistics of one head's `weights`, row by row, with what stands at each query and key.
  ///
  /// Tokens are compared for equality only: ids or labels will do.
  public init<Token: Hashable>(
    weights: [Float], queries: [Token], keys: [Token], kind: AttentionWeights.Kind
  ) {
    self.init(weights, EarlierPlaces(queries), queries: queries.count, keys: keys.count, kind)
  }

  private init(
    _ weights: [Float], _ earlier: EarlierPlaces, queries: Int, keys: Int,
    _ kind: AttentionWeights.Kind
  ) {
    precondition(weights.count == queries * keys, "a weight for every query and key")
    var tally = RoleTally(keys: keys, kind: kind)
    weights.withUnsafeBufferPointer { weights in
      guard let base = weights.baseAddress else { return }
      for query in 0..<queries {
        let row = base + query * keys
        var terms = hk_row()
        hk_row_terms(keys, kind.allowed(query, of: keys), row, &terms)
        tally.add(row, query: query, terms, earlier: earlier[query])
      }
    }
    self = tally.statistics
  }

  fileprivate init(_ scores: [Role: Score], entropy: Float?, rows: Int, _ health: HeadHealth) {
    (self.scores, self.entropy, entropyRows) = (scores, entropy, rows)
    self.health = health
  }

  /// The statistics of every head of `attention`, from its own labels.
  public static func heads(of attention: AttentionWeights) -> [HeadStatistics] {
    let known = attention.map.summaries.map(\.statistics)
    return known.isEmpty
      ? heads(of: attention, EarlierPlaces(attention.queries, attention.kind)) : known
  }

  /// The statistics of every head that depend on positions alone; empty where not all weights are
  /// there.
  ///
  /// In an ordinary text tokens come again by accident: no two positions count as the same one.
  public static func positional(_ attention: AttentionWeights) -> [HeadStatistics] {
    heads(of: attention, EarlierPlaces())
  }

  private static func heads(
    of attention: AttentionWeights, _ earlier: EarlierPlaces
  ) -> [HeadStatistics] {
    let map = attention.map
    let all = (0..<map.heads).compactMap { map.weights(of: $0) }
    guard all.count == map.heads else { return [] }
    return all.map {
      HeadStatistics($0, earlier, queries: map.queries, keys: map.keys, attention.kind)
    }
  }

  /// The statistics over all rows of several inputs; nil for none.
  public static func mean(_ all: [HeadStatistics]) -> HeadStatistics? {
    guard var mean = all.first else { return nil }
    for other in all.dropFirst() { mean.merge(other) }
    return mean
  }

  private mutating func merge(_ other: HeadStatistics) {
    health.merge(other.health)
    scores.merge(other.scores) { own, new in
      let rows = Float(own.rows + new.rows)
      return Score(
        value: (own.value * Float(own.rows) + new.value * Float(new.rows)) / rows,
        chance: (own.chance * Float(own.rows) + new.chance * Float(new.rows)) / rows,
        rows: own.rows + new.rows)
    }
    let rows = entropyRows + other.entropyRows
    guard rows > 0 else { return }
    let sum =
      (entropy ?? 0) * Float(entropyRows) + (other.entropy ?? 0) * Float(other.entropyRows)
    (entropy, entropyRows) = (sum / Float(rows), rows)
  }
}

extension HeadStatistics.Role {
  /// Its place in the order of the roles.
  fileprivate var place: Int {
    switch self {
    case .previous: 0
    case .next: 1
    case .first: 2
    case .own: 3
    case .induction: 4
    case .duplicate: 5
    }
  }
}

/// Sums over the rows of one head.
struct RoleTally {
  private let keys: Int
  private let kind: AttentionWeights.Kind
  /// In the order of the roles.
  private var sums = HeadStatistics.Role.allCases.map { _ in
    HeadStatistics.Score(value: 0, chance: 0, rows: 0)
  }
  private var entropy: Float = 0
  private var entropyRows = 0
  /// Of the rows that have at least three keys to choose from: their evenness, and how many of them look
  /// at one key, by key.
  private var evenness: Float = 0
  private var choosingRows = 0
  private var onOneKey: [Int: Int] = [:]
  private var most: Float = -.infinity
  private var isFinite = true

  init(keys: Int, kind: AttentionWeights.Kind) {
    self.keys = keys
    self.kind = kind
  }

  /// Takes one row; `earlier`: where its token stood in the rows before.
  mutating func add(
    _ row: UnsafePointer<Float>, query: Int, _ terms: hk_row, earlier: ArraySlice<Int32>
  ) {
    if terms.not_numbers > 0 { isFinite = false }
    var largest: Float = 0
    let brightest = hk_row_largest(keys, row, &largest)
    if brightest >= 0 { most = max(most, largest) }
    guard terms.mass > 0 else { return }
    let allowed = kind.allowed(query, of: keys)
    guard allowed > 1 else { return }
    if allowed >= HeadHealth.fewestKeys {
      choosingRows += 1
      evenness += terms.entropy / Transcendental.binaryLogarithm(Float(allowed))
      if largest >= HeadHealth.mostOfRow * terms.mass { onOneKey[brightest, default: 0] += 1 }
    }
    entropy += terms.entropy / Transcendental.binaryLogarithm(Float(allowed))
    entropyRows += 1
    guard kind.isOneSequence else { return add(.first, 0, row, allowed) }
    if query > 0 { add(.first, 0, row, allowed) }
    add(.previous, query - 1, row, allowed)
    add(.next, query + 1, row, allowed)
    add(.own, query, row, allowed)
    guard !earlier.isEmpty else { return }
    earlier.withUnsafeBufferPointer { earlier in
      for (role, shift) in [(HeadStatistics.Role.induction, 1), (.duplicate, 0)] {
        var counted = 0
        let sum = hk_row_gather(
          earlier.count, earlier.baseAddress, shift, allowed, row, &counted)
        if counted > 0 { add(role, sum, Float(counted) / Float(allowed)) }
      }
    }
  }

  private mutating func add(
    _ role: HeadStatistics.Role, _ target: Int, _ row: UnsafePointer<Float>, _ allowed: Int
  ) {
    guard target >= 0, target < allowed else { return }
    add(role, row[target], 1 / Float(allowed))
  }

  private mutating func add(_ role: HeadStatistics.Role, _ value: Float, _ chance: Float) {
    sums[role.place].value += value
    sums[role.place].chance += chance
    sums[role.place].rows += 1
  }

  /// The means over the rows.
  var statistics: HeadStatistics {
    var scores: [HeadStatistics.Role: HeadStatistics.Score] = [:]
    for role in HeadStatistics.Role.allCases where sums[role.place].rows > 0 {
      let sum = sums[role.place]
      scores[role] = HeadStatistics.Score(
        value: sum.value / Float(sum.rows), chance: sum.chance / Float(sum.rows), rows: sum.rows)
    }
    return HeadStatistics(
      scores, entropy: entropyRows > 0 ? entropy / Float(entropyRows) : nil, rows: entropyRows,
      HeadHealth(
        evenness: choosingRows > 0 ? evenness / Float(choosingRows) : nil, rows: choosingRows,
        rowsOnOneKey: onOneKey.values.max() ?? 0, most: most.isFinite ? most : nil,
        isFinite: isFinite))
  }
}
