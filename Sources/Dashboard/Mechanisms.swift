import Snapshots

/// What was on the screen of a run when the user left it for that of another way to attend.
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
  /// `m`: asks for the next way to attend, a run of its own; the present one is paused and kept.
  ///
  /// Only where there are several: see ``whyNoOtherWay``.
  mutating func nextWay() -> [Command] {
    guard let next = wayNext else { return [] }
    if progress.activity == .running { progress.activity = .paused }
    return [.way(next)]
  }

  /// What `m` goes to; nil where there is no other way.
  var wayNext: String? {
    guard ways.count > 1 else { return nil }
    let place = ways.firstIndex(of: run.way) ?? ways.count - 1
    return ways[(place + 1) % ways.count]
  }

  /// Takes another run onto the screen: as it was left, or as it begins.
  mutating func turn(to new: Run) {
    let last = kept
    keptRuns.append(last)
    if let place = keptRuns.firstIndex(where: { $0.run.way == new.way }) {
      kept = keptRuns.remove(at: place)
    } else {
      var progress = Progress()
      progress.stepsPerSecond = last.progress.stepsPerSecond
      kept = KeptRun(run: new, progress: progress)
    }
    // Heads may be what the other has and this one lacks.
    if place == .heads { place = .map }
    message = Message(
      texts.wayIs(new.way, new.seed, last.run.way, last.progress.step))
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
