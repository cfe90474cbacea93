import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys through the heads that moved between two models")
struct MovedHeadsJourneyTests {
  private func heads(_ state: State) -> [Int?] {
    state.company.runs.map { state.company.look.selections[$0]?.paneHead }
  }

  @Test func enterShowsTheFirstAndBracesTheOthers() {
    var state = ModelSamples.pair()
    #expect(state.screen == .compare)
    #expect(state.movedHeads.map(\.shift) == state.movedHeads.map(\.shift).sorted(by: >))
    press(&state, .enter)
    #expect(heads(state) == [2, 2])
    #expect(state.selectedHead?.site == "decoder.layers.1.self")
    // The crosshair stands where most changed, so that the read-out has both weights.
    #expect(state.company.look.query == 6 && state.company.look.key == 0)
    #expect(Readout(state).text.contains("tiny.q8_0"))
    press(&state, .character("}"))
    #expect(state.movedPlace == 1)
    let second = state.movedHeads[1]
    #expect(heads(state) == [second.head, second.head])
    press(&state, .character("{"), .character("{"))
    #expect(state.movedPlace == 0)
    let views = state.paneViews
    #expect(views.map(\.head) == [2, 2])
  }

  @Test func aClickChoosesAHead() throws {
    for columns in [80, 120] {
      var state = ModelSamples.pair(columns: columns, rows: columns == 80 ? 24 : 40)
      let list = try #require(CompareLayout(state).moved)
      let box = try #require(list.box(2))
      tell(
        &state,
        .mouse(
          Mouse(.press, at: Screen.Position(row: box.row, column: box.column + 2))))
      #expect(state.movedPlace == 2, "\(columns)")
    }
  }

  @Test func sortedAndFilteredOnHeads() {
    var state = ModelSamples.pair()
    press(&state, .character("H"))
    command(&state, "sort moved")
    #expect(state.shownHeads.first?.label == "1.2")
    #expect(state.shownHeads.map(\.name.head) == state.movedHeads.map(\.head))
    type(&state, "/moved > .05")
    press(&state, .enter)
    let wanted = state.movedHeads.filter { $0.shift > 0.05 }
    #expect(!wanted.isEmpty && state.shownHeads.count == wanted.count)
    press(&state, .escape)
    #expect(state.shownHeads.count == 12)
  }

  @Test func theDifferenceOnHeadsIsAListThatLeadsToCompare() {
    var state = ModelSamples.pair()
    press(&state, .character("H"))
    #expect(HeadsLayout(state).moved == nil)
    press(&state, .character("d"))
    #expect(HeadsLayout(state).moved != nil)
    #expect(view(state).picture.contains("1.2"))
    command(&state, "1.2")
    press(&state, .enter)
    #expect(state.screen == .compare && state.movedPlace == 0)
    press(&state, .escape)
    #expect(!state.company.look.showsPaneDifference)
  }

  @Test func oneModelHasNoHeadsThatMoved() {
    var state = ModelSamples.state(layers: 3, heads: 4)
    command(&state, "sort moved")
    #expect(state.message?.isError == true && state.headOrder == .layer)
    press(&state, .character("d"))
    #expect(HeadsLayout(state).moved == nil)
    state.message = nil
    press(&state, .character("S"), .character("S"), .character("S"))
    #expect(state.headOrder == .layer)
  }

  @Test func besideItselfAllIsZero() {
    let snapshot = ModelSamples.snapshot(layers: 2, heads: 2)
    let runs = [ModelSamples.run("a"), ModelSamples.run("b")]
    var state = State(runs, columns: 80, rows: 24)
    tell(
      &state,
      .frame(
        Frame([
          Scene(run: runs[0], timeline: nil, snapshot: snapshot),
          Scene(
            run: runs[1], timeline: nil, snapshot: snapshot,
            movedHeads: ModelSamples.moved(snapshot, since: snapshot)),
        ])))
    #expect(state.movedHeads.map(\.shift) == [0, 0, 0, 0])
    // In the order of the model.
    #expect(state.movedHeads.map { state.movedLabel($0) } == ["0.0", "0.1", "1.0", "1.1"])
    #expect(view(state).picture.contains("0.0 did not move"))
  }
}
