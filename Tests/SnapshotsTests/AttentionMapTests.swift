import Snapshots
import Tensors
import Testing

@Suite struct AttentionMapTests {
  @Test func aSmallMapIsAllThere() {
    let weights = Tensor([.query: 2, .head: 2, .key: 3], (0..<12).map(Float.init))
    let map = AttentionMap(weights)
    #expect((map.heads, map.queries, map.keys) == (2, 2, 3))
    #expect(map.dense == weights.permuted(to: [.head, .query, .key]))
    #expect(map[1, 1, 2] == weights[1, 1, 2])
    let plain = Tensor([.key: 3, .query: 2], (0..<6).map(Float.init))
    #expect(AttentionMap(plain).dense == plain.permuted(to: [.query, .key]))
    #expect(AttentionMap(plain).heads == 1 && !AttentionMap(plain).hasHeads)
    // Less than what is there is no news.
    var more = map
    more.add(.init(head: 0, queries: 0..<1, keys: 0..<1, numbers: [9]))
    #expect(more == map)
  }

  @Test func tilesAreKeptWhereNobodyHasTheWholeMap() {
    var builder = SummaryBuilder(labels: .numbered(20), keys: 20, kind: .selfAttention)
    let row = [Float](repeating: 0.05, count: 20)
    for _ in 0..<20 { builder.add(row.span) }
    var map = AttentionMap(queries: 20, keys: 20, summaries: [builder.summary()])
    #expect(map[0, 4, 4] == nil && map.dense == nil)
    func tile(_ queries: Range<Int>, _ keys: Range<Int>) -> AttentionMap.Tile {
      .init(
        head: 0, queries: queries, keys: keys,
        numbers: queries.flatMap { query in keys.map { Float(100 * query + $0) } })
    }
    map.add(tile(2..<6, 3..<9))
    #expect(map[0, 5, 8] == 508 && map[0, 6, 8] == nil)
    #expect(map.tile(0, 3..<5, 4..<6)?.row(4, 4..<6) == [404, 405])
    // One that holds more takes its place; of many the oldest makes room.
    map.add(tile(0..<10, 0..<10))
    for first in 10..<14 { map.add(tile(first..<(first + 1), 0..<20)) }
    #expect(map[0, 5, 8] == nil && map[0, 12, 0] == 1_200)
    map.add(tile(0..<20, 0..<20))
    #expect(map.dense?.elements.count == 400 && map[0, 5, 8] == 508)
  }

  @Test func labelsMayBeAbsent() {
    let map = AttentionMap(Tensor([.query: 2, .key: 3], repeating: 0.25))
    let attention = AttentionWeights(site: "a", map: map)
    #expect(Array(attention.queries) == ["1", "2"] && attention.keys.last == "3")
    #expect(attention.keys == .numbered(3))
    // A number of positions that is not the map's is no reason to end.
    #expect(AttentionWeights(site: "a", map: map, keys: .numbered(9)).keys.count == 3)
    let tokens: Labels = ["x", "y"]
    #expect(AttentionWeights(site: "a", map: map, queries: tokens).queries.firstIndex(of: "y") == 1)
    #expect(tokens.indices == 0..<2 && tokens == Labels(["x", "y"]))
  }

  /// Two tokens may read alike; where the model counts them, it is the number that tells.
  @Test func tokensAreToldApartByTheirNumbers() {
    let weights = Tensor([.query: 3, .key: 3], [1, 0, 0, 0, 1, 0, 0, 1, 0])
    func duplicate(_ ids: [Int32?]) -> Float? {
      let tokens = Labels.tokens(ids.map { Labels.Token("a", id: $0) })
      let attention = AttentionWeights(
        site: "a", map: AttentionMap(weights), queries: tokens, keys: tokens, kind: .causal)
      return HeadStatistics.heads(of: attention)[0].duplicate
    }
    #expect(duplicate([nil, nil, nil]) == 0.5)
    #expect(duplicate([1, 2, 2]) == 1)
    #expect(duplicate([1, 2, 3]) == nil)
  }
}
