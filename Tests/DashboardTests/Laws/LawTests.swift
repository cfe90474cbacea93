import Screens
import Snapshots
import Tensors
import Testing

@testable import Dashboard

@Suite("Laws")
struct LawTests {
  @Test("Every size draws, in exactly its own cells", arguments: [0, 1, 2, 3, 4])
  func everySize(kind: Int) {
    var state =
      switch kind {
      case 1: Samples.withoutAttention()
      case 2: Samples.state(step: 0, latest: 0, learned: 0)
      default: Samples.state()
      }
    if kind == 3 { state.isHelpOpen = true }
    if kind == 4 {
      state.prompt = .probe
      state.line = Line("十二月の三日 and much more than fits into a narrow terminal's line")
      state.snapshot = Samples.snapshot(
        step: 3, progress: 0.5, source: String(repeating: "長い text ", count: 9), target: nil)
    }
    for columns in 0...130 {
      for rows in stride(from: (columns + kind) % 5, through: 50, by: 5) {
        tell(&state, .resize(columns: columns, rows: rows))
        let screen = view(state)
        #expect(screen.columns == columns && screen.rows == rows)
        #expect(screen.cells.count == columns * rows)
        if let cursor = screen.cursor {
          #expect(cursor.row < rows && cursor.column < columns)
        }
        for row in 0..<rows where screen[row, 0].text.isEmpty {
          Issue.record("half a character at \(columns) × \(rows)")
        }
      }
    }
  }

  @Test("Where a value is drawn is where it is clicked", arguments: [60, 80, 120, 200])
  func hitTest(columns: Int) {
    for source in [Samples.source, String(repeating: "abcdefgh", count: 20)] {
      var state = Samples.state(columns: columns, rows: columns / 3)
      state.snapshot = Samples.snapshot(step: 247, progress: 1, source: source)
      let layout = MapLayout(state)
      var drawn = 0
      for query in 0..<10 {
        for key in source.indices.indices.map({ source.distance(from: source.startIndex, to: $0) })
        {
          guard let box = layout.box(query: query, key: key) else { continue }
          drawn += 1
          for row in box.row..<box.bottom {
            for column in box.column..<box.right {
              let index = layout.index(at: Screen.Position(row: row, column: column))
              #expect(index == Heatmap.Index(row: query, column: key))
            }
          }
        }
      }
      #expect(drawn == layout.queriesShown * layout.keysShown)
    }
  }

  @Test("Where a step stands on the timeline is where it is clicked")
  func timeline() {
    let layout = MapLayout(Samples.state())
    for latest in [1, 7, 50, 312, 5_000] {
      for column in layout.curve.column..<layout.curve.right {
        let step = layout.step(atColumn: column, latest: latest)
        #expect(step >= 0 && step <= latest)
        if latest >= layout.curve.columns {
          #expect(layout.column(ofStep: step, latest: latest) == column)
        }
      }
      for step in 0...min(latest, 50) {
        let column = layout.column(ofStep: step, latest: latest)
        if latest < layout.curve.columns {
          #expect(layout.step(atColumn: column, latest: latest) == step)
        }
      }
    }
  }

  @Test("The parts of the screen do not overlap", arguments: [60, 80, 100, 120, 160, 200])
  func parts(columns: Int) {
    for rows in 12...70 {
      let layout = MapLayout(Samples.state(columns: columns, rows: rows))
      var taken = [layout.title, layout.marks, layout.header]
      taken += Array(layout.map.row..<max(layout.map.bottom, layout.pane.bottom))
      taken += [layout.legend]
      taken += Array(layout.curve.row..<layout.curve.bottom)
      taken += [layout.axis, layout.numbers].compactMap { $0 }
      taken += Array(layout.exactCurve.row..<layout.exactCurve.bottom)
      taken += Array(layout.patternCurve.row..<layout.patternCurve.bottom)
      taken += [layout.sentence, layout.facts].compactMap { $0 }
      taken += [layout.readout, layout.keys]
      #expect(Set(taken).count == taken.count, "\(columns) × \(rows): \(taken)")
      #expect(taken == taken.sorted(), "\(columns) × \(rows): \(taken)")
      #expect(layout.heldOut.bottom <= layout.sentence ?? rows)
      let right = layout.map.right + layout.columns(of: layout.writes)
      #expect(right <= (layout.aside.columns > 0 ? layout.aside.column : columns))
      #expect(layout.aside.right <= columns && layout.heldOut.right <= columns)
    }
  }

  @Test("Help is always in the key line, and in every language's table")
  func help() {
    for columns in 40...200 {
      let screen = view(Samples.state(columns: columns, rows: 24))
      #expect(screen.line(23).hasSuffix("? help"))
    }
    for language in Language.allCases {
      for entry in KeyMap.map.entries {
        #expect(language.texts.keyHelp(entry.caption) != nil, "\(entry.caption)")
      }
      for caption in KeyMap.map.keyLines.values.joined() {
        let own = language.texts.anatomyKey(caption, "list") ?? language.texts.keyShort(caption)
        #expect(own != nil, "\(caption)")
        #expect(KeyMap.map.entry(called: KeyMap.halves[caption] ?? caption) != nil)
      }
    }
  }

  @Test("The same state gives the same screen, and idle events change nothing")
  func pure() {
    var state = Samples.state()
    let before = state
    #expect(view(state) == view(state))
    #expect(tell(&state, .resize(columns: 80, rows: 24)).isEmpty)
    send(scenes(of: state), to: &state)
    #expect(state == before)
  }

  @Test("Several heads are drawn one at a time")
  func heads() {
    var state = Samples.state()
    let weights = Tensor([.head: 2, .query: 1, .key: 2], [1, 0, 0, 1])
    state.snapshot?.attention = [
      AttentionWeights(site: "a", weights: weights, queries: ["q"], keys: ["x", "y"])
    ]
    #expect(state.picture?.weights == [1, 0])
    state.head = 1
    #expect(state.picture?.weights == [0, 1])
    state.head = 9
    #expect(state.picture?.weights == [0, 1])
  }

  @Test("An attention of nothing is no map and no trap")
  func empty() {
    var state = Samples.state()
    state.snapshot?.attention = [
      AttentionWeights(
        site: "a", weights: Tensor([.query: 0, .key: 3], []), queries: [], keys: ["a", "b", "c"])
    ]
    for key in [Key.up, .right, .character("G"), .character("s"), .character("d")] {
      tell(&state, .key(key))
    }
    #expect(view(state).cells.count == 80 * 24)
    state.snapshot = nil
    for key in [Key.up, .character("p"), .character("y")] { tell(&state, .key(key)) }
    #expect(view(state).picture.contains("the first picture has not come yet"))
  }
}
