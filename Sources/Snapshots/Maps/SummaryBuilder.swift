import CKernels

/// Makes the summary of one head from its rows, one after the other.
///
/// No row is kept: a model that computes a row at a time never has the map. What it costs is a pass
/// over each row, on the thread that has the rows.
public struct SummaryBuilder {
  private let queries: Int
  private let keys: Int
  private let kind: AttentionWeights.Kind
  private let earlier: EarlierPlaces
  private let candidates: [Int]
  /// The next row.
  private var query = 0
  private var tally: RoleTally
  private var masses: [Float] = []
  private var columnSums: [Float]
  private var notNumbers = 0
  private var open: HeadSummary.Part
  private var columns: [HeadSummary.Column]
  /// A row without what may be a sink.
  private var rest: [Float]

  /// A builder for the rows of one head.
  ///
  /// - `labels`: what stands at each query; heads that look for the same token are told by it.
  /// - `candidates`: keys that may be sinks.
  public init(
    labels: Labels, keys: Int, kind: AttentionWeights.Kind, candidates: Set<Int> = []
  ) {
    self.init(
      queries: labels.count, keys: keys, kind: kind, candidates: candidates,
      earlier: EarlierPlaces(labels, kind))
  }

  init(
    queries: Int, keys: Int, kind: AttentionWeights.Kind, candidates: Set<Int>,
    earlier: EarlierPlaces
  ) {
    (self.queries, self.keys, self.kind, self.earlier) = (queries, keys, kind, earlier)
    self.candidates = candidates.filter { $0 >= 0 && $0 < keys }.sorted()
    tally = RoleTally(keys: keys, kind: kind)
    masses.reserveCapacity(queries)
    columnSums = [Float](repeating: 0, count: keys)
    open = HeadSummary.Part(
      thumbnail: Thumbnail(queries: queries, keys: keys, isCausal: kind == .causal),
      brightest: [], largest: [])
    columns = self.candidates.map { HeadSummary.Column(key: $0, weights: []) }
    rest = [Float](repeating: 0, count: candidates.isEmpty ? 0 : keys)
  }

  /// Takes the next row.
  public mutating func add(_ row: Span<Float>) {
    row.withUnsafeBufferPointer { add($0) }
  }

  mutating func add(_ row: UnsafeBufferPointer<Float>) {
    precondition(query < queries, "row \(query + 1) of \(queries)")
    precondition(row.count == keys, "\(row.count) weights for \(keys) keys")
    guard let base = row.baseAddress, keys > 0 else { return }
    let allowed = kind.allowed(query, of: keys)
    var terms = hk_row()
    hk_row_terms(keys, allowed, base, &terms)
    masses.append(terms.mass)
    notNumbers += terms.not_numbers
    tally.add(base, query: query, terms, earlier: earlier[query])
    // The last row is that of all keys that no query may look at.
    let asked = kind == .causal && query + 1 < queries ? allowed : keys
    hk_row_add(asked, base, &columnSums)
    for place in candidates.indices { columns[place].weights.append(base[candidates[place]]) }
    if candidates.isEmpty {
      addOpen(base, allowed)
    } else {
      rest.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: row) }
      for key in candidates { rest[key] = -.infinity }
      rest.withUnsafeBufferPointer { rest in
        if let base = rest.baseAddress { addOpen(base, allowed) }
      }
    }
    query += 1
  }

  private mutating func addOpen(_ row: UnsafePointer<Float>, _ allowed: Int) {
    var largest: Float = 0
    let brightest = hk_row_largest(keys, row, &largest)
    open.brightest.append(Int32(brightest))
    open.largest.append(largest)
    open.thumbnail.take(row, query: query)
    guard brightest >= 0 else { return }
    open.peak.take(largest, allowed: allowed)
    if allowed > 1 { open.takeClearest(.init(query: query, key: brightest, weight: largest)) }
  }

  /// The summary of all rows; they must all have come.
  public func summary() -> HeadSummary {
    precondition(masses.count == queries, "\(masses.count) rows of \(queries)")
    return HeadSummary(
      kind: kind, statistics: tally.statistics, masses: masses, columnSums: columnSums,
      notNumbers: notNumbers, open: open, columns: columns)
  }
}
