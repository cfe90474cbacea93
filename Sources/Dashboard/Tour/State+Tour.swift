import Screens
import Snapshots
import Subjects

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
    anatomy = AnatomyLook()
    return undo + [ask(.explain(true))] + goOnWithTour()
  }

  /// Takes runs onto the screen that were made for the tour; those before wait.
  mutating func takeForTour(_ runs: [Run]) -> [Command] {
    guard let stage = tour?.stage else { return [] }
    open(runs)
    standpoint = Standpoint(screen: .compare, company: standpoint.company)
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
    return commands + [ask(.explain(needsDiagram))]
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
    case (.walking, .character(let digit)) where digit.isASCII && digit.isNumber:
      return jump(to: digit.wholeNumberValue ?? 0)
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

  /// `1` … `5`: the first stop of a question.
  private mutating func jump(to question: Int) -> [Command] {
    guard question > 0,
      let stop = TourStop.all.firstIndex(where: { $0.question == question })
    else { return say(texts.whyNoQuestion(texts.tourQuestions.count)) }
    tour?.stop = stop
    message = nil
    return arrive()
  }

  /// Puts screen, pane, operation and crosshair where the stop wants them.
  mutating func arrive() -> [Command] {
    guard let stop = tourStop, let own = pane(of: stop.mechanism) else { return [] }
    let undo = anatomy.edits.isEmpty ? [] : [ask(.scratch([]))]
    anatomy = AnatomyLook()
    if message != nil, message == company.reachNote { message = nil }
    company.look.showsPaneDifference = false
    if let heads = pane(of: .multihead) {
      company.look.selections[heads.run.id, default: Selection()].paneHead =
        stop.showsHeads ? 0 : nil
    }
    look(at: own.run.id)
    (selection.site, selection.head) = (nil, 0)
    screen = stop.meaning == nil ? .compare : .anatomy
    standpoint.screensBefore = []
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
    guard let stop = tourStop, stop.showsHeads, screen == .compare, let view = paneView(pane),
      let head = view.head
    else { return false }
    return view.scene.run.mechanism == stop.mechanism && head + 1 < view.heads
  }
}

// MARK: - Which runs

extension State {
  /// The pane of a mechanism that is not wrong on purpose.
  func pane(of mechanism: Mechanism) -> Sighting? {
    panes.first { $0.run.mistake == nil && $0.run.mechanism == mechanism }
  }

  /// The panes of the tour, where all three mechanisms stand side by side.
  ///
  /// Its words are about dates: runs on other pairs are not what it points at.
  var tourPanes: [Sighting]? {
    guard run.data == nil else { return nil }
    let found = [Mechanism.additive, .pooling, .multihead].compactMap(pane)
    return found.count == 3 ? found : nil
  }

  /// Whether the additive run that is compared gets enough held-out examples right.
  var isGoodEnoughForTour: Bool {
    guard let measured = tourPanes?.first?.timeline?.evaluation else { return false }
    return measured.exactMatch >= Tour.goodEnough
  }

  /// The stop that is shown; nil while nobody walks.
  var tourStop: TourStop? {
    tour.flatMap { $0.stage == .walking ? TourStop.all[$0.stop] : nil }
  }

  /// What is said at the stop, with its numbers.
  var tourWords: TourWords? {
    guard let tour, tour.stage == .walking else { return nil }
    return texts.tourWords[tour.stop].filled(TourNumbers(self).values)
  }
}

extension State {
  /// The cell that the tour points at: the month digit at the month word of the lesson's example,
  /// else where the picture is clearest.
  static func tourCell(
    _ attention: AttentionWeights, _ snapshot: Snapshot
  ) -> (row: Int, column: Int) {
    if let row = attention.queries.firstIndex(of: "5"),
      let column = attention.keys.firstIndex(of: "M")
    {
      return (row, column)
    }
    let home = Picture.mean(of: snapshot, site: attention.site)?.home
    return (home?.row ?? 0, home?.column ?? 0)
  }
}

extension State {
  /// The rows between the title and the screen that the tour's words are about.
  var bandRows: Int {
    keyboard.isHelpOpen || desk.rows - (tour?.rows ?? 0) < MapLayout.least.rows
      ? 0 : tour?.rows ?? 0
  }

  /// The rows of everything but these words.
  var bodyRows: Int { desk.rows - bandRows }

  /// Whether there is room for the words of the tour only.
  var isTourAlone: Bool { (tour?.rows ?? 0) > 0 && bandRows == 0 && !keyboard.isHelpOpen }

  /// Whether the tour has not begun and says what it waits for.
  var isOfferingTour: Bool { tour.map { $0.stage != .walking } ?? false }

  /// A place on the terminal as a place on the screen below the words; nil on the words.
  func pointed(_ mouse: Mouse) -> Mouse? {
    guard !isOfferingTour else { return nil }
    var mouse = mouse
    if mouse.position.row > 0 { mouse.position.row -= bandRows }
    return mouse.position.row > 0 || bandRows == 0 ? mouse : nil
  }
}
