import Screens
import Snapshots
import Subjects

/// A screen under way: one method a part, a file a group of parts.
struct Drawing {
  let state: State
  let layout: MapLayout
  let palette: Palette
  let texts: any Texts
  let picture: Picture?
  var canvas: Canvas

  init(_ state: State) {
    self.state = state
    layout = MapLayout(state)
    palette = Palette(rung: state.rung, background: state.background, ladder: state.ladder)
    texts = state.texts
    picture = state.picture
    canvas = Canvas(
      columns: state.columns, rows: state.bodyRows,
      title: "headlight · \(state.run.title)"
        + (state.step.map { " · " + state.texts.step($0) } ?? ""))
  }

  mutating func draw() {
    guard !layout.isTooSmall else { return drawTooSmall() }
    drawTitle()
    if state.isHelpOpen {
      drawHelp()
    } else if state.keyboard.isAboutOpen {
      drawAbout()
    } else if state.keyboard.selectedBreakpoint != nil {
      drawBreakpoints()
    } else if state.keyboard.selectedLesson != nil {
      drawLessons()
    } else if state.isOfferingTour {
      drawOffer()
    } else if state.isTourAlone {
      drawTourAlone()
    } else {
      switch state.screen {
      case .map: drawMapScreen()
      case .heads: drawHeads()
      case .words: drawWords()
      case .compare: drawCompare()
      case .anatomy: drawAnatomy()
      }
    }
    drawReadout()
    drawCommandList()
    drawKeys()
  }

  private mutating func drawMapScreen() {
    if let picture {
      drawMap(picture)
      drawAside(picture)
      drawLegend(picture)
    } else {
      drawWithoutMap()
    }
    drawPane()
    drawCandidateLine()
    drawTimeline()
    drawHeldOut()
    drawSentence()
    if let row = layout.facts { drawHints(row: row) }
  }

  /// What fits of the sentence that says which size is needed; the smallest terminal stays blank.
  private mutating func drawTooSmall() {
    let least = MapLayout.least
    let lines =
      texts.tooSmall(least.columns, least.rows)
      + [texts.tooSmallNow(state.columns, state.rows)]
    let top = max(0, (state.rows - lines.count) / 2)
    for (row, line) in lines.enumerated() {
      canvas.write(line, row: top + row, column: max(0, (state.columns - width(of: line)) / 2))
    }
  }
}

// MARK: - First and last lines

extension Drawing {
  /// The screen's name, what it is about, and how training stands.
  private mutating func drawTitle() {
    let name =
      state.keyboard.isAboutOpen
      ? texts.aboutName
      : state.keyboard.selectedLesson != nil
        ? texts.lessonsName
        : state.keyboard.selectedBreakpoint != nil
          ? texts.breakpointsName
          : state.isHelpOpen
            ? texts.helpName
            : state.isOfferingTour ? texts.tourName : texts.screenName(state.screen)
    let subject =
      "   " + ([topic] + (self.subject().map { [$0] } ?? [])).joined(separator: " · ")
    let room = layout.columns - 2 * layout.margin - width(of: name) - width(of: subject)
    // What the picture shows must be said; how training stands can be said in fewer cells.
    let own = about().map { $0.isEmpty ? "" : " · " + $0 }
    // Equal seeds give equal numbers: thirty screens of a class can be told apart, or not. What the
    // picture is about counts more.
    let seed =
      state.screen == .compare && !state.isHelpOpen
      ? nil : state.run.seed.map { " · " + texts.seed($0) }
    let abouts =
      (seed.map { seed in own.filter { !$0.isEmpty }.map { seed + $0 } } ?? []) + own
    let needed = abouts.last.map { width(of: $0) } ?? 0
    let statuses = self.statuses()
    let status =
      statuses.first { $0.cells + needed + 2 <= room } ?? statuses.last ?? StyledText()
    let begin = canvas.write(status, row: layout.title, endingAt: layout.columns - layout.margin)
    let area = Rectangle(row: layout.title, rows: 1, columns: max(0, begin - 1))
    var column = canvas.write(
      name, row: layout.title, column: layout.margin, palette.accent, in: area)
    column = canvas.write(subject, row: layout.title, column: column, in: area)
    if let about = abouts.first(where: { $0.isEmpty || width(of: $0) + status.cells + 2 <= room }) {
      canvas.write(about, row: layout.title, column: column, palette.label, in: area)
    }
  }

