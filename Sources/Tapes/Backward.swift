/// The bound backward half of an operation.
public struct Backward {
  /// Once, before the first step is played.
  public var before: (() -> Void)?
  /// For every step, the last one first.
  public var step: StepFunction
  /// Once, after the last step was played.
  public var after: (() -> Void)?

  /// A backward half; most need only `step`.
  public init(
    before: (() -> Void)? = nil, step: @escaping StepFunction, after: (() -> Void)? = nil
  ) {
    self.before = before
    self.step = step
    self.after = after
  }
}

/// What backward needs to see of forward's values; what it does not see may be overwritten.
public struct BackwardReads: OptionSet, Sendable {
  /// The bits.
  public let rawValue: Int
  /// A set of `rawValue`.
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// The inputs.
  public static let inputs = BackwardReads(rawValue: 1)
  /// The outputs.
  public static let outputs = BackwardReads(rawValue: 2)
}

/// Plays one step of a loop; outside loops the step is 0.
public typealias StepFunction = (_ step: Int) -> Void
