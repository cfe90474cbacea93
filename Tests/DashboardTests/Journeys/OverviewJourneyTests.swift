import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys over all heads, a cell each")
struct OverviewJourneyTests {
  @Test(
    "Where the thumbnails would scroll every head is in sight",
    arguments: [(30, 9), (12, 12), (6, 12), (24, 16), (48, 32)], [ColorRung.truecolor, .mono])
  func allAreInSight(_ size: (layers: Int, heads: Int), _ rung: ColorRung) {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
      let state = ModelSamples.state(
        layers: size.layers, heads: size.heads, columns: columns, rows: rows, rung: rung)
      let grid = HeadsLayout(state)
      if size.layers == 6 { #expect(grid.overview == nil) }
      let boxes = state.shownHeads.compactMap { grid.box($0.name) }
      // Half blocks and narrow cells have an end, too.
      if size.layers == 48, columns == 80 { continue }
      #expect(boxes.count == size.layers * size.heads, "\(size) at \(columns) × \(rows)")
      #expect(boxes.allSatisfy { grid.body.intersection($0) == $0 })
      if grid.overview?.isHalf == false { #expect(Set(boxes).count == boxes.count) }
    }
  }

  @Test func aClickChoosesTheHeadUnderIt() throws {
    for (layers, rung) in [(30, ColorRung.truecolor), (30, .mono), (12, .colors256)] {
      var state = ModelSamples.state(layers: layers, heads: 9, rung: rung)
      for place in stride(from: 0, to: 9 * layers, by: 7) {
        let head = state.shownHeads[place * 5 % (9 * layers)]
        let box = try #require(HeadsLayout(state).box(head.name))
        let place = Screen.Position(row: box.row, column: box.column)
        // Where two layers share a cell a second click is the other one.
        for _ in 0..<2 where state.selectedHead != head.name {
          tell(&state, .mouse(Mouse(.press, at: place)))
        }
        #expect(state.selectedHead == head.name)
      }
    }
  }

  @Test func keysMoveAsOverThumbnails() {
    var state = ModelSamples.state(layers: 30, heads: 9, rung: .truecolor)
    press(&state, .down, .right, .right, .character("}"), .character("]"))
    #expect(state.headLabel == "2.3")
    press(&state, .up, .left, .character("{"), .character("["))
    #expect(state.headLabel == "0.1")
    press(&state, .enter)
    #expect(state.screen == .map && state.headLabel == "0.1")
  }

  @Test func zGoesToThumbnailsAndBack() {
    var state = ModelSamples.state(layers: 30, heads: 9)
    #expect(HeadsLayout(state).overview != nil)
    #expect(view(state).line(23).contains("z maps"))
    press(&state, .character("z"))
    #expect(HeadsLayout(state).overview == nil)
    #expect(HeadsLayout(state).rowsShown < 30)
    press(&state, .character("z"))
    #expect(HeadsLayout(state).overview != nil)
    command(&state, "heads thumbnails")
    #expect(HeadsLayout(state).overview == nil)
    command(&state, "heads overview")
    #expect(HeadsLayout(state).overview != nil)
    command(&state, "heads small")
    #expect(state.message?.isError == true)
  }

  @Test func theLegendNamesTheNumber() {
    var state = ModelSamples.state(layers: 30, heads: 9)
    func legend() -> String { view(state).line(HeadsLayout(state).legend) }
    #expect(legend().contains("1 − entropy"))
    state.standpoint.heads.form = .overview
    command(&state, "sort previous")
    #expect(legend().contains("previous"))
    #expect(HeadsLayout(state).overview?.isNamed == true)
    press(&state, .character("S"))
    state.message = nil
    #expect(legend().contains("1 − entropy"))
  }

  @Test func fewHeadsCanBeCellsToo() {
    var state = ModelSamples.state(layers: 3, heads: 4)
    #expect(HeadsLayout(state).overview == nil)
    #expect(!view(state).line(23).contains("z maps"))
    press(&state, .character("z"))
    #expect(HeadsLayout(state).overview != nil)
    #expect(view(state).line(23).contains("z maps"))
  }
}
