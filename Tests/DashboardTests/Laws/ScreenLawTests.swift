import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("Laws of Heads, Words and Compare")
struct ScreenLawTests {
  /// Every kind of state that a screen can be in.
  static let states: [(name: String, state: State)] = {
    func at(_ screen: ScreenName, _ state: State) -> State {
      var state = state
      state.screen = screen
      return state
    }
    var sorted = at(.heads, HeadSamples.encoder(rung: .truecolor))
    sorted.headOrder = .role
    var filtered = at(.heads, HeadSamples.induction())
    for character in "/induction" { tell(&filtered, .key(.character(character))) }
    tell(&filtered, .key(.enter))
    var none = at(.heads, HeadSamples.induction())
    none.headFilter = "next"
    var helped = at(.compare, HeadSamples.comparison())
    helped.isHelpOpen = true
    var wrong = HeadSamples.comparison(rung: .truecolor)
    for exhibit in Mistake.allCases {
      send(scenes(of: wrong) + [HeadSamples.wrong(exhibit)], to: &wrong)
    }
    wrong.showsPaneDifference = true
    var blind = HeadSamples.comparison()
    var dark = HeadSamples.panes()
    for index in dark.indices { dark[index].snapshot.attention = [] }
    send(dark, to: &blind)
    return [
      ("grid", at(.heads, HeadSamples.induction(rung: .truecolor))),
      ("many heads", at(.heads, HeadSamples.encoder())), ("sorted", sorted),
      ("filtered", filtered), ("no head left", none),
      ("stacks", at(.heads, HeadSamples.translation(rung: .colors256))),
      ("one head", at(.heads, Samples.state())), ("map", HeadSamples.encoder()),
      ("words", at(.words, HeadSamples.encoder(rung: .truecolor))),
      ("cross words", at(.words, HeadSamples.translation())),
      ("pooling", at(.words, HeadSamples.keywords())),
      ("no words", at(.words, Samples.withoutAttention())),
      ("panes", HeadSamples.comparison()), ("wrong panes", wrong), ("blind panes", blind),
      ("help", helped), ("no panes", at(.compare, Samples.state())),
    ]
  }()

  @Test("Every size draws, in exactly its own cells", arguments: states.indices)
  func everySize(kind: Int) {
    var state = Self.states[kind].state
    for columns in stride(from: 1 + kind % 9, through: 200, by: 9) {
      for rows in stride(from: 1 + (columns + kind) % 7, through: 60, by: 7) {
        tell(&state, .resize(columns: columns, rows: rows))
        let screen = view(state)
        #expect(screen.columns == columns && screen.rows == rows)
        for row in 0..<rows where screen[row, 0].text.isEmpty {
          Issue.record("half a character at \(columns) × \(rows)")
        }
      }
    }
  }

  @Test("Keys never trap and never leave the selection outside", arguments: states.indices)
  func everyKey(kind: Int) {
    var state = Self.states[kind].state
    let keys: [Key] =
      [.up, .down, .left, .right, .tab, .backTab, .enter, .shiftLeft, .shiftDown]
      + "m[]{}0123456789xuSSSdpgGscnNHMWCyjklAoQzZ+-.,<>".map { .character($0) } + [
        .escape, .escape,
      ]
    for place in ScreenName.allCases {
      state.screen = place
      for key in keys {
        tell(&state, .key(key))
        if let picture = state.picture {
          #expect(state.stack?[picture.name] != nil)
          #expect(picture.name.site == state.selectedHead?.site)
        }
        _ = view(state)
      }
    }
  }

