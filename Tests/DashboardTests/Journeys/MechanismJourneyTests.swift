import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys from mechanism to mechanism")
struct MechanismJourneyTests {
  @Test("Map, Heads and Words show the run of the pane that was chosen")
  func chosenPane() {
    var state = HeadSamples.comparison()
    var panes = HeadSamples.panes()
    #expect(state.screen == .compare)
    press(&state, .tab, .tab)
    type(&state, "1")
    type(&state, "M")
    #expect(view(state).line(0).contains("multihead · head"))
    #expect(state.snapshot == panes[2].snapshot.summarized())
    #expect(state.head == 1)
    // What the others show changes nothing here, its own picture does.
    let other = HeadSamples.panes(learned: 0.1)
    panes[0] = other[0]
    send(panes, to: &state)
    #expect(state.snapshot == panes[2].snapshot.summarized() && state.run.mechanism == .multihead)
    send(other, to: &state)
    #expect(state.snapshot == other[2].snapshot.summarized())
    type(&state, "C")
    press(&state, .tab)
    type(&state, "W")
    #expect(view(state).line(0).contains("additive"))
    #expect(state.snapshot == other[0].snapshot.summarized())
    type(&state, "m")
    #expect(readout(state).contains("all mechanisms are here already"))
  }

  @Test("m goes round the mechanisms and comes back with everything as it was")
  func mechanisms() throws {
    let ways = [Mechanism.additive, .pooling, .multihead]
    var state = Samples.state(activity: .running)
    state.run.ways = ways.map { Way($0) }
    type(&state, "p")
    press(&state, .right, .down)
    var before = state
    #expect(type(&state, "m") == [.ask(.pause), .open(.way(Way(.pooling)))])
    #expect(state.progress.activity == .paused, "the one that is left pauses")
    let pooling = Samples.run("dates", .pooling, ways: ways, facts: [.oneDistribution])
    tell(&state, .opened(.way(Way(.pooling)), [pooling]))
    #expect(view(state).line(0).hasPrefix(" Map   dates · pooling"))
    #expect(readout(state).contains("pooling, its own run of seed 1; additive waits at step 247"))
    type(&state, "i")
    #expect(view(state).picture.contains("one distribution for every query"))
    #expect(view(state).picture.contains("additive, pooling, multihead"))
    type(&state, "i")
    #expect(state.step == 0 && state.snapshot == nil && state.pin == nil)
    #expect(state.progress.pace == 10)
    tell(&state, shown(state, Samples.snapshot(step: 0, progress: 0)))
    #expect(type(&state, "m") == [.open(.way(Way(.multihead)))])
    let multihead = Samples.run("dates", .multihead, ways: ways)
    tell(&state, .opened(.way(Way(.multihead)), [multihead]))
    #expect(type(&state, "m") == [.open(.way(Way(.additive)))])
    tell(&state, .opened(.way(Way(.additive)), [before.run]))
    // The others wait; what was left is as it was.
    #expect(state.sightings.count == 3 && state.companies.count == 3)
    before.progress.activity = .paused
    (before.message, state.message) = (nil, nil)
    before.companies = state.companies.map {
      $0.runs == [before.current] ? before.companies[0] : $0
    }
    before.sightings.merge(state.sightings) { own, _ in own }
    #expect(state == before)
  }

  @Test("Frames of a run that waits change nothing on the screen, and are there on its return")
  func waiting() {
    let ways = [Mechanism.additive, .pooling]
    var state = Samples.state()
    state.run.ways = ways.map { Way($0) }
    let first = state.run
    type(&state, "m")
    tell(&state, .opened(.way(Way(.pooling)), [Samples.run("dates", .pooling, ways: ways)]))
    let picture = view(state)
    let late = Samples.snapshot(step: 248, progress: 0.5)
    send(
      [Scene(run: first, timeline: Samples.progress(step: 248, latest: 312), snapshot: late)],
      to: &state)
    #expect(view(state) == picture)
    tell(&state, .opened(.way(Way(.additive)), [first]))
    #expect(state.snapshot == late.summarized() && state.step == 248)
  }

  @Test(
    "m in the Anatomy: the other run is asked for its operations, this one goes on without them")
  func anatomy() throws {
    var state = AnatomySamples.state(SampleDiagram.additive())
    state.run.ways = [Way(.additive), Way(.pooling)]
    let first = state.current
    command(&state, "anatomy")
    command(&state, "scale V 2")
    #expect(!state.anatomy.edits.isEmpty)
    type(&state, "m")
    let pooling = Samples.run("dates", .pooling)
    let commands = update(&state, .opened(.way(Way(.pooling)), [pooling]))
    #expect(
      commands == [
        .ask(.scratch([]), first), .ask(.explain(false), first), .ask(.explain(true), pooling.id),
      ])
    #expect(state.anatomy.edits.isEmpty && state.anatomy.original == nil)
  }

  @Test("Before a comparison has shown itself there is no other way either")
  func slowComparison() {
    var state = State(HeadSamples.runs, columns: 80, rows: 24)
    state.run.ways = [Way(.additive), Way(.pooling)]
    #expect(type(&state, "m") == [])
    #expect(readout(state).contains("all mechanisms are here already"))
  }

  @Test("A lesson of one mechanism says so")
  func oneMechanism() {
    var state = HeadSamples.induction()
    state.run.ways = [Way(.multihead)]
    #expect(type(&state, "m") == [])
    #expect(readout(state).contains("has one mechanism"))
  }
}
