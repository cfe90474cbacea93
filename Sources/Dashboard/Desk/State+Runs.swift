import Snapshots
import Subjects

// MARK: - What comes from subjects

extension State {
  /// Takes a frame: all runs of a company at once.
  ///
  /// One whose runs are gone is nobody's.
  mutating func take(_ frame: Frame) -> [Command] {
    let runs = frame.scenes.map(\.run.id)
    guard let place = companies.firstIndex(where: { !Set($0.runs).isDisjoint(with: runs) }) else {
      return []
    }
    let diagram = snapshot?.diagram
    let (hadPicture, reached) = (picture != nil, reach)
    for scene in frame.scenes {
      sightings[scene.run.id, default: Sighting(scene.run)].see(scene)
    }
    let peaks = runs.flatMap { sightings[$0]?.stacks ?? [] }.map(\.peak)
    companies[place].reach.follow(
      peaks.reduce(Peak()) { $0.joined($1) },
      isRunning: runs.contains { sightings[$0]?.isRunning == true })
    let before = companies[place].runs
    companies[place].runs = runs
    // What is switched on comes into view.
    if !before.isEmpty {
      for run in runs where !before.contains(run) { companies[place].look.note(run) }
    }
    companies[place].see(frame.scenes[0].input)
    for (index, run) in before.enumerated() where !runs.contains(run) {
      forget(run, at: index, in: place)
    }
    guard place == standpoint.company else { return [] }
    if self.screen == .compare, runs.count < 2, !goBack() { self.screen = .map }
    // What was said of a start is over once there is a picture.
    if message?.isPassing == true, snapshot != nil { message = nil }
    for notice in frame.notices { take(notice) }
    readPicture()
    if hadPicture { tellReach(since: reached) }
    keepOperation(from: diagram)
    if standpoint.isFresh, picture != nil {
      standpoint.isFresh = false
      if screen == .map, tour == nil { screen = openingScreen }
    }
    return goOnWithTour()
  }

  /// Where a run is best looked at first: one row over words is read, not looked up.
  var openingScreen: ScreenName {
    if company.runs.count > 1 { return .compare }
    guard let picture, picture.queries.count == 1, picture.keys.isWords else { return .map }
    return .words
  }

  /// Says that the scale moved by itself, once for every end of it; what was said of another end goes.
  private mutating func tellReach(since last: Float?) {
    let place = standpoint.company
    // Weights that are only looked at neither grow nor shrink: a step back is not news.
    guard isOnAutoScale, reach != last, run.abilities.contains(.trains) else { return }
    if message != nil, message == companies[place].reachNote { message = nil }
    guard let reach, reach > max(last ?? 0, companies[place].reachTold) else { return }
    companies[place].reachTold = reach
    companies[place].reachNote = Message(texts.scaleMoved(mostText))
    if message == nil { message = companies[place].reachNote }
  }

  /// A run is looked at no longer; the one in its place is, if it was.
  private mutating func forget(_ run: RunID, at index: Int, in place: Int) {
    sightings[run] = nil
    companies[place].look.selections[run] = nil
    guard companies[place].look.current == run else { return }
    let left = companies[place].runs
    companies[place].look.current = left[min(index, left.count - 1)]
  }

  /// Takes runs that a door opened to; those before wait as they are.
  mutating func take(_ runs: [Run], from door: Door) -> [Command] {
    guard let first = runs.first else { return [] }
    if case .tour = door { return tour == nil ? beginTour() : takeForTour(runs) }
    let (last, at) = (run, step)
    let old = company.runs
    // Operations are those of one run: the other begins with its own.
    var commands = needsDiagram ? [ask(.scratch([])), ask(.explain(false))] : []
    open(runs)
    keep(runs, behind: door, insteadOf: old)
    if case .restart = door, let gone = old.first {
      forget(old)
      commands = [.close(gone)]
    }
    // Heads and panes may be what the other has and this one lacks.
    if runs.count > 1 {
      screen = .compare
    } else if screen == .heads || screen == .compare {
      screen = .map
    }
    // Another lesson begins, or goes on, where it is best looked at.
    if case .lesson = door, screen != .anatomy {
      if runs.count == 1 { screen = picture == nil ? .map : openingScreen }
      standpoint.isFresh = picture == nil
    }
    if screen == .anatomy {
      anatomy = AnatomyLook()
    }
    if needsDiagram { commands.append(ask(.explain(true))) }
    if let words = texts.opened(door, from: last.title, at: at) {
      message = Message(words)
    } else if let way = first.way, let before = last.way, let seed = first.seed, let at {
      message = Message(texts.wayIs(texts.way(way), seed, texts.way(before), at))
    }
    return commands
  }

  /// Looks at `runs`: as they were left, or as they begin.
  mutating func open(_ runs: [Run]) {
    let pace = timeline?.pace
    if let known = companies.firstIndex(where: { $0.runs.contains(runs[0].id) }) {
      return turn(to: known)
    }
    for run in runs { sightings[run.id] = Sighting(run, pace: pace) }
    companies.append(Company(runs.map(\.id)))
    turn(to: companies.count - 1)
  }

  /// Keeps what a line of the list of lessons comes back to; pairs that were opened get a line.
  private mutating func keep(_ runs: [Run], behind door: Door, insteadOf old: [RunID]) {
    let first = runs[0].id
    switch door {
    case .lesson:
      desk.openLessons[door] = first
    case .data(let path):
      // The same file may have been named otherwise before.
      guard !desk.openLessons.values.contains(first) else { return }
      desk.openLessons[door] = first
      desk.lessons.append(
        LessonOffer(name: runs[0].data ?? path, door: door, summary: path, takesPairs: false))
    case .way, .restart:
      for (line, run) in desk.openLessons where old.contains(run) {
        desk.openLessons[line] = first
      }
    case .compared, .baseline, .tour: return
    }
  }

  /// Takes a company away that is looked at no longer.
  private mutating func forget(_ runs: [RunID]) {
    guard let gone = companies.firstIndex(where: { $0.runs == runs }) else { return }
    let kept = standpoint.company
    for run in companies.remove(at: gone).runs { sightings[run] = nil }
    turn(to: kept > gone ? kept - 1 : kept)
  }

  /// Takes the last company away; `company` is looked at again.
  mutating func close(andTurnTo company: Int) {
    for run in companies.removeLast().runs { sightings[run] = nil }
    turn(to: company)
  }

  /// Says what somebody has to say, and keeps what is still true afterwards.
  mutating func take(_ notice: Notice) {
    switch notice {
    case .unsaved(let problem):
      desk.unsaved = problem
    // Whatever else is to be said is worth more.
    case .starting where message != nil: return
    case .noTour where tour != nil: tour?.stage = .offer
    case .holds(let condition, let step, _, let run, isWriting: true):
      (keyboard.stopReason, keyboard.stopRun) = (texts.stopReason(condition, step), run)
    case .baseline(let run, let exactMatch, _): sightings[run]?.baseline = exactMatch
    default: break
    }
    let words = texts.notice(notice) { [sightings] run in sightings[run]?.name ?? "" }
    message = Message(words, isError: notice.isProblem, isPassing: notice.isPassing)
  }
}

extension State {
  /// Why training halted, as a sentence.
  func words(_ halt: Halt) -> String {
    texts.halted(halt, halt.run.flatMap { sightings[$0]?.name })
  }
}
