import Runs
import Tapes
import Training

/// The states of a run that lie in its directory, read when they are gone to.
///
/// What is damaged, or not finite, is passed over: the state before it will do.
struct CheckpointKeyframes: Keyframes {
  let path: String
  let lesson: Lesson
  let layout: ParameterLayout

  func nearest(to step: Int) -> Int? {
    steps(to: step).last
  }

  func state(of step: Int) -> TrainingState? {
    for step in steps(to: step).reversed() {
      guard let checkpoint = try? RunDirectory.checkpoint(path, step: step),
        let state = try? TrainingState(checkpoint, of: lesson, layout),
        state.firstNonFinite(layout) == nil
      else { continue }
      return state
    }
    return nil
  }

  private func steps(to step: Int) -> [Int] {
    ((try? RunDirectory.checkpointSteps(path)) ?? []).filter { $0 <= step }
  }
}
