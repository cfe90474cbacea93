import Layers
import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("Maps of which only a part is there")
struct TileTests {
  static let kinds = [AttentionWeights.Kind.selfAttention, .causal]

  private func fill(_ state: inout State, _ count: Int, _ kind: AttentionWeights.Kind) {
    LargeSamples.fill(&state, count, kind)
    #expect(state.wantedTiles.isEmpty)
  }

  @Test("What was asked for draws what the whole map would", arguments: kinds)
  func likeTheWhole(kind: AttentionWeights.Kind) {
    let count = 300
    let whole = LargeSamples.dense(count, layers: 2, heads: 4, kind: kind).summarized()
    let part = LargeSamples.summaries(count, layers: 2, heads: 4, kind: kind).summarized()
    // What the whole map draws is what the formula says, and not what stands in for it.
    let drawn = LargeSamples.state(whole).picture
    #expect(drawn?.row(40) == Array(LargeSamples.Rows(count, head: 0, kind)[40]))
    #expect(drawn?[40, 39] == LargeSamples.Rows(count, head: 0, kind)[40].dropFirst(39).first)
    for screen in [ScreenName.map, .words, .heads] {
      for rung in [ColorRung.truecolor, .mono] {
        var (a, b) = (LargeSamples.state(whole), LargeSamples.state(part))
        (a.screen, b.screen, a.rung, b.rung) = (screen, screen, rung, rung)
        let ways: [[Key]] = [
          [], [.down, .right], [.character("G")], [.character("]")],
          Array(repeating: .right, count: 30), [.character("s")],
        ]
        for keys in ways {
          for key in keys {
            tell(&a, .key(key))
            tell(&b, .key(key))
            fill(&b, count, kind)
          }
          fill(&b, count, kind)
          (a.message, b.message) = (nil, nil)
          #expect(view(a) == view(b), "\(screen), \(keys.count) keys\n\(view(b).picture)")
        }
      }
    }
  }

  @Test("Until it comes the summary is drawn, and the legend says so, in every language")
  func overview() {
    for language in Language.allCases {
      for place in [ScreenName.map, .words] {
        var state = LargeSamples.state(
          LargeSamples.summaries(4_096, layers: 1, heads: 2), columns: 120)
        (state.screen, state.language) = (place, language)
        let row = place == .map ? MapLayout(state).legend : WordsLayout(state).legend
        #expect(view(state).line(row).contains(language.texts.overview))
        // The largest of a block is not read out as if it were the weight.
        (state.query, state.key, state.isCrosshairPlaced) = (2_000, 900, true)
        #expect(Readout(state).text.contains("≤ "))
        fill(&state, 4_096, .selfAttention)
        #expect(!view(state).line(row).contains(language.texts.overview))
        #expect(!Readout(state).text.contains("≤ "))
      }
    }
  }

  @Test("What is in sight is asked for with as much again around it, and no more while it is there")
  func wanted() throws {
    var state = LargeSamples.state(LargeSamples.summaries(4_096, layers: 1, heads: 2))
    (state.query, state.key, state.isCrosshairPlaced, state.head) = (2_000, 3_000, true, 1)
    tell(&state, .key(.down))
    let layout = MapLayout(state)
    let request = try #require(state.wantedTiles.first)
    #expect(state.wantedTiles.count == 1 && request.head == 1)
    #expect(request.site == "encoder.0.self")
    let (rows, columns) = (layout.queriesInSight, layout.keysInSight)
    #expect(rows.contains(2_001) && columns.contains(3_000))
    #expect(request.queries.lowerBound == rows.lowerBound - (rows.count + 1) / 2)
    #expect(request.keys.upperBound == columns.upperBound + (columns.count + 1) / 2)
    fill(&state, 4_096, .selfAttention)
    for key in [Key.down, .up, .left, .right, .down] {
      tell(&state, .key(key))
      #expect(state.wantedTiles.isEmpty)
    }
    tell(&state, .key(.character("g")))
    #expect(state.wantedTiles.first?.queries.lowerBound == 0)
    // Words read one row whole; the heads are drawn from summaries.
    state.screen = .words
    #expect(state.wantedTiles.first?.keys == 0..<4_096)
    #expect(state.wantedTiles.first?.queries == 0..<2)
    state.isCrosshairPlaced = false
    state.screen = .heads
    #expect(state.wantedTiles.isEmpty)
    state.screen = .map
    state.isHelpOpen = true
    #expect(state.wantedTiles.isEmpty)
    state.isHelpOpen = false
    state.snapshot = nil
    #expect(state.wantedTiles.isEmpty)
  }

