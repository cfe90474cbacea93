import Screens
import Snapshots
import Tensors

/// The attention that the map draws, read out of a state.
///
/// What is about the whole map comes from its summary. Of the weights themselves there may be only
/// those that somebody asked for; where others are drawn, the summary's thumbnail stands in.
struct Picture: Hashable {
  /// Which head is drawn.
  let name: HeadName
  /// Who asks and who is asked.
  let kind: AttentionWeights.Kind
  /// The layer, counted from 0; 0 where the model does not count.
  let layer: Int
  /// The largest weight that can occur, where the mechanism has one.
  let cap: Float?
  /// The scores before softmax of the only row; empty where they are not known.
  let scores: [Float]
  /// The training step.
  let step: Int?
  /// The input and what was written.
  let reading: Reading
  /// Labels of the rows.
  let queries: ShownLabels
  /// Labels of the columns.
  let keys: ShownLabels
  /// The weights of all heads of the site.
  let map: AttentionMap
  /// The heads whose mean is drawn: mostly one.
  private(set) var drawn: [Int]
  /// Everything that was written for these queries; empty where the reading says nothing of them.
  private(set) var written: [Written] = []
  /// The cells of the widest token of these.
  private(set) var widestWritten = 1
  /// Whether any query should look anywhere.
  private(set) var hasMarks = false
  /// Where the crosshair stands before anybody moved it.
  private(set) var home = Heatmap.Index(row: 0, column: 0)
  private let sinks: Set<Int>
  /// Whether some of a row's mass may lie on no key.
  let isOpen: Bool
  /// The patches of an image that the keys are; nil where they are none.
  let grid: PatchGrid?

  /// The attention of one head of `snapshot`; nil where there is none.
  ///
  /// A site that the snapshot does not have, or none, is the first that the lesson expects
  /// something of. What is known of labels from a picture `like` this one is not found out again.
  init?(_ snapshot: Snapshot, site: Site? = nil, head: Int, like: Picture? = nil) {
    let snapshot = snapshot.summarized()
    let sites = snapshot.attention
    guard
      let attention = sites.first(where: { $0.site == site })
        ?? sites.first(where: \.carriesPattern) ?? sites.first, !attention.map.isEmpty
    else { return nil }
    map = attention.map
    let head = head.clamped(to: 0...(map.heads - 1))
    drawn = [head]
    name = HeadName(site: attention.site, head: head)
    kind = attention.kind
    layer = attention.layer ?? 0
    cap = attention.cap
    scores = attention.scores
    step = snapshot.step
    reading = snapshot.reading
    (isOpen, grid) = (attention.isOpen, attention.grid)
    sinks = Set((map.sinks ?? []).map(\.key))
    let known = like.map { [$0.queries, $0.keys] } ?? []
    queries = ShownLabels(attention.queries, known: known)
    keys = ShownLabels(attention.keys, known: known + [queries])
    guard queries.count == map.queries, keys.count == map.keys else { return nil }
    readWritten(attention, sites)
  }

  /// The head whose weights are the mean over all heads of `site`; nil where there are none.
  static func mean(
    of snapshot: Snapshot, site: Site, without off: Set<Int> = [], like: Picture? = nil
  ) -> Picture? {
    guard let any = Picture(snapshot, site: site, head: 0, like: like), any.name.site == site
    else { return nil }
    let on = (0..<any.heads).filter { !off.contains($0) }
    // Where none takes part there is still something to see.
    let heads = on.isEmpty ? Array(0..<any.heads) : on
    guard var mean = Picture(snapshot, site: site, head: heads[0], like: any) else { return nil }
    mean.drawn = heads
    return mean
  }

  /// Whether one head is drawn, and not the mean of several.
  var isOneHead: Bool { drawn.count == 1 }

  /// The number of heads of the site.
  var heads: Int { map.heads }

  // MARK: What was written

  private mutating func readWritten(_ attention: AttentionWeights, _ sites: [AttentionWeights]) {
    let all = Self.said(
      by: reading, about: attention, isOnlyHead: sites.count == 1 && attention.heads == 1)
    let isJudgedHere = sites.count > 1 || attention.heads > 1
    written = all.enumerated().map { place, written in
      // Of several heads each is judged by where it looks itself.
      guard isJudgedHere, case .keys = written.expectation else { return written }
      var written = written
      written.isOnTarget = brightest(place).flatMap { expected(written)?.contains($0) }
      return written
    }
    for written in written {
      widestWritten = max(widestWritten, width(of: label(written.token)))
      if let expected = expected(written), !expected.isEmpty { hasMarks = true }
    }
    home = clearestPlace
  }

  /// What was written belongs to the rows of attention over the output: as many, and not of an
  /// encoder that asks itself.
  private static func said(
    by reading: Reading, about attention: AttentionWeights, isOnlyHead: Bool
  ) -> [Written] {
    if isOnlyHead { return reading.written }
    guard attention.kind != .selfAttention, attention.map.queries == reading.written.count
    else { return [] }
    guard !attention.carriesPattern else { return reading.written }
    return reading.written.map { written in
      var written = written
      (written.expectation, written.isOnTarget) = (nil, nil)
      return written
    }
  }

