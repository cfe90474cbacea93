import Runs
import Subjects
import Tensors
import Training

extension LiveLoop {
  /// Whether the runs lie on disk, and nothing is trained here.
  var isFollowing: Bool { following != nil }

  /// The furthest step that all of the runs have.
  var latestOnDisk: Int { models.map { $0.kept?.follower.latest ?? 0 }.min() ?? 0 }

  /// Uses kernels of the recording's name, or says that bits may differ; the architecture is not recorded.
  mutating func useRecordedKernels() {
    guard let recorded = models[0].kept?.follower.description.kernels, !recorded.isEmpty,
      recorded != KernelLevel.name, !KernelLevel.use(recorded)
    else { return }
    notices.append(.otherKernels(recorded: recorded, here: KernelLevel.name))
  }

  /// Looks into the directories, and goes along with a writer that has gone on.
  ///
  /// - Returns: whether something on the screen is to be drawn anew.
  mutating func look() -> Bool {
    var isNew = false
    do {
      for place in models.indices {
        let budget = models[place].trainer.historyBudget
        if try models[place].look(budget, stop: live.stopSignal) { isNew = true }
      }
      following?.problem = nil
    } catch {
      // What was read stays; the directory may come back.
      let problem = Problem(error)
      guard following?.problem != problem else { return false }
      following?.problem = problem
      notices.append(.problem(problem))
      return true
    }
    if isNew { following?.lastNews = Clock.wall }
    let latest = latestOnDisk
    for place in models.indices { models[place].timeline.known = .through(latest) }
    if trainer.step > latest {
      replay(to: latest)
    } else if following?.isAtTheEnd == true, trainer.step < latest {
      goAlong(to: latest)
      isNew = true
    }
    let isWritten = Clock.wall - (following?.lastNews ?? 0) < 2
    let activity: Pulse.Activity =
      isWritten && following?.isAtTheEnd == true ? .running : .paused
    if pulse.activity != activity { isNew = true }
    pulse.activity = activity
    return isNew
  }

  /// Goes on towards the newest step: by the newest checkpoint, or by as many steps as are computed
  /// again while nobody waits.
  private mutating func goAlong(to latest: Int) {
    let saved = models.compactMap { $0.trainer.keyframes?.nearest(to: latest) }.min() ?? 0
    let affordable = max(1, Int(0.1 / (following?.stepCost ?? 1)))
    let target = saved > trainer.step ? saved : min(latest, trainer.step + affordable)
    let (began, first) = (Clock.wall, trainer.step)
    for place in models.indices { _ = models[place].go(to: target) }
    if saved <= first, trainer.step > first {
      let cost = (Clock.wall - began) / Double(trainer.step - first)
      following?.stepCost = cost
    }
  }
}
