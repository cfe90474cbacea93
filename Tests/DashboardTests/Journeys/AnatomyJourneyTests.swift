import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("Journeys through the Anatomy")
struct AnatomyJourneyTests {
  @Test("A asks the run for diagrams, every way out asks it to stop")
  func comingAndGoing() {
    var state = AnatomySamples.state(SampleDiagram.additive())
    #expect(tell(&state, .key(.character("A"))) == [.ask(.explain(true))])
    #expect(tell(&state, .key(.down)).isEmpty)
    #expect(tell(&state, .key(.escape)) == [.ask(.explain(false))])
    #expect(state.screen == .map)
    tell(&state, .key(.character("A")))
    #expect(tell(&state, .key(.character("W"))) == [.ask(.explain(false))])
    // A cell of the map opens at its weights.
    tell(&state, .key(.character("M")))
    #expect(tell(&state, .key(.enter)) == [.ask(.explain(true))])
    #expect(AnatomyPage(state)?.operation == AnatomyPage(state)?.weights)
  }

  @Test("Operations forward and back, positions left and right on the crosshair of the map")
  func moving() {
    var probe = AnatomyProbe(SampleDiagram.additive())
    #expect(probe.here == "V(score)")
    probe.press(.down)
    #expect(probe.here == "softmax over time")
    probe.press(.up, .up)
    #expect(probe.here == "tanh  \"score\"")
    probe.press(.right, .right)
    #expect(probe.state.crosshair?.column == 2)
    #expect(probe.readout.contains("\"y\""))
    probe.press(.character("]"))
    #expect(probe.state.crosshair?.row == 1)
    #expect(view(probe.state).line(0).contains("query \"5\""))
    // In the picture up and down choose a unit, and Esc leaves it.
    probe.press(.tab, .up, .up, .up, .up)
    #expect(probe.readout.contains("attention unit 0"))
    probe.press(.down)
    #expect(probe.readout.contains("attention unit 1"))
    probe.press(.escape, .down)
    #expect(probe.here == "V(score)")
    probe.press(.character("M"))
    #expect(probe.state.crosshair == Heatmap.Index(row: 1, column: 2))
  }

  @Test("In the picture of a row, up and down go to another query")
  func rows() {
    var probe = AnatomyProbe(SampleDiagram.multiHead())
    probe.press(.character("]"))
    #expect(probe.state.head == 1)
    probe.press(.tab, .down)
    #expect(probe.state.crosshair?.row == 1)
    #expect(probe.here == "q · k  scores")
  }

  @Test("Following a number goes to what made its chosen term, Esc comes back step by step")
  func following() throws {
    var probe = AnatomyProbe(SampleDiagram.additive())
    probe.press(.down, .right, .enter)
    let first = try #require(probe.page?.chosenSource)
    probe.press(.enter)
    #expect(probe.here == "V(score)")
    let page = try #require(probe.page)
    let operation = try #require(page.operation)
    #expect(page.cell(of: operation) == first.cell)
    probe.press(.down, .enter)
    #expect(probe.state.anatomy.trail.count == 2 || probe.readout.contains("given or trained"))
    for _ in probe.state.anatomy.trail { probe.press(.escape) }
    #expect(probe.state.anatomy.trail.isEmpty)
    #expect(probe.here == "softmax over time")
    #expect(probe.readout.contains("\"a\""))
    probe.press(.escape)
    #expect(!probe.state.anatomy.isFollowing)
    #expect(probe.state.screen == .anatomy)
  }

  @Test("Following opens the group that it leads into")
  func intoGroups() throws {
    var probe = AnatomyProbe(SampleDiagram.additive())
    probe.press(.up, .up, .up, .up)
    #expect(probe.here == "W1(features)")
    #expect(probe.page?.isOpen(["encoder"]) == false)
    probe.press(.enter)
    // The bias is trained: no operation made it.
    let items = try #require(probe.page.flatMap { DerivationLines($0) }).items()
    for _ in 0..<(items.firstIndex { $0.name != "b" } ?? 0) { probe.press(.down) }
    probe.press(.enter)
    #expect(probe.here == "embedding[ids]")
    #expect(probe.page?.isOpen(["encoder"]) == true)
    probe.press(.escape)
    #expect(probe.here == "W1(features)")
  }

