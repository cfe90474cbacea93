import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys through Heads, Words and Compare")
struct ScreenJourneyTests {
  @Test("A head is chosen in four ways, and it is the same head")
  func fourWays() {
    let wanted = HeadName(site: "decoder.1.self", head: 3)
    var arrows = HeadSamples.induction()
    type(&arrows, "H")
    press(&arrows, .down, .right, .character("l"), .right)
    #expect(arrows.selectedHead == wanted)
    var digits = HeadSamples.induction()
    type(&digits, "Hj3")
    #expect(digits.selectedHead == wanted)
    #expect(digits.pendingHead == nil)
    var brackets = HeadSamples.induction()
    type(&brackets, "H}]]]")
    #expect(brackets.selectedHead == wanted)
    press(&brackets, .shiftUp, .shiftRight)
    #expect(brackets.selectedHead == HeadName(site: "decoder.1.self", head: 0))
    var named = HeadSamples.induction()
    command(&named, "1.3")
    #expect(named.selectedHead == wanted)
    #expect(named.message == nil)
    for state in [arrows, digits, named] {
      #expect(readout(state).contains(state.screen == .heads ? "head 1.3" : "query"))
    }
  }

  @Test("The same selection holds in Heads, Map and Words; Enter goes in, Esc comes back")
  func zoom() {
    var state = HeadSamples.translation()
    type(&state, "H")
    press(&state, .tab, .tab)
    type(&state, "}1")
    #expect(view(state).line(0).hasPrefix(" Heads   translate · 2 layers × 4 heads"))
    press(&state, .enter)
    #expect(state.screen == .map)
    #expect(view(state).line(0).contains("Map   translate · multihead · head 1.1"))
    press(&state, .down, .right)
    let crosshair = state.crosshair
    #expect(crosshair == Heatmap.Index(row: 7, column: 8))
    #expect(readout(state).hasPrefix(" query \"-\"  key \"a\""))
    type(&state, "W")
    #expect(view(state).line(0).contains("Words   translate · multihead · head 1.1"))
    #expect(state.crosshair == crosshair)
    #expect(readout(state).hasPrefix(" query \"-\"  key \"a\""))
    type(&state, "H")
    #expect(readout(state).contains("head 1.1"))
    #expect(readout(state).contains("\"-\" → \"a\""))
    press(&state, .escape)
    #expect(state.screen == .words)
    press(&state, .escape)
    #expect(state.screen == .map)
    #expect(state.crosshair == crosshair)
    press(&state, .escape)
    #expect(state.screen == .map)
    #expect(state.screensBefore.isEmpty)
    type(&state, "H")
    press(&state, .enter, .escape)
    #expect(state.screen == .heads)
  }

  @Test("Two digits choose among more than ten heads; Esc takes the first back")
  func digits() {
    var state = HeadSamples.encoder()
    type(&state, "H5")
    #expect(state.head == 5)
    #expect(state.pendingHead == nil)
    type(&state, "1")
    #expect(state.head == 1)
    #expect(readout(state).hasSuffix("head 1_"))
    type(&state, "1")
    #expect(state.head == 11)
    #expect(state.pendingHead == nil)
    type(&state, "1")
    press(&state, .escape)
    #expect(state.head == 11)
    #expect(state.screen == .heads)
    // So does a second digit that comes too late.
    #expect(state.patience == nil)
    type(&state, "1")
    #expect(state.patience == 0.5)
    #expect(tell(&state, .timeout) == [])
    #expect(state.pendingHead == nil)
    type(&state, "0")
    #expect(state.head == 0)
    // A digit that would go beyond the last head begins anew.
    type(&state, "17")
    #expect(state.head == 7)
    type(&state, "1")
    press(&state, .down)
    #expect(state.selectedHead == HeadName(site: "encoder.layers.1.self", head: 1))
    type(&state, "0")
    #expect(state.head == 0)
    var few = HeadSamples.induction()
    type(&few, "H7")
    #expect(readout(few).contains("no head 0.7; the last is 3"))
    #expect(few.head == 0)
  }

