import Runs
import Snapshots
import Subjects
import Tensors
import Training

extension LiveLoop {
  /// Keeps what was in memory only as if it had been kept from the start: every step is made again from
  /// the seed, to the same bits, and written down.
  ///
  /// The seconds of a step are its part of those of the whole: they were not measured one by one.
  mutating func record(at path: String) {
    if let known = pulse.recording {
      return notices.append(.problem(.keptAlready(known)))
    }
    let (present, latest, took) = (trainer.step, timeline.latest, seconds)
    let (wasRunning, goal, activity) = (isRunning, goal, pulse.activity)
    stopRunning()
    // Exhibits come after what is kept, and are not.
    let own = models.indices.filter { models[$0].lesson.settings.mistake == nil }
    defer {
      for place in models.indices { _ = models[place].go(to: present) }
      pulse.activity = activity
      if wasRunning { resumeRunning() }
      self.goal = goal
    }
    for place in own { _ = models[place].go(to: 0) }
    do { try hooks.record(path, own.map { (models[$0].lesson, models[$0].trainer) }) } catch {
      return notices.append(.problem(Problem(error)))
    }
    var shown = Clock.wall
    for step in 1..<(latest + 1) {
      if live.isStopping { return }
      for (number, place) in own.enumerated() {
        // Where the program is being left, a step is given up on its way: nothing of it is kept.
        guard models[place].go(to: step) else { return }
        hooks.step(
          number, models[place].trainer, models[place].trainer.lastLoss ?? .nan,
          models[place].timeline.evaluations.last { $0.step == step },
          took * Double(step) / Double(latest))
      }
      guard Clock.wall - shown > 0.1, live.frames.isEmpty else { continue }
      shown = Clock.wall
      pulse.activity = .replaying(done: Double(step) / Double(latest), target: latest)
      show()
    }
    // The newest step is kept too, whatever the steps between two states are.
    for (number, place) in own.enumerated() { hooks.end(number, models[place].trainer) }
    pulse.recording = path
    notices.append(.recorded(path))
  }
}