  @Test(
    "Where a head is drawn is where it is clicked",
    arguments: ["grid", "many heads", "sorted", "filtered", "stacks"])
  func heads(name: String) throws {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40), (160, 50)] {
      var state = try #require(Self.states.first { $0.name == name }).state
      tell(&state, .resize(columns: columns, rows: rows))
      let layout = HeadsLayout(state)
      var drawn = 0
      for head in state.shownHeads {
        guard let box = layout.box(head.name) else { continue }
        drawn += 1
        #expect(box.bottom <= layout.legend && box.right <= columns)
        for row in box.row..<box.bottom {
          for column in box.column..<box.right {
            #expect(layout.head(at: Screen.Position(row: row, column: column)) == head.name)
          }
        }
        let picture = layout.thumbnail(in: box)
        #expect(box.intersection(picture) == picture)
      }
      #expect(drawn == min(state.shownHeads.count, drawn) && drawn > 0)
      #expect(state.selectedHead.flatMap { layout.box($0) } != nil)
    }
  }

  @Test("Every head comes into sight when it is selected", arguments: [(40, 12), (60, 20)])
  func scrolling(columns: Int, rows: Int) {
    for name in ["many heads", "sorted"] {
      var state = Self.states.first { $0.name == name }?.state ?? HeadSamples.encoder()
      tell(&state, .resize(columns: columns, rows: rows))
      tell(&state, .key(.character("g")))
      var seen: Set<HeadName> = []
      for _ in state.shownHeads {
        let name = state.selectedHead
        #expect(name.flatMap { HeadsLayout(state).box($0) } != nil)
        if let name { seen.insert(name) }
        tell(&state, .key(.character("]")))
      }
      #expect(seen.count == 72)
    }
  }

  @Test("Where a token or bar is drawn is where it is clicked")
  func words() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
      for name in ["words", "cross words", "pooling"] {
        guard var state = Self.states.first(where: { $0.name == name })?.state else { continue }
        tell(&state, .resize(columns: columns, rows: rows))
        let layout = WordsLayout(state)
        for token in layout.tokens.indices {
          guard let box = layout.box(token) else { continue }
          #expect(box.right <= columns && box.bottom <= layout.legend)
          let place = Screen.Position(row: box.row, column: box.column)
          #expect(layout.hit(at: place) == .token(token))
        }
        for (place, key) in layout.ranking.enumerated()
        where place * layout.barRows < layout.bars.rows {
          let position = Screen.Position(
            row: layout.bars.row + place * layout.barRows, column: layout.bars.column)
          #expect(layout.hit(at: position) == .bar(key))
        }
        #expect(layout.bars.bottom <= layout.sentence ?? layout.legend)
      }
    }
  }

  @Test("Where a value of a pane is drawn is where it is clicked")
  func panes() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40), (160, 50)] {
      for name in ["panes", "wrong panes"] {
        guard var state = Self.states.first(where: { $0.name == name })?.state else { continue }
        tell(&state, .resize(columns: columns, rows: rows))
        let layout = CompareLayout(state)
        for pane in layout.shown {
          for query in 0..<10 {
            for key in 0..<15 {
              guard let box = layout.box(pane: pane, query: query, key: key) else { continue }
              #expect(box.right <= columns && box.bottom <= layout.legend)
              let place = Screen.Position(row: box.bottom - 1, column: box.right - 1)
              let hit = layout.index(at: place)
              #expect(hit?.pane == pane)
              #expect(hit?.index == Heatmap.Index(row: query, column: key))
            }
          }
        }
      }
    }
  }

  @Test("Thumbnails show the brightest weight of every block", arguments: [3, 13, 21, 128, 260])
  func pooling(count: Int) {
    for size in [1, 2, 5, 9, 16, min(count, 128)] where size <= count {
      for place in [0, count / 2, count - 1] {
        var weights = [Float](repeating: 0, count: count * count)
        weights[place * count + (count - 1 - place)] = 1
        var builder = SummaryBuilder(
          labels: .numbered(count), keys: count, kind: .selfAttention)
        for query in 0..<count {
          builder.add(weights[(query * count)..<((query + 1) * count)].span)
        }
        let thumbnail = builder.summary().whole.thumbnail
        let shares = thumbnail.shares(rows: size, columns: size, .linear)
        #expect(shares.count == size * size)
        // One weight lights one point, and none is lost.
        #expect(shares.count { $0 == 1 } == 1, "\(count) to \(size)")
      }
    }
  }

  @Test("A thumbnail's size fits, and a point is never larger than a weight without need")
  func sizes() {
    for queries in [1, 10, 13, 21, 200] {
      for keys in [1, 13, 15, 400] {
        for columns in 1...50 {
          for rows in 1...20 {
            for hasHalves in [true, false] {
              let size = Thumbnail.size(
                queries: queries, keys: keys, columns: columns, rows: rows, hasHalves: hasHalves)
              #expect(size.columns >= 1 && size.columns <= columns)
              #expect(size.rows >= 1 && size.rows <= rows)
              #expect(size.lines >= 1 && size.lines <= 2 * size.rows)
              if !size.isPooled { #expect(size.columns.isMultiple(of: keys)) }
            }
          }
        }
      }
    }
  }

  @Test("What is not a number is seen from afar, too, in either half of a cell", arguments: [0, 1])
  func notANumber(query: Int) {
    var state = Self.states[0].state
    state.snapshot?.attention[0].weights.elements[21 * query] = .nan
    let palette = Palette(rung: .truecolor)
    #expect(view(state).cells.contains { $0 == palette.notANumber })
  }

  @Test("Help and the key line name every key of every screen")
  func keys() {
    for place in ScreenName.allCases {
      #expect(KeyMap.map.keyLines[place] != nil)
      for columns in stride(from: 40, through: 200, by: 8) {
        var state = HeadSamples.comparison(columns: columns)
        state.screen = place
        #expect(view(state).line(23).hasSuffix("? help"), "\(place) \(columns)")
      }
    }
  }
}
