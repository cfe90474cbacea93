import Screens
import Snapshots

/// Moves `state` on by one event and returns the effects it asks for, in order.
///
/// It is pure: the same state and event always give the same result.
/// What the user will see anyway, such as running or paused, is set at once and not when the
/// trainer confirms it, so that a key pressed twice means its second meaning.
public func update(_ state: inout State, _ event: Event) -> [Command] {
  var commands: [Command]
  let wasAnatomy = state.place == .anatomy
  let wasTouring = state.tour != nil
  switch event {
  case .key(let key):
    let before = state.prompt
    commands = state.press(key)
    // A letter moves nothing on the screen, and letters come fast.
    if before == state.prompt, before == .probe || before == .command { return commands }
  case .mouse(let mouse): commands = state.pointed(mouse).map { state.point($0) } ?? []
  case .paste(let text): commands = state.paste(text)
  case .resize(let columns, let rows):
    state.columns = max(0, columns)
    state.rows = max(0, rows)
    commands = []
  case .snapshot(let snapshot):
    state.receive(snapshot)
    commands = []
  case .allHeadsOn(let snapshot):
    state.allHeadsOn = snapshot
    commands = []
  case .timeout:
    if state.pendingHead == nil, state.headDigits == nil { state.showNextHeadOfTour() }
    state.pendingHead = nil
    state.headDigits = nil
    commands = []
  case .progress(let progress):
    state.progress = progress
    commands = []
  case .baseline(let exactMatch, let steps):
    state.run.baselineExactMatch = exactMatch
    state.message = State.Message(state.texts.baselineTrained(share(exactMatch), steps))
    commands = []
  case .run(let run):
    state.turn(to: run)
    commands = []
  case .pane(let index, let pane):
    state.receive(pane, at: index)
    commands = state.goOnWithTour()
  case .paneClosed(let index):
    state.closePane(index)
    commands = []
  case .tourRuns(let run): commands = state.takeTourRuns(run)
  case .tourFailed(let why):
    state.tourFailed(why)
    commands = []
  case .entryStandsIn(let type, let entry):
    state.message = State.Message(state.texts.entryStandsIn(type, entry))
    commands = []
  case .message(let text):
    state.message = State.Message(text)
    commands = []
  case .unsaved(let problem):
    state.unsaved = problem
    if let problem { state.message = State.Message(problem, isError: true) }
    commands = []
  case .starting(let units, let batch):
    state.isStarting = true
    state.message = State.Message(state.texts.starting(units, batch))
    commands = []
  case .started:
    state.isStarting = false
    state.message = nil
    commands = []
  case .error(let text):
    state.message = State.Message(text, isError: true)
    commands = []
  }
  // The tour has the operations of all runs for as long as it lasts.
  if !wasTouring, state.tour == nil { commands += state.explain(since: wasAnatomy) }
  state.keepInSight()
  return commands
}

extension State {
  /// How many earlier pictures are kept to compare with.
  static let mostRecent = 16

  /// Takes a new picture and keeps the one before it.
  mutating func receive(_ new: Snapshot) {
    if let old = snapshot, old.step != new.step {
      recent.removeAll { $0.step == old.step || $0.step == new.step }
      recent.append(old)
      if recent.count > Self.mostRecent { recent.removeFirst() }
    }
    let diagram = snapshot?.diagram
    snapshot = new
    keepOperation(from: diagram)
  }

  /// Stores the scroll position that the layout chose, so that it stays where it is.
  mutating func keepInSight() {
    let layout = Layout(self)
    firstQuery = layout.firstQuery
    firstKey = layout.firstKey
    keepPlaceInSight()
    let lines = isHelpOpen && !layout.isTooSmall ? HelpPage(self).lines.count : 0
    firstHelpLine = firstHelpLine.clamped(to: 0...max(0, lines - HelpPage.room(layout)))
  }

  /// Pasted text goes into the line being typed, literally; with no prompt it becomes a probe.
  mutating func paste(_ text: String) -> [Command] {
    if prompt == .none {
      if let why = whyNot(.type) {
        message = Message(why)
        return []
      }
      message = nil
      guard hasRoom(for: text) else { return [] }
      isHelpOpen = false
      prompt = .probe
      line = Line()
    }
    return insert(text)
  }

  /// A click points or seeks; the wheel moves along the timeline, over the map or through help.
  mutating func point(_ mouse: Mouse) -> [Command] {
    let layout = Layout(self)
    guard !layout.isTooSmall, mouse.action != .release else { return [] }
    message = nil
    let turn = mouse.action == .wheelUp ? -1 : 1
    if isHelpOpen {
      if mouse.action != .press { firstHelpLine += 3 * turn }
      return []
    }
    if place == .map, layout.isTimeline(mouse.position) {
      let stride = max(1, progress.latest / max(1, layout.curve.columns - 1))
      let target =
        mouse.action == .press
        ? layout.step(atColumn: mouse.position.column, latest: progress.latest)
        : (step + turn * stride).clamped(to: 0...max(0, progress.latest))
      return go(to: .seek(target))
    }
    guard place == .map else { return pointHere(mouse, turn) }
    guard let index = layout.index(at: mouse.position), picture != nil else { return [] }
    if mouse.action == .press {
      (query, key) = (index.row, index.column)
      isCrosshairPlaced = true
    } else {
      move(queries: turn, keys: 0)
    }
    return []
  }

  /// Moves in time, which stops training first.
  mutating func go(to command: Command) -> [Command] {
    let wasRunning = progress.activity == .running
    if wasRunning { progress.activity = .paused }
    return wasRunning ? [.pause, command] : [command]
  }

  /// Moves the crosshair; it stops at the edges.
  mutating func move(queries: Int, keys: Int) {
    guard let picture, let crosshair else { return }
    query = (crosshair.row + queries).clamped(to: 0...(picture.queries.count - 1))
    key = (crosshair.column + keys).clamped(to: 0...(picture.keys.count - 1))
    isCrosshairPlaced = true
  }
}
