import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

/// Nothing that is said is cut in the middle of a word.
@Suite("Laws of texts that must fit")
struct CutTests {
  static let sizes = [(80, 24), (100, 30), (120, 40)]

  /// What did not fit where it was written, of all that is drawn of a state.
  private func cuts(_ state: State) -> [String] {
    var drawing = Drawing(state)
    drawing.draw()
    guard state.bandRows > 0 else { return drawing.canvas.cuts }
    var band = Canvas(columns: state.columns, rows: state.bandRows)
    TourBand(state).draw(on: &band, row: state.rows >= 34 ? 1 : 0, drawing)
    return drawing.canvas.cuts + band.cuts
  }

  private func expectNoCuts(_ name: String, _ state: State) {
    for language in Language.allCases {
      for (columns, rows) in Self.sizes {
        var state = state
        state.language = language
        tell(&state, .resize(columns: columns, rows: rows))
        let cuts = cuts(state)
        #expect(cuts.isEmpty, "\(name) \(language) \(columns)×\(rows)")
      }
    }
  }

  @Test("Every kind of state", arguments: ScreenLawTests.states.indices)
  func states(kind: Int) {
    let (name, state) = ScreenLawTests.states[kind]
    expectNoCuts(name, state)
  }

  @Test("The map, learned and not, whole and looked at through a difference")
  func map() {
    for learned in [Float(0), 0.3, 0.97] {
      let step = learned == 0 ? 0 : 247
      var state = Samples.state(step: step, latest: step, learned: learned)
      expectNoCuts("map \(learned)", state)
      for key in "ipdx" {
        tell(&state, .key(.character(key)))
        expectNoCuts("map \(learned) \(key)", state)
      }
    }
    expectNoCuts("without attention", Samples.withoutAttention())
    var typed = Samples.state()
    for key in "t3rd of" { tell(&typed, .key(.character(key))) }
    expectNoCuts("typing", typed)
  }

  @Test("Help from its first line to its last, the lists, and what a command says")
  func lists() {
    for screen in ScreenName.allCases {
      var state = HeadSamples.translation()
      state.screen = screen
      tell(&state, .key(.character("?")))
      var first = -1
      while state.keyboard.firstHelpLine > first {
        first = state.keyboard.firstHelpLine
        expectNoCuts("help on \(screen)", state)
        tell(&state, .key(.pageDown))
      }
    }
    for keys in ["L", ":", ":s", ":set ", ":scale ", "C", ":exhibit "] {
      var state = Samples.state()
      for key in keys { tell(&state, .key(.character(key))) }
      expectNoCuts(keys, state)
    }
    for line in ["fly", "set units 0", "seek 9999", "scale cubic", "exhibit x", "data /none"] {
      var state = Samples.state()
      for key in ":" + line { tell(&state, .key(.character(key))) }
      tell(&state, .key(.enter))
      expectNoCuts(line, state)
    }
  }

  @Test("Every operation of the Anatomy, and every stop of the tour")
  func operations() {
    for diagram in [
      SampleDiagram.additive(), SampleDiagram.pooling(), SampleDiagram.multiHead(),
    ] {
      var state = AnatomySamples.state(diagram)
      for _ in 0..<(state.anatomyPage?.entries.count ?? 0) {
        expectNoCuts("operation", state)
        tell(&state, .key(.down))
      }
    }
    var tour = TourSamples.tour()
    for stop in TourStop.all {
      expectNoCuts("stop \(stop.question).\(stop.part)", tour)
      tell(&tour, .key(.character("n")))
    }
  }

  @Test("A text that must be shortened ends with a word", arguments: 9...40)
  func words(cells: Int) {
    let text = "softmax on axis −1: all ones, so that every key counts alike"
    let short = clipped(text, to: cells)
    #expect(width(of: short) <= cells && short.hasSuffix("…"))
    let words = Set(text.split(separator: " ") + ["…"])
    #expect(short.split(separator: " ").allSatisfy(words.contains))
  }

  @Test("A label that must be shortened says so")
  func labels() {
    #expect(shortened("because", to: 7) == "because")
    #expect(shortened("because", to: 5) == "beca…")
    #expect(shortened("because", to: 1) == "b")
    #expect(shortened("编码器双向", to: 5) == "编码…")
  }
}
