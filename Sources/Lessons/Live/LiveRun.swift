import Dispatch
import Layers
import Snapshots
public import Subjects
import Synchronization
import Tapes
public import Training

/// A lesson that trains on a background queue while a screen steers and watches it.
///
/// Requests wait in a guarded queue and are read between steps. Frames go into a mailbox: training
/// never waits for drawing, and the probe is played only when the last frame was taken. Nothing that
/// is shown ever changes a step: the same seed gives the same bits with and without a screen.
/// Several lessons may be trained side by side: one thread makes a step of each in turn, so that all
/// always stand at the same one, and each has the bits that it would have alone.
public final class LiveRun: Subject {
  /// Where frames arrive.
  public let frames: Mailbox<Frame>
  /// The steps a second that a run begins with: slow enough to be watched.
  public static let usualPace = 10

  /// What is trained, from left to right, as it began; exhibits come beside it later.
  public let runs: [Run]
  private let requests = Mutex<[Asked]>([])
  private let hooks: Hooks
  /// The conditions that it begins with.
  let breakpoints: [Breakpoint]
  private let signal = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  /// Gives up whatever is computed for the run.
  let stopSignal = StopSignal()

  /// A request, and the run it is about where it is about one.
  struct Asked {
    var request: Request
    var run: RunID
  }

  /// Tells from the metrics of a new step, by name, why training should pause.
  public typealias PauseReason = @Sendable (_ metrics: [String: Double]) -> Notice.Reason?

  /// Called on the run's own thread; `place` counts what is trained side by side from 0.
  public struct Hooks: Sendable {
    /// Before anything else, once.
    public var begin: @Sendable () -> Void
    /// Before any memory is taken for these lessons; what it throws ends the run before it begins.
    public var admit: @Sendable (_ lessons: [Lesson]) throws -> Void
    /// Once the trainers stand at step 0: states to go on from instead, one for each, or none.
    ///
    /// What it throws ends the run before it begins.
    public var prepare:
      @Sendable (_ runs: [(lesson: Lesson, trainer: Trainer)]) throws -> [TrainingState]
    /// Once a run that was in memory only is to be kept in `path`: the trainers stand at step 0, and
    /// `step` is called for all steps that were made since.
    public var record:
      @Sendable (_ path: String, _ runs: [(lesson: Lesson, trainer: Trainer)]) throws -> Void
    /// After each step that was made for the first time.
    public var step:
      @Sendable (
        _ place: Int, _ trainer: Trainer, _ loss: Float, _ evaluation: Evaluation?,
        _ seconds: Double
      ) -> Void
    /// After something was chosen otherwise from the present step on, once for each.
    public var change: @Sendable (_ place: Int, _ lesson: Lesson, _ trainer: Trainer) -> Void
    /// After training halted, once for each: the trainers stand at the last good step.
    public var halt: @Sendable (_ place: Int, _ trainer: Trainer) -> Void
    /// After everything else, once for each.
    public var end: @Sendable (_ place: Int, _ trainer: Trainer) -> Void
    /// What is lost if the process ends now; called on the screen's thread.
    public var unsaved: @Sendable () -> Unsaved?

    /// Hooks that do nothing by default.
    public init(
      begin: @escaping @Sendable () -> Void = {},
      admit: @escaping @Sendable (_ lessons: [Lesson]) throws -> Void = { _ in },
      prepare:
        @escaping @Sendable (_ runs: [(lesson: Lesson, trainer: Trainer)]) throws
        -> [TrainingState] = { _ in [] },
      record:
        @escaping @Sendable (_ path: String, _ runs: [(lesson: Lesson, trainer: Trainer)]) throws
        -> Void = { _, _ in },
      step:
        @escaping @Sendable (
          _ place: Int, _ trainer: Trainer, _ loss: Float, _ evaluation: Evaluation?,
          _ seconds: Double
        ) -> Void = { _, _, _, _, _ in },
      change: @escaping @Sendable (_ place: Int, _ lesson: Lesson, _ trainer: Trainer) -> Void =
        { _, _, _ in },
      halt: @escaping @Sendable (_ place: Int, _ trainer: Trainer) -> Void = { _, _ in },
      end: @escaping @Sendable (_ place: Int, _ trainer: Trainer) -> Void = { _, _ in },
      unsaved: @escaping @Sendable () -> Unsaved? = { nil }
    ) {
      self.begin = begin
      self.admit = admit
      self.prepare = prepare
      self.record = record
      self.step = step
      self.change = change
      self.halt = halt
      self.end = end
      self.unsaved = unsaved
    }
  }

