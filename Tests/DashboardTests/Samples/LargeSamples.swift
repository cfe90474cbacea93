import Screens
import Snapshots
import Subjects
import Tensors

@testable import Dashboard

/// Maps of any size, made by a formula: an encoder of layers and heads over so many tokens.
enum LargeSamples {
  /// What a head has in its row of `query`: shares that fall with the distance, and a sink.
  ///
  /// Every row is a part of one longer one, so that large maps are made by copying.
  struct Rows {
    let length: Int
    let isCausal: Bool
    private let all: [Float]

    init(_ length: Int, head: Int, _ kind: AttentionWeights.Kind = .selfAttention) {
      self.length = length
      isCausal = kind == .causal
      let width = 2 + head % 5
      let powers = (0..<(2 * length)).map { place -> Float in
        let distance = abs(place - length + head % 3)
        return 1 / Float(1 + distance * distance / width) + 1e-4 * Float(place * 7 % 11)
      }
      let sum = powers.reduce(0, +)
      all = powers.map { $0 / sum }
    }

    subscript(query: Int) -> ArraySlice<Float> {
      let row = all[(length - query)..<(2 * length - query)]
      guard isCausal else { return row }
      return row.prefix(query + 1) + [Float](repeating: 0, count: length - query - 1)
    }
  }

  static func labels(_ count: Int) -> [String] { (0..<count).map { "w\(100_000 + $0 % 997)" } }

  /// `layers` × `heads` maps that are all there.
  static func dense(
    _ count: Int, layers: Int = 2, heads: Int = 8, kind: AttentionWeights.Kind = .selfAttention,
    step: Int = 0
  ) -> Snapshot {
    let sites = (0..<layers).map { layer in
      let weights = (0..<heads).flatMap { head -> [Float] in
        let rows = Rows(count, head: (head + layer) % 3 + step, kind)
        return (0..<count).flatMap { rows[$0] }
      }
      return AttentionWeights(
        site: Site("encoder.\(layer).self"),
        weights: Tensor([.head: heads, .query: count, .key: count], weights),
        queries: labels(count), keys: labels(count), kind: kind)
    }
    return snapshot(sites, step: step)
  }

  /// The same, of which nobody has more than summaries.
  static func summaries(
    _ count: Int, layers: Int, heads: Int, kind: AttentionWeights.Kind = .selfAttention,
    named: Bool = true
  ) -> Snapshot {
    let tokens = named ? Labels(labels(count)) : .numbered(count)
    let some = (0..<3).map { head in
      let rows = Rows(count, head: head, kind)
      var builder = SummaryBuilder(labels: tokens, keys: count, kind: kind, candidates: [0])
      for query in 0..<count { builder.add(rows[query].span) }
      return builder.summary()
    }
    let sites = (0..<layers).map { layer in
      AttentionWeights(
        site: Site("encoder.\(layer).self"),
        map: AttentionMap(
          queries: count, keys: count, summaries: (0..<heads).map { some[($0 + layer) % 3] }),
        queries: tokens, keys: tokens, kind: kind)
    }
    return snapshot(sites, step: 0)
  }

  private static func snapshot(_ sites: [AttentionWeights], step: Int) -> Snapshot {
    let reading = Reading(source: "so many tokens", target: nil, text: "", written: [])
    return Snapshot(step: step, reading: reading, attention: sites)
  }

  /// What was asked for, as whoever has the rows would send it.
  static func tile(
    _ request: TileRequest, of count: Int, kind: AttentionWeights.Kind = .selfAttention
  ) -> AttentionMap.Tile {
    let layer = request.site.layer ?? 0
    let rows = Rows(count, head: (request.head + layer) % 3, kind)
    return AttentionMap.Tile(
      head: request.head, queries: request.queries, keys: request.keys,
      numbers: request.queries.flatMap { query in
        let row = rows[query]
        return row[(row.startIndex + request.keys.lowerBound)...].prefix(request.keys.count)
      })
  }

  static func state(_ snapshot: Snapshot, columns: Int = 80, rows: Int = 24) -> State {
    sideBySide([snapshot], columns: columns, rows: rows)
  }

  /// A run for each snapshot, on Compare where there are several.
  static func sideBySide(_ snapshots: [Snapshot], columns: Int = 80, rows: Int = 24) -> State {
    let runs = snapshots.indices.map { _ in Samples.run("encoder", .multihead) }
    var state = State(runs, columns: columns, rows: rows, rung: .truecolor)
    let timeline = Samples.progress(step: 1, latest: 1)
    send(
      zip(runs, snapshots).map { Scene(run: $0, timeline: timeline, snapshot: $1) }, to: &state)
    // On the relative scale what is more than uniform takes a logarithm: of more keys more is.
    (state.scale, state.isScaleChosen) = (.linear, true)
    return state
  }

  /// Sends what the screen asks for, until it asks for nothing.
  static func fill(
    _ state: inout State, _ count: Int, _ kind: AttentionWeights.Kind = .selfAttention
  ) {
    var scenes = scenes(of: state)
    for (place, scene) in scenes.enumerated() {
      let isHere = scene.run.id == state.current
      let wanted =
        state.screen == .compare
        ? state.wantedTiles(ofPane: place) : isHere ? state.wantedTiles : []
      for request in wanted {
        scenes[place].snapshot.add(tile(request, of: count, kind: kind), at: request.site)
      }
    }
    send(scenes, to: &state)
  }
}
