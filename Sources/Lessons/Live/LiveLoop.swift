import Layers
import Snapshots
import Tapes
import Tensors
import Training

/// The loop on the run's thread.
struct LiveLoop {
  /// The run that commands are about, then those that go along with it.
  var models: [LiveModel]
  var trainer: Trainer { models[0].trainer }
  var reader: any LessonReader { models[0].reader }
  let exhibit: (@Sendable (Mistake) -> any Lesson)?
  let threads: Int
  var lesson: any Lesson { models[0].lesson }
  let run: LiveRun
  let hooks: LiveRun.Hooks
  let pauseReason: LiveRun.PauseReason
  var progress: Progress {
    get { models[0].progress }
    set { models[0].progress = newValue }
  }
  var isRunning = false
  /// Where counted steps end; nil where training goes on until it is told otherwise.
  var goal: Int?
  var isStopped = false
  var typed: String?
  var example: Int?
  var isTeacherForced = false
  var explains = false
  var edits: [ScratchEdit] = []
  var off: HeadsOff { models[0].off }
  var roles: (measured: HeadRoles, step: Int, off: HeadsOff)?
  var rolesTime = -1.0
  var message: String?
  var meter = RateMeter()
  var nextStepTime = 0.0
  /// Pictures take at most a tenth of the time, but come twice a second; half of that tenth is for
  /// the list of held-out examples, which may lag a little behind the map.
  var pictures = PicturePace(share: 0.05, longest: 0.5)
  var list = PicturePace(share: 0.05, longest: .infinity, shortest: 0.25)
  var began = 0.0
  var trainedSeconds = 0.0
  let wasResumed: Bool

  init(
    _ lessons: [any Lesson], exhibit: (@Sendable (Mistake) -> any Lesson)?, threads: Int,
    from starts: [TrainingState], pace: Int?, pauseReason: @escaping LiveRun.PauseReason,
    hooks: LiveRun.Hooks, run: LiveRun
  ) throws {
    self.pauseReason = pauseReason
    self.run = run
    self.hooks = hooks
    self.exhibit = exhibit
    self.threads = threads
    let share = Trainer.usualHistoryBudget / max(1, lessons.count)
    models = lessons.map {
      LiveModel($0, threads: threads, historyBudget: share, stop: run.stopSignal)
    }
    let starts = starts + (try hooks.prepare(models.map { ($0.lesson, $0.trainer) }))
    wasResumed = !starts.isEmpty
    progress.stepsPerSecond = pace
    for (place, start) in starts.enumerated() { models[place].go(on: start) }
  }

  mutating func note(recording: String?) { progress.recording = recording }