  /// A run of `lesson` that begins paused.
  ///
  /// - `others`: lessons that are trained beside it, step by step.
  /// - `entry`: the line of the list that they were made from; nil: that of the lesson's name.
  /// - `starts`: a state for each lesson to go on from instead of step 0; what is behind the others
  ///   is first trained up to them.
  /// - `pace`: the cap of steps a second.
  /// - `pauseReason`: why training should pause with these metrics of a new step; nil: it goes on.
  /// - `breakpoints`: conditions to pause at, which a request replaces.
  /// - `recording`: the directory that the hooks record to.
  /// - `failed`: called instead of a first frame with what a hook threw.
  /// - `wake`: called whenever a frame is there; from the run's thread.
  public init(
    _ lesson: Lesson, beside others: [Lesson] = [], of entry: LessonEntry? = nil,
    threads: Int, from starts: [TrainingState] = [],
    pace: Int? = LiveRun.usualPace, pauseReason: @escaping PauseReason = { _ in nil },
    breakpoints: [Breakpoint] = [], recording: String? = nil,
    hooks: Hooks = Hooks(), failed: @escaping @Sendable (any Error) -> Void = { _ in },
    wake: @escaping @Sendable () -> Void
  ) {
    (self.hooks, self.breakpoints) = (hooks, breakpoints)
    frames = Mailbox(wake: wake)
    let entry = entry ?? LessonCatalog.entry(of: lesson)
    let lessons = [lesson] + others
    let runs = lessons.map { Run($0, of: entry) }
    self.runs = runs
    DispatchQueue(label: "headlight.training", qos: .userInitiated).async { [self] in
      hooks.begin()
      do {
        try hooks.admit(lessons)
        var loop = try LiveLoop(
          Array(zip(runs, lessons)), entry: entry, threads: threads, from: starts,
          pace: pace, pauseReason: pauseReason, hooks: hooks, live: self)
        loop.note(recording: recording)
        loop.follow()
      } catch { failed(error) }
      ended.signal()
    }
  }

  /// Runs of ours on disk that are looked at, finished or while somebody writes them: every step is
  /// computed again from the nearest checkpoint, and nothing on disk is changed.
  ///
  /// - `failed`: called instead of a first frame with why there is none.
  /// - `wake`: called whenever a frame is there; from the run's thread.
  public init(
    watching kept: [KeptRun], begin: @escaping @Sendable () -> Void = {},
    wake: @escaping @Sendable () -> Void
  ) {
    (hooks, breakpoints) = (Hooks(), [])
    frames = Mailbox(wake: wake)
    let runs = kept.map { Run($0) }
    self.runs = runs
    DispatchQueue(label: "headlight.watching", qos: .userInitiated).async { [self] in
      begin()
      var loop = LiveLoop(Array(zip(runs, kept)), live: self)
      loop.follow()
      ended.signal()
    }
  }

  /// Asks for something; returns at once.
  public func send(_ request: Request, _ run: RunID) {
    requests.withLock { $0.append(Asked(request: request, run: run)) }
    signal.signal()
  }

  /// Asks the run to end, and returns at once: the step under way is given up, and so is what is read.
  public func stop() {
    stopSignal.raise()
    signal.signal()
  }

  /// Waits at most this long for the end of a run that was stopped.
  ///
  /// - Returns: the steps that are lost if the process ends now.
  public func end(within time: Duration) -> Unsaved? {
    _ = hasEnded(within: time)
    return hooks.unsaved()
  }

  /// Whether it ends within this time.
  func hasEnded(within time: Duration) -> Bool {
    guard ended.wait(timeout: .now() + max(0, time / .seconds(1))) == .success else { return false }
    ended.signal()
    return true
  }

  /// The next request; of texts typed faster than they can be answered only the last counts.
  func next() -> Asked? {
    requests.withLock { requests in
      while let first = requests.first {
        requests.removeFirst()
        if case .read = first.request, case .read = requests.first?.request { continue }
        return first
      }
      return nil
    }
  }

  /// Whether what is under way is to end: what was asked before that, of the same kind, ends with it.
  func takesCancel() -> Bool {
    requests.withLock { requests in
      guard let place = requests.lastIndex(where: { $0.request == .cancel }) else {
        return requests.contains { $0.request.endsReplay }
      }
      let before = requests[..<place].filter { !$0.request.movesInTime }
      requests = before + requests[(place + 1)...]
      return true
    }
  }

  var isStopping: Bool { stopSignal.isRaised }

  /// Whether somebody wants something: no search and no measurement keeps them waiting.
  var hasRequests: Bool { isStopping || requests.withLock { !$0.isEmpty } }

  /// Sleeps until a request comes, or until `seconds` have passed.
  func sleep(_ seconds: Double? = nil) {
    guard let seconds else { return signal.wait() }
    _ = signal.wait(timeout: .now() + seconds)
  }
}
