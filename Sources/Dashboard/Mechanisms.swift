import Snapshots

/// What was on the screen of a run when the user left it for that of another mechanism.
public struct KeptRun: Hashable, Sendable {
  var run: Run
  var progress: Progress
  var snapshot: Snapshot?
  var recent: [Snapshot] = []
  var pin: Snapshot?
  var input = State.Input.lesson
  var isTeacherForced = false
  var showsDifference = false
  var query = 0
  var key = 0
  var isCrosshairPlaced = false
  var site: Site?
  var head = 0
  var switches: [HeadName: HeadSwitch] = [:]
}

extension State {
  /// `m`: asks for the run of the next mechanism; the present one is paused and kept.
  ///
  /// Only where there are several: see ``whyNoMechanism``.
  mutating func nextMechanism() -> [Command] {
    let place = mechanisms.firstIndex(of: run.mechanism) ?? mechanisms.count - 1
    if progress.activity == .running { progress.activity = .paused }
    return [.mechanism(mechanisms[(place + 1) % mechanisms.count])]
  }

  /// Takes another run onto the screen: as it was left, or as it begins.
  mutating func turn(to new: Run) {
    let last = kept
    keptRuns.append(last)
    if let place = keptRuns.firstIndex(where: { $0.run.mechanism == new.mechanism }) {
      kept = keptRuns.remove(at: place)
    } else {
      var progress = Progress()
      progress.stepsPerSecond = last.progress.stepsPerSecond
      kept = KeptRun(run: new, progress: progress)
    }
    // Heads may be what the other has and this one lacks.
    if place == .heads { place = .map }
    message = Message(
      texts.mechanismIs(new.mechanism, new.seed, last.run.mechanism, last.progress.step))
  }

  private var kept: KeptRun {
    get {
      KeptRun(
        run: run, progress: progress, snapshot: snapshot, recent: recent, pin: pin, input: input,
        isTeacherForced: isTeacherForced, showsDifference: showsDifference, query: query, key: key,
        isCrosshairPlaced: isCrosshairPlaced, site: site, head: head, switches: switches)
    }
    set {
      run = newValue.run
      progress = newValue.progress
      snapshot = newValue.snapshot
      recent = newValue.recent
      pin = newValue.pin
      input = newValue.input
      isTeacherForced = newValue.isTeacherForced
      showsDifference = newValue.showsDifference
      (query, key) = (newValue.query, newValue.key)
      isCrosshairPlaced = newValue.isCrosshairPlaced
      (site, head) = (newValue.site, newValue.head)
      switches = newValue.switches
    }
  }
}