  @Test("The filter follows the typing, takes roles and conditions, and Esc shows all again")
  func filter() {
    var state = HeadSamples.induction()
    type(&state, "H/ind")
    #expect(state.shownHeads.map(\.label) == ["1.0", "1.1", "1.2", "1.3"])
    #expect(state.selectedHead == HeadName(site: "decoder.1.self", head: 0))
    type(&state, "uction > .9")
    #expect(state.shownHeads.map(\.label) == ["1.0", "1.1"])
    press(&state, .enter)
    #expect(view(state).picture.contains("only induction > .9"))
    #expect(view(state).line(0).contains("2 of 8 heads"))
    type(&state, "n")
    #expect(state.selectedHead?.head == 1)
    press(&state, .escape)
    #expect(state.shownHeads.count == 8)
    type(&state, "/layer == 0 and not mixed")
    press(&state, .enter)
    #expect(state.shownHeads.map(\.label) == ["0.1", "0.2"])
    type(&state, "/")
    press(&state, .control("u"))
    type(&state, "next")
    press(&state, .enter)
    #expect(state.shownHeads.isEmpty)
    #expect(readout(state).contains("no head is next; esc shows all"))
    press(&state, .escape)
    type(&state, "/induction >")
    #expect(state.shownHeads.count == 8)
    press(&state, .enter)
    #expect(state.message?.isError == true)
    #expect(readout(state).contains("a number was expected"))
    #expect(state.message?.text.hasSuffix("try \"induction > .5 and layer == 1\"") == true)
    command(&state, "filter previous")
    #expect(state.shownHeads.map(\.label) == ["0.1", "0.2"])
  }

