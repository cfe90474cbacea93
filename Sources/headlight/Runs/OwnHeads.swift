import Lessons
import Runs
import Snapshots
import Subjects
import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the heads of a run of headlight do at a step, which is computed again for it.
enum OwnHeads {
  /// The numbers of the run in `directory` at or before `step`, or at its last, and its heads there.
  static func values(_ directory: String, at step: Int?) throws(Failure) -> RunValues {
    var known: RunValues
    do { known = try RunValues(own: directory, at: step) } catch { throw Failure(error) }
    let opened = try WatchedSubject([directory], step: known.step) {}
    defer {
      opened.subject.stop()
      _ = opened.subject.end(within: .seconds(1))
    }
    while true {
      guard let frame = opened.subject.frames.take() else {
        usleep(2_000)
        continue
      }
      for case .problem(let problem) in frame.notices { throw Failure(problem) }
      let scene = frame.scenes[0]
      guard let timeline = scene.timeline, timeline.step == known.step else { continue }
      if case .replaying = timeline.activity { continue }
      let measured = HeadMeasurement(scene.snapshot, at: timeline.step)
      // What heads do is measured on declared inputs, which takes a moment longer than the picture.
      guard scene.snapshot.attention.allSatisfy({ $0.heads < 2 || $0.measuredOn != nil }) else {
        continue
      }
      known = RunValues(known, measured)
      return known
    }
  }
}
