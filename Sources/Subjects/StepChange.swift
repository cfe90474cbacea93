/// What was chosen otherwise from a step of a run on.
public struct StepChange: Hashable, Sendable {
  /// The first step that is made so.
  public var step: Int
  /// What was chosen.
  public var change: Change

  /// `change` from `step` on.
  public init(_ change: Change, from step: Int) {
    (self.step, self.change) = (step, change)
  }
}
