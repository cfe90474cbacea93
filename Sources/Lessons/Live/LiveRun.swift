import Dispatch
public import Layers
public import Snapshots
import Synchronization
import Tapes
public import Training

/// What a screen asks of a run; it is read between two training steps.
public enum TrainingCommand: Hashable, Sendable {
  /// Which held-out example to show.
  public enum Example: Hashable, Sendable {
    case next, previous, nextWrong
  }

  /// Train until told otherwise.
  case run
  /// Stop after the step under way.
  case pause
  /// Move by so many steps; a negative number goes back, exactly.
  case step(Int)
  /// Go to a step.
  case seek(Int)
  /// Go to the furthest step ever reached.
  case seekLatest
  /// Cap training at so many steps a second; nil is unlimited.
  case pace(Int?)
  /// Show the attention of a text; nil is the lesson's own probe.
  case probe(String?)
  /// Show a held-out example.
  case example(Example)
  /// Feed the decoder the right answer instead of what it wrote.
  case teacherForcing(Bool)
  /// Send every operation of the reading with its numbers, or only the attention.
  case explain(Bool)
  /// Send operations with these changes; training knows nothing of them.
  case scratch([ScratchEdit])
  /// Read the run of this name, or the first, without these heads; training keeps all.
  case heads(HeadsOff, of: String?)
  /// Put a run with this mistake beside the others, or take it away.
  case exhibit(Mistake, isOn: Bool)
  /// Give up the replay under way, or the steps that were counted.
  case cancelReplay
  /// End the run.
  case stop

  /// Whether it ends a replay that is under way.
  var endsReplay: Bool {
    switch self {
    case .pause, .cancelReplay, .stop: true
    default: false
    }
  }
}

/// What a run shows of one moment.
public struct Frame: Hashable, Sendable {
  /// How training stands.
  public var progress: Progress
  /// The input on the screen and what the model makes of it.
  public var snapshot: Snapshot
  /// The same with all heads; nil while none is left out.
  public var allHeadsOn: Snapshot?
  /// What a command had to say.
  public var message: String?
  /// The number of trained numbers.
  public var parameterCount: Int
  /// All runs that are kept on this step, the first included; empty where there is one only.
  public var compared: [ComparedRun] = []
}

/// A training run on a background queue that a screen steers and watches.
///
/// Commands wait in a guarded queue and are read between steps. Frames go into a mailbox: training
/// never waits for drawing, and the probe is played only when the last frame was taken. Nothing that
/// is shown ever changes a step: the same seed gives the same bits with and without a screen.
/// Several lessons may be trained side by side: one thread makes a step of each in turn, so that all
/// always stand at the same one, and each has the bits that it would have alone.
public final class LiveRun: Sendable {
  /// Where frames arrive.
  public let frames: Mailbox<Frame>
  private let commands = Mutex<[TrainingCommand]>([])
  private let signal = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  /// Gives up whatever is computed for the run.
  let stopSignal = StopSignal()

  /// Tells from the metrics of a new step, by name, why training should pause.
  public typealias PauseReason = @Sendable (_ metrics: [String: Double]) -> String?

  /// Called on the run's own thread; `place` counts what is trained side by side from 0.
  public struct Hooks: Sendable {
    /// Before anything else, once.
    public var begin: @Sendable () -> Void
    /// Before any memory is taken for these lessons; what it throws ends the run before it begins.
    public var admit: @Sendable (_ lessons: [any Lesson]) throws -> Void
    /// Once the trainers stand at step 0: states to go on from instead, one for each, or none.
    ///
    /// What it throws ends the run before it begins.
    public var prepare:
      @Sendable (_ runs: [(lesson: any Lesson, trainer: Trainer)]) throws -> [TrainingState]
    /// After each step that was made for the first time.
    public var step:
      @Sendable (
        _ place: Int, _ trainer: Trainer, _ loss: Float, _ evaluation: Evaluation?,
        _ seconds: Double
      ) -> Void
    /// After training halted, once for each: the trainers stand at the last good step.
    public var halt: @Sendable (_ place: Int, _ trainer: Trainer) -> Void
    /// After everything else, once for each.
    public var end: @Sendable (_ place: Int, _ trainer: Trainer) -> Void

