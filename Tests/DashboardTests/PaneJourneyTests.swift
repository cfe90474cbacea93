import Screens
import Snapshots
import Tensors
import Testing

@testable import Dashboard

@Suite("Journeys through panes side by side")
struct PaneJourneyTests {
  @Test("Compare: one crosshair, heads of the pane, the difference to the first")
  func compare() {
    var state = HeadSamples.comparison()
    press(&state, .right)
    #expect(readout(state).contains("key \"a\"   additive .099   pooling .050   multi-head .083"))
    #expect(type(&state, "2") == [])
    #expect(readout(state).contains("additive has one head"))
    press(&state, .tab, .tab)
    #expect(view(state).picture.contains("▸multi-head"))
    type(&state, "1")
    #expect(readout(state).contains("multi-head .099"))
    #expect(view(state).picture.contains("head 1"))
    type(&state, "[")
    #expect(readout(state).contains("multi-head .067"))
    type(&state, "[")
    #expect(state.paneHeads.isEmpty)
    type(&state, "d")
    #expect(view(state).picture.contains("difference to additive"))
    #expect(readout(state).contains("pooling .050 (−.049)"))
    press(&state, .escape)
    #expect(!state.showsPaneDifference)
    #expect(state.place == .compare)
    press(&state, .tab)
    #expect(state.pane == 0)
    _ = update(&state, .paneClosed(index: 2))
    _ = update(&state, .paneClosed(index: 1))
    #expect(state.place == .map)
  }

  @Test("Heads off in a pane: the mean is over the others, and the run is named")
  func headsOffInAPane() throws {
    var state = HeadSamples.comparison(columns: 120, rows: 40)
    type(&state, "x")
    #expect(readout(state).contains("additive has one head; tab goes to another pane"))
    press(&state, .tab, .tab)
    // A frame brings what Map, Heads and Words show.
    var pane = state.panes[2]
    pane.run = Run(lesson: "dates", mechanism: "multihead", seed: 1)
    _ = update(&state, .pane(index: 2, pane))
    #expect(type(&state, "x") == [])
    #expect(readout(state).contains("choose a head first: 0 – 3, or ]"))
    let site = try #require(state.paneView(2)?.picture).name.site
    let heads = try (0..<4).map { try #require(Picture(pane.snapshot, site: site, head: $0)) }
    #expect(type(&state, "1x") == [.head(site, 1, .off)])
    #expect(state.comparedRun == "multi-head" && state.headsOff == [site: [1]])
    #expect(view(state).picture.contains("head 1 of 0–3 (off)"))
    #expect(view(state).picture.contains("off here: head 1"))
    type(&state, "[[")
    #expect(view(state).picture.contains("mean of 3 of 4 heads"))
    let mean = try #require(state.paneView(2)?.picture)
    for place in mean.weights.indices {
      let others = [0, 2, 3].reduce(Float(0)) { $0 + heads[$1].weights[place] } / 3
      #expect(abs(mean.weights[place] - others) < 1e-6)
    }
    // Each pane has switches of its own.
    press(&state, .tab)
    #expect(state.switches.isEmpty && state.headsOff.isEmpty)
    press(&state, .backTab)
    #expect(type(&state, "u") == [.allHeadsOn])
    #expect(state.headsOff.isEmpty)
    #expect(view(state).picture.contains("mean of 4 heads"))
  }

  @Test("The sentence under panes names as many as fit, and a row by what is true of all")
  func sentenceOfPanes() {
    for columns in [90, 100, 120, 160] {
      var state = HeadSamples.comparison(columns: columns, rows: 50)
      for (index, exhibit) in Exhibit.allCases.enumerated() {
        var pane = HeadSamples.panes()[index % 3]
        (pane.title, pane.exhibit) = (exhibit.rawValue, exhibit)
        _ = update(&state, .pane(index: 3 + index, pane))
        let row = CompareLayout(state).sentence ?? 0
        let sentence = view(state).line(row)
        #expect(sentence.contains("\"5\""), "\(columns), \(exhibit): \(sentence)")
        #expect(sentence.contains("additive") && !sentence.contains("…"), "\(sentence)")
      }
    }
    var even = HeadSamples.comparison(columns: 120, rows: 40)
    let keys = Samples.source.count
    even.panes[0].snapshot.attention[0].weights = Tensor(
      [.query: 10, .key: keys], [Float](repeating: 1, count: 10 * keys))
    #expect(view(even).picture.contains("lies: additive at every key alike, 1.00; pooling at"))
    var state = HeadSamples.comparison(columns: 120, rows: 40)
    for index in state.panes.indices {
      state.panes[index].snapshot.reading.target = nil
      state.panes[index].snapshot.reading.targetTokens = []
    }
    // Pooling writes 8 where the others write 5, and nobody knows who is right.
    #expect(view(state).picture.contains("For output 7 the most weight lies:"))
    #expect(readout(state).contains("query 7  key \"M\""))
  }

  @Test("Words are right or wrong as words, up to the end mark")
  func wordsAreRight() {
    let names = ["the", "red", "end"]
    var reading = Reading(
      source: "rot", target: "the dog", targetTokens: ["the", "dog", "end"], text: "the red",
      written: names.map { Written(token: $0, probability: 1) })
    #expect((0..<4).map { reading.isRight(at: $0) } == [true, false, true, nil])
    reading.targetTokens = []
    #expect(reading.isRight(at: 1) == nil)
  }

  @Test("Mistakes are asked for by name and are labelled")
  func exhibits() {
    var state = HeadSamples.comparison(columns: 160, rows: 50)
    #expect(command(&state, "exhibit no-sum on") == [.exhibit(.noSum, isOn: true)])
    #expect(state.exhibits == [.noSum])
    var pane = HeadSamples.panes()[0]
    (pane.title, pane.exhibit) = ("no-sum", .noSum)
    _ = update(&state, .pane(index: 3, pane))
    #expect(view(state).picture.contains("no-sum wrong on purpose"))
    #expect(view(state).picture.contains("no sum: key 1 alone"))
    #expect(command(&state, "exhibit no-sum off") == [.exhibit(.noSum, isOn: false)])
    #expect(state.exhibits.isEmpty)
    type(&state, ":exhibit no-sum o")
    press(&state, .tab)
    #expect(readout(state).contains("on  off"))
    type(&state, "f")
    press(&state, .tab, .enter)
    #expect(readout(state).contains("no-sum is no longer shown"))
    #expect(command(&state, "exhibit no-sum") == [])
    #expect(readout(state).contains("no-sum on or no-sum off"))
    command(&state, "exhibit nonsense on")
    #expect(readout(state).contains("softmax-axis, no-sum, no-scale, reshape, no-mask"))
  }
}
