/// What a subject does with all of its runs at the moment.
public struct Pulse: Hashable, Sendable {
  /// What is done.
  public enum Activity: Hashable, Sendable {
    /// It waits for a key.
    case paused
    /// It trains.
    case running
    /// It replays from a saved state to the step that was asked for: 0 … 1 done.
    case replaying(done: Double, target: Int)
    /// A value was not finite; the weights are those of the last good step.
    case halted(Halt)
  }

  /// What is done.
  public var activity = Activity.paused
  /// The step at which counted steps end; nil where training goes on until it is told otherwise.
  public var goal: Int?
  /// The cap on steps a second; nil is unlimited.
  public var pace: Int?
  /// Steps a second as measured; nil when nothing runs.
  public var measuredRate: Double?
  /// How long training has run, replays not counted, in seconds.
  public var seconds = 0.0
  /// Whether what lies on disk is still being read and measured.
  public var isReading = false
  /// The conditions at which it pauses, those that are switched off among them.
  public var breakpoints: [Breakpoint] = []
  /// The directory that the runs are recorded to; nil while they live in memory only.
  public var recording: String?

  /// A subject that waits.
  public init() {}

  /// Why nothing more can be trained; nil where it can.
  public var halt: Halt? {
    guard case .halted(let halt) = activity else { return nil }
    return halt
  }
}
