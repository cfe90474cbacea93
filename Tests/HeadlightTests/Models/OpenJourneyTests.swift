import Dispatch
import Pretrained
import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

/// An open model as a person meets it: press, look, press.
@Suite struct OpenJourneyTests {
  static let models =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    + "/PretrainedTests/Models/"

  /// A screen and a model, without a terminal.
  final class Desk {
    var state: State
    let model: OpenModel
    private let signal = DispatchSemaphore(value: 0)

    init(_ name: String, text: String, columns: Int = 100, rows: Int = 30) throws {
      let signal = signal
      model = try OpenModel([OpenJourneyTests.models + name], texts: [ModelText(text)]) {
        signal.signal()
      }
      state = State(model.runs, columns: columns, rows: rows, rung: .colors16)
      try wait { $0.picture != nil }
    }

    deinit {
      model.stop()
      _ = model.end(within: .seconds(5))
    }

    func apply(_ event: Event) {
      for case .ask(let request, let run) in update(&state, event) { model.send(request, run) }
    }

    func press(_ keys: Key...) { for key in keys { apply(.key(key)) } }
    func type(_ text: String) { for key in text { press(.character(key)) } }

    /// Takes frames until the screen is as wanted.
    func wait(until isIt: (State) -> Bool) throws {
      for _ in 0..<2_000 {
        while let frame = model.frames.take() { apply(.frame(frame)) }
        if isIt(state) { return }
        try #require(
          signal.wait(timeout: .now() + 20) == .success, "nothing came: \(view(state).picture)")
      }
      Issue.record("never so: \(view(state).picture)")
    }

    var screen: String { view(state).picture }
    var title: String { view(state).line(0) }
  }

  @Test func aHeadIsChosenInFourWays() throws {
    let desk = try Desk("gpt2", text: "the cat sat")
    #expect(desk.title.contains("head 0.0"))
    desk.type("]")
    #expect(desk.title.contains("head 0.1"))
    desk.type("}")
    #expect(desk.title.contains("head 1.1"))
    desk.type("3")
    #expect(desk.title.contains("head 1.3"))
    desk.type(":0.2")
    desk.press(.enter)
    #expect(desk.title.contains("head 0.2"))
    desk.type("H")
    desk.press(.right, .enter)
    #expect(desk.state.screen == .map && desk.title.contains("head 0.3"))
  }

  @Test func tenTokensAreWrittenAndThreeTakenBack() throws {
    let desk = try Desk("llama_gqa", text: "the cat")
    let count = desk.state.picture?.keys.count ?? 0
    #expect(desk.screen.contains("next token"))
    desk.type(",")
    #expect(desk.state.message?.text == "nothing was written yet; . writes a token")
    for number in 1...10 {
      desk.type(".")
      try desk.wait { $0.step == number && $0.picture?.keys.count == count + number }
    }
    #expect(desk.title.contains("10 tokens written"))
    for number in [9, 8, 7] {
      desk.type(",")
      try desk.wait { $0.step == number && $0.picture?.keys.count == count + number }
    }
    #expect(desk.title.contains("token 7 of 10"))
    // On by itself, while the window changes its size, and stopped by the same key.
    desk.press(.end)
    try desk.wait { $0.step == 10 }
    desk.type(" ")
    for size in [(60, 20), (200, 60), (80, 24)] {
      desk.apply(.resize(columns: size.0, rows: size.1))
      #expect(!desk.screen.isEmpty)
    }
    try desk.wait { ($0.step ?? 0) >= 13 }
    desk.type(" ")
    try desk.wait { !$0.isRunning }
  }

  @Test func aHeadOffChangesWhatComesNext() throws {
    let desk = try Desk("gpt2", text: "the cat sat on")
    desk.type("]x")
    try desk.wait { $0.whole != nil }
    #expect(desk.screen.contains("Δ"))
    #expect(desk.state.candidateLines.count == 5)
    #expect(desk.state.candidateLines.allSatisfy { $0.change != nil })
    // The difference is that to all heads, in the next layer.
    desk.type("}d")
    #expect(desk.state.otherPicture != nil)
    desk.type("u")
    try desk.wait { $0.whole == nil }
    #expect(desk.state.candidateLines.allSatisfy { $0.change == nil })
  }

  @Test func typingIsFollowedAndTwoTextsAreCompared() throws {
    let desk = try Desk("bert", text: "the cat sat on the mat")
    desk.type("p")
    let before = desk.state.picture?.keys.count ?? 0
    desk.type("t")
    for letter in "the rose sat on the mat" {
      desk.press(.character(letter))
    }
    desk.press(.enter)
    try desk.wait { $0.snapshot?.reading.source == "the rose sat on the mat" }
    desk.type("d")
    let alignment = try #require(desk.state.alignment)
    #expect(alignment.pairs < before && alignment.pairs >= before - 2)
    #expect(desk.state.message?.text.contains("aligned by equal tokens") == true)
    #expect(desk.state.otherPicture != nil)
    // A text that has nothing in common but the marks, and one that has everything.
    desk.press(.escape)
    desk.press(.escape)
    try desk.wait { $0.snapshot?.reading.source == "the cat sat on the mat" }
  }

  @Test func theAnatomyFollowsTheLayer() throws {
    let desk = try Desk("gpt_neox", text: "the cat sat")
    desk.type("A")
    try desk.wait { $0.diagram != nil }
    #expect(desk.screen.contains("layer 0"))
    desk.type("}")
    try desk.wait { $0.diagram?.values.contains { $0.name == "layer.1.attention.weights" } == true }
    #expect(desk.screen.contains("layer 1"))
  }

  @Test func aLongReadingSaysHowFarItIsAndIsGivenUp() throws {
    let desk = try Desk("bert", text: "the cat")
    var scene = try #require(desk.state.scene)
    scene.reading = 0.45
    desk.apply(.frame(Frame([scene])))
    #expect(desk.title.contains("reading 45 %   esc stops"))
    var state = desk.state
    #expect(update(&state, .key(.escape)) == [.ask(.cancel, state.current)])
  }

  @Test func masksAndPairs() throws {
    let desk = try Desk("bert", text: "the [MASK] sat")
    #expect(desk.screen.contains("mask at 3"))
    desk.type(":pair the mat")
    desk.press(.enter)
    try desk.wait { $0.picture?.keys.filter { $0 == "[SEP]" }.count == 2 }
    desk.type(" ")
    #expect(desk.state.message?.text == "this model only reads: nothing trains or writes here")
  }
}
