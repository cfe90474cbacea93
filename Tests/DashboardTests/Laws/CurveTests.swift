import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Curves and the panel beside the map") struct CurveTests {
  @Test(
    "Equal factors are equal steps; the ends are the largest and a power of ten below the least")
  func axis() throws {
    let axis = try #require(CurveAxis([2.5, 0.25, 0.025, .nan, 0, -1]))
    #expect(axis.most == 2.5 && abs(axis.least - 0.01) < 1e-12)
    let steps = [2.5, 0.25, 0.025].map(axis.height)
    #expect(steps[0] == 1 && abs((steps[0] - steps[1]) - (steps[1] - steps[2])) < 1e-9)
    #expect(axis.height(0) == 0 && axis.height(1e-9) == 0)
    #expect(CurveAxis([0, -1, .nan]) == nil)
    // What hardly changes is not blown up to the whole height.
    let flat = try #require(CurveAxis([2.4, 2.3]))
    #expect(flat.height(2.3) > 0.9)
    let ticks = axis.ticks(rows: 12)
    #expect(ticks.map(\.height) == ticks.map(\.height).sorted(by: >))
    #expect(ticks.first?.value == 2.5 && ticks.count == 4)
    #expect(axis.ticks(rows: 2).count == 2)
  }

  @Test("The loss is a line of dots, and bars where no braille is shown")
  func line() {
    var state = Samples.state(columns: 120, rows: 40)
    let layout = MapLayout(state)
    func has(_ range: ClosedRange<UInt32>, _ state: State) -> Bool {
      (layout.curve.row..<layout.curve.bottom).contains { row in
        view(state).line(row).unicodeScalars.contains { range.contains($0.value) }
      }
    }
    #expect(has(0x2801...0x28FF, state) && !has(0x2581...0x2588, state))
    state.hasBraille = false
    #expect(!has(0x2801...0x28FF, state) && has(0x2581...0x2588, state))
    state.hasBraille = true
    state.rung = .mono
    #expect(!has(0x2801...0x28FF, state) && has(0x2581...0x2588, state))
  }

  @Test("a goes through the panels; lines of code ask for operations, and take them back")
  func panel() {
    var state = Samples.state(columns: 200, rows: 60)
    #expect(!MapLayout(state).asideBars.isEmpty)
    let wide = MapLayout(state).cellColumns
    #expect(tell(&state, .key(.character("a"))) == [.ask(.explain(true))])
    #expect(MapLayout(state).asideBars.isEmpty && !MapLayout(state).code.isEmpty)
    #expect(tell(&state, .key(.character("a"))) == [.ask(.explain(false))])
    #expect(MapLayout(state).aside.isEmpty && MapLayout(state).cellColumns > wide)
    tell(&state, .key(.character("a")))
    #expect(state.standpoint.map.aside == .panel)
    // Words and the map are the same two panels.
    tell(&state, .key(.character("W")))
    #expect(MapLayout(state).isBesideWords && !MapLayout(state).map.isEmpty)
    tell(&state, .resize(columns: 149, rows: 60))
    tell(&state, .key(.character("M")))
    #expect(MapLayout(state).aside.isEmpty)
    tell(&state, .key(.character("a")))
    #expect(state.message?.text == state.texts.whyNoRoomBeside(150))
  }

  @Test(
    "The sizes of the wireframes",
    arguments: [
      (15, 10, 79, 24, 2, 1), (15, 10, 81, 40, 5, 3), (25, 10, 81, 40, 3, 3),
      (15, 10, 111, 60, 7, 3),
      (15, 10, 159, 60, 10, 3), (25, 10, 159, 60, 6, 3), (40, 20, 159, 60, 3, 1),
      (4, 4, 159, 80, 12, 5),
    ])
  func sizes(_ it: (keys: Int, queries: Int, room: Int, rows: Int, wide: Int, high: Int)) {
    let size = CellSize(keys: it.keys, queries: it.queries, columns: it.room, rows: it.rows)
    #expect(size == CellSize(columns: it.wide, rows: it.high))
  }

  /// A loss stands on an axis of factors, whatever its range; another metric only where it spans one.
  @Test func otherMetricsStandOnAnEvenAxis() throws {
    let accuracy = try #require(CurveAxis([0.2, 0.6, 1], isLoss: false))
    #expect(!accuracy.isByFactors && abs(accuracy.height(0.6) - 0.5) < 1e-9)
    #expect(accuracy.ticks(rows: 8).map(\.value) == [1, 0.2])
    let signed = try #require(CurveAxis([-3, 1], isLoss: false))
    #expect(signed.height(-3) == 0 && signed.height(-1) == 0.5)
    #expect(try #require(CurveAxis([1e-5, 1e-2], isLoss: false)).isByFactors)
    let flat = try #require(CurveAxis([0.5], isLoss: false))
    #expect(flat.least == 0 && flat.height(0.5) == 1)
    #expect(CurveAxis([.nan], isLoss: false) == nil)
  }

  @Test(arguments: [
    (0.0, "0"), (2.5e-5, "3e-5"), (7.04e7, "7e7"), (-1.2e9, "−1e9"), (0.5, ".500"),
    (1e308, "1e308"),
    (99_999, "99999"), (.nan, "NaN"), (-.infinity, "−∞"),
  ])
  func metricsOfAnySizeHaveFewCells(_ value: Double, _ text: String) {
    #expect(loss(value) == text)
  }
}
