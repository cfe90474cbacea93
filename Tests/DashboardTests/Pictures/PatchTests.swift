import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("Patches of an image stand on Words as they do in the image")
struct PatchTests {
  /// Three rows of four patches behind a mark of the format; the mark looks at the corner patches.
  private func state(prefix: Int = 1) -> State {
    let count = 12 + prefix
    var weights = [Float](repeating: 0, count: count * count)
    for query in 0..<count { weights[query * count + prefix + 3] = 1 }
    let labels =
      (0..<prefix).map { _ in "[CLS]" } + (0..<12).map { "\($0 / 4),\($0 % 4)" }
    var attention = AttentionWeights(
      site: "vit.0.self", weights: Tensor([.head: 1, .query: count, .key: count], weights),
      queries: labels, keys: labels, carriesPattern: false)
    attention.grid = PatchGrid(rows: 3, columns: 4, prefix: prefix)
    let run = Run(origin: .watched, title: "vit", abilities: [.seeks])
    var timeline = Timeline()
    timeline.known = .listed([0])
    let reading = Reading(source: "image", target: nil, text: "", written: [])
    var state = State([run], columns: 80, rows: 24)
    tell(
      &state,
      .frame(
        Frame([
          Scene(
            run: run, timeline: timeline,
            snapshot: Snapshot(step: 0, reading: reading, attention: [attention]))
        ])))
    tell(&state, .key(.character("W")))
    return state
  }

  @Test func tilesStandInRowsBelowWhatIsNone() throws {
    let state = state()
    let layout = WordsLayout(state)
    let first = try #require(layout.box(1))
    #expect(layout.box(0)?.row == first.row - first.rows)
    for patch in 0..<12 {
      let box = try #require(layout.box(1 + patch))
      #expect(box.row == first.row + patch / 4 * first.rows)
      #expect(box.column == first.column + patch % 4 * first.columns)
      // What is drawn there is what a click finds.
      #expect(
        layout.hit(at: Screen.Position(row: box.row, column: box.column)) == .token(1 + patch))
    }
  }

  @Test func thePatchThatIsLookedAtIsBright() throws {
    let state = state(prefix: 0)
    let layout = WordsLayout(state)
    let screen = view(state)
    func color(_ patch: Int) throws -> Color {
      let box = try #require(layout.box(patch))
      return screen[box.row, box.column + box.columns - 1].style.background
    }
    let (dark, bright) = (try color(6), try color(3))
    #expect(dark != bright)
    #expect(try color(5) == dark && color(11) == dark)
  }
}
