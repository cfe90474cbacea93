import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

/// A strip of two digits, 4 pixels high, made by hand.
enum ImageSamples {
  static let rows = [
    "....##......###.....",
    ".....#........#.....",
    "....##........#.....",
    ".....#........#.....",
  ]

  /// `weights` are those of the columns in the middle of each part, for each query.
  static func state(
    columns: Int = 80, rows: Int = 24, weights: [[Float]] = [[0.9, 0.04], [0.1, 0.8]],
    step: Int = 247, rung: ColorRung = .colors16
  ) -> State {
    let width = Self.rows[0].count
    let parts: [InputImage.Part] = [.init("3", columns: 3..<7), .init("1", columns: 11..<16)]
    let image = InputImage(
      height: Self.rows.count, width: width,
      pixels: Self.rows.joined().map { $0 == "#" ? 1 : 0 }, window: 3, parts: parts)
    let values = weights.flatMap { row -> [Float] in
      var own = [Float](
        repeating: (1 - row.reduce(0, +)) / Float(width - 2), count: width)
      (own[5], own[14]) = (row[0], row[1])
      return own
    }
    let written = zip(["3", "1"], parts).enumerated().map { place, both in
      Written(
        token: both.0, probability: 0.9, expectation: .keys(Set(both.1.columns)),
        isOnTarget: weights[place][place] > weights[place][1 - place])
    }
    let keys = (0..<width).map { column in
      parts.first { $0.columns.contains(column) }?.name ?? " "
    }
    let snapshot = Snapshot(
      step: step,
      reading: Reading(source: "31", target: "31", text: "31", written: written, image: image),
      attention: [
        AttentionWeights(
          site: "att", weights: Tensor([.query: 2, .key: width], values), queries: ["3", "1"],
          keys: keys)
      ])
    var state = Samples.state(columns: columns, rows: rows, step: step, latest: step, rung: rung)
    state.run = Samples.run("digits", .additive)
    state.run.abilities.remove(.types)
    state.baseline = nil
    state.scene?.examples = []
    state.snapshot = snapshot
    return state
  }
}

@Suite("An input that is an image")
struct ImageTests {
  @Test("It stands over the map, column over column, with the selected row as bars below it")
  func strip() {
    let lines = view(ImageSamples.state()).picture.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines[1...9].joined(separator: "\n") == """
                                      ▾
         query ↓  key →             ████            ██████
         31                           ██                ██
         31 ✓                       ████                ██
                                      ██                ██
                                      ██
         exact     .952              3                1                writes looks
         pattern    2/2  ▸3       · · ·█·                              3 ✓ .90 ●
         loss     .0012   1           ░░          · · · ·█·            1 ✓ .90 ●
        """)
  }

  @Test("Its columns are those of the map at every size and scroll position, on every rung")
  func aligned() {
    for rung in [ColorRung.truecolor, .colors256, .colors16, .mono] {
      for (columns, rows) in [(40, 12), (60, 20), (80, 24), (120, 40), (200, 60), (44, 30)] {
        var state = ImageSamples.state(columns: columns, rows: rows, rung: rung)
        for _ in 0..<20 { tell(&state, .key(.right)) }
        let layout = MapLayout(state)
        #expect(layout.image.isEmpty || layout.image.column == layout.map.column)
        #expect(layout.image.columns == layout.map.columns)
        #expect(layout.image.bottom <= layout.header)
        #expect(layout.box(query: 0, key: 19) != nil)
        #expect(view(state).line(layout.header).contains("1"))
      }
    }
  }

  @Test("A column is called by its number and by the digit it belongs to")
  func names() {
    var state = ImageSamples.state()
    #expect(view(state).line(22).contains("key column 6 (digit 3)"))
    for _ in 0..<5 { tell(&state, .key(.right)) }
    #expect(view(state).line(22).contains("key column 11 (paper)"))
  }

  @Test("The sentence says which digit is read, and only what is true")
  func sentences() {
    #expect(
      Sentence(ImageSamples.state()).choices[1]
        == "To write \"3\" it looks at the 1st digit, a 3: its columns hold .91.")
    #expect(
      Sentence(ImageSamples.state(weights: [[0.2, 0.7], [0.1, 0.8]])).choices[0]
        == "To write \"3\" it looks most at the 2nd digit, a 1: .72; "
        + "the dots are on the 1st digit, a 3: .22.")
    #expect(
      Sentence(ImageSamples.state(weights: [[0.05, 0.05], [0.05, 0.05]])).choices[0]
        == "To write \"3\" it still looks everywhere: of 20 columns those of the 2nd digit, a 1, "
        + "hold most, .25.")
  }

  @Test("An image cannot be typed, and the key says so")
  func typing() {
    var state = ImageSamples.state()
    #expect(tell(&state, .key(.character("t"))) == [])
    #expect(state.prompt == .none)
    #expect(state.message?.text == "an image cannot be typed; n shows another one")
    #expect(tell(&state, .paste("31")) == [])
    #expect(state.prompt == .none)
  }

  @Test("The list in Words says which column of a digit it is")
  func words() {
    var state = ImageSamples.state()
    tell(&state, .key(.character("W")))
    let lines = view(state).picture.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("column 6 (digit 3)") && $0.contains(".900") }, "\(lines)")
    #expect(lines.contains { $0.contains("column 1 (paper)") })
  }
}
