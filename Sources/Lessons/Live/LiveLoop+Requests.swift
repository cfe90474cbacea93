import Layers
import Runs
import Snapshots
import Subjects
import Tapes
import Tensors
import Training

extension LiveLoop {
  /// Trains a run with a mistake up to where the others are, and lets it go along with them.
  mutating func begin(_ mistake: Mistake) {
    guard let entry, !models.contains(where: { $0.lesson.settings.mistake == mistake }) else {
      return
    }
    let (wasRunning, goal, activity) = (isRunning, goal, pulse.activity)
    let target = timeline.latest
    stopRunning()
    defer {
      pulse.activity = activity
      if wasRunning { resumeRunning() }
      self.goal = goal
    }
    shareHistory(by: models.count + 1)
    // Where it is given up, and when it is taken away, the others get its share back.
    defer { shareHistory(by: models.count) }
    let exhibit = entry.exhibit(mistake, lesson.settings)
    var model = LiveModel(
      Run(exhibit, of: entry), exhibit, threads: threads,
      historyBudget: models[0].trainer.historyBudget,
      stop: live.stopSignal)
    var shown = 0.0
    while model.trainer.step < target {
      guard !(live.hasRequests && isCancelled()), (try? model.advance()) != nil else {
        notices.append(.exhibitGivenUp(mistake, step: model.trainer.step, of: target))
        return
      }
      guard Clock.wall - shown > 0.1, live.frames.isEmpty else { continue }
      shown = Clock.wall
      let done = Double(model.trainer.step) / Double(target)
      pulse.activity = .replaying(done: done, target: target)
      models.append(model)
      show()
      models.removeLast()
    }
    model.trainer.go(to: trainer.step)
    models.append(model)
  }

  /// Trains all runs otherwise from the step they stand at, whether it is the last or an earlier one.
  mutating func change(_ change: Change) {
    var leg = LessonLeg(from: trainer.step)
    switch change {
    case .learningRate(let rate): leg.learningRate = rate
    case .batchSize(let size): leg.batchSize = size
    case .optimizer(let name): leg.optimizer = name.optimizer
    }
    if let size = leg.batchSize, size > lesson.greatestBatch {
      do { try hooks.admit(models.map { $0.lesson.branched(leg) }) } catch {
        return notices.append(.problem(Problem(error)))
      }
    }
    if case .halted = pulse.activity { pulse.activity = .paused }
    for place in models.indices {
      models[place].change(leg)
      hooks.change(place, models[place].lesson, models[place].trainer)
    }
    notices.append(.changed(step: trainer.step, change))
  }

  /// Runs that stand side by side have the memory of one for going back.
  func shareHistory(by count: Int) {
    for model in models { model.trainer.historyBudget = Trainer.usualHistoryBudget / count }
  }

  /// Whether something that waits ends what is under way.
  func isCancelled() -> Bool { live.isStopping || live.takesCancel() }

  mutating func perform(_ asked: LiveRun.Asked) {
    switch asked.request {
    case .run:
      if case .halted = pulse.activity { break }
      goal = nil
      resumeRunning()
      pulse.activity = .running
    case .pause:
      stopRunning()
      if pulse.activity == .running { pulse.activity = .paused }
    case .move(let steps):
      go(to: target(steps))
      // One step alone is shown when it is made.
      if goal == trainer.step + 1 { return }
    case .seek(let step): go(to: step)
    case .latest: go(to: timeline.latest)
    case .pace(let pace):
      pulse.pace = pace
      nextStepTime = Clock.wall
    case .read(let input): read(input)
    case .readNextWrong: readNextWrong()
    case .forceTeacher(let isOn): isTeacherForced = isOn
    case .explain(let isOn): explains = isOn
    case .scratch(let edits): self.edits = edits
    case .heads(let heads): leaveOut(heads, of: asked.run)
    case .exhibit(let mistake, isOn: true): begin(mistake)
    case .exhibit(let mistake, isOn: false):
      models.removeAll { $0.lesson.settings.mistake == mistake }
      shareHistory(by: models.count)
    case .change(let change): self.change(change)
    case .record(let path): record(at: path)
    case .breakpoints(let breakpoints):
      pulse.breakpoints = breakpoints
      // One that is switched on again pauses again.
      let watched = breakpoints.filter(\.isOn).map { Notice.Reason.condition("\($0.condition)") }
      for place in models.indices { models[place].lastReasons.formIntersection(watched) }
    // Nobody else writes a lesson.
    case .stopWriter: return
    // The maps of lessons are small: all of their weights are there, and all operations are shown.
    case .tiles, .focus: return
    // A lesson reads one text, and writes what is likeliest.
    case .pair, .temperature: return
    case .cancel:
      if goal != nil {
        stopRunning()
        pulse.activity = .paused
      }
    }
    show()
  }
}
