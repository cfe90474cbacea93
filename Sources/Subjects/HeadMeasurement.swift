public import Snapshots

/// What all heads did at one step, measured on declared inputs.
public struct HeadMeasurement: Hashable, Sendable {
  /// The training step.
  public var step: Int
  /// The statistics of every head, by the site of its attention.
  public var statistics: [Site: [HeadStatistics]]

  /// What was measured at `step`.
  public init(step: Int, statistics: [Site: [HeadStatistics]]) {
    self.step = step
    self.statistics = statistics
  }
}
