import Screens
import Snapshots
import Subjects
import Tensors

// MARK: - Beginning and ending

extension State {
  /// `Q`: begins on the runs that are compared, if these are good; else asks where to take some.
  mutating func beginTour() -> [Command] {
    let wasRunning = isRunning
    if wasRunning { ask(for: .paused) }
    let pause = wasRunning ? [ask(.pause)] : []
    keyboard = Keyboard()
    tour = Tour(
      stage: .offer,
      before: .init(standpoint: standpoint, company: company, pace: timeline?.pace))
    return isGoodEnoughForTour ? pause + openTour() : pause
  }

  /// Waits for the operations of the runs that are there.
  private mutating func openTour() -> [Command] {
    tour?.stage = .opening
    let undo = anatomy.edits.isEmpty ? [] : [ask(.scratch([]))]
    anatomy = Anatomy()
    return undo + [ask(.explain(true))] + goOnWithTour()
  }

  /// Takes runs onto the screen that were made for the tour; those before wait.
  mutating func takeForTour(_ runs: [Run]) -> [Command] {
    guard let stage = tour?.stage else { return [] }
    open(runs)
    standpoint = Standpoint(place: .compare, company: standpoint.company)
    keyboard = Keyboard()
    tour?.hasOwnRuns = true
    guard stage == .training else { return openTour() }
    ask(for: .running)
    ask(forPace: nil)
    return []
  }

  /// Esc: everything as it was, but for what the runs did meanwhile.
  mutating func endTour() -> [Command] {
    guard let tour else { return [] }
    let (run, edits, pace) = (current, anatomy.edits, timeline?.pace)
    self.tour = nil
    standpoint = tour.before.standpoint
    keyboard = Keyboard()
    if tour.hasOwnRuns {
      close(andTurnTo: standpoint.company)
      return [.close(run)]
    }
    let (asked, before) = (company, tour.before.company)
    company.look = before.look
    if !company.runs.contains(current) { company.look.current = company.runs[0] }
    company.isTeacherForced = before.isTeacherForced
    readPicture()
    guard tour.stage != .offer else { return [] }
    var commands: [Command] = []
    if tour.stage == .training {
      ask(for: .paused)
      commands.append(ask(.pause))
    }
    if pace != tour.before.pace {
      ask(forPace: tour.before.pace)
      commands.append(ask(.pace(tour.before.pace)))
    }
    if asked.input != before.input {
      company.ask(for: before.input)
      commands.append(ask(.read(before.input)))
    }
    if asked.isTeacherForced != company.isTeacherForced {
      commands.append(ask(.forceTeacher(company.isTeacherForced)))
    }
    if edits != anatomy.edits { commands.append(ask(.scratch(anatomy.edits))) }
    return commands + [ask(.explain(place == .anatomy))]
  }

  /// Goes on where a frame has brought what was waited for.
  mutating func goOnWithTour() -> [Command] {
    guard let tour = self.tour, let shown = tourPanes else { return [] }
    switch tour.stage {
    case .offer, .walking: return []
    case .training:
      let measured = shown[0].timeline?.evaluations.first { $0.exactMatch >= Tour.goodEnough }
      guard isGoodEnoughForTour, let measured else { return [] }
      ask(for: .paused)
      ask(forPace: tour.before.pace)
      // Some steps may have been made since: equal seeds show equal numbers.
      return [ask(.pause), ask(.pace(tour.before.pace)), ask(.seek(measured.step))] + openTour()
    case .opening:
      guard shown.allSatisfy({ $0.scene?.snapshot.diagram != nil }) else { return [] }
      self.tour?.stage = .walking
      return arrive()
    }
  }

  /// Counts the rows that the words of the tour take, the same at every stop.
  mutating func measureTour() {
    let rows = TourBand.rows(self)
    tour?.rows = rows
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
      if case .replaying = timeline?.activity { return nil }
      return endTour()
    case (.walking, _): return nil
    case (_, .escape): return endTour()
    case (.offer, .enter): return trainForTour()
    case (.offer, .character("s")) where desk.hasRecording:
      self.tour?.stage = .opening
      return [.open(.tour(isRecorded: true), from: current)]
    case (.offer, _):
      message = Message(desk.hasRecording ? texts.offerKeys : texts.noRecording)
      return []
    case (.training, _), (.opening, _): return []
    }
  }

  private mutating func trainForTour() -> [Command] {
    tour?.stage = .training
    guard tourPanes != nil else { return [.open(.tour(isRecorded: false), from: current)] }
    ask(forPace: nil)
    ask(for: .running)
    return [ask(.pace(nil)), ask(.run)]
  }

  private mutating func walk(_ distance: Int) -> [Command] {
    guard let tour else { return [] }
    let stop = tour.stop + distance
    guard TourStop.all.indices.contains(stop) else {
      message = Message(distance > 0 ? texts.whyLastOnTour : texts.whyFirstOnTour)
      return []
    }
    self.tour?.stop = stop
    return arrive()
  }

  /// Puts screen, pane, operation and crosshair where the stop wants them.
  mutating func arrive() -> [Command] {
    guard let stop = tourStop, let own = pane(of: stop.mechanism) else { return [] }
    let undo = anatomy.edits.isEmpty ? [] : [ask(.scratch([]))]
    anatomy = Anatomy()
    company.look.showsPaneDifference = false
    if let heads = pane(of: .multihead) {
      company.look.selections[heads.run.id, default: Selection()].paneHead =
        stop.showsHeads ? 0 : nil
    }
    look(at: own.run.id)
    (selection.site, selection.head) = (nil, 0)
    place = stop.meaning == nil ? .compare : .anatomy
    standpoint.placesBefore = []
    if let snapshot = pane(of: .additive)?.scene?.snapshot, let attention = snapshot.compared {
      (company.look.query, company.look.key) = Self.tourCell(attention, snapshot)
      company.look.isCrosshairPlaced = true
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
    selection.paneHead = (selection.paneHead ?? 0) + 1
  }

  /// Whether the stop shows the heads in turn and has not shown all.
  var hasMoreHeadsToShow: Bool {
    guard let stop = tourStop, stop.showsHeads, place == .compare, let view = paneView(pane),
      let head = view.head
    else { return false }
    return view.scene.run.mechanism == stop.mechanism && head + 1 < view.heads
  }
}