    /// Hooks that do nothing by default.
    public init(
      begin: @escaping @Sendable () -> Void = {},
      admit: @escaping @Sendable (_ lessons: [any Lesson]) throws -> Void = { _ in },
      prepare:
        @escaping @Sendable (_ runs: [(lesson: any Lesson, trainer: Trainer)]) throws
        -> [TrainingState] = { _ in [] },
      step:
        @escaping @Sendable (
          _ place: Int, _ trainer: Trainer, _ loss: Float, _ evaluation: Evaluation?,
          _ seconds: Double
        ) -> Void = { _, _, _, _, _ in },
      halt: @escaping @Sendable (_ place: Int, _ trainer: Trainer) -> Void = { _, _ in },
      end: @escaping @Sendable (_ place: Int, _ trainer: Trainer) -> Void = { _, _ in }
    ) {
      self.begin = begin
      self.admit = admit
      self.prepare = prepare
      self.step = step
      self.halt = halt
      self.end = end
    }
  }

  /// A run of `lesson` that begins paused.
  ///
  /// - `others`: lessons that are trained beside it, step by step.
  /// - `exhibit`: makes the lesson that shows a mistake beside them.
  /// - `starts`: a state for each lesson to go on from instead of step 0; what is behind the others
  ///   is first trained up to them.
  /// - `pace`: the cap of steps a second.
  /// - `pauseReason`: why training should pause with these metrics of a new step; nil: it goes on.
  /// - `recording`: the directory that the hooks record to.
  /// - `failed`: called instead of a first frame with what a hook threw.
  /// - `wake`: called whenever a frame is there; from the run's thread.
  public init(
    _ lesson: any Lesson, beside others: [any Lesson] = [],
    exhibit: (@Sendable (Mistake) -> any Lesson)? = nil, threads: Int,
    from starts: [TrainingState] = [], pace: Int? = 10,
    pauseReason: @escaping PauseReason = { _ in nil }, recording: String? = nil,
    hooks: Hooks = Hooks(), failed: @escaping @Sendable (any Error) -> Void = { _ in },
    wake: @escaping @Sendable () -> Void
  ) {
    frames = Mailbox(wake: wake)
    DispatchQueue(label: "headlight.training", qos: .userInitiated).async { [self] in
      hooks.begin()
      do {
        try hooks.admit([lesson] + others)
        var loop = try LiveLoop(
          [lesson] + others, exhibit: exhibit, threads: threads, from: starts, pace: pace,
          pauseReason: pauseReason, hooks: hooks, run: self)
        loop.note(recording: recording)
        loop.follow()
      } catch { failed(error) }
      ended.signal()
    }
  }

  /// Asks for something; returns at once.
  public func send(_ command: TrainingCommand) {
    commands.withLock { $0.append(command) }
    signal.signal()
  }

  /// Asks the run to end, and returns at once: the step under way is given up, and so is what is read.
  public func stop() {
    stopSignal.raise()
    send(.stop)
  }

  /// Waits at most so many seconds for the end of a run that was stopped; false where it goes on.
  public func end(within seconds: Double) -> Bool {
    guard ended.wait(timeout: .now() + max(0, seconds)) == .success else { return false }
    ended.signal()
    return true
  }

  func received() -> [TrainingCommand] {
    commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }

  var isStopping: Bool { commands.withLock { $0.contains(.stop) } }

  var hasCommands: Bool { commands.withLock { !$0.isEmpty } }

  /// Sleeps until a command comes, or until `seconds` have passed.
  func sleep(_ seconds: Double? = nil) {
    guard let seconds else { return signal.wait() }
    _ = signal.wait(timeout: .now() + seconds)
  }
}
