import Screens
import Snapshots
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
      sentence(6) == "To write \"5\" it looks where it should: \"M\" of \"May\" holds .81.")
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
    state.isCrosshairPlaced = true
    state.query = 6
    #expect(
      Sentence(state).choices[0]
        == "To write \"5\" it looks most at \"M\", .81; the dot says \"3\", now .00.")
  }

  @Test("Of several dots the sentence names the one that is nearest to being looked at")
  func severalDots() {
    var state = Samples.state(learned: 1)
    state.snapshot?.reading.written[6].expectation = .keys([0, 8])
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
}