  @Test("A training step marks what changed and says by how much")
  func changed() {
    var probe = AnatomyProbe(SampleDiagram.additive())
    var later = SampleDiagram.additive()
    let score = later.operations.first { $0.meaning == .score }?.output ?? 0
    later.values[score].numbers.elements[0] += 0.5
    #expect(probe.press(.character(".")) == [.ask(.move(1))])
    tell(&probe.state, shown(probe.state, AnatomySamples.snapshot(later, step: 248)))
    #expect(probe.readout.contains("+.500 since step 247"))
    #expect(probe.picture.contains("─·──"))
    probe.press(.right)
    #expect(probe.readout.contains("+0 since step 247"))
  }

  @Test("Scratch edits name a value by a part of its name, are said in the title and taken back")
  func scratch() {
    var probe = AnatomyProbe(SampleDiagram.additive())
    let edit = ScratchEdit.scale("att.V.kernel", by: 2)
    #expect(probe.command("scale V 2") == [.ask(.scratch([edit]))])
    var edited = SampleDiagram.additive()
    edited.edits = [edit]
    let score = edited.operations.first { $0.meaning == .score }?.output ?? 0
    edited.values[score].numbers.elements[0] = 2
    tell(&probe.state, shown(probe.state, AnatomySamples.snapshot(edited)))
    probe.press(.right, .left)
    #expect(view(probe.state).line(0).contains("scratch"))
    #expect(probe.readout.contains("by the edit"))
    #expect(
      probe.command("add 3") == [.ask(.scratch([edit, .add("att.energy", 3)]))])
    #expect(
      probe.command("axis −1") == [
        .ask(.scratch([edit, .add("att.energy", 3), .axis("att.weights", Axis("-1"))]))
      ])
    #expect(probe.command("undo") == [.ask(.scratch([edit, .add("att.energy", 3)]))])
    #expect(probe.press(.escape) == [.ask(.scratch([edit]))])
    #expect(probe.press(.escape) == [.ask(.scratch([]))])
    #expect(!view(probe.state).line(0).contains("scratch"))
    #expect(probe.command("undo").isEmpty)
    #expect(probe.readout.contains("nothing was changed"))
    // Leaving takes them all back.
    _ = probe.command("scale V 0")
    #expect(probe.press(.character("M")) == [.ask(.scratch([])), .ask(.explain(false))])
  }

  @Test("A change is one more operation beside what it changes, and the cursor stays where it was")
  func changeInTheList() throws {
    var probe = AnatomyProbe(SampleDiagram.additive())
    probe.press(.down)
    let weights = try #require(probe.page?.weights)
    _ = probe.command("add 3")
    var edited = SampleDiagram.additive()
    edited.edits = [.add("att.energy", 3)]
    let score = edited.operations[weights].inputs[0]
    edited.values.append(edited.values[score])
    edited.values[score].name = "dense over attention unit"
    edited.operations.insert(
      .init(
        operation: "change: 3.0 more", formula: "y = x + 3", arithmetic: .addConstant,
        change: .added(3), inputs: [score], output: edited.values.count - 1), at: weights)
    edited.operations[weights + 1].inputs[0] = edited.values.count - 1
    tell(&probe.state, shown(probe.state, AnatomySamples.snapshot(edited)))
    #expect(probe.here == "softmax over time")
    probe.press(.up)
    #expect(probe.here == "changed by hand")
    #expect(probe.readout.contains("by the edit"))
    // The name means what the value was changed to.
    #expect(
      probe.command("scale scores 2") == [
        .ask(.scratch([.add("att.energy", 3), .scale("att.energy", by: 2)]))
      ])
  }

  @Test("Where a mistake lets padding have weight, each place of it is called as all of it is")
  func paddedKeys() {
    let diagram = SampleDiagram.additive()
    var probe = AnatomyProbe(diagram)
    #expect(probe.readout.contains("\"M\""))
    var snapshot = AnatomySamples.snapshot(diagram)
    let weights = Tensor([.query: 2, .key: 3], [0.5, 0.1, 0.4, 0.2, 0.2, 0.6])
    snapshot.attention = [
      AttentionWeights(
        site: "att", weights: weights, queries: SampleDiagram.queries, keys: ["M", "a", "∅"])
    ]
    tell(&probe.state, shown(probe.state, snapshot))
    #expect(probe.readout.contains("\"M\""))
    for key in ["a", "∅", "∅", "∅"] {
      probe.press(.right)
      #expect(probe.readout.contains("\"\(key)\""), "\(probe.readout)")
    }
  }

  @Test("A name that is no value is answered with near ones, and a slip with what is expected")
  func badScratch() {
    var probe = AnatomyProbe(SampleDiagram.additive())
    for (command, answer) in [
      ("scale W 2", "W1.kernel"), ("scale Q", ":scale expects"), ("add x y", ":add expects"),
      ("axis energy -1", "is no softmax"), ("axis 7", "one of -1"), ("scale kernel 2", "att."),
      ("scale V nan", ":scale expects"), ("add inf", ":add expects"),
    ] {
      #expect(probe.command(command).isEmpty, "\(command)")
      #expect(probe.readout.contains(answer), "\(command): \(probe.readout)")
      #expect(probe.state.message?.isError == true)
    }
    // Elsewhere it is the scale of the map, as before.
    probe.press(.character("M"))
    #expect(probe.command("scale log").isEmpty)
    #expect(probe.state.scale == .logarithmic)
    #expect(probe.command("add 3").isEmpty)
    #expect(probe.readout.contains("A goes there"))
  }

  @Test("o draws gradients and reads both")
  func gradients() {
    var probe = AnatomyProbe(SampleDiagram.additive())
    probe.press(.character("o"))
    #expect(probe.readout.contains("∂loss/∂value"))
    probe.press(.right, .left)
    #expect(probe.readout.contains("0.862"))
    #expect(probe.readout.contains("gradient −.108"))
    #expect(probe.picture.contains("∂loss/∂value of this probe's own loss"))
    probe.press(.character("o"), .right)
    #expect(!probe.readout.contains("gradient"))
  }

  @Test("A click chooses an operation, opens a group, or puts the cursor on a key")
  func mouse() {
    var probe = AnatomyProbe(SampleDiagram.additive())
    func click(_ row: Int, _ column: Int) {
      _ = update(
        &probe.state,
        .mouse(Mouse(.press, at: Screen.Position(row: row, column: column))))
    }
    click(11, 8)
    #expect(probe.here == "softmax over time")
    click(4, 8)
    #expect(probe.page?.isOpen(["encoder"]) == true)
    probe.press(.character("g"), .enter)
    click(9, 8)
    click(6, 46)
    #expect(probe.state.crosshair?.column == 1)
  }

  @Test("Without attention, without a diagram, and where there can be none")
  func less() {
    var none = SampleDiagram.additive()
    none.operations.removeAll { $0.group == ["attention"] }
    var probe = AnatomyProbe(none)
    probe.state.snapshot?.attention = []
    probe.press(.down, .enter, .down, .right, .enter, .character("]"))
    #expect(probe.state.screen == .anatomy)
    #expect(probe.page?.weights == nil)

    var waiting = AnatomySamples.state(SampleDiagram.additive())
    waiting.snapshot?.diagram = nil
    tell(&waiting, .key(.character("A")))
    #expect(view(waiting).picture.contains("…"))
    for key: Key in [.down, .enter, .tab, .character("o")] { tell(&waiting, .key(key)) }
    #expect(view(waiting).line(22).contains("have not come yet"))

    var opened = AnatomySamples.state(SampleDiagram.additive())
    opened.run.abilities.remove(.explains)
    #expect(tell(&opened, .key(.character("A"))).isEmpty)
    #expect(opened.screen == .map)
    #expect(view(opened).line(22).contains("cannot show its operations"))
  }
}