  /// What was written at `query`, where the reading goes that far.
  func written(_ query: Int) -> Written? { query < written.count ? written[query] : nil }

  /// Whether what was written at `query` is right; nil where nobody knows, or a row is not about
  /// one token.
  func isRight(_ query: Int) -> Bool? {
    kind == .cross || kind == .pooling && !isOneRow ? reading.isRight(at: query) : nil
  }

  /// The keys that `query` should look at; nil where nothing is known or the row is free.
  func expected(_ query: Int) -> Set<Int>? { written(query).flatMap { expected($0) } }

  private func expected(_ written: Written) -> Set<Int>? {
    guard case .keys(let keys) = written.expectation, !keys.isEmpty else { return nil }
    return keys.filter { $0 < self.keys.count }
  }

  /// Where the picture is clearest.
  ///
  /// It depends on the input alone, so it does not jump while the model learns: the first query
  /// that must translate, since the key it should look at reads otherwise; else the first that
  /// should look anywhere.
  private var clearestPlace: Heatmap.Index {
    let target = hasMarks ? (reading.target ?? reading.text).map(String.init) : []
    var first: Heatmap.Index?
    for query in hasMarks ? queries.indices : 0..<0 {
      guard let keys = expected(query)?.sorted(), let least = keys.first else { continue }
      // What is read in an image is wide: its middle.
      let key = image == nil ? least : keys[keys.count / 2]
      let index = Heatmap.Index(row: query, column: key)
      let wanted = query < target.count ? target[query] : queries[query]
      if keys.allSatisfy({ self.keys[$0] != label(wanted) }) { return index }
      first = first ?? index
    }
    if let first { return first }
    // The first row of causal attention has no choice, the last has all.
    return kind == .causal
      ? Heatmap.Index(row: queries.count - 1, column: max(0, keys.count - 2))
      : Heatmap.Index(row: 0, column: 0)
  }

  /// The word that `key` is a part of, where it is more than the key itself.
  func word(around key: Int) -> String? {
    let longest = 16
    var first = key
    var last = key
    // Padding stands behind a text and is no part of a word either.
    func isApart(_ key: Int) -> Bool { keys[key] == "␣" || keys[key] == nothingMark }
    while first > 0, last - first < longest, !isApart(first - 1) { first -= 1 }
    while last + 1 < keys.count, last - first < longest, !isApart(last + 1) { last += 1 }
    guard first < last, !isApart(key), last - first < longest else { return nil }
    let isCharacters = keys[first...last].allSatisfy { $0.count == 1 }
    return isCharacters ? keys[first...last].joined() : nil
  }
}

// MARK: - The whole map

extension Picture {
  /// The summary of the head that is drawn, the first of several.
  private var summary: HeadSummary { map.summaries[drawn[0]] }

  private func part(without hidden: Set<Int>) -> HeadSummary.Part {
    hidden.isEmpty ? summary.whole : summary.sinkless
  }

  /// Where one query looks most; nil where nothing is a number.
  ///
  /// - `hidden`: the sinks, or none.
  func brightest(_ query: Int, without hidden: Set<Int> = []) -> Int? {
    guard drawn.count > 1 else {
      let key = Int(part(without: hidden).brightest[query])
      return key < 0 ? nil : key
    }
    let row = row(query)
    let shown = keys.indices.filter { !row[$0].isNaN && !hidden.contains($0) }
    return shown.map { row[$0] }.indexOfLargest.map { shown[$0] }
  }

  /// The largest weight of a row that has a choice, outside of the `hidden` sinks.
  func strongest(_ hidden: Set<Int>) -> Heatmap.Index? {
    part(without: hidden).clearest.map { Heatmap.Index(row: $0.query, column: $0.key) }
  }

  /// The mean weight that `key` gets from all queries that may look at it.
  func columnMean(_ key: Int) -> Float { summary.columnMean(key) }

  /// The sum of a row.
  func mass(_ query: Int) -> Float { summary.masses[query] }

  /// The mass of a row that lies on no key; nil where all of it should lie on keys.
  func missing(_ query: Int) -> Float? {
    isOpen && mass(query).isFinite ? max(0, 1 - mass(query)) : nil
  }

  /// How many weights are not numbers.
  var notNumbers: Int { summary.notNumbers }

  /// Whether no weight is twice as much as it would be if all were equal.
  var isNearlyUniform: Bool {
    kind != .causal && notNumbers == 0 && summary.most * Float(keys.count) < 2
  }