  @Test("Panes want all heads of which they draw the mean")
  func panes() throws {
    let snapshot = LargeSamples.summaries(1_000, layers: 2, heads: 3)
    var state = LargeSamples.sideBySide([snapshot, snapshot])
    #expect(state.wantedTiles.map(\.head) == [0, 1, 2])
    #expect(view(state).picture.contains("overview"))
    let dense = LargeSamples.dense(1_000, layers: 2, heads: 3)
    var scenes = scenes(of: state)
    for request in state.wantedTiles(ofPane: 1) {
      scenes[1].snapshot.add(LargeSamples.tile(request, of: 1_000), at: request.site)
    }
    send(scenes, to: &state)
    #expect(state.wantedTiles(ofPane: 1).isEmpty && state.wantedTiles.count == 3)
    let site = Site("encoder.1.self")
    let whole = try #require(Picture.mean(of: dense, site: site))
    let part = try #require(state.paneView(1)?.picture)
    #expect(part[3, 4] == whole[3, 4] && part.row(2, 0..<9) == whole.row(2, 0..<9))
    tell(&state, .key(.character("d")))
    #expect(view(state).cells.count == 80 * 24)
  }

  @Test("A map without labels and without weights stops no key on any screen", arguments: kinds)
  func nameless(kind: AttentionWeights.Kind) {
    let snapshot = LargeSamples.summaries(500, layers: 2, heads: 2, kind: kind, named: false)
    for place in ScreenName.allCases {
      var state = LargeSamples.state(snapshot, columns: 100, rows: 40)
      state.screen = place
      let before = LargeSamples.summaries(500, layers: 2, heads: 2, kind: kind, named: false)
      state.pin = before
      for key in "jlG]sdWHMAg?d-s".map({ Key.character($0) }) + [.tab, .enter, .escape, .end] {
        tell(&state, .key(key))
        #expect(view(state).cells.count == 100 * 40)
        _ = state.wantedTiles
      }
    }
    var state = LargeSamples.state(snapshot)
    (state.query, state.key, state.isCrosshairPlaced) = (16, 9, true)
    #expect(Readout(state).text.contains("query \"17\" (17th of 500)  key \"10\" (10th of 500)"))
    state.showsDifference = true
    state.pin = snapshot
    #expect(view(state).picture.contains("overview"))
  }

  @Test("The operations find their attention by its name, with no weight to compare")
  func named() throws {
    var sample = SampleDiagram(.singleLayers)
    let scores = sample.value(
      "scores", .input, SampleDiagram.numbers([.query: 2, .key: 5], seed: 1))
    for name in ["a.weights", "b.weights", "y.weights"] {
      sample.operation(
        name, [.query: 2, .key: 5], "softmax over key", "y = e^x / Σ_key e^x",
        .softmax(over: .key, visible: nil), .weights, group: [name], scores)
    }
    let large = LargeSamples.summaries(4_096, layers: 1, heads: 2).attention[0].map
    let sites = [("x", "b.weights"), ("y", nil), ("z", "a.weights")].map {
      AttentionWeights(site: Site($0.0), map: large, kind: .cross, value: $0.1)
    }
    var state = LargeSamples.state(
      Snapshot(
        step: 0, reading: Reading(source: "", target: nil, text: "", written: []),
        attention: sites, diagram: sample.diagram))
    state.screen = .anatomy
    let page = try #require(state.anatomyPage)
    #expect(page.sites.mapValues(\.site) == [1: "x", 2: "y", 0: "z"])
    #expect(page.weights == 1 && view(state).cells.count == 80 * 24)
  }

  @Test("Earlier pictures are kept as far as they have room, and always the last")
  func recent() {
    for (count, kept) in [(16, 16), (512, 1), (256, 4)] {
      let first = LargeSamples.dense(count, layers: 2, heads: 8)
      var state = LargeSamples.state(first.summarized())
      for step in 1...20 {
        var next = state.snapshot ?? first
        next.moment = .step(step)
        tell(&state, shown(state, next))
      }
      #expect(state.recent.count == kept && state.recent.last?.step == 19, "\(count)")
    }
  }
}
