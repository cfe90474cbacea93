/// Where states of earlier steps are kept: in memory, or in the directory of a run.
public protocol Keyframes {
  /// The step of the latest state at or before `step`; nil where there is none.
  func nearest(to step: Int) -> Int?
  /// The state of a step that ``nearest(to:)`` gave; nil where it can no longer be had.
  func state(of step: Int) -> TrainingState?
}

extension History: Keyframes {
  func nearest(to step: Int) -> Int? { nearest(step)?.step }
  func state(of step: Int) -> TrainingState? { nearest(step) }
}