  /// The rows whose largest weight lies on a dot, and all rows that have dots, for the head that is
  /// drawn or another.
  func rowsOnDots(_ head: Int? = nil) -> (right: Int, all: Int) {
    guard hasMarks else { return (0, 0) }
    let brightest = map.summaries[head ?? drawn[0]].whole.brightest
    let rows = queries.indices.compactMap { query -> Bool? in
      guard let expected = expected(query), !expected.isEmpty else { return nil }
      return expected.contains(Int(brightest[query]))
    }
    return (rows.count { $0 }, rows.count)
  }

  /// The number of keys that `query` may look at.
  func allowed(_ query: Int) -> Int { kind.allowed(query, of: keys.count) }

  /// The number of keys that every query may look at; nil where some may look at fewer.
  var fewestKeys: Int? { kind == .causal ? nil : keys.count }
}

// MARK: - Single weights

extension Picture {
  /// One weight, or what stands in for it.
  subscript(query: Int, key: Int) -> Float {
    var sum = weight(drawn[0], query, key)
    guard drawn.count > 1 else { return sum }
    for head in drawn.dropFirst() { sum += weight(head, query, key) }
    return sum / Float(drawn.count)
  }

  private func weight(_ head: Int, _ query: Int, _ key: Int) -> Float {
    map[head, query, key] ?? overview(map.summaries[head], query, key)
  }

  /// A weight as far as the summary knows it: those on what may be a sink and the largest of a row
  /// are known, others are the largest of their block.
  private func overview(_ summary: HeadSummary, _ query: Int, _ key: Int) -> Float {
    known(summary, query, key) ?? summary.sinkless.thumbnail[query, key]
  }

  /// A weight that the summary knows exactly; nil where it knows the largest of a block.
  private func known(_ summary: HeadSummary, _ query: Int, _ key: Int) -> Float? {
    if key >= allowed(query) { return 0 }
    if let known = summary.column(key, query) { return known }
    if summary.whole.brightest[query] == Int32(key) { return summary.whole.largest[query] }
    return summary.sinkless.brightest[query] == Int32(key) ? summary.sinkless.largest[query] : nil
  }

  /// Whether what stands for a weight is the weight, and not the largest of its block.
  func isExact(_ query: Int, _ key: Int) -> Bool {
    drawn.allSatisfy {
      map[$0, query, key] != nil || known(map.summaries[$0], query, key) != nil
    }
  }

  /// The weights of one query, of all keys or some.
  func row(_ query: Int, _ some: Range<Int>? = nil) -> [Float] {
    let some = some ?? 0..<keys.count
    var row = row(drawn[0], query, some)
    guard drawn.count > 1 else { return row }
    for head in drawn.dropFirst() {
      let other = self.row(head, query, some)
      for place in row.indices { row[place] += other[place] }
    }
    for place in row.indices { row[place] /= Float(drawn.count) }
    return row
  }

  private func row(_ head: Int, _ query: Int, _ some: Range<Int>) -> [Float] {
    if let tile = map.tile(head, query..<(query + 1), some) { return Array(tile.row(query, some)) }
    return some.map { weight(head, query, $0) }
  }

  /// Whether all weights of these rows and columns are there.
  func isExact(_ queries: Range<Int>, _ keys: Range<Int>) -> Bool {
    drawn.allSatisfy { map.tile($0, queries, keys) != nil }
  }

  /// The largest change since an earlier picture of the same keys; nil where not all weights of
  /// both are there.
  func change(since earlier: Picture) -> MapChange? {
    MapChange(map, drawn[0], from: earlier.map, earlier.drawn[0])
  }
}

extension Picture {
  /// What is not there of these rows and columns, with a margin, a request for each head that is
  /// drawn.
  func missing(_ queries: Range<Int>, _ keys: Range<Int>) -> [TileRequest] {
    guard !queries.isEmpty, !keys.isEmpty else { return [] }
    return drawn.filter { map.tile($0, queries, keys) == nil }.map { head in
      TileRequest(
        site: name.site, head: head, queries: queries.widened(within: self.queries.count),
        keys: keys.widened(within: self.keys.count))
    }
  }
}

extension Picture {
  /// Whether the cap is that of scores which pass through tanh.
  var isCappedByTanh: Bool {
    cap.map { abs($0 - AttentionWeights.cap(ofScoresWithinOneOver: keys.count)) < 1e-4 } ?? false
  }
}

extension Picture {
  /// Whether one row answers for the whole text.
  var isOneRow: Bool { kind == .pooling && queries.count == 1 }

  /// The word that decides, where the lesson says which: the first that should be bright.
  var cue: Int? { isOneRow ? expected(0)?.min() : nil }

  /// Whether a row looks at `key` rather than everywhere: twice uniform is where that begins.
  func isLooking(_ query: Int, at key: Int) -> Bool {
    let allowed = allowed(query)
    return allowed < 2 || self[query, key] * Float(allowed) >= 2
  }
}

extension Range<Int> {
  /// The same with half of its length more on either side, as far as there is any.
  fileprivate func widened(within count: Int) -> Range<Int> {
    let margin = (self.count + 1) / 2
    return Swift.max(0, lowerBound - margin)..<Swift.min(count, upperBound + margin)
  }
}
