import Dashboard
import Lessons
import Runs
import Snapshots
import Subjects

/// What the heads of a run of headlight do at a step, which is computed again for it.
enum OwnHeads {
  /// The numbers of the run in `directory` at or before `step`, or at its last, and its heads there.
  static func values(_ directory: String, at step: Int?) throws(Failure) -> RunValues {
    let known: RunValues
    do { known = try RunValues(own: directory, at: step) } catch { throw Failure(error) }
    let relay = Relay()
    let opened = try WatchedSubject([directory], step: known.step) { relay.poke() }
    defer {
      opened.subject.stop()
      _ = opened.subject.end(within: .seconds(1))
    }
    var pump = Pump(
      subject: opened.subject, relay: relay, state: State(opened.runs, columns: 80, rows: 24))
    try pump.take(goal: known.step) { state in
      guard state.timeline?.step == known.step, let snapshot = state.snapshot else { return false }
      if case .replaying = state.timeline?.activity { return false }
      // What heads do is measured on declared inputs, which takes a moment longer than the picture.
      return snapshot.attention.allSatisfy { $0.heads < 2 || $0.measuredOn != nil }
    }
    guard let snapshot = pump.state.snapshot else { return known }
    return RunValues(known, HeadMeasurement(snapshot, at: known.step))
  }
}
