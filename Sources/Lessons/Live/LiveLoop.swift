import Layers
import Runs
import Snapshots
import Subjects
import Tapes
import Tensors
import Training

/// The loop on the run's thread.
struct LiveLoop {
  /// The run that commands are about, then those that go along with it.
  var models: [LiveModel]
  var trainer: Trainer { models[0].trainer }
  var reader: LessonReader { models[0].reader }
  /// The line of the list that the lessons were made from; exhibits are made from it as well.
  let entry: LessonEntry?
  let threads: Int
  var lesson: Lesson { models[0].lesson }
  let live: LiveRun
  let hooks: LiveRun.Hooks
  let pauseReason: LiveRun.PauseReason
  var timeline: Timeline { models[0].timeline }
  /// What is done with all of them.
  var pulse = Pulse()
  /// The conditions whose quantities were said to have no value.
  var toldWithoutValue: Set<String> = []
  var isRunning = false
  /// Where counted steps end; nil where training goes on until it is told otherwise.
  var goal: Int?
  var isStopped = false
  /// What is on the screen.
  var input = Input.own(0)
  var isTeacherForced = false
  var explains = false
  var edits: [ScratchEdit] = []
  var off: HeadsOff { models[0].off }
  var roles: (measured: HeadRoles, step: Int, off: HeadsOff)?
  var rolesTime = -1.0
  /// The run whose heads were switched, until it is told what that does.
  var switched: RunID?
  /// What the next frame has to say.
  var notices: [Notice] = []
  var meter = RateMeter()
  var nextStepTime = 0.0
  /// Pictures take at most a tenth of the time, but come twice a second; half of that tenth is for
  /// the list of held-out examples, which may lag a little behind the map.
  var pictures = PicturePace(share: 0.05, longest: 0.5)
  var list = PicturePace(share: 0.05, longest: .infinity, shortest: 0.25)
  var began = 0.0
  var trainedSeconds = 0.0
  let wasResumed: Bool
  /// How runs on disk are followed; nil where runs are trained here.
  var following: Following?

  /// Runs on disk, to be looked at.
  init(_ kept: [(run: Run, kept: KeptRun)], live: LiveRun) {
    (self.live, entry, threads, wasResumed) = (live, nil, 1, false)
    (hooks, pauseReason) = (LiveRun.Hooks(), { _ in nil })
    let part = Trainer.usualHistoryBudget / max(1, kept.count)
    models = kept.map {
      LiveModel($0.run, $0.kept, stop: live.stopSignal, historyBudget: part)
    }
    following = Following()
    pulse.recording = kept.first?.kept.follower.path
  }

  /// Runs that are trained here.
  init(
    _ lessons: [(run: Run, lesson: Lesson)], entry: LessonEntry?, threads: Int,
    from starts: [TrainingState], pace: Int?,
    pauseReason: @escaping LiveRun.PauseReason, hooks: LiveRun.Hooks, live: LiveRun
  ) throws {
    self.pauseReason = pauseReason
    self.live = live
    self.hooks = hooks
    self.entry = entry
    self.threads = threads
    let part = Trainer.usualHistoryBudget / max(1, lessons.count)
    models = lessons.map {
      LiveModel(
        $0.run, $0.lesson, threads: threads, historyBudget: part, stop: live.stopSignal)
    }
    let starts = starts + (try hooks.prepare(models.map { ($0.lesson, $0.trainer) }))
    wasResumed = !starts.isEmpty
    (pulse.pace, pulse.breakpoints) = (pace, live.breakpoints)
    for (place, start) in starts.enumerated() { models[place].go(on: start) }
  }

  mutating func note(recording: String?) { pulse.recording = recording }

