import Screens
import Snapshots
import Testing

@testable import Dashboard

@Suite("Journeys from mechanism to mechanism")
struct MechanismJourneyTests {
  private func press(_ state: inout State, _ keys: Key...) {
    for key in keys { _ = update(&state, .key(key)) }
  }

  @discardableResult
  private func type(_ state: inout State, _ text: String) -> [Command] {
    text.flatMap { update(&state, .key(.character($0))) }
  }

  @Test("Map, Heads and Words show the run of the pane that was chosen")
  func chosenPane() {
    var state = Samples.state()
    for (index, pane) in HeadSamples.panes().enumerated() {
      var pane = pane
      pane.run = Run(lesson: "dates", mechanism: pane.title, seed: 1)
      _ = update(&state, .pane(index: index, pane))
    }
    type(&state, "C")
    #expect(state.place == .compare)
    press(&state, .tab, .tab)
    type(&state, "1")
    type(&state, "M")
    #expect(view(state).line(0).contains("multi-head · head"))
    #expect(state.snapshot == state.panes[2].snapshot)
    #expect(state.head == 1)
    // Frames of the others change nothing here, its own do.
    var other = HeadSamples.panes(learned: 0.1)
    for index in other.indices { other[index].run = state.panes[index].run }
    _ = update(&state, .pane(index: 0, other[0]))
    #expect(state.snapshot == state.panes[2].snapshot && state.run.mechanism == "multi-head")
    _ = update(&state, .pane(index: 2, other[2]))
    #expect(state.snapshot == other[2].snapshot)
    type(&state, "C")
    press(&state, .tab)
    type(&state, "W")
    #expect(view(state).line(0).contains("additive"))
    #expect(state.snapshot == other[0].snapshot)
    type(&state, "m")
    #expect(readout(state).contains("all mechanisms are here already"))
  }

  @Test("m goes round the mechanisms and comes back with everything as it was")
  func mechanisms() {
    var state = Samples.state(activity: .running)
    state.ways = ["additive", "pooling", "multihead"]
    type(&state, "p")
    press(&state, .right, .down)
    var before = state
    #expect(type(&state, "m") == [.way("pooling")])
    #expect(state.progress.activity == .paused, "the one that is left pauses")
    let facts = ["one distribution for every query"]
    _ = update(
      &state, .run(Run(lesson: "dates", mechanism: "pooling", seed: 1, facts: facts)))
    #expect(view(state).line(0).hasPrefix(" Map   dates · pooling"))
    #expect(readout(state).contains("pooling, its own run of seed 1; additive waits at step 247"))
    #expect(view(state).picture.contains("one distribution for every query · m: multihead"))
    #expect(state.step == 0 && state.snapshot == nil && state.pin == nil)
    #expect(state.progress.stepsPerSecond == 10)
    _ = update(&state, .snapshot(Samples.snapshot(step: 0, progress: 0)))
    #expect(type(&state, "m") == [.way("multihead")])
    _ = update(&state, .run(Run(lesson: "dates", mechanism: "multihead", seed: 1)))
    #expect(type(&state, "m") == [.way("additive")])
    _ = update(&state, .run(Run(lesson: "dates", mechanism: "additive", seed: 1)))
    #expect(state.keptRuns.map(\.run.mechanism) == ["pooling", "multihead"])
    state.keptRuns = []
    before.progress.activity = .paused
    (before.message, state.message) = (nil, nil)
    #expect(state == before)
  }

  @Test("A lesson of one mechanism says so")
  func oneMechanism() {
    var state = HeadSamples.induction()
    state.ways = ["multihead"]
    #expect(type(&state, "m") == [])
    #expect(readout(state).contains("has one mechanism"))
  }
}