  /// The lesson, or what it compares runs on.
  private var topic: String {
    guard state.screen == .compare, let data = state.run.data else { return state.run.title }
    return shortened(data, to: 24)
  }

  /// What the screen is about besides the lesson: the mechanism, with what is wrong with it, and head, or
  /// how many there are.
  private func subject() -> String? {
    let mechanism = state.run.way.map { way in
      (way.mechanism == .none ? texts.withoutAttention : texts.way(way))
        + (state.run.mistake.map { ", " + $0.rawValue } ?? "")
    }
    switch state.screen {
    case .compare where !state.isHelpOpen: return nil
    case .heads where !state.isHelpOpen:
      guard let stack = state.stack else { return mechanism }
      return texts.layersByHeads(stack.layers.count, stack.width)
    default:
      guard state.hasHeads, let name = state.selectedHead else { return mechanism }
      let own = state.headSwitch(name)
      return (mechanism.map { $0 + " · " } ?? "") + texts.headNamed(state.headLabel)
        + (own == .on ? "" : " " + texts.headIsSwitched(own == .off ? texts.off : texts.alone))
    }
  }

  /// What the picture shows, in fewer and fewer words.
  private func about() -> [String] {
    if state.isOfferingTour { return [""] }
    guard !state.isHelpOpen else { return aboutInput() }
    switch state.screen {
    case .compare: return state.isOneSeed ? texts.oneSeed(state.run.seed ?? 0) : texts.oneScale
    case .heads:
      guard let stack = state.stack else { return [] }
      let count = state.shownHeads.count
      let all = stack.heads.count
      return count < all
        ? [texts.headsOf(count, all)] : [texts.tokens(stack.extent.keys), ""]
    case .anatomy: return aboutAnatomy()
    case .map, .words:
      guard state.stacks.count > 1, let stack = state.stack else { return aboutInput() }
      let name = state.stackName(stack)
      return aboutInput().map { name + " · " + $0 } + [name, ""]
    }
  }

  /// Step and activity, in fewer and fewer words.
  private func statuses() -> [StyledText] {
    let isScratch = state.screen == .anatomy && !state.anatomy.edits.isEmpty
    let scratch = StyledText(isScratch ? texts.scratch + "   " : "", palette.accent)
    if let share = state.sighting.scene?.reading {
      let percent = Int((share.isFinite ? share : 0).clamped(to: 0...1) * 100)
      return [texts.reading(percent), texts.readingShort(percent)].map {
        scratch + StyledText($0, palette.accent)
      }
    }
    if state.timeline?.unit == .token { return writingStatuses(scratch) }
    // Nothing happens in time: there is no step, and nothing is paused.
    guard let timeline = state.timeline, let now = state.step else { return [scratch] }
    let step =
      now < timeline.latest ? texts.stepOf(now, timeline.latest) : texts.step(now)
    // Counted steps are made as fast as they can be.
    let cap = timeline.goal == nil ? timeline.pace : nil
    var style = Style.plain
    let long: String
    let short: String
    switch timeline.activity {
    // What trains elsewhere, or no more, is not paused.
    case .paused where !state.run.abilities.contains(.trains):
      let isPast = now < timeline.latest
      long = isPast ? texts.looksBack : texts.isAtTheEnd
      short = String(long.prefix { $0 != " " })
    case .paused: (long, short) = (texts.paused, texts.pausedShort)
    case .running: (long, short) = (texts.running(cap), texts.runningShort(cap))
    case .replaying(let done, let target):
      let percent = Int((done.isFinite ? done : 0).clamped(to: 0...1) * 100)
      (long, short) = (
        texts.replaying(target, percent), texts.replayingShort(target, percent)
      )
    case .halted:
      (long, short) = (texts.haltedShort, texts.haltedShort)
      style = palette.error
    }
    let choices = [(step, long), (step, short), (texts.step(now), short)]
    let alarms = timeline.alarms.count
    let badge = StyledText(alarms > 0 ? texts.alarmsSeen(alarms) + "   " : "", palette.error)
    return choices.map { scratch + badge + StyledText($0.0 + "   ") + StyledText($0.1, style) }
  }

