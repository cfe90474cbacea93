import Screens
import Snapshots
import Subjects
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("One true sentence")
struct SentenceTests {
  private func sentence(_ query: Int, learned: Float = 1) -> String {
    var state = Samples.state(learned: learned)
    state.isCrosshairPlaced = true
    state.query = query
    return Sentence(state).choices[0]
  }

  @Test("Each kind of row is told as it is")
  func rows() {
    #expect(
      sentence(6) == "To write \"5\" it looks where it should: \"M\" of \"May\" holds .81. "
        + "6 of 6 rows have their most on a dot.")
    #expect(
      sentence(5).hasPrefix("The input holds no clue for \"0\": it is free to look anywhere"))
    #expect(
      sentence(6, learned: 0.05)
        == "To write \"5\" it still looks everywhere: of 15 keys the most, \"M\", holds .10.")
  }

  @Test("A row that looks elsewhere says where the dot is")
  func elsewhere() {
    var state = Samples.state(learned: 1)
    state.snapshot?.reading.written[6].expectation = .keys([0])
    state.snapshot?.reading.written[6].token = "7"
    state.isCrosshairPlaced = true
    state.query = 6
    #expect(
      Sentence(state).choices[0]
        == "To write \"5\" it looks most at \"M\", .81; the dot says \"3\", now .00.")
  }

  @Test("A row that is right without its dot says why, where it is known")
  func rightElsewhere() {
    var state = Samples.state(learned: 1)
    state.snapshot?.reading.written[6].expectation = .keys([8])
    state.isCrosshairPlaced = true
    state.query = 6
    #expect(
      Sentence(state).choices[0]
        == "To write \"5\" it looks most at \"M\", .81, and is right, p 1.0, without the dot on \"a\"."
    )
    state.run.facts = [.readsBothWays]
    #expect(
      Sentence(state).choices == [
        "To write \"5\" it looks most at \"M\", .81, and is right, p 1.0, without the dot on \"a\": "
          + "the state at \"M\" knows it too, because the encoder reads in both directions.",
        "\"5\" is right, p 1.0, without its dot: the state at \"M\" knows it too.",
        "\"5\" is right, p 1.0, without its dot.",
      ])
    state.run.way = Way(.pooling)
    #expect(
      Sentence(state).choices[1]
        == "\"5\" is right, p 1.0, without its dot: one row answers every query.")
  }

  @Test("Of several dots the sentence names the one that is nearest to being looked at")
  func severalDots() {
    var state = Samples.state(learned: 1)
    state.snapshot?.reading.written[6].expectation = .keys([0, 8])
    state.snapshot?.reading.written[6].token = "7"
    state.isCrosshairPlaced = true
    state.query = 6
    #expect(Sentence(state).choices[0].hasSuffix("the dot says \"a\", now .10."))
  }

  @Test("Empty and broken rows")
  func broken() {
    var state = Samples.state(learned: 1)
    state.isCrosshairPlaced = true
    state.query = 0
    for place in 0..<15 { state.snapshot?.attention[0].weights.elements[place] = 0 }
    #expect(Sentence(state).choices[0] == "\"2\" could look at nothing: its row is empty.")
    state.snapshot?.attention[0].weights.elements[3] = .nan
    #expect(Sentence(state).choices[0] == "The row of \"2\" holds what is not a number.")
  }

  @Test("Before anybody moves it, the crosshair stands where something is translated")
  func home() {
    let state = Samples.state()
    #expect(state.crosshair == Heatmap.Index(row: 6, column: 7))
    let early = Samples.state(step: 0, latest: 0, learned: 0)
    #expect(early.crosshair == state.crosshair)
  }

  /// The keywords lesson with these weights before the cue, at it and after it.
  private func pooled(_ before: Float, _ cue: Float, _ after: Float, cap: Float?) -> [String] {
    var state = HeadSamples.keywords()
    let count = HeadSamples.review.count
    let weights = (0..<count).map { $0 < 15 ? before : $0 == 15 ? cue : after }
    state.snapshot?.reading.written[0].expectation = .keys([15])
    state.snapshot?.attention = [
      AttentionWeights(
        site: "pooling", weights: Tensor([.query: 1, .key: count], weights),
        queries: ["negative"], keys: HeadSamples.review, kind: .pooling, cap: cap)
    ]
    return Sentence(state).choices
  }

  @Test("Pooling: even, dark before the cue, at the cap, below it, without one")
  func pooling() {
    let cap = AttentionWeights.cap(ofScoresWithinOneOver: 40)
    let even = pooled(0.025, 0.026, 0.025, cap: cap)
    #expect(
      even[0] == "The whole text has one row, and it is nearly even: of 40 words the most, "
        + "\"dreadful\", holds .026. That is the word that decides.")
    #expect(
      pooled(0.005, 0.036, 0.037, cap: cap)[0]
        == "Weak before \"dreadful\", strong from it on: a word holds .005 before and .037 after it."
    )
    #expect(
      pooled(0.005, 0.036, 0.037, cap: cap).last
        == "Weak before \"dreadful\", .005 per word; strong from it on, .037.")
    #expect(
      pooled(0.0216, 0.158, 0.0216, cap: cap)[0]
        == "One word weighs as much as tanh allows: \"dreadful\" holds .158, and no weight can "
        + "exceed .159. That is the word that decides.")
    #expect(
      pooled(0.02, 0.1, 0.025, cap: cap)[1]
        == "The whole text has one row: \"dreadful\" holds the most, .100; "
        + "tanh lets no weight above .159.")
    #expect(
      pooled(0.005, 0.81, 0.005, cap: nil)[0]
        == "The whole text has one row: \"dreadful\" holds the most, .810. "
        + "That is the word that decides.")
    #expect(
      pooled(0.06, 0.01, 0.001, cap: nil)[0].hasSuffix(
        "The word that decides, \"dreadful\", holds .010."))
  }

  @Test("A head that asks its own sequence: what follows, where, and which head does it best")
  func induction() {
    var state = HeadSamples.induction()
    let letters = HeadSamples.letters
    state.snapshot?.reading.written = letters.indices.map { query in
      let earlier = letters[..<query].lastIndex(of: letters[query])
      return Written(
        token: "g", probability: 1, expectation: earlier.map { .keys([$0 + 1]) } ?? .free)
    }
    state.snapshot?.attention[0].carriesPattern = false
    // Without a choice of the user the map is of the layer that the lesson is about.
    #expect(state.headLabel == "1.0")
    state.isCrosshairPlaced = true
    state.query = 12
    #expect(
      Sentence(state).choices[0]
        == "To say what follows \"k\" it looks where it should: \"w\" holds .90. "
        + "So in 10 of 10 rows, the most of this layer.")
    state.query = 4
    #expect(Sentence(state).choices[0].hasPrefix("Nothing says yet what follows \"m\""))
    state.site = "decoder.0.self"
    #expect(Sentence(state).choices[0].hasPrefix("\"m\" looks"))
  }

  @Test("Step 0 says that weights are even only where they are")
  func beginning() {
    var state = HeadSamples.induction()
    state.progress = Samples.progress(step: 0, latest: 0)
    state.snapshot?.moment = .step(0)
    #expect(
      Sentence(state).choices[0].hasPrefix("Nothing is learned yet: the weights are those of"))
    let dates = Samples.state(step: 0, latest: 0, learned: 0)
    #expect(Sentence(dates).choices[0].contains("every key weighs about 1/15"))
  }
}
