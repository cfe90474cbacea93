import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("Journeys through panes side by side")
struct PaneJourneyTests {
  @Test("Compare: one crosshair, heads of the pane, the difference to the first")
  func compare() {
    var state = HeadSamples.comparison()
    press(&state, .right)
    #expect(readout(state).contains("key \"a\"   additive .099   pooling .050   multihead .083"))
    #expect(type(&state, "2") == [])
    #expect(readout(state).contains("additive has one head"))
    press(&state, .tab, .tab)
    #expect(view(state).picture.contains("▸multihead"))
    type(&state, "1")
    #expect(readout(state).contains("multihead .099"))
    #expect(view(state).picture.contains("head 1"))
    type(&state, "[")
    #expect(readout(state).contains("multihead .067"))
    type(&state, "[")
    #expect(state.paneView(2)?.head == nil)
    type(&state, "d")
    #expect(view(state).picture.contains("difference to additive"))
    #expect(readout(state).contains("pooling .050 (−.049)"))
    press(&state, .escape)
    #expect(!state.showsPaneDifference)
    #expect(state.screen == .compare)
    press(&state, .tab)
    #expect(state.pane == 0)
    let left = scenes(of: state)
    send(Array(left.prefix(2)), to: &state)
    #expect(state.screen == .compare)
    send(Array(left.prefix(1)), to: &state)
    #expect(state.screen == .map)
  }

  @Test("An exhibit that is switched on comes into view; tab brings back what it replaced")
  func exhibitInView() {
    var state = HeadSamples.comparison()
    #expect(CompareLayout(state).shown == [0, 1, 2])
    let picture = { view(state).picture }
    #expect(picture().contains("space run"))
    send(scenes(of: state) + [HeadSamples.wrong(.softmaxAxis)], to: &state)
    #expect(CompareLayout(state).shown == [0, 1, 3])
    #expect(picture().contains("softmax-axis wrong"))
    #expect(readout(state).contains("pooling .") && readout(state).contains("softmax-axis ."))
    #expect(picture().contains("axis −1: all weights 1"))
    press(&state, .tab, .tab)
    // The fourth comes instead of the one that was looked at longest ago.
    #expect(state.pane == 2 && CompareLayout(state).shown == [0, 1, 2])
    press(&state, .tab)
    #expect(state.pane == 3 && CompareLayout(state).shown == [1, 2, 3])
    press(&state, .tab)
    #expect(state.pane == 0 && CompareLayout(state).shown == [0, 2, 3])
    let most = picture()
    #expect(most.contains("additive \"M\"") && !most.contains("pooling \""))
  }

  @Test("Before anything is learned nothing is said of most weights")
  func unlearned() {
    for (columns, rows) in [(80, 24), (120, 40)] {
      var state = HeadSamples.comparison(columns: columns, rows: rows)
      var scenes = scenes(of: state)
      for index in scenes.indices {
        scenes[index].timeline = Timeline()
        scenes[index].snapshot.moment = .step(0)
      }
      send(scenes, to: &state)
      let picture = view(state).picture
      #expect(picture.contains("Nothing is learned yet: press space to train."))
      #expect(!picture.contains("most weight") && !picture.contains("→ additive"))
    }
  }

  @Test("Heads off in a pane: the mean is over the others, and the run is named")
  func headsOffInAPane() throws {
    var state = HeadSamples.comparison(columns: 120, rows: 40)
    type(&state, "x")
    #expect(readout(state).contains("additive has one head; tab goes to another pane"))
    press(&state, .tab, .tab)
    let pane = HeadSamples.panes()[2]
    #expect(type(&state, "x") == [])
    #expect(readout(state).contains("choose a head first: 0 – 3, or ]"))
    let site = try #require(state.paneView(2)?.picture).name.site
    let heads = try (0..<4).map { try #require(Picture(pane.snapshot, site: site, head: $0)) }
    #expect(type(&state, "1x") == [.ask(.heads([site: [1]]))])
    #expect(state.run.mechanism == .multihead && state.headsOff == [site: [1]])
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
    #expect(type(&state, "u") == [.ask(.heads([:]))])
    #expect(state.headsOff.isEmpty)
    #expect(view(state).picture.contains("mean of 4 heads"))
  }

  @Test("The sentence under panes names as many as fit, and a row by what is true of all")
  func sentenceOfPanes() {
    for columns in [90, 100, 120, 160] {
      var state = HeadSamples.comparison(columns: columns, rows: 50)
      for (index, exhibit) in Mistake.allCases.enumerated() {
        let pane = HeadSamples.wrong(exhibit, like: HeadSamples.panes()[index % 3])
        send(scenes(of: state) + [pane], to: &state)
        let row = CompareLayout(state).sentence ?? 0
        let sentence = view(state).line(row)
        #expect(sentence.contains("\"5\""), "\(columns), \(exhibit): \(sentence)")
        #expect(sentence.contains("additive") && !sentence.contains("…"), "\(sentence)")
      }
    }
    var even = HeadSamples.comparison(columns: 120, rows: 40)
    let keys = Samples.source.count
    var panes = HeadSamples.panes()
    panes[0].snapshot.attention[0].weights = Tensor(
      [.query: 10, .key: keys], [Float](repeating: 1, count: 10 * keys))
    send(panes, to: &even)
    #expect(view(even).picture.contains("lies: additive at every key alike, 1.00; pooling at"))
    var state = HeadSamples.comparison(columns: 120, rows: 40)
    panes = HeadSamples.panes()
    for index in panes.indices {
      panes[index].snapshot.reading.target = nil
      panes[index].snapshot.reading.targetTokens = []
    }
    send(panes, to: &state)
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
    #expect(command(&state, "exhibit no-sum on") == [.ask(.exhibit(.noSum, isOn: true))])
    send(scenes(of: state) + [HeadSamples.wrong(.noSum)], to: &state)
    #expect(view(state).picture.contains("no-sum wrong on purpose"))
    #expect(view(state).picture.contains("no sum: key 1 alone"))
    #expect(command(&state, "exhibit no-sum off") == [.ask(.exhibit(.noSum, isOn: false))])
    type(&state, ":exhibit no-sum o")
    press(&state, .tab, .tab)
    #expect(state.line.text == "exhibit no-sum off")
    press(&state, .enter)
    #expect(readout(state).contains("no-sum is no longer shown"))
    #expect(command(&state, "exhibit no-sum") == [.ask(.exhibit(.noSum, isOn: true))])
    #expect(command(&state, "exhibit no-sum maybe") == [])
    #expect(readout(state).contains("no-sum on or no-sum off"))
    command(&state, "exhibit nonsense on")
    #expect(readout(state).contains("softmax-axis, no-sum, no-scale, reshape, no-mask"))
  }
}