  /// The second last line: a message, a count under way, or what the crosshair reads.
  private mutating func drawReadout() {
    let row = layout.readout
    if let message = state.message {
      drawMessage(message, above: row + 1)
      return
    }
    let isCovered =
      state.isHelpOpen || state.keyboard.selectedLesson != nil
      || state.keyboard.selectedBreakpoint != nil
    guard !isCovered, !state.isOfferingTour else { return }
    let count =
      state.pendingHead.map { texts.headNamed(texts.counting($0.digit)) }
      ?? state.count.map { texts.counting($0) } ?? ""
    let right = layout.columns - layout.margin - (count.isEmpty ? 0 : width(of: count) + 1)
    if !count.isEmpty {
      canvas.write(
        StyledText(count, palette.accent), row: row, endingAt: layout.columns - layout.margin)
    }
    let readout = Readout(state)
    let pieces = readout.pieces(isLong: layout.isWide)
    // Names, value and sum come first; that the past is exact counts more than what follows.
    let first = layout.margin + pieces.prefix(3).reduce(-3) { $0 + 3 + width(of: $1) }
    let note = readout.note.flatMap { first + 3 + width(of: $0) <= right ? $0 : nil }
    let end = right - (note.map { 3 + width(of: $0) } ?? 0)
    var column = layout.margin
    for (place, piece) in pieces.enumerated() {
      let gap = place == 0 ? 0 : 3
      guard place == 0 || column + gap + width(of: piece) <= end else { break }
      column = canvas.write(piece, row: row, column: column + gap)
    }
    if let note { canvas.write(StyledText(note, palette.label), row: row, endingAt: right) }
  }

  /// A message, on as many lines as it needs, at most three; no word is cut.
  private mutating func drawMessage(_ message: Message, above bottom: Int) {
    let room = max(1, layout.columns - 2 * layout.margin)
    var lines = width(of: message.text) <= room ? [message.text] : wrapped(message.text, to: room)
    let most = min(3, max(1, bottom - 1))
    if lines.count > most {
      lines = Array(lines.prefix(most))
      // What does not fit is seen to be missing; a word makes room for the sign.
      var words = lines[most - 1].split(separator: " ")
      if width(of: lines[most - 1]) + 2 > room { _ = words.popLast() }
      lines[most - 1] = (words + ["…"]).joined(separator: " ")
    }
    let first = bottom - lines.count
    canvas.fill(
      Rectangle(row: first, column: 0, rows: lines.count, columns: layout.columns), with: .blank)
    for (place, line) in lines.enumerated() {
      canvas.write(
        line, row: first + place, column: layout.margin,
        message.isError ? palette.error : .plain)
    }
  }

  /// The last line: a prompt, or the keys that fit, and always help.
  private mutating func drawKeys() {
    switch state.prompt {
    case .probe: drawPrompt(texts.probePrompt + " ", hint: texts.probeHint)
    case .command: drawPrompt(texts.commandPrompt, hint: texts.commandHint)
    case .breakpoint: drawPrompt(texts.breakpointPrompt + " ", hint: texts.breakpointHint)
    case .filter: drawPrompt(texts.filterPrompt, hint: "")
    case .headFilter: drawPrompt(texts.filterPrompt, hint: texts.headFilterHint)
    case .none: drawKeyLine(keyLine())
    }
  }

  private mutating func drawKeyLine(_ line: KeyLine) {
    for entry in line.entries {
      canvas.write(
        entry.caption, row: layout.keys, column: entry.column,
        entry.isDim ? palette.label : palette.accent)
      canvas.write(entry.text, row: layout.keys, column: entry.textColumn, palette.label)
    }
  }

  /// The keys that fit into the last line, as they are drawn and clicked.
  func keyLine() -> KeyLine {
    let here = state.screen == .anatomy ? anatomyKeyLine() : mapKeyLine()
    let entries =
      state.keyboard.selectedLesson != nil
      ? lessonKeyLine()
      : state.keyboard.selectedBreakpoint != nil
        ? breakpointKeyLine()
        : state.keyboard.isAboutOpen
          ? [("esc", texts.closeHelp, false), ("i", texts.closeHelp, false)]
          : state.isHelpOpen
            ? helpKeyLine() : state.isOfferingTour ? offerKeyLine() : tourKeyLine(here)
    return KeyLine(entries, layout)
  }