  mutating func follow() {
    catchUp()
    // How good each is belongs to a comparison from its first picture on.
    if wasResumed, models.count > 1 { for place in models.indices { models[place].measure() } }
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
      if wait > 0, goal == nil {
        run.sleep(wait)
        if run.hasCommands || Clock.wall < nextStepTime { continue }
      }
      if let pace = progress.stepsPerSecond, goal == nil {
        // A late step does not make the next ones hurry.
        nextStepTime = max(nextStepTime + 1 / Double(pace), Clock.wall)
      }
      advance()
      if isStopped { break }
      if let goal, isRunning, trainer.step >= goal {
        stopRunning()
        progress.activity = .paused
      }
      if !isRunning || (run.frames.isEmpty && isPictureDue) {
        if areRolesOld, Clock.wall > rolesTime { measureRoles() }
        show()
      }
    }
    for (place, model) in models.enumerated() { hooks.end(place, model.trainer) }
  }

  // MARK: Steps

  mutating func advance() {
    for place in models.indices {
      do throws(TrainingHalt) {
        if place == 0, trainer.step == progress.length, trainer.step == progress.latest {
          message =
            "step \(trainer.step) is the end of the schedule: from here on the learning rate stays "
            + "at a twentieth of the first"
        }
        guard let made = try makeStep(place) else { continue }
        pauseIfAsked(place, made.loss, made.evaluation)
      } catch {
        return halt(place, error)
      }
    }
    meter.count(at: Clock.wall)
  }

  /// Makes a step of one of the runs; nil where it had been made before.
  mutating func makeStep(_ place: Int) throws(TrainingHalt) -> LiveModel.Made? {
    guard let made = try models[place].advance() else { return nil }
    hooks.step(place, models[place].trainer, made.loss, made.evaluation, seconds)
    return made
  }

  mutating func halt(_ place: Int, _ halt: TrainingHalt) {
    stopRunning()
    if halt.isGivenUp {
      isStopped = true
      return
    }
    let last = models[place].trainer.step
    // All stay on one step: those that went on without it come back.
    for other in models where other.trainer.step > last { other.trainer.go(to: last) }
    for (place, model) in models.enumerated() { hooks.halt(place, model.trainer) }
    progress.activity = .halted(
      name(place) + "\(halt); the weights are those of step \(last), the last good one")
  }

  /// Trains runs that a killed process left behind up to the others: all stand at one step.
  mutating func catchUp() {
    let target = models.map(\.trainer.step).max() ?? 0
    var shown = -1.0
    for place in models.indices {
      let first = models[place].trainer.step
      while models[place].trainer.step < target {
        if run.isStopping { return }
        do throws(TrainingHalt) { _ = try makeStep(place) } catch { return halt(place, error) }
        guard Clock.wall - shown > 0.1, run.frames.isEmpty else { continue }
        shown = Clock.wall
        let done = Double(models[place].trainer.step - first) / Double(target - first)
        progress.activity = .replaying(done: done, target: target)
        show()
      }
    }
    progress.activity = .paused
  }

  /// Says which of several runs a sentence is about.
  func name(_ place: Int) -> String {
    models.count > 1 ? models[place].name + ": " : ""
  }

  mutating func pauseIfAsked(_ place: Int, _ loss: Float, _ evaluation: Evaluation?) {
    let before = models[place].lastReason
    var reason = pauseReason(values(loss, evaluation))
    // A sample may say so by chance: what a result would report has to say so too.
    if let evaluation, reason != nil, reason != before,
      evaluation.examples < lesson.evaluationExamples.final
    {
      reason = pauseReason(values(loss, models[place].measureWhole()))
    }
    // A condition that goes on holding pauses once. One over held-out values cannot be seen to have
    // ended between two evaluations.
    if reason != nil || evaluation != nil { models[place].lastReason = reason }
    guard let reason, reason != before else { return }
    stopRunning()
    progress.activity = .paused
    // What is true of all runs alike, such as a number of steps, is said of none.
    let isShared = models.allSatisfy { $0.lastReason == reason }
    message = "paused at step \(trainer.step): \(isShared ? "" : name(place))\(reason)"
  }

  func values(_ loss: Float, _ evaluation: Evaluation?) -> [String: Double] {
    var values = ["step": Double(trainer.step), "loss": Double(loss), "seconds": seconds]
    if let evaluation {
      values["accuracy"] = evaluation.accuracy
      values["exact_match"] = evaluation.exactMatch
      values["pattern_match"] = evaluation.patternMatch
    }
    return values
  }

  mutating func stopRunning() {
    trainedSeconds = seconds
    (isRunning, goal) = (false, nil)
  }

  mutating func resumeRunning() {
    if !isRunning { began = Clock.wall }
    isRunning = true
    nextStepTime = Clock.wall
    meter = RateMeter()
  }

  /// The seconds of training, pauses not counted.
  var seconds: Double { trainedSeconds + (isRunning ? Clock.wall - began : 0) }

  /// The step so many after the one that is being gone to.
  func target(_ steps: Int) -> Int {
    let (sum, overflow) = (goal ?? trainer.step).addingReportingOverflow(steps)
    return overflow ? .max : sum
  }

  /// Goes to a step, with progress on the screen where it takes long.
  mutating func go(to target: Int) {
    stopRunning()
    progress.activity = .paused
    if target == trainer.step { return }
    let target = max(0, target)
    if target > progress.latest {
      // These are steps like any others: they can be seen, paused and steered.
      resumeRunning()
      (goal, progress.activity) = (target, .running)
      return
    }
    let began = Clock.wall
    var shown = began
    let origin = trainer.step
    var copy = self
    for (place, model) in models.enumerated() {
      var start: Int?
      let reached = model.trainer.go(to: target) { reached in
        let first = start ?? reached
        start = first
        let now = Clock.wall
        if now - shown > 0.1, copy.run.frames.isEmpty {
          shown = now
          let part = Double(reached - first) / Double(max(1, target - first))
          let done = (Double(place) + part) / Double(copy.models.count)
          copy.progress.activity = .replaying(done: done, target: target)
          copy.show()
        }
        return !(copy.run.hasCommands && copy.isCancelled())
      }
      guard !reached else { continue }
      for other in models.prefix(place) { other.trainer.go(to: origin) }
      message = "gave up the replay: still at step \(trainer.step)"
      return
    }
  }

  /// Trains a run with a mistake up to where the others are, and lets it go along with them.
  mutating func begin(_ mistake: Mistake) {
    guard let exhibit, !models.contains(where: { $0.lesson.settings.mistake == mistake }) else {
      return
    }
    let (wasRunning, activity, target) = (isRunning, progress.activity, progress.latest)
    stopRunning()
    defer {
      progress.activity = activity
      if wasRunning { resumeRunning() }
    }
    shareHistory(by: models.count + 1)
    // Where it is given up, and when it is taken away, the others get its share back.
    defer { shareHistory(by: models.count) }
    var model = LiveModel(
      exhibit(mistake), threads: threads, historyBudget: models[0].trainer.historyBudget,
      stop: run.stopSignal)
    var shown = 0.0
    while model.trainer.step < target {
      guard !(run.hasCommands && isCancelled()), (try? model.advance()) != nil else {
        message = "gave up \(mistake.rawValue) at its step \(model.trainer.step) of \(target)"
        return
      }
      guard Clock.wall - shown > 0.1, run.frames.isEmpty else { continue }
      shown = Clock.wall
      let done = Double(model.trainer.step) / Double(target)
      progress.activity = .replaying(done: done, target: target)
      models.append(model)
      show()
      models.removeLast()
    }
    model.trainer.go(to: trainer.step)
    models.append(model)
  }

  /// Runs that stand side by side have the memory of one for going back.
  func shareHistory(by count: Int) {
    for model in models { model.trainer.historyBudget = Trainer.usualHistoryBudget / count }
  }

  /// Whether one of the waiting commands ends what is under way; the others stay in line.
  func isCancelled() -> Bool {
    let waiting = run.received()
    for command in waiting where command != .cancelReplay { run.send(command) }
    return waiting.contains { $0.endsReplay }
  }

  mutating func perform(_ command: TrainingCommand) {
    switch command {
    case .run:
      if case .halted = progress.activity { break }
      goal = nil
      resumeRunning()
      progress.activity = .running
    case .pause:
      stopRunning()
      if progress.activity == .running { progress.activity = .paused }
    case .step(let steps):
      go(to: target(steps))
      // One step alone is shown when it is made.
      if goal == trainer.step + 1 { return }
    case .seek(let step): go(to: step)
    case .seekLatest: go(to: progress.latest)
    case .pace(let pace):
      progress.stepsPerSecond = pace
      nextStepTime = Clock.wall
    case .probe(let text):
      typed = text.map { String($0.prefix(Reading.longestTyped)) }
      example = nil
    case .example(let choice): choose(choice)
    case .teacherForcing(let isOn): isTeacherForced = isOn
    case .explain(let isOn): explains = isOn
    case .scratch(let edits): self.edits = edits
    case .heads(let heads, let name): leaveOut(heads, of: name)
    case .exhibit(let mistake, isOn: true): begin(mistake)
    case .exhibit(let mistake, isOn: false):
      models.removeAll { $0.lesson.settings.mistake == mistake }
      shareHistory(by: models.count)
    case .cancelReplay:
      if goal != nil {
        stopRunning()
        progress.activity = .paused
      }
    case .stop:
      isStopped = true
      return
    }
    show()
  }
}
