/// Held-out values, measured with the weights of one step.
public struct Evaluation: Hashable, Sendable {
  /// The training step.
  public var step: Int
  /// The share of target tokens that were right, 0 … 1.
  public var accuracy: Double
  /// The share of examples that were right from end to end, 0 … 1.
  public var exactMatch: Double
  /// The share of rows that are not free whose largest weight lies on target; nil without attention.
  public var patternMatch: Double?
  /// The number of examples.
  public var examples: Int

  /// Held-out values at `step`.
  public init(
    step: Int, accuracy: Double, exactMatch: Double, patternMatch: Double?, examples: Int
  ) {
    self.step = step
    self.accuracy = accuracy
    self.exactMatch = exactMatch
    self.patternMatch = patternMatch
    self.examples = examples
  }
}

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

/// A curve over training steps that never grows beyond a fixed number of points.
///
/// When it is full, neighbouring points merge: each then is the mean over twice as many steps.
public struct Curve: Hashable, Sendable {
  /// The most points that are kept.
  public static let capacity = 1_024

  /// The number of steps that one point stands for, a power of two.
  public private(set) var stepsPerPoint = 1
  /// The number of steps recorded.
  public private(set) var count = 0
  private var sums: [Double] = []
  private var counts: [Int] = []

  /// An empty curve.
  public init() {}

  /// Records the value of the next step; a value already recorded is left as it is.
  public mutating func record(_ value: Double, at step: Int) {
    guard step == count else { return }
    add(value, 1)
  }

  /// Leaves steps without a value, up to `step`: a resumed run does not know its earlier ones.
  public mutating func skip(to step: Int) {
    while count < step { add(0, 0) }
  }

  private mutating func add(_ value: Double, _ known: Int) {
    if count == Self.capacity * stepsPerPoint {
      for pair in 0..<(Self.capacity / 2) {
        sums[pair] = sums[2 * pair] + sums[2 * pair + 1]
        counts[pair] = counts[2 * pair] + counts[2 * pair + 1]
      }
      sums.removeLast(Self.capacity / 2)
      counts.removeLast(Self.capacity / 2)
      stepsPerPoint *= 2
    }
    if count.isMultiple(of: stepsPerPoint) {
      sums.append(0)
      counts.append(0)
    }
    sums[sums.count - 1] += value
    counts[counts.count - 1] += known
    count += 1
  }

  /// The mean over the steps `range`, or nil where nothing was recorded.
  public func mean(_ range: Range<Int>) -> Double? {
    let first = max(0, range.lowerBound) / stepsPerPoint
    let last = (min(count, range.upperBound) - 1) / stepsPerPoint
    guard range.lowerBound < count, range.upperBound > 0, first <= last else { return nil }
    let known = counts[first...last].reduce(0, +)
    return known > 0 ? sums[first...last].reduce(0, +) / Double(known) : nil
  }
}

/// How a training run stands: everything the screen says that is not a snapshot.
public struct Progress: Hashable, Sendable {
  /// What the trainer does at the moment.
  public enum Activity: Hashable, Sendable {
    /// It waits for a key.
    case paused
    /// It trains.
    case running
    /// It replays from a saved state to the step that was asked for: 0 … 1 done.
    case replaying(done: Double, target: Int)
    /// A value was not finite; the weights are those of the last good step.
    case halted(String)
  }

  /// The training step of the weights in use.
  public var step = 0
  /// The furthest step that was ever reached.
  public var latest = 0
  /// The lesson's own length in steps.
  public var length = 0
  /// What the trainer does.
  public var activity = Activity.paused
  /// The step at which counted steps end; nil where training goes on until it is told otherwise.
  public var goal: Int?
  /// The cap on training steps a second; nil is unlimited.
  public var stepsPerSecond: Int?
  /// Training steps a second as measured; nil when nothing runs.
  public var measuredRate: Double?
  /// The training loss by step: the value at s is that of the batch which update s + 1 learned from.
  public var loss = Curve()
  /// The loss that goes with the step in use: of the batch that its last update learned from.
  public var lastLoss: Double?
  /// Held-out values by ascending step.
  public var evaluations: [Evaluation] = []
  /// What the heads did, by ascending step; empty for a model without heads.
  public var heads: [HeadMeasurement] = []
  /// A few held-out examples with what the model now writes.
  public var heldOut: [Reading] = []
  /// What is remembered for stepping back, as a sentence; nil while every step is kept.
  public var memory: String?
  /// How long training has run, replays not counted, in seconds.
  public var seconds = 0.0
  /// The directory that the run is recorded to; nil while it lives in memory only.
  public var recording: String?

  /// A run that has not begun.
  public init() {}

  /// The loss at the step in use, the same on every screen; the curve's where nothing else is known.
  public var presentLoss: Double? { lastLoss ?? loss.mean((step - 1)..<step) }

  /// The latest evaluation at or before the step in use.
  public var evaluation: Evaluation? { evaluations.last { $0.step <= step } }
}

/// What a run is about; it does not change while it runs.
public struct Run: Hashable, Sendable {
  /// The lesson: `dates`.
  public var lesson: String
  /// The mechanism: `additive` or `none`.
  public var mechanism: String
  /// What tells it from other runs of its lesson: the mechanism, or `pooling over an LSTM`.
  public var way: String
  /// The seed of weights and data.
  public var seed: Int
  /// Facts that belong on the screen, such as `the decoder carries its state`.
  public var facts: [String]
  /// The number of trained numbers.
  public var parameterCount: Int
  /// Exact match of the same lesson without attention, where it was measured.
  public var baselineExactMatch: Double?
  /// The name of the file with a user's pairs; nil where the lesson makes its own data.
  public var data: String?

  /// A run of `lesson`.
  public init(
    lesson: String, mechanism: String, way: String? = nil, seed: Int, facts: [String] = [],
    parameterCount: Int = 0, baselineExactMatch: Double? = nil, data: String? = nil
  ) {
    self.data = data
    self.lesson = lesson
    self.mechanism = mechanism
    self.way = way ?? mechanism
    self.seed = seed
    self.facts = facts
    self.parameterCount = parameterCount
    self.baselineExactMatch = baselineExactMatch
  }
}
