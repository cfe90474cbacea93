import Dispatch
public import Snapshots
import Synchronization
import Tapes

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
  /// Read without these heads, and no others; training keeps all.
  case heads(HeadsOff)
  /// Give up the replay under way.
  case cancelReplay
  /// End the run.
  case stop
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
}

/// A training run on a background queue that a screen steers and watches.
///
/// Commands wait in a guarded queue and are read between steps. Frames go into a mailbox: training
/// never waits for drawing, and the probe is played only when the last frame was taken. Nothing that
/// is shown ever changes a step: the same seed gives the same bits with and without a screen.
public final class LiveRun: Sendable {
  /// Where frames arrive.
  public let frames: Mailbox<Frame>
  private let commands = Mutex<[TrainingCommand]>([])
  private let signal = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// Tells from the metrics of a new step, by name, why training should pause.
  public typealias PauseReason = @Sendable (_ metrics: [String: Double]) -> String?

  /// Called on the run's own thread.
  public struct Hooks: Sendable {
    /// Before anything else, once.
    public var begin: @Sendable () -> Void
    /// After each step that was made for the first time.
    public var step:
      @Sendable (_ trainer: Trainer, _ loss: Float, _ evaluation: Evaluation?) -> Void
    /// After everything else, once.
    public var end: @Sendable (_ trainer: Trainer) -> Void

    /// Hooks that do nothing by default.
    public init(
      begin: @escaping @Sendable () -> Void = {},
      step:
        @escaping @Sendable (_ trainer: Trainer, _ loss: Float, _ evaluation: Evaluation?) ->
        Void = { _, _, _ in }, end: @escaping @Sendable (_ trainer: Trainer) -> Void = { _ in }
    ) {
      self.begin = begin
      self.step = step
      self.end = end
    }
  }

  /// A run of `lesson` that begins paused.
  ///
  /// - `start`: a state to go on from instead of step 0.
  /// - `pace`: the cap of steps a second.
  /// - `pauseReason`: why training should pause with these metrics of a new step; nil: it goes on.
  /// - `recording`: the directory that the hooks record to.
  /// - `wake`: called whenever a frame is there; from the run's thread.
  public init(
    _ lesson: any Lesson, threads: Int, from start: TrainingState? = nil, pace: Int? = 10,
    pauseReason: @escaping PauseReason = { _ in nil }, recording: String? = nil,
    hooks: Hooks = Hooks(),
    wake: @escaping @Sendable () -> Void
  ) {
    frames = Mailbox(wake: wake)
    DispatchQueue(label: "headlight.training", qos: .userInitiated).async { [self] in
      hooks.begin()
      var loop = LiveLoop(
        lesson, threads: threads, from: start, pace: pace, pauseReason: pauseReason, hooks: hooks,
        run: self)
      loop.note(recording: recording)
      loop.follow()
      ended.signal()
    }
  }

  /// Asks for something; returns at once.
  public func send(_ command: TrainingCommand) {
    commands.withLock { $0.append(command) }
    signal.signal()
  }

  /// Ends the run after the step under way and waits for it.
  public func stop() {
    send(.stop)
    ended.wait()
  }

  fileprivate func received() -> [TrainingCommand] {
    commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }

  fileprivate var hasCommands: Bool { commands.withLock { !$0.isEmpty } }

  /// Sleeps until a command comes, or until `seconds` have passed.
  fileprivate func sleep(_ seconds: Double? = nil) {
    guard let seconds else { return signal.wait() }
    _ = signal.wait(timeout: .now() + seconds)
  }
}

/// The loop on the run's thread.
private struct LiveLoop {
  private static let longestProbe = 500

  private let lesson: any Lesson
  private let trainer: Trainer
  private let reader: any LessonReader
  private let explainer: Explainer
  private let run: LiveRun
  private let hooks: LiveRun.Hooks
  private let pauseReason: LiveRun.PauseReason
  private var progress = Progress()
  private var isRunning = false
  private var isStopped = false
  private var typed: String?
  private var example: Int?
  private var isTeacherForced = false
  private var explains = false
  private var edits: [ScratchEdit] = []
  private var off: HeadsOff = [:]
  private var roles: (measured: HeadRoles, step: Int, off: HeadsOff)?
  private var rolesTime = -1.0
  private var message: String?
  private var meter = RateMeter()
  private var nextStepTime = 0.0
  private var heldOutTime = -1.0
  private var lastReason: String?
  private var began = 0.0
  private var trainedSeconds = 0.0

