import Dashboard
import Layers
import Screens
import Snapshots
import Terminal
import Lessons
import Tensors
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The main thread's loop: events in, screens out.
struct ScreenLoop: ~Copyable {
  var terminal: Terminal
  var live: LiveRun
  /// Runs of other ways to attend, each paused at its own step.
  var waiting: [String: (lesson: any Lesson, live: LiveRun)] = [:]
  /// The runs that wait while the tour has runs of its own.
  var aside: (entry: LessonEntry, lesson: any Lesson, live: LiveRun)?
  let notes: Notes
  let baselines = Mailbox<Evaluation> {}
  var state: State
  var entry: LessonEntry
  var lesson: any Lesson
  let run: RunOptions
  /// When the run on the screen began to be made; nil once there is a picture of it.
  var startingSince: Double? = Clock.wall
  private let keeping: Keeping
  private let frameInterval: Double
  private let opensTour: Bool
  private var lastDrawn = -1.0
  /// When the state wants to hear that nothing was pressed; nil while it waits for nothing.
  private var deadline: Double?
  private var isDirty = true
  private var answersKey = false
  var isLeaving = false
  /// The signal that ends the program.
  private var ending: Int32?
  private var failure: Failure?
  private var tourProblem: String?
  private var isTouring = false

  init(
    terminal: consuming Terminal, live: LiveRun, entry: LessonEntry, lessons: [any Lesson],
    notes: Notes, keeping: Keeping, run: RunOptions, screen: ScreenOptions,
    opensTour: Bool
  ) {
    let lesson = lessons[0]
    (self.entry, self.lesson, self.run, self.live) = (entry, lesson, run, live)
    (self.notes, self.keeping) = (notes, keeping)
    let wakeUp = terminal.wakeUp
    notes.listen { wakeUp.poke() }
    let size = terminal.size
    state = State(
      run: Self.describe(lesson, entry), columns: size.columns, rows: size.rows,
      rung: terminal.rung, background: terminal.background)
    state.language = screen.chosenLanguage
    state.hasRecording = TourRecording.directory != nil
    state.progress.length = lesson.length
    state.progress.stepsPerSecond = 10
    state.ways = entry.ways(lesson.settings).map(entry.way)
    if lessons.count > 1 { state.place = .compare }
    // Then the first picture has all that the tour needs.
    if opensTour { live.send(.explain(true)) }
    self.opensTour = opensTour
    frameInterval = screen.fps.map { 1 / Double($0) } ?? 0
    self.terminal = terminal
  }

  static func describe(_ lesson: any Lesson, _ entry: LessonEntry) -> Run {
    Run(
      lesson: lesson.name, mechanism: lesson.settings.mechanism.rawValue,
      way: entry.way(lesson.settings), seed: Int(lesson.settings.seed), facts: lesson.facts,
      data: lesson.data?.name)
  }

  consuming func follow() throws(Failure) {
    if let terminal = terminal.standIn {
      apply(.entryStandsIn(type: terminal.type, entry: terminal.entry))
    }
    // The first picture is there in a few milliseconds: an empty one before it would only flicker.
    let patience = Clock.wall + 0.12
    while live.frames.isEmpty, !isLeaving, Clock.wall < patience {
      handle(terminal.wait(timeout: .seconds(patience - Clock.wall)))
    }
    if opensTour { beginTour() }
    while !isLeaving { turn() }
    // The screen comes first: nobody waits for the worker in front of one that answers nothing.
    let runs = [live] + waiting.values.map(\.live) + (aside.map { [$0.live] } ?? [])
    for run in runs { run.stop() }
    let (notes, keeping, ending, failure) = (notes, keeping, ending, failure)
    terminal.close()
    Self.end(runs, keeping)
    let lost = keeping.lost
    for case .unsaved(let problem?) in notes.take() { Output.complain("headlight: \(problem)") }
    if let lost { Output.complain("headlight: \(lost)") }
    if let ending { Terminal.die(by: ending) }
    if let failure { throw failure }
    // Whatever still computes must not see the program being taken apart.
    exitAtOnce(lost == nil ? .success : .isFalse)
  }

  /// Waits for the ends of runs that were stopped: a second, two while a checkpoint is written.
  private static func end(_ runs: [LiveRun], _ keeping: Keeping) {
    let began = Clock.wall
    for run in runs {
      while !run.end(within: 0.02), Clock.wall < began + (keeping.isSaving ? 1.9 : 0.8) {}
    }
  }

  /// Takes what came, draws, and waits for more.
  private mutating func turn() {
    take()
    if isDirty, Clock.wall >= lastDrawn + Self.keyInterval { draw() }
    handle(terminal.wait(timeout: pause))
  }

  /// Goes on the tour as soon as its runs are there.
  private mutating func beginTour() {
    while state.panes.isEmpty, !isLeaving { turn() }
    isTouring = true
    apply(.key(.character("Q")))
    if let tourProblem { apply(.tourFailed(tourProblem)) }
  }