  private func mapKeyLine() -> [(caption: String, text: String, isDim: Bool)] {
    var captions = KeyMap.map.keyLines[state.screen] ?? []
    // Where there are heads, their keys come right after those of the crosshair.
    if state.screen == .map, state.hasHeads {
      captions.insert(contentsOf: KeyMap.headsOnMap, at: min(3, captions.count))
    }
    let showsCells = state.screen == .heads && HeadsLayout(state).overview != nil
    let entries: [(caption: String, text: String, isDim: Bool)] = captions.compactMap { caption in
      let isProbe = caption == "n N" && state.run.inputs > 1
      let here = isProbe ? texts.probeShort : texts.keyShort(caption, on: state.screen)
      guard let entry = KeyMap.map.entry(called: caption),
        let text = here ?? texts.keyShort(caption)
      else { return nil }
      let isRunning = state.isRunning
      let isWriting = state.run.abilities.contains(.generates)
      let shown =
        caption == "space" && isRunning
        ? texts.pauseShort
        : caption == "space" && isWriting
          ? texts.writeShort
          : caption == ". ," && isWriting
            ? texts.tokenShort : caption == "z" && showsCells ? texts.mapsShort : text
      let isUnable = entry.bindings.allSatisfy { state.whyNot($0.action) != nil }
      // Keys of heads are only in the way where there are none.
      let isOfHeads = KeyMap.ofHeads.contains(caption)
      if isUnable,
        KeyMap.ofRoom.contains(caption) || state.run.abilities.contains(.explainsOneLayer)
      {
        return nil
      }
      if isUnable, KeyMap.ofScreen[state.screen]?.contains(caption) == true { return nil }
      // Where all thumbnails fit nobody needs to know of less.
      if caption == "z", !state.isFormWorthChoosing { return nil }
      if isOfHeads, isUnable || (state.screen != .compare && !state.hasHeads) { return nil }
      return (caption, shown, isUnable)
    }
    // Of a run that is only looked at most keys of training can do nothing: others come first.
    let isSorted = !state.run.abilities.contains(.trains)
    let sorted = isSorted ? entries.filter { !$0.isDim } + entries.filter(\.isDim) : entries
    return sorted + [("?", texts.keyShort("?") ?? "", false)]
  }

  private func lessonKeyLine() -> [(caption: String, text: String, isDim: Bool)] {
    [
      ("↑ ↓", texts.chooseLesson, false), ("enter", texts.openLesson, false),
      ("esc", texts.closeHelp, false),
    ]
  }

  private func breakpointKeyLine() -> [(caption: String, text: String, isDim: Bool)] {
    let isEmpty = state.breakpoints.isEmpty
    return [
      ("b", texts.newBreakpoint, false), ("space", texts.switchBreakpoint, isEmpty),
      ("d", texts.removeBreakpoint, isEmpty), ("esc", texts.closeHelp, false),
    ]
  }

  private func helpKeyLine() -> [(caption: String, text: String, isDim: Bool)] {
    var entries: [(caption: String, text: String, isDim: Bool)] = []
    if HelpPage(state).lines.count > HelpPage.room(layout) {
      entries.append(("↑ ↓", texts.moreHelp, false))
    }
    return entries + [("/", texts.findKey, false), ("esc", texts.closeHelp, false)]
  }

  /// A prompt with its cursor; a line that is too long scrolls so that the cursor stays in sight.
  private mutating func drawPrompt(_ prompt: String, hint: String) {
    let row = layout.keys
    let end = layout.columns - layout.margin
    let begin = canvas.write(prompt, row: row, column: layout.margin, palette.accent)
    let room = max(1, end - begin - 1)
    // A character takes a cell at least: no more of them can be seen.
    let before = glyphs(String(state.line.before.suffix(room + 1)))
    let after = safe(String(state.line.after.prefix(room + 1)))
    var hidden = 0
    var cells = before.reduce(0) { $0 + $1.cells }
    while cells > room {
      cells -= before[hidden].cells
      hidden += 1
    }
    let area = Rectangle(row: row, column: begin, rows: 1, columns: room + 1)
    let cursor = canvas.write(
      before[hidden...].map(\.text).joined(), row: row, column: begin, in: area)
    let used = canvas.write(after, row: row, column: cursor, in: area)
    canvas.cursor = Screen.Position(row: row, column: min(cursor, layout.columns - 1))
    if !hint.isEmpty, used + 4 + width(of: hint) <= end {
      canvas.write(StyledText(hint, palette.label), row: row, endingAt: end)
    }
  }
}