  init(
    _ lesson: any Lesson, threads: Int, from start: TrainingState?, pace: Int?,
    pauseReason: @escaping LiveRun.PauseReason, hooks: LiveRun.Hooks, run: LiveRun
  ) {
    self.pauseReason = pauseReason
    self.lesson = lesson
    self.run = run
    self.hooks = hooks
    trainer = Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
      threads: threads)
    reader = lesson.reader(trainer.weights)
    explainer = Explainer(lesson, trainer.weights)
    progress.length = lesson.length
    progress.stepsPerSecond = pace
    if let start {
      trainer.state = start
      progress.loss.skip(to: start.step)
      progress.latest = start.step
    }
  }

  mutating func note(recording: String?) { progress.recording = recording }

  mutating func follow() {
    show()
    while !isStopped {
      let waiting = run.received()
      for (place, command) in waiting.enumerated() {
        // Of a text typed faster than it can be answered only the last state counts.
        if case .probe = command, place + 1 < waiting.count, case .probe = waiting[place + 1] {
          continue
        }
        perform(command)
      }
      if isStopped { break }
      guard isRunning else {
        if areRolesOld {
          measureRoles()
          show()
        } else {
          run.sleep()
        }
        continue
      }
      let wait = nextStepTime - Clock.wall
      if wait > 0 {
        run.sleep(wait)
        if run.hasCommands || Clock.wall < nextStepTime { continue }
      }
      if let pace = progress.stepsPerSecond {
        // A late step does not make the next ones hurry.
        nextStepTime = max(nextStepTime + 1 / Double(pace), Clock.wall)
      }
      advance()
      if run.frames.isEmpty || !isRunning {
        if areRolesOld, Clock.wall > rolesTime { measureRoles() }
        show()
      }
    }
    hooks.end(trainer)
  }

  // MARK: Steps

  private mutating func advance() {
    do throws(TrainingHalt) {
      let before = trainer.step
      let loss = try trainer.advance()
      meter.count(at: Clock.wall)
      progress.loss.record(Double(loss), at: before)
      guard trainer.step > progress.latest else { return }
      progress.latest = trainer.step
      var evaluation: Evaluation?
      if trainer.step.isMultiple(of: 50) {
        let measured = withAllHeads { evaluate() }
        progress.evaluations.append(measured)
        evaluation = measured
      }
      hooks.step(trainer, loss, evaluation)
      pauseIfAsked(loss, evaluation)
    } catch {
      stopRunning()
      progress.activity = .halted(
        "\(error); the weights are those of step \(trainer.step), the last good one")
    }
  }

  private mutating func pauseIfAsked(_ loss: Float, _ evaluation: Evaluation?) {
    var values = ["step": Double(trainer.step), "loss": Double(loss), "seconds": seconds]
    if let evaluation {
      values["accuracy"] = evaluation.accuracy
      values["exact_match"] = evaluation.exactMatch
      values["pattern_match"] = evaluation.patternMatch
    }
    let before = lastReason
    let reason = pauseReason(values)
    // A condition that goes on holding pauses once. One over held-out values cannot be seen to have
    // ended between two evaluations.
    if reason != nil || evaluation != nil { lastReason = reason }
    guard let reason, reason != before else { return }
    stopRunning()
    progress.activity = .paused
    message = "paused at step \(trainer.step): \(reason)"
  }

  private mutating func stopRunning() {
    trainedSeconds = seconds
    isRunning = false
  }

  /// The seconds of training, pauses not counted.
  private var seconds: Double { trainedSeconds + (isRunning ? Clock.wall - began : 0) }

  /// Goes to a step, with progress on the screen where it takes long.
  private mutating func go(to target: Int) {
    stopRunning()
    progress.activity = .paused
    if target == trainer.step { return }
    let target = max(0, target)
    if target > progress.latest {
      while trainer.step < target, progress.activity == .paused {
        advance()
        if run.hasCommands, isCancelled() { break }
        if run.frames.isEmpty, target - trainer.step > 1 { show() }
      }
      return
    }
    let began = Clock.wall
    var shown = began
    var start: Int?
    var copy = self
    let reached = trainer.go(to: target) { reached in
      let first = start ?? reached
      start = first
      let now = Clock.wall
      if now - shown > 0.1, copy.run.frames.isEmpty {
        shown = now
        let done = Double(reached - first) / Double(max(1, target - first))
        copy.progress.activity = .replaying(done: done, target: target)
        copy.show()
      }
      return !(copy.run.hasCommands && copy.isCancelled())
    }
    if !reached { message = "gave up the replay: still at step \(trainer.step)" }
  }

  /// Whether one of the waiting commands ends what is under way; the others stay in line.
  private func isCancelled() -> Bool {
    let waiting = run.received()
    for command in waiting where command != .cancelReplay { run.send(command) }
    return waiting.contains(.cancelReplay) || waiting.contains(.stop)
  }

  private mutating func perform(_ command: TrainingCommand) {
    switch command {
    case .run:
      if case .halted = progress.activity { break }
      if !isRunning { began = Clock.wall }
      isRunning = true
      progress.activity = .running
      nextStepTime = Clock.wall
      meter = RateMeter()
    case .pause:
      stopRunning()
      if progress.activity == .running { progress.activity = .paused }
    case .step(let steps): go(to: trainer.step + steps)
    case .seek(let step): go(to: step)
    case .seekLatest: go(to: progress.latest)
    case .pace(let pace):
      progress.stepsPerSecond = pace
      nextStepTime = Clock.wall
    case .probe(let text):
      // Every length is a shape of its own: a pasted book must not become one.
      typed = text.map { String($0.prefix(Self.longestProbe)) }
      if typed != text { message = "only the first \(Self.longestProbe) characters are read" }
      example = nil
    case .example(let choice): choose(choice)
    case .teacherForcing(let isOn): isTeacherForced = isOn
    case .explain(let isOn): explains = isOn
    case .scratch(let edits): self.edits = edits
    case .heads(let heads): leaveOut(heads)
    case .cancelReplay: break
    case .stop:
      isStopped = true
      return
    }
    show()
  }

  // MARK: Frames

  private mutating func choose(_ choice: TrainingCommand.Example) {
    typed = nil
    switch choice {
    case .next: example = (example ?? -1) + 1
    case .previous: example = max(0, (example ?? 1) - 1)
    case .nextWrong:
      let first = (example ?? -1) + 1
      let numbers = Array(first..<(first + 1_000))
      example =
        numbers.first { number in
          reader.snapshot(of: .heldOut(number), at: 0).reading.isRight == false
        } ?? example
      let isFound = example.map { $0 >= first } ?? false
      if !isFound { message = "the model gets the next 1,000 held-out examples right" }
    }
  }

  private mutating func show() {
    progress.step = trainer.step
    progress.memory = trainer.memoryNote
    progress.seconds = seconds
    progress.measuredRate = isRunning ? meter.rate : nil
    // The list of held-out examples may lag a little behind the map while training is fast.
    if !isRunning || Clock.wall - heldOutTime > 0.25 {
      heldOutTime = Clock.wall
      progress.heldOut = heldOut()
    }
    var shown = snapshot()
    let whole = off.isEmpty ? nil : withAllHeads { snapshot() }
    if let roles {
      let age = areRolesOld ? " at step \(roles.step)" : ""
      shown = roles.measured.labelled(shown, age)
    }
    // A frame that nobody has taken yet makes room; what it had to say does not.
    let unsaid = run.frames.take()?.message
    run.frames.publish(
      Frame(
        progress: progress, snapshot: shown, allHeadsOn: whole, message: message ?? unsaid))
    message = nil
  }

  private func snapshot() -> Snapshot {
    let input: LessonInput =
      typed.map { .typed($0) } ?? example.map { .heldOut($0) } ?? .probe
    var snapshot = reader.snapshot(
      of: input, at: trainer.step, teacherForcing: isTeacherForced)
    if explains { snapshot.diagram = explainer.diagram(of: snapshot, input, edits: edits) }
    return snapshot
  }

  private func heldOut() -> [Reading] {
    (0..<4).map { reader.snapshot(of: .heldOut($0), at: trainer.step).reading }
  }

  // MARK: Heads

  private func evaluate() -> Evaluation {
    reader.evaluate(at: trainer.step, examples: lesson.evaluationExamples.onTheWay)
  }

  /// What the run itself measures is about the whole model, whatever the picture leaves out.
  private func withAllHeads<Result>(_ read: () -> Result) -> Result {
    reader.leaveOut([:])
    defer { reader.leaveOut(off) }
    return read()
  }

  /// Shows the picture without some heads, then how much is still right without them.
  private mutating func leaveOut(_ heads: HeadsOff) {
    off = heads.filter { !$0.value.isEmpty }
    reader.leaveOut(off)
    heldOutTime = -1
    show()
    guard !off.isEmpty, !run.hasCommands else { return }
    let (without, whole) = (evaluate(), withAllHeads { evaluate() })
    func share(_ evaluation: Evaluation) -> String {
      "\((evaluation.exactMatch * 1_000).rounded() / 1_000)"
    }
    message =
      "of \(without.examples) held out \(share(without)) right without, \(share(whole)) with all; "
      + "training keeps all heads"
  }

  /// Whether what is known about the heads was measured at another step, or with others left out.
  private var areRolesOld: Bool {
    lesson.hasHeads && (roles?.step != trainer.step || roles?.off != off)
  }

  /// Measures what the heads do: when nothing else is asked while paused, now and then in training.
  ///
  /// It costs more than a picture; waiting a hundred times as long as it took keeps it at a
  /// hundredth of the time.
  private mutating func measureRoles() {
    let began = Clock.wall
    if let measured = reader.headRoles() { roles = (measured, trainer.step, off) }
    let now = Clock.wall
    rolesTime = now + 100 * (now - began)
  }
}
