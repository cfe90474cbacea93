public import Snapshots

/// Something that goes wrong in a training without stopping it; it is told once, with its step.
public enum Alarm: Hashable, Sendable {
  /// No head of a stack chooses any more: all look everywhere, or each looks at one key whatever is asked.
  case collapse(stack: String, isOnOneKey: Bool, step: Int)
  /// A head that did something looks everywhere.
  case deadHead(Site, HeadLabel, step: Int)
  /// The mean of the last losses is far above the first one.
  case diverging(loss: Double, first: Double, step: Int)
  /// The loss is not a number.
  case notFinite(step: Int)

  /// The step at which it was seen.
  public var step: Int {
    switch self {
    case .collapse(_, _, let step), .deadHead(_, _, let step), .diverging(_, _, let step),
      .notFinite(let step):
      step
    }
  }

  /// Where the bounds of all alarms stand.
  public enum Bounds {
    /// A head looks everywhere from this mean evenness of its rows on.
    public static let uniform: Float = 0.98
    /// A head has done something whose rows were no more even than this.
    public static let shaped: Float = 0.8
    /// A head has one key when this share of its rows look at it.
    public static let rowsOnOneKey: Float = 0.95
    /// Of fewer rows nobody can say that they all look at one key.
    public static let fewestRows = 8
    /// So many measurements in a row make a collapse.
    public static let collapsedMeasurements = 2
    /// So many make a dead head.
    public static let deadMeasurements = 3
    /// So many losses are averaged.
    public static let losses = 10
    /// A training diverges whose mean loss is so many times the first: healthy ones have at most .89,
    /// diverging ones 5.5 and 11.
    public static let divergence = 1.5
  }
}
