import Dashboard
import Screens
import Snapshots
import Subjects
import Tensors
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The main thread's loop: events in, screens out.
///
/// It knows subjects, and nothing of what they are.
struct ScreenLoop: ~Copyable {
  private var terminal: Terminal
  private var bench: Workbench
  private let notes: Notes
  private var state: State
  /// When the runs on the screen began to be made; nil once there is a picture of them.
  private var startingSince: Double? = Clock.wall
  private let frameInterval: Double
  private let opensTour: Bool
  private var lastDrawn = -1.0
  /// When the state wants to hear that nothing was pressed; nil while it waits for nothing.
  private var deadline: Double?
  private var isDirty = true
  private var answersKey = false
  private var isLeaving = false
  /// The signal that ends the program.
  private var ending: Int32?
  private var failure: Failure?
  private var tourProblem: Notice?
  private var isTouring = false
  /// What is to be shown once its picture is there.
  private var moment: ScreenMoment?
  /// A file that waits for weights which were asked for.
  private var awaited: ExportRequest?
  /// The steps on the way there.
  private var stops: [Int] = []

  /// A loop about `runs`, whose subject is on the bench.
  init(
    terminal: consuming Terminal, bench: Workbench, runs: [Run], notes: Notes,
    screen: ScreenOptions, pace: Int?, hasRecording: Bool, opensTour: Bool,
    moment: ScreenMoment? = nil
  ) {
    (self.bench, self.notes) = (bench, notes)
    let wakeUp = terminal.wakeUp
    notes.listen { wakeUp.poke() }
    let size = terminal.size
    state = State(
      runs, columns: size.columns, rows: size.rows, rung: terminal.rung,
      background: terminal.background, pace: pace)
    state.language = screen.chosenLanguage
    state.hasRecording = hasRecording
    state.hasBraille = terminal.hasBraille
    (state.lessons, state.openLessons) = bench.lessons
    for run in runs { state.commands[run.id] = bench.command(of: run.id) }
    self.moment = moment
    self.opensTour = opensTour
    frameInterval = screen.fps.map { 1 / Double($0) } ?? 0
    self.terminal = terminal
  }

  consuming func follow() throws(Failure) {
    if let terminal = terminal.standIn {
      apply(.notice(.entryStandsIn(type: terminal.type, entry: terminal.entry)))
    }
    // Then the first picture has all that the tour needs.
    if opensTour { bench.send(.explain(true), state.current) }
    // The first picture is there in a few milliseconds: an empty one before it would only flicker.
    let patience = Clock.wall + 0.12
    while !bench.hasFrame(of: state.current), !isLeaving, Clock.wall < patience {
      handle(terminal.wait(timeout: .seconds(patience - Clock.wall)))
    }
    if opensTour { beginTour() }
    if let moment {
      for command in state.open(moment) { perform(command) }
      stops = moment.stops
      if let first = stops.first { perform(state.seek(first)) }
    }
    while !isLeaving { turn() }
    // The screen comes first: nobody waits for the worker in front of one that answers nothing.
    bench.stop()
    let (bench, notes, ending, failure) = (bench, notes, ending, failure)
    terminal.close()
    let lost = bench.end()
    let language = state.language
    if ending == nil, failure == nil { for line in state.farewell { Output.write(line + "\n") } }
    for case .unsaved(let problem?) in notes.take() {
      Output.complain("headlight: " + language.line(problem))
    }
    for lost in lost { Output.complain("headlight: " + language.line(lost)) }
    if let ending { Terminal.die(by: ending) }
    if let failure { throw failure }
    // Whatever still computes must not see the program being taken apart.
    exitAtOnce(lost.isEmpty ? .success : .isFalse)
  }

  /// Takes what came, draws, and waits for more.
  private mutating func turn() {
    take()
    if isDirty, Clock.wall >= lastDrawn + Self.keyInterval { draw() }
    handle(terminal.wait(timeout: pause))
  }

  /// Goes on the tour as soon as its runs are there.
  private mutating func beginTour() {
    while state.snapshot == nil, !isLeaving { turn() }
    isTouring = true
    // Its runs are those that are here.
    apply(.opened(.tour(isRecorded: true), [state.run]))
    if let tourProblem { apply(.notice(tourProblem)) }
  }

