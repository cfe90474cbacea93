public import Snapshots

/// How a run stands in time: everything the screen says of it that is not a picture.
public struct Timeline: Hashable, Sendable {
  /// What is done at the moment.
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

  /// The step in use.
  public var step = 0
  /// The steps that can be gone to.
  public var known = Steps.through(0)
  /// The run's own length in steps, where it has one.
  public var length: Int?
  /// What is done.
  public var activity = Activity.paused
  /// The step at which counted steps end; nil where training goes on until it is told otherwise.
  public var goal: Int?
  /// The cap on steps a second; nil is unlimited.
  public var pace: Int?
  /// Steps a second as measured; nil when nothing runs.
  public var measuredRate: Double?
  /// What was measured at each step, by name.
  ///
  /// The `loss` at s is that of the batch which update s + 1 learned from.
  public var metrics: [String: Curve] = [:]
  /// The loss that goes with the step in use: of the batch that its last update learned from.
  public var lastLoss: Double?
  /// Held-out values by ascending step.
  public var evaluations: [Evaluation] = []
  /// What the heads did, by ascending step; empty for a model without heads.
  public var heads: [HeadMeasurement] = []
  /// What is left of what going back starts from; nil while nothing had to be given up.
  public var thinned: Thinning?
  /// How long training has run, replays not counted, in seconds.
  public var seconds = 0.0
  /// The directory that the run is recorded to; nil while it lives in memory only.
  public var recording: String?

  /// A run that has not begun.
  public init() {}

  /// The furthest step that is known.
  public var latest: Int { known.last ?? step }

  /// The training loss by step.
  public var loss: Curve {
    get { metrics["loss", default: Curve()] }
    set { metrics["loss"] = newValue }
  }

  /// The loss at the step in use, the same on every screen; the curve's where nothing else is known.
  ///
  /// A run of which only some steps are known has what was written last up to this one.
  public var presentLoss: Double? {
    lastLoss
      ?? (known.isListed ? loss.value(before: step + 1) : loss.mean((step - 1)..<step))
  }

  /// The latest evaluation at or before the step in use.
  public var evaluation: Evaluation? { evaluations.last { $0.step <= step } }

  /// Why nothing more can be trained; nil where it can.
  public var halt: Halt? {
    guard case .halted(let halt) = activity else { return nil }
    return halt
  }
}

/// Why training stopped: a value that is not finite.
public struct Halt: Hashable, Sendable {
  /// The run it happened to, where several stand on one step.
  public var run: RunID?
  /// The step whose batch gave the value.
  public var step: Int
  /// The loss: NaN, an infinity or, where only a gradient failed, a number.
  public var loss: Double
  /// The first value that was not finite, where it could be told.
  public var culprit: Culprit?
  /// The step that the weights are of.
  public var lastGood: Int

  /// What failed at `step`.
  public init(run: RunID?, step: Int, loss: Double, culprit: Culprit?, lastGood: Int) {
    self.run = run
    self.step = step
    self.loss = loss
    self.culprit = culprit
    self.lastGood = lastGood
  }

  /// NaN is equal to NaN here: a halt that is shown again is the same halt.
  public static func == (a: Halt, b: Halt) -> Bool {
    a.run == b.run && a.step == b.step && a.loss.bitPattern == b.loss.bitPattern
      && a.culprit == b.culprit && a.lastGood == b.lastGood
  }
}

/// States that going back starts from, after older ones were given up.
public struct Thinning: Hashable, Sendable {
  /// How many are left.
  public var states: Int
  /// The room they may take, in MB.
  public var megabytes: Int

  /// So many states in so much room.
  public init(states: Int, megabytes: Int) {
    self.states = states
    self.megabytes = megabytes
  }
}
