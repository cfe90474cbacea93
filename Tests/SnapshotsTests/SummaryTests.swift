import CKernels
import Snapshots
import Tensors
import Testing

/// Law: what is said of a map is the same to the bit as what the plain Swift code says of all its
/// weights.
@Suite struct SummaryTests {
  /// What is special about the rows.
  enum Rows: CaseIterable { case plain, notNumbers, empty, sharp, sinking }

  struct Size: Hashable {
    var queries: Int
    var keys: Int
  }

  static let sizes = [
    Size(queries: 1, keys: 1), Size(queries: 2, keys: 3), Size(queries: 13, keys: 13),
    Size(queries: 21, keys: 21), Size(queries: 40, keys: 17), Size(queries: 128, keys: 128),
    Size(queries: 129, keys: 129), Size(queries: 150, keys: 200), Size(queries: 260, keys: 260),
  ]

  /// Rows of shares, some of them out of the ordinary.
  private func map(
    _ size: Size, _ kind: AttentionWeights.Kind, _ rows: Rows, _ random: RandomStream
  ) -> Oracle {
    var weights: [Float] = []
    for query in 0..<size.queries {
      let own = random(query)
      let allowed = kind.allowed(query, of: size.keys)
      var row = (0..<size.keys).map { key -> Float in
        guard key < allowed else { return 0 }
        let unit = own.unit(key)
        return rows == .sharp ? unit * unit * unit * unit * unit * unit * unit * unit : unit
      }
      if rows == .sinking {
        row[0] += 1.5 * Float(size.keys)
        if size.keys - 1 < allowed { row[size.keys - 1] += 2 * Float(size.keys) }
      }
      let sum = row.reduce(0, +)
      row = row.map { sum > 0 ? $0 / sum : 0 }
      if rows == .empty, query % 3 == 1 { row = row.map { _ in 0 } }
      if rows == .notNumbers, query % 4 == 2 {
        row[own.below(size.keys, 1)] = .nan
        if query % 8 == 2 { row = row.map { _ in .nan } }
      }
      weights += row
    }
    return Oracle(weights: weights, queries: size.queries, keys: size.keys, kind: kind)
  }