  @Test("Sorting keeps the selected head, and [ ] go through the order of the screen")
  func sort() {
    var state = HeadSamples.induction()
    type(&state, "HS")
    #expect(readout(state).contains("heads by role"))
    #expect(
      state.shownHeads.map(\.label)
        == ["0.2", "0.1", "1.1", "1.0", "1.2", "1.3", "0.0", "0.3"])
    #expect(state.selectedHead == HeadName(site: "decoder.0.self", head: 0))
    type(&state, "g]")
    #expect(state.selectedHead == HeadName(site: "decoder.0.self", head: 1))
    type(&state, "]")
    press(&state, .enter)
    #expect(view(state).line(0).contains("head 1.1"))
    type(&state, "]")
    #expect(view(state).line(0).contains("head 1.0"))
    press(&state, .escape)
    type(&state, "S")
    #expect(state.shownHeads.first?.label == "1.1")
    #expect(view(state).picture.contains("by entropy"))
    type(&state, "S")
    #expect(state.isHeadGrid)
    command(&state, "sort previous")
    #expect(state.shownHeads.prefix(2).map(\.label) == ["0.2", "0.1"])
    command(&state, "sort size")
    #expect(readout(state).contains("layer, role, entropy, previous"))
    command(&state, "9.9")
    #expect(readout(state).contains("no head 9.9; expected layer.head from 0.0 to 1.3"))
  }

  @Test("A head goes off, then alone, then on; the run is told each time")
  func switches() {
    var state = HeadSamples.induction()
    type(&state, "H}1")
    let site: Site = "decoder.1.self"
    #expect(type(&state, "x") == [.ask(.heads([site: [1]]))])
    #expect(readout(state).contains("head 1.1 is off"))
    press(&state, .left)
    #expect(view(state).picture.contains("1.1 off"))
    press(&state, .right)
    #expect(readout(state).contains("head 1.1 (off)"))
    #expect(type(&state, "x") == [.ask(.heads([site: [0, 2, 3]]))])
    press(&state, .left)
    #expect(view(state).picture.contains("1.0 off"))
    #expect(view(state).picture.contains("1.1 alone"))
    // A head that is out because another is alone becomes the one alone.
    #expect(type(&state, "x") == [.ask(.heads([site: [1, 2, 3]]))])
    #expect(state.switches == [HeadName(site: site, head: 0): .alone])
    #expect(type(&state, "x") == [.ask(.heads([:]))])
    #expect(state.switches.isEmpty)
    #expect(type(&state, "u") == [])
    #expect(readout(state).contains("all heads are on"))
    type(&state, "x")
    #expect(type(&state, "u") == [.ask(.heads([:]))])
    #expect(state.switches.isEmpty)
    state.run.abilities.remove(.switchesHeads)
    #expect(type(&state, "x") == [])
    #expect(readout(state).contains("this lesson cannot leave out heads"))
  }

  @Test("Scales go round on every screen; a sink is hidden until the user wants to see it")
  func scales() {
    var state = HeadSamples.encoder(rung: .truecolor)
    type(&state, "H")
    #expect(state.shownScale == .sinkHidden)
    #expect(state.hiddenKeys == [0])
    #expect(view(state).picture.contains("[CLS] hidden: .47"))
    var seen: [Scale] = []
    for _ in 0..<5 {
      type(&state, "s")
      seen.append(state.shownScale)
    }
    #expect(seen == [.relative, .linear, .squareRoot, .logarithmic, .sinkHidden])
    #expect(readout(state).contains("[CLS] is hidden, .47 of all mass"))
    type(&state, "sM")
    #expect(view(state).picture.contains("[CLS] shown: .47 of all mass"))
    command(&state, "scale sink")
    #expect(view(state).picture.contains("┊ [CLS] hidden: .47 of all mass"))
    type(&state, "c")
    #expect(state.ladder == .cividis)
    var other = HeadSamples.translation()
    type(&other, "H")
    #expect(other.shownScale == .relative)
    command(&other, "scale sink")
    #expect(readout(other).contains("nothing to hide"))
  }

  @Test("Tab goes from stack to stack; the layer and head stay as far as they exist")
  func stacks() {
    var state = HeadSamples.translation()
    type(&state, "H}2")
    #expect(view(state).line(1).contains("▸encoder self   decoder causal   decoder cross"))
    press(&state, .tab)
    #expect(state.selectedHead == HeadName(site: "decoder.1.self", head: 2))
    #expect(view(state).line(1).contains("encoder self  ▸decoder causal"))
    press(&state, .tab, .tab)
    #expect(state.selectedHead == HeadName(site: "encoder.1.self", head: 2))
    press(&state, .backTab)
    #expect(state.selectedHead?.site == "decoder.1.cross")
    type(&state, "M")
    press(&state, .tab)
    #expect(state.selectedHead?.site == "encoder.1.self")
  }

  @Test("Words: left and right move the query, up and down go through its keys by weight")
  func words() {
    var state = HeadSamples.translation()
    command(&state, "1.3")
    press(&state, .tab, .tab)
    type(&state, "W")
    #expect(view(state).picture.contains("\"5\" looks at"))
    press(&state, .right)
    #expect(state.crosshair?.row == 7)
    press(&state, .left, .down)
    #expect(readout(state).contains("key \"a\""))
    press(&state, .down, .down, .up)
    #expect(readout(state).contains("key \"y\""))
    type(&state, "g")
    #expect(state.crosshair?.row == 0)
    var pooling = HeadSamples.keywords()
    type(&pooling, "W")
    #expect(readout(pooling).hasPrefix(" key \"dreadful\"   0.036   of at most .159"))
    press(&pooling, .left)
    #expect(readout(pooling).hasPrefix(" key \"quite\"   0.005"))
  }

  @Test("Keys that do not apply say why")
  func whyNot() {
    var one = Samples.state()
    for (key, why) in [
      ("H", "one head"), ("C", "one mechanism"), ("x", "one head"),
      ("}", "one layer only"), ("S", "H goes there"), ("/", "H goes there"), ("M", "is Map"),
    ] {
      type(&one, key)
      #expect(one.screen == .map)
      #expect(readout(one).contains(why), "\(key): \(readout(one))")
    }
    press(&one, .tab)
    #expect(readout(one).contains("one kind of attention"))
    type(&one, "o")
    #expect(readout(one).contains("A goes there"))
    var heads = HeadSamples.induction()
    type(&heads, "Hd")
    #expect(readout(heads).contains("the difference is drawn on Map"))
    type(&heads, "H")
    #expect(readout(heads).contains("this is Heads already"))
    var blind = Samples.withoutAttention()
    type(&blind, "W")
    #expect(readout(blind).contains("no attention"))
  }

  @Test("Clicks choose a head, a word, a bar, a cell of a pane")
  func mouse() throws {
    var state = HeadSamples.induction()
    type(&state, "H")
    let name = HeadName(site: "decoder.1.self", head: 2)
    let box = try #require(HeadsLayout(state).box(name))
    let place = Screen.Position(row: box.row + 1, column: box.column + 1)
    tell(&state, .mouse(Mouse(.press, at: place)))
    #expect(state.selectedHead == name)
    tell(&state, .mouse(Mouse(.wheelUp, at: place)))
    #expect(state.selectedHead == HeadName(site: "decoder.0.self", head: 2))
    type(&state, "W")
    let token = try #require(WordsLayout(state).box(4))
    _ = update(
      &state, .mouse(Mouse(.press, at: Screen.Position(row: token.row, column: token.column))))
    #expect(state.crosshair?.row == 4)
    let words = WordsLayout(state)
    let bar = Screen.Position(row: words.bars.row + 1, column: words.bars.column)
    tell(&state, .mouse(Mouse(.press, at: bar)))
    #expect(state.crosshair?.column == words.ranking[1])
    var panes = HeadSamples.comparison()
    let cell = try #require(CompareLayout(panes).box(pane: 1, query: 3, key: 5))
    _ = update(
      &panes, .mouse(Mouse(.press, at: Screen.Position(row: cell.row, column: cell.column))))
    #expect(panes.pane == 1)
    #expect(panes.paneCrosshair(panes.paneViews) == Heatmap.Index(row: 3, column: 5))
  }

  @Test("Screens are reached by name, too, and from help")
  func names() {
    var state = HeadSamples.induction()
    command(&state, "heads")
    #expect(state.screen == .heads)
    command(&state, "words")
    #expect(state.screen == .words)
    command(&state, "compare")
    #expect(state.screen == .words)
    #expect(state.message?.isError == true)
    type(&state, "?M")
    #expect(!state.isHelpOpen && state.screen == .map)
    type(&state, "?M")
    #expect(!state.isHelpOpen && state.screen == .map)
    command(&state, "map")
    #expect(state.message == nil)
  }

  @Test("A causal map draws nothing above its diagonal and says that it is masked")
  func causal() {
    var state = HeadSamples.induction(columns: 120, rows: 40, rung: .colors16)
    command(&state, "0.0")
    let layout = MapLayout(state)
    let screen = view(state)
    for query in 0..<layout.queriesShown {
      for key in (query + 1)..<21 {
        guard let box = layout.box(query: query, key: key) else { continue }
        #expect(screen[box.row, box.column] == .blank)
      }
    }
    #expect(screen.picture.contains("upper right: masked"))
    type(&state, "gl")
    #expect(readout(state).contains("masked"))
  }

  @Test("Long sequences of words have some labels, and the crosshair's whole")
  func sparse() {
    var state = HeadSamples.induction()
    let words = (0..<60).map { "word\($0)" }
    state.snapshot?.attention = [
      HeadSamples.site(
        "decoder.0.self", [(.previous, 0.9), (nil, 0)], tokens: words, kind: .causal)
    ]
    tell(&state, .key(.character("g")))
    for _ in 0..<36 { tell(&state, .key(.left)) }
    let labels = view(state).line(MapLayout(state).header)
    #expect(labels.contains("word22"))
    #expect(labels.contains("word0"))
    #expect(labels.contains("word10"))
    #expect(!labels.contains("word11"))
  }
}
