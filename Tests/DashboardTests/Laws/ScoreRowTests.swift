import Screens
import Snapshots
import Testing

@testable import Dashboard

@Suite("The scores behind one row of weights")
struct ScoreRowTests {
  /// Forty words: −.9 before the cue, .95 from it on, and one in between.
  private let scores = (0..<40).map { Float($0 < 15 ? -0.9 : $0 == 20 ? 0.1 : 0.95) }

  private func words(_ state: State) -> State {
    var state = state
    tell(&state, .key(.character("W")))
    return state
  }

  @Test("A mark a word on the columns of the bars, between the ends that tanh allows")
  func picture() {
    let state = words(HeadSamples.keywords(columns: 120, rows: 40, scores: scores))
    let lines = view(state).picture.split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines.firstIndex { $0.contains("score, before softmax") } ?? 0
    #expect(lines[first].hasSuffix("score, before softmax: tanh keeps it in −1 … 1"))
    let high = String(repeating: "▪ ", count: 5) + "  " + String(repeating: "▪ ", count: 18) + "▪"
    let low = String(repeating: "▪ ", count: 14) + "▪"
    let blank = String(repeating: " ", count: 30)
    #expect(lines[first + 1] == String(repeating: " ", count: 12) + "+1 " + blank + high)
    let axis = String(repeating: "─", count: 40) + "▪" + String(repeating: "─", count: 39)
    #expect(lines[first + 3] == String(repeating: " ", count: 13) + "0 " + axis)
    #expect(lines[first + 5] == String(repeating: " ", count: 12) + "−1 " + low)
    #expect(view(state).line(38).contains("score 0.95 of at most 1"))
  }

  @Test("Without a cap the ends are those of the largest score; what is not finite has no mark")
  func linear() {
    var wide = scores.map { 4 * $0 }
    wide[0] = .nan
    var state = HeadSamples.keywords(columns: 120, rows: 40, scores: wide)
    state.snapshot?.attention[0].cap = nil
    let lines = view(words(state)).picture.split(
      separator: "\n", omittingEmptySubsequences: false)
    let first = lines.firstIndex { $0.contains("score, before softmax") } ?? 0
    #expect(!lines[first].contains("tanh"))
    #expect(lines[first + 1].contains("+3.8 "))
    #expect(lines.dropFirst(first).contains { $0.contains("−3.8 ") && $0.contains("▪") })
    #expect(view(words(state)).line(38).contains("score 3.80   "))
  }

  @Test("Where there is no room, or no score, the bars have it all")
  func room() {
    #expect(WordsLayout(words(HeadSamples.keywords(scores: scores))).scores.isEmpty)
    #expect(WordsLayout(words(HeadSamples.keywords(columns: 120, rows: 40))).scores.isEmpty)
  }
}