  // MARK: When

  /// Frames that answer keys: a paste without marks, or a key held down, brings thousands.
  private static let keyInterval = 1.0 / 30

  /// How long to wait for events: for ever, unless a frame lies ready or is asked for and must not
  /// be drawn yet, or the state wants to know that time has passed.
  private var pause: Duration? {
    let frame = bench.hasFrame(of: state.current) ? lastDrawn + interval : nil
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

  // MARK: Events

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
    // Whoever presses something on the way to a moment goes their own way.
    if case .resize = event {} else { moment = nil }
    answersKey = true
    apply(event)
    deadline = state.patience.map { Clock.wall + $0 }
  }

  private mutating func apply(_ event: Event) {
    isDirty = true
    for command in update(&state, event) { perform(command) }
  }

  /// Takes a frame out of the present subject's mailbox, if it may be drawn now.
  private mutating func take() {
    if let failure = notes.failure {
      (self.failure, isLeaving) = (failure, true)
      return
    }
    for notice in notes.take() { tell(notice) }
    let hasFrame = bench.hasFrame(of: state.current)
    if let since = startingSince, !hasFrame, Clock.wall > since + Self.quickStart {
      startingSince = nil
      if let starting = bench.starting(state.current) { apply(.notice(starting)) }
    }
    let isDue = answersKey || state.timeline?.activity != .running
    guard hasFrame, isDue || Clock.wall - lastDrawn >= interval,
      let frame = bench.frame(of: state.current)
    else { return }
    startingSince = nil
    apply(.frame(frame))
    if let awaited, state.missingWeights(awaited).isEmpty { export(awaited) }
    if let moment, state.isThere(moment, at: stops.first) { goOn(to: moment) }
  }

  /// Goes to the next step on the way to `moment`, or shows it.
  private mutating func goOn(to moment: ScreenMoment) {
    if !stops.isEmpty { stops.removeFirst() }
    if let next = stops.first { return perform(state.seek(next)) }
    self.moment = nil
    apply(.look(moment))
  }

  private mutating func draw() {
    terminal.draw(view(state))
    lastDrawn = Clock.wall
    (isDirty, answersKey) = (false, false)
  }

  private mutating func tell(_ notice: Notice) {
    // What is in the way of the tour's recording is said once the tour is there.
    if case .noTour = notice, !isTouring, opensTour { return tourProblem = notice }
    apply(.notice(notice))
  }

  // MARK: Commands

  /// Carries out what an update asked for; nothing else in the program does.
  private mutating func perform(_ command: Command) {
    switch command {
    case .ask(let request, let run): bench.send(request, run)
    case .open(let door, let run): open(door, from: run)
    case .close(let run):
      bench.close(run)
      startingSince = nil
    case .redraw: terminal.repaint()
    case .suspend: terminal.suspend()
    case .mouse(let isOn): terminal.setMouse(isOn)
    case .copy(let text): _ = terminal.copyToClipboard(text)
    case .export(let request): export(request)
    case .quit: isLeaving = true
    }
  }

  /// Writes a file of what is shown, once all weights that it needs are there.
  private mutating func export(_ request: ExportRequest) {
    let missing = state.missingWeights(request)
    if !missing.isEmpty, awaited != request {
      awaited = request
      for (run, tiles) in missing { bench.send(.tiles(tiles), run) }
      return
    }
    awaited = nil
    apply(.notice(ExportFile(request: request, state: state).written))
  }

  private mutating func open(_ door: Door, from run: RunID) {
    for opening in bench.open(door, from: run) {
      switch opening {
      case .runs(let runs):
        for run in runs { state.commands[run.id] = bench.command(of: run.id) }
        apply(.opened(door, runs))
        startingSince = state.snapshot == nil ? Clock.wall : nil
      case .notice(let notice): apply(.notice(notice))
      }
    }
  }
}

/// Ends the process without taking it apart.
private func exitAtOnce(_ status: ExitStatus) -> Never { _exit(status.rawValue) }