  /// Frames that answer keys: a paste without marks, or a key held down, brings thousands.
  private static let keyInterval = 1.0 / 30

  /// How long to wait for events: for ever, unless a frame lies ready or is asked for and must not
  /// be drawn yet, or the state wants to know that time has passed.
  private var pause: Duration? {
    let frame = live.frames.isEmpty ? nil : lastDrawn + interval
    let start = startingSince.map { $0 + Self.quickStart }
    let answer = isDirty ? lastDrawn + Self.keyInterval : nil
    guard let next = [frame, answer, deadline, start].compactMap({ $0 }).min() else { return nil }
    return .seconds(max(0.001, next - Clock.wall))
  }

  /// A start that takes longer says what it does.
  private static let quickStart = 0.3

  private var interval: Double {
    let own = terminal.frameInterval / .seconds(1)
    return max(frameInterval, own)
  }

  private mutating func handle(_ events: [TerminalEvent]) {
    if let time = deadline, Clock.wall >= time {
      deadline = nil
      apply(.timeout)
      deadline = state.patience.map { Clock.wall + $0 }
    }
    for event in events {
      switch event {
      case .key(let key): answer(.key(key))
      case .mouse(let mouse): answer(.mouse(mouse))
      case .paste(let text): answer(.paste(text))
      case .resize(let columns, let rows): answer(.resize(columns: columns, rows: rows))
      case .background(let background):
        state.background = background
        isDirty = true
      case .resumed:
        terminal.repaint()
        (answersKey, isDirty) = (true, true)
      case .signal(let number): (ending, isLeaving) = (number, true)
      case .closed: (ending, isLeaving) = (SIGHUP, true)
      case .focus, .woken: break
      }
    }
  }

  private mutating func answer(_ event: Event) {
    answersKey = true
    apply(event)
    deadline = state.patience.map { Clock.wall + $0 }
  }

  mutating func apply(_ event: Event) {
    isDirty = true
    for command in update(&state, event) { perform(command) }
  }

  /// Takes a frame out of the mailbox, if it may be drawn now.
  private mutating func take() {
    for note in notes.take() { tell(note) }
    if let since = startingSince, live.frames.isEmpty, Clock.wall > since + Self.quickStart {
      startingSince = nil
      apply(.starting(units: lesson.settings.units, batch: lesson.settings.batchSize))
    }
    if let baseline = baselines.take() {
      apply(.baseline(exactMatch: baseline.exactMatch, steps: baseline.step))
    }
    let isDue = answersKey || state.progress.activity != .running
    guard isDue || Clock.wall - lastDrawn >= interval, let frame = live.frames.take() else {
      return
    }
    if startingSince == nil, state.isStarting { apply(.started) }
    startingSince = nil
    state.run.parameterCount = frame.parameterCount
    if frame.compared.isEmpty {
      apply(.progress(frame.progress))
      apply(.allHeadsOn(frame.allHeadsOn))
      apply(.snapshot(frame.snapshot))
    }
    let panes = frame.compared.map { Pane($0, of: lesson) }
    for index in state.panes.indices.reversed()
    where !panes.contains(where: { $0.title == state.panes[index].title }) {
      apply(.paneClosed(index: index))
    }
    for (index, pane) in panes.enumerated() { apply(.pane(index: index, pane)) }
    if let message = frame.message { apply(.message(message)) }
  }

  private mutating func draw() {
    terminal.draw(view(state))
    lastDrawn = Clock.wall
    (isDirty, answersKey) = (false, false)
  }

  private mutating func tell(_ note: Notes.Note) {
    switch note {
    case .error(let text): apply(.error(text))
    case .notice(let text): apply(.message(text))
    case .unsaved(let problem): apply(.unsaved(problem))
    case .tourFailed(let why):
      // What is in the way of the tour's recording is said once the tour is there.
      if isTouring { apply(.tourFailed(why)) } else { tourProblem = why }
    case .failed(let failure):
      self.failure = failure
      isLeaving = true
    }
  }
}

/// Ends the process without taking it apart.
private func exitAtOnce(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

extension Pane {
  /// What the screen shows of a run that stands beside others; `lesson` is the first of them.
  fileprivate init(_ compared: ComparedRun, of lesson: any Lesson) {
    let mechanism = compared.mechanism.rawValue
    self.init(
      title: compared.mistake?.rawValue ?? mechanism, snapshot: compared.snapshot,
      progress: compared.progress,
      exhibit: compared.mistake.flatMap { Exhibit(rawValue: $0.rawValue) },
      allHeadsOn: compared.allHeadsOn,
      run: Run(
        lesson: lesson.name, mechanism: mechanism, seed: Int(lesson.settings.seed),
        facts: compared.facts, parameterCount: compared.parameterCount, data: lesson.data?.name))
  }
}