  private func isSame(_ a: Float, _ b: Float) -> Bool {
    a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)
  }

  private func isSame(_ a: [Float], _ b: [Float]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
  }

  private func expectSame(
    _ part: HeadSummary.Part, _ oracle: Oracle, without hidden: Set<Int>, _ what: Comment
  ) {
    #expect(isSame(part.thumbnail.values, oracle.pooled(without: hidden)), what)
    for query in 0..<oracle.queries {
      let brightest = oracle.brightest(query, without: hidden)
      #expect(Int(part.brightest[query]) == brightest ?? -1, what)
      #expect(part.largest[query] == brightest.map { oracle[query, $0] } ?? -.infinity, what)
    }
    let clearest = oracle.strongest(hidden)
    #expect(part.clearest?.query == clearest?.query && part.clearest?.key == clearest?.key, what)
    #expect(part.clearest?.weight == clearest.map { oracle[$0.query, $0.key] }, what)
    let peak = oracle.peak(without: hidden)
    #expect(part.peak.clear == peak.clear && part.peak.near == peak.near, what)
  }

  @Test(arguments: sizes, AttentionWeights.Kind.allCases)
  func saysWhatAllWeightsSay(_ size: Size, _ kind: AttentionWeights.Kind) throws {
    guard !kind.isOneSequence || size.queries == size.keys else { return }
    let random = RandomStream(seed: 10)
    // Tokens come again, so that heads can look for the same one.
    let tokens = (0..<size.queries).map { "t\(random("tokens").below(7, $0))" }
    for (number, rows) in Rows.allCases.enumerated() {
      let sites = (0..<2).map { site in
        (0..<3).map { map(size, kind, rows, random(number)(site)($0)) }
      }
      let specials: Set<Int> = rows == .plain ? [] : [0, size.keys - 1]
      let snapshot = Snapshot(
        step: 0, reading: Reading(source: "", target: nil, text: "", written: []),
        attention: sites.enumerated().map { site, heads in
          AttentionWeights(
            site: Site("encoder.\(site).self"),
            map: AttentionMap(
              Tensor(
                [.head: 3, .query: size.queries, .key: size.keys], heads.flatMap(\.weights))),
            queries: Labels(tokens), kind: kind, specials: specials)
        })
      let summarized = snapshot.summarized()
      #expect(!snapshot.isSummarized && summarized.isSummarized)
      let sinks = Oracle.sinks(sites, candidates: snapshot.attention[0].sinkCandidates)
      if rows == .sinking, size.keys > 8 { #expect(sinks.count == (kind == .causal ? 1 : 2)) }
      for (site, heads) in sites.enumerated() {
        let map = summarized.attention[site].map
        let found = try #require(map.sinks)
        #expect(found.map(\.key) == sinks.keys.sorted())
        #expect(found.allSatisfy { sinks[$0.key] == $0.mass })
        for (head, oracle) in heads.enumerated() {
          let what: Comment = "\(size), \(kind), \(rows), \(site).\(head)"
          expectSame(map.summaries[head], oracle, tokens, Set(sinks.keys), what)
        }
      }
    }
  }

  private func expectSame(
    _ summary: HeadSummary, _ oracle: Oracle, _ tokens: [String], _ sinks: Set<Int>,
    _ what: Comment
  ) {
    expectSame(summary.whole, oracle, without: [], what)
    expectSame(summary.sinkless, oracle, without: sinks, what)
    #expect(isSame(summary.masses, (0..<oracle.queries).map(oracle.mass)), what)
    #expect(
      isSame(
        (0..<oracle.keys).map(summary.columnMean), (0..<oracle.keys).map(oracle.columnMean)), what)
    #expect(summary.notNumbers == oracle.weights.count { $0.isNaN }, what)
    #expect(summary.most == oracle.weights.filter { !$0.isNaN }.max() ?? -.infinity, what)
    let (scores, entropy) = oracle.scores(tokens)
    #expect(summary.statistics.scores == scores, what)
    #expect(isSame(summary.statistics.entropy ?? -1, entropy ?? -1), what)
  }

  /// A model that has a row at a time needs no map, and a summary made so is the same.
  @Test func rowsMayComeOneByOne() throws {
    let size = Size(queries: 150, keys: 150)
    let oracle = map(size, .causal, .sinking, RandomStream(seed: 3))
    let tokens = Labels((0..<150).map { "t\($0 % 9)" })
    var builder = SummaryBuilder(labels: tokens, keys: 150, kind: .causal, candidates: [0])
    for query in 0..<150 {
      builder.add(oracle.weights[(query * 150)..<((query + 1) * 150)].span)
    }
    let reading = Reading(source: "", target: nil, text: "", written: [])
    func snapshot(_ map: AttentionMap) -> Snapshot {
      Snapshot(
        step: 0, reading: reading,
        attention: [AttentionWeights(site: "a.self", map: map, queries: tokens, kind: .causal)]
      ).summarized()
    }
    let fed = snapshot(AttentionMap(queries: 150, keys: 150, summaries: [builder.summary()]))
    let dense = snapshot(AttentionMap(Tensor([.head: 1, .query: 150, .key: 150], oracle.weights)))
    #expect(fed.attention[0].map.summaries == dense.attention[0].map.summaries)
    #expect(fed.attention[0].map.sinks == dense.attention[0].map.sinks)
    #expect(fed.attention[0].map.dense == nil && fed.attention[0].map[0, 3, 3] == nil)
  }

  @Test func aSmallerMapIsPooledAsItsBlocksSay() {
    let oracle = map(Size(queries: 130, keys: 90), .cross, .notNumbers, RandomStream(seed: 4))
    var builder = SummaryBuilder(labels: .numbered(130), keys: 90, kind: .cross)
    for query in 0..<130 { builder.add(oracle.weights[(query * 90)..<((query + 1) * 90)].span) }
    let thumbnail = builder.summary().whole.thumbnail
    for (rows, columns) in [(1, 1), (7, 5), (128, 90), (13, 200)] {
      let expected = (0..<rows).flatMap { row in
        (0..<columns).map { column -> Float in
          let values = Oracle.span(row, of: rows, over: 128).flatMap { row in
            Oracle.span(column, of: columns, over: 90).map { thumbnail.values[row * 90 + $0] }
          }
          return values.contains { $0.isNaN } ? .nan : values.max() ?? 0
        }
      }
      #expect(isSame(thumbnail.pooled(rows: rows, columns: columns), expected))
    }
    for query in 0..<130 {
      #expect(thumbnail.queries(of: thumbnail.row(of: query)).contains(query))
    }
  }

  @Test func aRankingEndsWithTheKeyThatIsLookedAt() {
    let random = RandomStream(seed: 8)
    for keys in [1, 5, 40, 300] {
      // Equal weights, and some that are not numbers.
      let row = (0..<keys).map { key -> Float in
        random.below(9, key) == 0 ? .nan : Float(random.below(12, key + 1_000))
      }
      let sorted = (0..<keys).sorted { a, b in
        if row[a].isNaN || row[b].isNaN { return !row[a].isNaN || (row[b].isNaN && a < b) }
        return row[a] == row[b] ? a < b : row[a] > row[b]
      }
      for count in [1, 3, 16] where count <= keys {
        for key in 0..<keys {
          let rank = sorted.firstIndex(of: key) ?? 0
          let first = max(0, rank - count + 1)
          let ranking = Ranking(of: row, around: key, count: count)
          #expect(ranking.first == first)
          #expect(ranking.keys == Array(sorted[first..<(first + count)]))
        }
        for key in 0..<keys {
          let rank = sorted.firstIndex(of: key) ?? 0
          for distance in [-100, -2, 0, 1, 9, 1_000] {
            let expected = sorted[min(keys - 1, max(0, rank + distance))]
            #expect(Ranking.key(of: row, after: key, by: distance) == expected)
          }
        }
        let outside = Ranking(of: row, around: keys, count: count)
        #expect(outside.first == 0 && outside.keys == Array(sorted.prefix(count)))
      }
    }
  }

  @Test func theLargestChangeIsTheFirstOfThose() throws {
    let random = RandomStream(seed: 5)
    let (keys, rows, earlierRows) = (37, 20, 17)
    var now = (0..<(rows * keys)).map { Float(random.below(50, $0)) / 50 }
    let then = (0..<(earlierRows * keys)).map { Float(random("then").below(50, $0)) / 50 }
    now[40] = .nan
    let common = (0..<then.count).filter { !(now[$0] - then[$0]).isNaN }
    let most = try #require(common.max { abs(now[$0] - then[$0]) < abs(now[$1] - then[$1]) })
    let change = try #require(
      MapChange(
        AttentionMap(Tensor([.query: rows, .key: keys], now)), 0,
        from: AttentionMap(Tensor([.query: earlierRows, .key: keys], then)), 0))
    #expect(change.most?.query == most / keys && change.most?.key == most % keys)
    #expect(change.most?.weight == now[most] - then[most])
    #expect(change.notNumbers == 1)
  }
}
