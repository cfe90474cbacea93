import Screens
import Snapshots
import Subjects

/// Moves `state` on by one event and returns the effects it asks for, in order.
///
/// It is pure: the same state and event always give the same result.
/// What the user will see anyway, such as running or paused, is set at once and not when the
/// subject confirms it, so that a key pressed twice means its second meaning.
public func update(_ state: inout State, _ event: Event) -> [Command] {
  var commands: [Command] = []
  let wasAnatomy = state.screen == .anatomy
  let wasExplaining = state.needsDiagram
  let wasTouring = state.tour != nil
  let band = TourBand.Size(state)
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
  case .timeout:
    if state.pendingHead == nil, state.headDigits == nil { state.showNextHeadOfTour() }
    state.pendingHead = nil
    state.headDigits = nil
  case .frame(let frame): commands = state.take(frame)
  case .opened(let door, let runs): commands = state.take(runs, from: door)
  case .look(let moment): commands = state.look(at: moment)
  case .notice(let notice): state.take(notice)
  }
  // The tour has the operations of all runs for as long as it lasts.
  if !wasTouring, state.tour == nil {
    commands += state.explain(since: wasAnatomy, wasExplaining)
  }
  if TourBand.Size(state) != band { state.measureTour() }
  state.keepInSight()
  return commands + state.askForFocus() + state.askForTiles()
}

extension State {
  /// Stores the scroll position that the layout chose, so that it stays where it is.
  mutating func keepInSight() {
    let layout = MapLayout(self)
    standpoint.map.firstQuery = layout.firstQuery
    standpoint.map.firstKey = layout.firstKey
    keepPlaceInSight()
    let lines = keyboard.isHelpOpen && !layout.isTooSmall ? HelpPage(self).lines.count : 0
    keyboard.firstHelpLine = keyboard.firstHelpLine.clamped(
      to: 0...max(0, lines - HelpPage.room(layout)))
  }

  /// Pasted text goes into the line being typed, literally; with no prompt it becomes a probe.
  mutating func paste(_ text: String) -> [Command] {
    if keyboard.prompt == .none {
      if let why = whyNot(.type) {
        message = Message(why)
        return []
      }
      message = nil
      guard hasRoom(for: text) else { return [] }
      (keyboard.isHelpOpen, keyboard.selectedLesson) = (false, nil)
      keyboard.prompt = .probe
      keyboard.line = Line()
    }
    return insert(text)
  }

  /// A click points or seeks; the wheel moves along the timeline, over the map or through help.
  mutating func point(_ mouse: Mouse) -> [Command] {
    let layout = MapLayout(self)
    guard !layout.isTooSmall, mouse.action != .release else { return [] }
    if mouse.position.row == layout.keys, mouse.action == .press, keyboard.prompt == .none {
      return Drawing(self).keyLine().key(at: mouse.position.column).map { press($0) } ?? []
    }
    message = nil
    let turn = mouse.action == .wheelUp ? -1 : 1
    if keyboard.isHelpOpen {
      if mouse.action != .press { keyboard.firstHelpLine += 3 * turn }
      return []
    }
    if let selected = keyboard.selectedLesson {
      guard mouse.action == .press else {
        select(lesson: selected + turn)
        return []
      }
      return LessonList(self).lesson(at: mouse.position.row).map { openLesson($0) } ?? []
    }
    if screen == .map, let timeline, layout.isTimeline(mouse.position) {
      if let why = whyUnable(.seeks) { return say(why) }
      let columns = max(1, layout.curve.columns - 1)
      // The wheel moves by a column, and by a step at least.
      let (beside, isBeyond) = timeline.step.addingReportingOverflow(
        turn * max(1, timeline.latest / columns))
      let aim =
        mouse.action == .press
        ? layout.step(atColumn: mouse.position.column, latest: timeline.latest)
        : isBeyond ? timeline.latest : beside
      let next = timeline.known.moved(from: timeline.step, by: turn) ?? timeline.step
      let near = timeline.known.nearest(aim) ?? timeline.step
      let isStill = mouse.action != .press && near == timeline.step
      return go(to: .seek(isStill ? next : near))
    }
    guard screen == .map else { return pointHere(mouse, turn) }
    guard let index = layout.index(at: mouse.position), picture != nil else { return [] }
    if mouse.action == .press {
      (company.look.query, company.look.key) = (index.row, index.column)
      company.look.isCrosshairPlaced = true
    } else {
      move(queries: turn, keys: 0)
    }
    return []
  }

  /// Moves in time, which stops training first.
  mutating func go(to request: Request) -> [Command] {
    let wasRunning = isRunning
    if wasRunning { ask(for: .paused) }
    return wasRunning ? [ask(.pause), ask(request)] : [ask(request)]
  }

  /// Moves the crosshair; it stops at the edges.
  mutating func move(queries: Int, keys: Int) {
    guard let picture, let crosshair else { return }
    company.look.query = (crosshair.row + queries).clamped(to: 0...(picture.queries.count - 1))
    company.look.key = (crosshair.column + keys).clamped(to: 0...(picture.keys.count - 1))
    company.look.isCrosshairPlaced = true
  }
}
