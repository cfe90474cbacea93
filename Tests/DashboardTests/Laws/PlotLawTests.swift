import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

/// What data takes of a screen.
@Suite("Plots take the room that there is") struct PlotLawTests {
  enum Lesson: String, CaseIterable { case dates, induction, compare }

  /// A screen as a trained run of a lesson has it: as many rows and columns, evaluations, a loss.
  static func state(_ lesson: Lesson, _ screen: ScreenName, columns: Int, rows: Int) -> State {
    var state =
      switch lesson {
      case .dates: dates(columns, rows)
      case .induction: HeadSamples.induction(columns: columns, rows: rows, rung: .truecolor)
      case .compare: HeadSamples.comparison(columns: columns, rows: rows, rung: .truecolor)
      }
    // Of the three that are compared the one that has heads.
    if lesson == .compare, let heads = state.pane(of: .multihead) { state.look(at: heads.run.id) }
    // Trained runs have measured their heads on the way.
    let measured = state.stack?.heads.first.map { [$0.name.site: [$0.statistics]] } ?? [:]
    let all = state.stacks.flatMap(\.heads).reduce(into: measured) { all, head in
      all[head.name.site, default: []] = state.stacks.flatMap(\.heads)
        .filter { $0.name.site == head.name.site }.map(\.statistics)
    }
    state.timeline?.heads = [0, 100, 300].map { HeadMeasurement(step: $0, statistics: all) }
    state.screen = screen
    _ = update(&state, .resize(columns: columns, rows: rows))
    return state
  }

  private static func dates(_ columns: Int, _ rows: Int) -> State {
    Samples.state(columns: columns, rows: rows, rung: .truecolor)
  }

  /// The largest rectangle of blank cells that touches no plot, in cells.
  static func largestEmpty(_ state: State) -> Int {
    let screen = view(state)
    let areas = Plots(state).areas
    var heights = [Int](repeating: 0, count: screen.columns)
    var largest = 0
    for row in 0..<screen.rows {
      for column in 0..<screen.columns {
        let place = Screen.Position(row: row, column: column)
        let cell = screen[row, column]
        let isBlank =
          cell.text == " " && cell.style.background == .standard
          && !areas.contains { $0.contains(place) }
        heights[column] = isBlank ? heights[column] + 1 : 0
      }
      for first in heights.indices where heights[first] > 0 {
        var least = heights[first]
        for last in first..<heights.count {
          least = min(least, heights[last])
          if least == 0 { break }
          largest = max(largest, least * (last - first + 1))
        }
      }
    }
    return largest
  }

  private static let screens: [(Lesson, ScreenName)] = [
    (.dates, .map), (.dates, .words), (.induction, .map), (.induction, .heads),
    (.induction, .words), (.compare, .compare), (.compare, .map), (.compare, .heads),
    (.compare, .words),
  ]

  @Test(
    "Plots take 40 % of 200 × 60 and 45 % of 120 × 40; no empty rectangle is over 12 %",
    arguments: screens, [(200, 60, 40), (120, 40, 45)])
  func shares(_ what: (Lesson, ScreenName), _ size: (Int, Int, Int)) {
    let (columns, rows, least) = size
    let state = Self.state(what.0, what.1, columns: columns, rows: rows)
    let all = Double(columns * rows)
    let plots = 100 * Double(Plots(state).cells) / all
    let empty = 100 * Double(Self.largestEmpty(state)) / all
    print(
      "PLOTS \(what.0) \(what.1) \(columns)x\(rows) \(fixed(plots, 1)) % empty \(fixed(empty, 1)) %"
    )
    #expect(plots >= Double(least), "\(what) \(columns)×\(rows): \(plots) %")
    #expect(empty <= 12, "\(what) \(columns)×\(rows): \(empty) %")
  }
}
