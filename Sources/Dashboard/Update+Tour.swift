import Screens
import Snapshots
import Tensors

// MARK: - Beginning and ending

extension State {
  /// `Q`: begins on the runs that are compared, if these are good; else asks where to take some.
  mutating func beginTour() -> [Command] {
    let wasRunning = progress.activity == .running
    if wasRunning { progress.activity = .paused }
    let pause: [Command] = wasRunning ? [.pause] : []
    tour = Tour(stage: .offer, before: [self])
    return isGoodEnoughForTour ? pause + open() : pause
  }

  /// Waits for the operations of the runs that are there.
  private mutating func open() -> [Command] {
    tour?.stage = .opening
    let undo: [Command] = anatomy.edits.isEmpty ? [] : [.scratch([])]
    anatomy = Anatomy()
    return undo + [.explain(true)] + goOnWithTour()
  }

  /// Takes runs onto the screen that were made for the tour; those before wait.
  mutating func takeTourRuns(_ new: Run) -> [Command] {
    guard var tour else { return [] }
    var fresh = State(
      run: new, columns: columns, rows: rows, rung: rung, background: background)
    fresh.isMouseOn = isMouseOn
    fresh.language = language
    fresh.ladder = ladder
    fresh.canSwitchHeads = false
    fresh.hasRecording = hasRecording
    fresh.probeHistory = probeHistory
    fresh.commandHistory = commandHistory
    fresh.place = .compare
    if tour.stage == .training {
      fresh.progress.activity = .running
    } else {
      fresh.progress.stepsPerSecond = progress.stepsPerSecond
    }
    tour.hasOwnRuns = true
    fresh.tour = tour
    self = fresh
    return tour.stage == .training ? [] : open()
  }

  /// Asks again after runs could not be had.
  mutating func tourFailed(_ why: String) {
    tour?.stage = .offer
    message = Message(why, isError: true)
  }

  /// Esc: everything as it was, but for what the run did meanwhile.
  mutating func endTour() -> [Command] {
    guard let tour, var last = tour.before.first else { return [] }
    last.columns = columns
    last.rows = rows
    last.rung = rung
    last.background = background
    last.isMouseOn = isMouseOn
    last.probeHistory = probeHistory
    last.commandHistory = commandHistory
    last.message = nil
    let present = self
    self = last
    if tour.hasOwnRuns { return [.closeTour] }
    guard tour.stage != .offer else { return [] }
    return takeOver(from: present, isTraining: tour.stage == .training)
  }

  /// Takes from the state of the tour what happened to the runs that both show.
  private mutating func takeOver(from present: State, isTraining: Bool) -> [Command] {
    let pace = progress.stepsPerSecond
    panes = present.panes
    pane = pane.clamped(to: 0...max(0, panes.count - 1))
    exhibits = present.exhibits
    (progress.activity, progress.stepsPerSecond) = (present.progress.activity, pace)
    if panes.indices.contains(pane) { followPane(isOther: false) }
    var commands: [Command] = []
    if isTraining {
      progress.activity = .paused
      commands.append(.pause)
    }
    if present.progress.stepsPerSecond != pace { commands.append(.pace(pace)) }
    if present.input != input {
      // A held-out example that was left has no number here to come back to.
      if input == .heldOut { input = .lesson }
      if case .typed(let text) = input {
        commands.append(.probe(text))
      } else {
        commands.append(.probe(nil))
      }
    }
    if present.isTeacherForced != isTeacherForced {
      commands.append(.teacherForcing(isTeacherForced))
    }
    if present.anatomy.edits != anatomy.edits { commands.append(.scratch(anatomy.edits)) }
    return commands + [.explain(place == .anatomy)]
  }

