public import Snapshots

/// A condition at which a run pauses, or its writer is asked to stop.
public struct Breakpoint: Hashable, Sendable {
  /// When.
  public var condition: Condition
  /// Whether it is watched.
  public var isOn: Bool
  /// Whether only steps with held-out values count, as without a screen.
  public var isAboutHeldOut: Bool

  /// A breakpoint that is watched.
  public init(_ condition: Condition, isOn: Bool = true, isAboutHeldOut: Bool = false) {
    (self.condition, self.isOn, self.isAboutHeldOut) = (condition, isOn, isAboutHeldOut)
  }
}
