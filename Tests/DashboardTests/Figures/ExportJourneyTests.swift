import Snapshots
import Subjects
import Testing

@testable import Dashboard
@testable import Screens

@Suite("Journeys to a file")
struct ExportJourneyTests {
  private func wanted(_ wishes: [Wish]) -> ExportRequest? {
    guard case .export(let request)? = wishes.first, wishes.count == 1 else { return nil }
    return request
  }

  @Test("e proposes a name that says what is in it, and enter writes it")
  func key() throws {
    var state = Samples.state()
    #expect(press(&state, .character("e")) == [])
    #expect(state.prompt == .command)
    #expect(state.line.text == "export dates-additive-step247-map.svg")
    let request = try #require(wanted(press(&state, .enter)))
    #expect(request.path == "dates-additive-step247-map.svg" && request.format == .svg)
    #expect(request.options == FigureOptions(.map) && !request.isForced)
    #expect(state.prompt == .none)
  }

  @Test("e is on every screen, and esc leaves without a file")
  func everywhere() {
    var heads = HeadSamples.induction()
    heads.site = "decoder.1.self"
    heads.head = 1
    for (key, name) in [("H", "heads"), ("W", "head1.1-words")] {
      press(&heads, .character(Character(key)))
      press(&heads, .character("e"))
      #expect(heads.line.text.hasSuffix("step2400-\(name).svg"), "\(heads.line.text)")
      #expect(press(&heads, .escape) == [] && heads.prompt == .none)
    }
    var compared = HeadSamples.comparison()
    press(&compared, .character("e"))
    #expect(compared.line.text == "export dates-step247-compare.svg", "\(compared.line.text)")
    var none = Samples.withoutAttention()
    press(&none, .character("e"))
    #expect(none.prompt == .none && none.message != nil)
  }

  @Test("Behind the name stand the width and what it lies on; ! replaces")
  func options() throws {
    var state = Samples.state()
    let plain = try #require(wanted(command(&state, "export my fig.svg 174mm dark")))
    #expect(plain.path == "my fig.svg" && plain.options.width == 174)
    #expect(plain.options.background == .dark)
    let forced = try #require(wanted(command(&state, "export! a.npy")))
    #expect(forced.isForced && forced.format == .npy && forced.path == "a.npy")
    for wrong in ["export", "export a.doc", "export .svg", "export 174mm"] {
      #expect(command(&state, wrong) == [] && state.message?.isError == true, "\(wrong)")
    }
  }

  @Test("What became of a file is said until the next key")
  func answers() {
    var state = Samples.state()
    tell(&state, .notice(.exported("a\u{1B}.svg")))
    #expect(readout(state).contains("written: a^[.svg"))
    tell(&state, .notice(.notReplaced("a.svg")))
    #expect(readout(state).contains("a.svg exists") && readout(state).contains(":export! a.svg"))
    #expect(state.message?.isError == true)
    state.language = .chinese
    tell(&state, .notice(.exported("a.svg")))
    #expect(readout(state).contains("已写入 a.svg"))
  }

  @Test("Names hold letters that mean nothing to a shell")
  func names() {
    var state = Samples.state()
    state.run.title = "../runs/a b$(x)\u{1B}.漢"
    #expect(!state.proposedFile.contains("/") && !state.proposedFile.contains(" "))
    #expect(state.proposedFile.hasPrefix("runs-a-b-x-.漢-additive"), "\(state.proposedFile)")
  }

  @Test("Weights that a file needs are asked for; those of a small map are there")
  func weights() throws {
    let figure = ExportRequest(
      path: "a.svg", format: .svg, options: FigureOptions(.map), isForced: false)
    #expect(Samples.state().missingWeights(figure).isEmpty)
    var large = LargeSamples.state(LargeSamples.summaries(300, layers: 1, heads: 2))
    let missing = large.missingWeights(figure)
    let tile = try #require(missing.first?.tiles.first)
    #expect(missing.count == 1 && tile.queries == 0..<300 && tile.keys == 0..<300)
    #expect(large.exportedMaps(.map) == nil && large.exportedMaps(.heads) == nil)
    var snapshot = try #require(large.snapshot)
    snapshot.add(LargeSamples.tile(tile, of: 300), at: tile.site)
    large.snapshot = snapshot
    #expect(large.missingWeights(figure).isEmpty)
    #expect(large.exportedMaps(.map)?.first?.weights.count == 300 * 300)
    #expect(large.exportedMaps(.heads) == nil)
  }

  @Test("The numbers of a view are those that it shows")
  func numbers() throws {
    var state = HeadSamples.induction()
    state.site = "decoder.1.self"
    state.head = 1
    let map = try #require(state.exportedMaps(.map)?.first)
    #expect(map.heads == ["1.1"] && map.weights.count == 21 * 21)
    let heads = try #require(state.exportedMaps(.heads))
    #expect(heads.flatMap(\.heads).count == 8 && heads.count == 2)
    let own = Array(heads[1].weights[(21 * 21)..<(2 * 21 * 21)])
    #expect(own == map.weights)
    let panes = try #require(HeadSamples.comparison().exportedMaps(.compare))
    #expect(panes.map(\.name) == ["additive", "pooling", "multihead"])
    let notes = state.provenance(.map)
    #expect(notes.contains { $0.name == "head" && $0.text == "1.1" })
    #expect(notes.contains { $0.name == "step" && $0.text == "2400" })
  }
}
