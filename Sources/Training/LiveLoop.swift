import Layers
import Snapshots
import Tapes

/// The loop on the run's thread.
struct LiveLoop {
  /// The run that commands are about, then those that go along with it.
  private var models: [LiveModel]
  private var trainer: Trainer { models[0].trainer }
  private var reader: any LessonReader { models[0].reader }
  private let exhibit: (@Sendable (Mistake) -> any Lesson)?
  private let threads: Int
  private var lesson: any Lesson { models[0].lesson }
  private let run: LiveRun
  private let hooks: LiveRun.Hooks
  private let pauseReason: LiveRun.PauseReason
  private var progress: Progress {
    get { models[0].progress }
    set { models[0].progress = newValue }
  }
  private var isRunning = false
  /// Where counted steps end; nil where training goes on until it is told otherwise.
  private var goal: Int?
  private var isStopped = false
  private var typed: String?
  private var example: Int?
  private var isTeacherForced = false
  private var explains = false
  private var edits: [ScratchEdit] = []
  private var off: HeadsOff { models[0].off }
  private var roles: (measured: HeadRoles, step: Int, off: HeadsOff)?
  private var rolesTime = -1.0
  private var message: String?
  private var meter = RateMeter()
  private var nextStepTime = 0.0
  /// Pictures take at most a tenth of the time, but come twice a second; half of that tenth is for
  /// the list of held-out examples, which may lag a little behind the map.
  private var pictures = PicturePace(share: 0.05, longest: 0.5)
  private var list = PicturePace(share: 0.05, longest: .infinity, shortest: 0.25)
  private var began = 0.0
  private var trainedSeconds = 0.0
  private let wasResumed: Bool

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

  private mutating func advance() {
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
  private mutating func makeStep(_ place: Int) throws(TrainingHalt) -> LiveModel.Made? {
    guard let made = try models[place].advance() else { return nil }
    hooks.step(place, models[place].trainer, made.loss, made.evaluation, seconds)
    return made
  }

  private mutating func halt(_ place: Int, _ halt: TrainingHalt) {
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
  private mutating func catchUp() {
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
  private func name(_ place: Int) -> String {
    models.count > 1 ? models[place].name + ": " : ""
  }

  private mutating func pauseIfAsked(_ place: Int, _ loss: Float, _ evaluation: Evaluation?) {
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

  private func values(_ loss: Float, _ evaluation: Evaluation?) -> [String: Double] {
    var values = ["step": Double(trainer.step), "loss": Double(loss), "seconds": seconds]
    if let evaluation {
      values["accuracy"] = evaluation.accuracy
      values["exact_match"] = evaluation.exactMatch
      values["pattern_match"] = evaluation.patternMatch
    }
    return values
  }

  private mutating func stopRunning() {
    trainedSeconds = seconds
    (isRunning, goal) = (false, nil)
  }

  private mutating func resumeRunning() {
    if !isRunning { began = Clock.wall }
    isRunning = true
    nextStepTime = Clock.wall
    meter = RateMeter()
  }

  /// The seconds of training, pauses not counted.
  private var seconds: Double { trainedSeconds + (isRunning ? Clock.wall - began : 0) }

  /// The step so many after the one that is being gone to.
  private func target(_ steps: Int) -> Int {
    let (sum, overflow) = (goal ?? trainer.step).addingReportingOverflow(steps)
    return overflow ? .max : sum
  }

  /// Goes to a step, with progress on the screen where it takes long.
  private mutating func go(to target: Int) {
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
  private mutating func begin(_ mistake: Mistake) {
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
  private func shareHistory(by count: Int) {
    for model in models { model.trainer.historyBudget = Trainer.usualHistoryBudget / count }
  }

  /// Whether one of the waiting commands ends what is under way; the others stay in line.
  private func isCancelled() -> Bool {
    let waiting = run.received()
    for command in waiting where command != .cancelReplay { run.send(command) }
    return waiting.contains { $0.endsReplay }
  }

  private mutating func perform(_ command: TrainingCommand) {
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

  /// Whether a step is shown: where training waits for its next step anyway, every one.
  private var isPictureDue: Bool {
    let now = Clock.wall
    return pictures.isDue(at: now) || pictures.fits(before: nextStepTime, at: now)
  }

  private mutating func show() {
    // What is read of a run that was stopped is worth nothing.
    if run.stopSignal.isRaised { return }
    progress.step = trainer.step
    progress.lastLoss = models[0].presentLoss
    progress.goal = goal
    progress.memory = trainer.memoryNote
    progress.seconds = seconds
    progress.measuredRate = isRunning ? meter.rate : nil
    let listed = Clock.wall
    if !isRunning || list.isDue(at: listed) {
      for place in models.indices { models[place].progress.heldOut = models[place].heldOut() }
      list.count(from: listed, to: Clock.wall)
    }
    let began = Clock.wall
    defer { pictures.count(from: began, to: Clock.wall) }
    var snapshots = models.map(snapshot)
    let whole = models.map { model in
      model.off.isEmpty ? nil : model.withAllHeads { picture(model) }
    }
    let compared =
      models.count > 1
      ? models.indices.map {
        models[$0].compared(snapshots[$0], allHeadsOn: whole[$0], progress)
      } : []
    if let roles {
      let age = areRolesOld ? " at step \(roles.step)" : ""
      snapshots[0] = roles.measured.labelled(snapshots[0], age)
    }
    if run.stopSignal.isRaised { return }
    // A frame that nobody has taken yet makes room; what it had to say does not.
    let unsaid = run.frames.take()?.message
    run.frames.publish(
      Frame(
        progress: progress, snapshot: snapshots[0], allHeadsOn: whole[0],
        message: message ?? unsaid, parameterCount: trainer.layout.trainedCount,
        compared: compared))
    message = nil
  }

  /// What is on the screen.
  private var input: LessonInput {
    typed.map { .typed($0) } ?? example.map { .heldOut($0) } ?? .probe
  }

  private func picture(_ model: LiveModel) -> Snapshot {
    model.reader.snapshot(
      of: input, at: model.trainer.step, teacherForcing: isTeacherForced)
  }

  /// The picture and, where they are asked for, the operations behind it.
  private func snapshot(_ model: LiveModel) -> Snapshot {
    var snapshot = picture(model)
    if explains {
      snapshot.diagram = model.explainer.diagram(
        of: snapshot, input, off: model.off, edits: edits)
    }
    return snapshot
  }

  // MARK: Heads

  /// Shows the picture without some heads, then how much is still right without them.
  private mutating func leaveOut(_ heads: HeadsOff, of name: String?) {
    let found = name.map { name in models.firstIndex { $0.name == name } } ?? 0
    // An exhibit may have been taken away meanwhile.
    guard let place = found else { return }
    models[place].leaveOut(heads.filter { !$0.value.isEmpty })
    list.reset()
    show()
    let model = models[place]
    guard !model.off.isEmpty, !run.hasCommands else { return }
    let (without, whole) = (model.evaluate(), model.withAllHeads { model.evaluate() })
    func share(_ evaluation: Evaluation) -> String {
      "\((evaluation.exactMatch * 1_000).rounded() / 1_000)"
    }
    message =
      self.name(place) + "of \(without.examples) held out \(share(without)) right without, "
      + "\(share(whole)) with all; "
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