  /// Goes on where a frame has brought what was waited for.
  mutating func goOnWithTour() -> [Command] {
    guard let tour = self.tour, let shown = tourPanes else { return [] }
    switch tour.stage {
    case .offer, .walking: return []
    case .training:
      guard isGoodEnoughForTour else { return [] }
      progress.activity = .paused
      let pace = tour.before.first?.progress.stepsPerSecond
      progress.stepsPerSecond = pace
      return [.pause, .pace(pace)] + open()
    case .opening:
      guard shown.allSatisfy({ panes[$0].snapshot.diagram != nil }) else { return [] }
      self.tour?.stage = .walking
      return arrive()
    }
  }
}

// MARK: - Keys

extension State {
  /// What a key means to the tour; nil where it means what it always does.
  mutating func pressInTour(_ key: Key) -> [Command]? {
    guard let tour else { return nil }
    let action = KeyMap.map.action(for: key)
    if action == .quit || action == .interrupt { return nil }
    switch (tour.stage, key) {
    case (.walking, .character("n")): return walk(1)
    case (.walking, .character("N")): return walk(-1)
    case (.walking, .escape):
      if case .replaying = progress.activity { return nil }
      return endTour()
    case (.walking, _): return nil
    case (_, .escape): return endTour()
    case (.offer, .enter): return trainForTour()
    case (.offer, .character("s")) where hasRecording:
      self.tour?.stage = .opening
      return [.openTour(isRecorded: true)]
    case (.offer, _):
      message = Message(hasRecording ? texts.tour.offerKeys : texts.tour.noRecording)
      return []
    case (.training, _), (.opening, _): return []
    }
  }

  private mutating func trainForTour() -> [Command] {
    tour?.stage = .training
    guard tourPanes != nil else { return [.openTour(isRecorded: false)] }
    progress.stepsPerSecond = nil
    progress.activity = .running
    return [.pace(nil), .run]
  }

  private mutating func walk(_ distance: Int) -> [Command] {
    guard let tour else { return [] }
    let stop = tour.stop + distance
    guard TourStop.all.indices.contains(stop) else {
      message = Message(distance > 0 ? texts.tour.whyLast : texts.tour.whyFirst)
      return []
    }
    self.tour?.stop = stop
    return arrive()
  }

  /// Puts screen, pane, operation and crosshair where the stop wants them.
  mutating func arrive() -> [Command] {
    guard let stop = tourStop, let own = pane(of: stop.mechanism) else { return [] }
    let undo: [Command] = anatomy.edits.isEmpty ? [] : [.scratch([])]
    anatomy = Anatomy()
    showsPaneDifference = false
    if let heads = pane(of: "multihead") { paneHeads[heads] = stop.showsHeads ? 0 : nil }
    let isOther = pane != own
    pane = own
    followPane(isOther: isOther)
    head = 0
    place = stop.meaning == nil ? .compare : .anatomy
    placesBefore = []
    if let first = pane(of: "additive"), let attention = panes[first].snapshot.compared {
      (query, key) = Self.tourCell(attention, panes[first].snapshot)
      isCrosshairPlaced = true
    }
    guard let meaning = stop.meaning, let page = anatomyPage,
      let found = page.diagram.operation(meaning)
    else { return undo }
    for group in page.groups(around: found.place) where !page.isOpen(group) {
      anatomy.toggled.insert(group)
    }
    anatomy.line = .operation(found.place)
    anatomy.isFollowing = stop.isFollowing
    return undo
  }

  /// Time has passed at a stop that shows the heads in turn: the next one, until the last.
  mutating func showNextHeadOfTour() {
    guard hasMoreHeadsToShow else { return }
    paneHeads[pane] = (paneHeads[pane] ?? 0) + 1
  }

  /// Whether the stop shows the heads in turn and has not shown all.
  var hasMoreHeadsToShow: Bool {
    guard let stop = tourStop, stop.showsHeads, place == .compare, let view = paneView(pane),
      let head = view.head
    else { return false }
    return view.pane.run?.mechanism ?? view.pane.title == stop.mechanism && head + 1 < view.heads
  }
}