  mutating func follow() {
    if isFollowing {
      useRecordedKernels()
      let latest = latestOnDisk
      for place in models.indices { models[place].timeline.known = .through(latest) }
      go(to: latest)
    } else {
      catchUp()
    }
    // How good each is belongs to a comparison from its first picture on.
    if wasResumed, models.count > 1 { for place in models.indices { models[place].measure() } }
    show()
    while !isStopped {
      while !isStopped, !live.isStopping, let asked = live.next() { perform(asked) }
      if isStopped || live.isStopping { break }
      if let run = switched, !live.hasRequests {
        switched = nil
        measureWithout(run)
        show()
      }
      guard isRunning else {
        if areRolesOld {
          measureRoles()
          show()
        } else {
          live.sleep(following?.pause)
        }
        if isFollowing, !live.hasRequests, look() { show() }
        continue
      }
      let wait = nextStepTime - Clock.wall
      if wait > 0, goal == nil {
        live.sleep(wait)
        if live.hasRequests || Clock.wall < nextStepTime { continue }
      }
      if let pace = pulse.pace, goal == nil {
        // A late step does not make the next ones hurry.
        nextStepTime = max(nextStepTime + 1 / Double(pace), Clock.wall)
      }
      advance()
      if isStopped { break }
      if let goal, isRunning, trainer.step >= goal {
        stopRunning()
        pulse.activity = .paused
      }
      if !isRunning || (live.frames.isEmpty && isPictureDue) {
        if areRolesOld, Clock.wall > rolesTime { measureRoles() }
        show()
      }
    }
    KernelLevel.useOwn()
    if isFollowing { return }
    for (place, model) in models.enumerated() {
      model.goToTheEnd()
      hooks.end(place, model.trainer)
    }
  }

  // MARK: Steps

  mutating func advance() {
    for place in models.indices {
      do throws(TrainingHalt) {
        if place == 0, trainer.step == timeline.length, trainer.step == timeline.latest {
          notices.append(.scheduleEnded(step: trainer.step))
        }
        guard let made = try makeStep(place) else { continue }
        for alarm in made.alarms { notices.append(.alarm(alarm, run: runID(place))) }
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
    pulse.activity = .halted(
      Halt(
        run: runID(place), step: halt.step, loss: Double(halt.loss), culprit: halt.culprit,
        lastGood: last))
  }

  /// Trains runs that a killed process left behind up to the others: all stand at one step.
  mutating func catchUp() {
    let target = models.map(\.trainer.step).max() ?? 0
    var shown = -1.0
    for place in models.indices {
      let first = models[place].trainer.step
      while models[place].trainer.step < target {
        if live.isStopping { return }
        do throws(TrainingHalt) { _ = try makeStep(place) } catch { return halt(place, error) }
        guard Clock.wall - shown > 0.1, live.frames.isEmpty else { continue }
        shown = Clock.wall
        let done = Double(models[place].trainer.step - first) / Double(target - first)
        pulse.activity = .replaying(done: done, target: target)
        show()
      }
    }
    pulse.activity = .paused
  }

  /// Which of several runs something is about; nil where there is one.
  func runID(_ place: Int) -> RunID? { models.count > 1 ? models[place].run.id : nil }

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
    pulse.activity = .paused
    let target = max(0, isFollowing ? min(target, timeline.latest) : target)
    let isLast = target == timeline.latest
    following?.isAtTheEnd = isLast
    if target == trainer.step { return }
    if target > timeline.latest {
      // These are steps like any others: they can be seen, paused and steered.
      resumeRunning()
      (goal, pulse.activity) = (target, .running)
      return
    }
    replay(to: target)
  }

  /// Goes to a step that is known, with progress on the screen where it takes long.
  mutating func replay(to target: Int) {
    let began = Clock.wall
    var shown = began
    let origin = trainer.step
    var copy = self
    for place in models.indices {
      var start: Int?
      let reached = models[place].go(to: target) { reached in
        let first = start ?? reached
        start = first
        let now = Clock.wall
        if now - shown > 0.1, copy.live.frames.isEmpty {
          shown = now
          let part = Double(reached - first) / Double(max(1, target - first))
          let done = (Double(place) + part) / Double(copy.models.count)
          copy.pulse.activity = .replaying(done: done, target: target)
          copy.show()
        }
        return !(copy.live.hasRequests && copy.isCancelled())
      }
      guard !reached else { continue }
      for other in models.prefix(place) { other.trainer.go(to: origin) }
      notices.append(.replayGivenUp(step: trainer.step))
      return
    }
  }
}
