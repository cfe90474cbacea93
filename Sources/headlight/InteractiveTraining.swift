import Dashboard
import Dispatch
import Layers
import Screens
import Snapshots
import Synchronization
import TensorFiles
import Terminal
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Trains a lesson on the screen: the only place where the halves of the house meet.
///
/// The main thread waits for keys and frames and draws; a run of its own queue trains. Neither ever
/// waits for the other.
struct InteractiveTraining {
  let entry: LessonEntry
  let settings: LessonSettings
  let run: RunOptions
  /// The lesson that the user named, which a resumed run must be one of.
  var named: String?
  /// Where a resumed run's data is now, if not where it was.
  var data: String?
  let screen: ScreenOptions
  /// Whether it begins with the tour of the five questions, on the recording where there is one.
  var opensTour = false

  func train() throws(Failure) {
    var entry = entry
    var lessons = entry.runs(settings)
    var starts: [TrainingState] = []
    var tourProblem: String?
    var recorders: [RunRecorder] = []
    var warnings: [String] = []
    if let path = run.resume {
      let opened = try RunRecorder.resume(
        path, named: named, interval: run.checkpointEvery, data: data)
      for (lesson, _, checkpoint) in opened.runs {
        starts.append(try RunRecorder.state(checkpoint, for: trainer(lesson)))
      }
      (entry, lessons) = (opened.entry, opened.runs.map(\.lesson))
      (recorders, warnings) = (opened.runs.map(\.recorder), opened.warnings)
    } else if let path = run.out {
      recorders = try RunRecorder.begin(
        path, entry, lessons.map { ($0, trainer($0)) }, interval: run.checkpointEvery,
        force: run.force)
    } else if opensTour, let directory = TourRecording.directory {
      do throws(Failure) { starts = try TourRecording.open(directory, lessons) } catch {
        tourProblem = error.message
      }
    }
    let terminal: Terminal
    do { terminal = try Terminal.open(options: screen.terminal) } catch {
      throw Failure("\(error)")
    }
    let loop = ScreenLoop(
      terminal: terminal, entry: entry, lessons: lessons, starts: starts, recorders: recorders,
      run: run, screen: screen, opensTour: opensTour)
    try loop.follow(warnings, tourProblem)
  }

  private func trainer(_ lesson: any Lesson) -> Trainer {
    Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed, threads: 1
    )
  }
}

/// The main thread's loop: events in, screens out.
private struct ScreenLoop: ~Copyable {
  private var terminal: Terminal
  private var live: LiveRun
  /// Runs of other ways to attend, each paused at its own step.
  private var waiting: [String: (lesson: any Lesson, live: LiveRun)] = [:]
  /// The runs that wait while the tour has runs of its own.
  private var aside: (entry: LessonEntry, lesson: any Lesson, live: LiveRun)?
  private let notes: Notes
  private let baselines = Mailbox<Evaluation> {}
  private var state: State
  private var entry: LessonEntry
  private var lesson: any Lesson
  private let run: RunOptions
  private let frameInterval: Double
  private let opensTour: Bool
  private var lastDrawn = -1.0
  /// When the state wants to hear that nothing was pressed; nil while it waits for nothing.
  private var deadline: Double?
  private var isDirty = true
  private var answersKey = false
  private var isLeaving = false

  init(
    terminal: consuming Terminal, entry: LessonEntry, lessons: [any Lesson],
    starts: [TrainingState], recorders: [RunRecorder], run: RunOptions, screen: ScreenOptions,
    opensTour: Bool
  ) {
    let wakeUp = terminal.wakeUp
    let notes = Notes { wakeUp.poke() }
    self.notes = notes
    let lesson = lessons[0]
    (self.entry, self.lesson, self.run) = (entry, lesson, run)
    live = LiveRun(
      lesson, beside: Array(lessons.dropFirst()),
      exhibit: { entry.exhibit($0, lesson.settings) }, threads: run.threads, from: starts,
      pauseReason: Self.pauseReason(run, since: starts.map(\.step).max() ?? 0),
      recording: recorders.first?.path,
      hooks: .init(
        begin: { Terminal.protectThread() },
        step: { place, trainer, loss, evaluation in
          // Exhibits come after what is kept.
          guard recorders.indices.contains(place) else { return }
          do { try recorders[place].record(trainer, loss: loss, evaluation) } catch {
            notes.add("\(error)")
          }
        },
        end: { place, trainer in
          guard recorders.indices.contains(place) else { return }
          do { try recorders[place].save(trainer) } catch { notes.add("\(error)") }
        }), wake: { wakeUp.poke() })
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

  /// What `--steps`, `--seconds`, `--until` and `--break` mean on a screen: training pauses.
  private static func pauseReason(_ run: RunOptions, since first: Int) -> LiveRun.PauseReason {
    { metrics in
      if let steps = run.steps, metrics["step"] == Double(first + steps) { return "--steps" }
      if let limit = run.seconds, let seconds = metrics["seconds"], seconds >= limit {
        return "--seconds"
      }
      // Only steps with held-out values can end it, as without a screen.
      if let until = run.until, metrics["exact_match"] != nil, until.holds(metrics) {
        return "\(until)"
      }
      if let breakpoint = run.breakpoint, breakpoint.holds(metrics) { return "\(breakpoint)" }
      return nil
    }
  }

  private static func describe(_ lesson: any Lesson, _ entry: LessonEntry) -> Run {
    Run(
      lesson: lesson.name, mechanism: lesson.settings.mechanism.rawValue,
      way: entry.way(lesson.settings), seed: Int(lesson.settings.seed), facts: lesson.facts,
      parameterCount: lesson.parameterCount, data: lesson.data?.name)
  }

  consuming func follow(_ warnings: [String], _ tourProblem: String?) throws(Failure) {
    for warning in warnings { notes.add(warning) }
    // The first picture is there in a few milliseconds: an empty one before it would only flicker.
    let patience = Clock.wall + 0.12
    while live.frames.isEmpty, !isLeaving, Clock.wall < patience {
      handle(terminal.wait(timeout: .seconds(patience - Clock.wall)))
    }
    if opensTour { beginTour(tourProblem) }
    while !isLeaving {
      take()
      if isDirty { draw() }
      handle(terminal.wait(timeout: pause))
    }
    stop()
    let problems = notes.take()
    terminal.close()
    for problem in problems { Output.complain("headlight: \(problem)") }
  }

  /// Goes on the tour as soon as its runs are there; what was in the way of the recording is said.
  private mutating func beginTour(_ problem: String?) {
    take()
    while state.panes.isEmpty, !isLeaving {
      handle(terminal.wait(timeout: nil))
      take()
    }
    apply(.key(.character("Q")))
    if let problem { apply(.tourFailed(problem)) }
  }

  /// How long to wait for events: for ever, unless a frame lies ready and must not be drawn yet,
  /// or the state wants to know that time has passed.
  private var pause: Duration? {
    let frame = live.frames.isEmpty ? nil : lastDrawn + interval
    guard let next = [frame, deadline].compactMap({ $0 }).min() else { return nil }
    return .seconds(max(0.001, next - Clock.wall))
  }

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
      case .signal(let number): die(by: number)
      case .closed: die(by: SIGHUP)
      case .focus, .woken: break
      }
    }
  }

  private mutating func answer(_ event: Event) {
    answersKey = true
    apply(event)
    deadline = state.patience.map { Clock.wall + $0 }
  }

  private mutating func apply(_ event: Event) {
    isDirty = true
    for command in update(&state, event) { perform(command) }
  }

  /// Takes a frame out of the mailbox, if it may be drawn now.
  private mutating func take() {
    for note in notes.take() { apply(.error(note)) }
    if let baseline = baselines.take() {
      apply(.baseline(exactMatch: baseline.exactMatch, steps: baseline.step))
    }
    let isDue = answersKey || state.progress.activity != .running
    guard isDue || Clock.wall - lastDrawn >= interval, let frame = live.frames.take() else {
      return
    }
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

  private func stop() {
    live.stop()
    for other in waiting.values { other.live.stop() }
    aside?.live.stop()
  }

  private mutating func die(by number: Int32) {
    stop()
    Terminal.die(by: number)
  }
}

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

/// Sentences from the run's thread for the screen.
private final class Notes: Sendable {
  private let sentences = Mutex<[String]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func add(_ sentence: String) {
    sentences.withLock { if $0.last != sentence { $0.append(sentence) } }
    wake()
  }

  func take() -> [String] {
    sentences.withLock { sentences in
      defer { sentences = [] }
      return sentences
    }
  }
}

// MARK: Commands

extension ScreenLoop {
  /// Carries out what an update asked for; nothing else in the program does.
  fileprivate mutating func perform(_ command: Command) {
    switch command {
    case .run: live.send(.run)
    case .pause: live.send(.pause)
    case .step(let steps): live.send(.step(steps))
    case .seek(let step): live.send(.seek(step))
    case .seekLatest: live.send(.seekLatest)
    case .pace(let pace): live.send(.pace(pace))
    case .probe(let text): live.send(.probe(text))
    case .example(.next): live.send(.example(.next))
    case .example(.previous): live.send(.example(.previous))
    case .example(.nextWrong): live.send(.example(.nextWrong))
    case .teacherForcing(let isOn): live.send(.teacherForcing(isOn))
    case .explain(let isOn): live.send(.explain(isOn))
    case .scratch(let edits): live.send(.scratch(edits))
    case .cancelReplay: live.send(.cancelReplay)
    case .baseline: trainBaseline()
    case .head, .allHeadsOn: live.send(.heads(state.headsOff, of: state.comparedRun))
    case .way(let name): turn(to: name)
    case .exhibit(let exhibit, let isOn):
      if let mistake = Mistake(rawValue: exhibit.rawValue) {
        live.send(.exhibit(mistake, isOn: isOn))
      }
    case .openTour(let isRecorded): openTour(isRecorded: isRecorded)
    case .closeTour: closeTour()
    case .redraw: terminal.repaint()
    case .suspend: terminal.suspend()
    case .mouse(let isOn): terminal.setMouse(isOn)
    case .copy(let text): _ = terminal.copyToClipboard(text)
    case .quit: isLeaving = true
    }
  }

  /// Goes to the run of another way to attend, which begins at step 0; the present one waits.
  private mutating func turn(to way: String) {
    let ways = entry.ways(lesson.settings)
    guard let place = ways.firstIndex(where: { entry.way($0) == way }) else { return }
    let settings = ways[place]
    if settings.splitsUnits, let problem = settings.headsProblem {
      // The next one may do; going on says more than a key that does nothing.
      turn(to: entry.way(ways[(place + 1) % ways.count]))
      return apply(.error("\(way) is left out: \(problem)"))
    }
    live.send(.pause)
    waiting[entry.way(lesson.settings)] = (lesson, live)
    if let known = waiting.removeValue(forKey: way) {
      (lesson, live) = known
    } else {
      lesson = entry.make(settings)
      let wakeUp = terminal.wakeUp
      live = LiveRun(
        lesson, threads: run.threads, pace: state.progress.stepsPerSecond,
        pauseReason: Self.pauseReason(run, since: 0),
        hooks: .init(begin: { Terminal.protectThread() }), wake: { wakeUp.poke() })
    }
    apply(.run(Self.describe(lesson, entry)))
  }

  /// Brings the three runs of the comparison onto the screen; the present ones wait.
  private mutating func openTour(isRecorded: Bool) {
    guard let entry = LessonCatalog.entry(TourRecording.lesson), aside == nil else { return }
    let lessons = entry.runs(entry.defaults)
    var starts: [TrainingState] = []
    if isRecorded, let directory = TourRecording.directory {
      do throws(Failure) { starts = try TourRecording.open(directory, lessons) } catch {
        return apply(.tourFailed(error.message))
      }
    }
    live.send(.pause)
    aside = (self.entry, lesson, live)
    let wakeUp = terminal.wakeUp
    (self.entry, lesson) = (entry, lessons[0])
    live = LiveRun(
      lesson, beside: Array(lessons.dropFirst()),
      exhibit: { entry.exhibit($0, entry.defaults) }, threads: run.threads, from: starts,
      pace: isRecorded ? state.progress.stepsPerSecond : nil,
      hooks: .init(begin: { Terminal.protectThread() }), wake: { wakeUp.poke() })
    apply(.tourRuns(Self.describe(lesson, entry)))
    if !isRecorded { live.send(.run) }
  }

  /// Ends the runs of the tour; those before come back as they were left.
  private mutating func closeTour() {
    guard let before = aside else { return }
    live.stop()
    (entry, lesson, live) = before
    aside = nil
  }

  /// Trains the lesson without attention, from the same seed and on the same data, on a queue of its
  /// own.
  private mutating func trainBaseline() {
    guard entry.mechanisms.contains(.none) else {
      return apply(.error("the lesson \(entry.name) cannot be trained without attention"))
    }
    var settings = lesson.settings
    settings.mechanism = .none
    let baseline = entry.make(settings)
    let (results, wakeUp) = (baselines, terminal.wakeUp)
    DispatchQueue.global(qos: .utility).async {
      let trainer = Trainer(
        baseline.objective, optimizer: baseline.settings.optimizer, seed: baseline.settings.seed,
        threads: 1,
        historyBudget: 0)
      while trainer.step < baseline.length, (try? trainer.advance()) != nil {}
      let evaluation = baseline.reader(trainer.weights).evaluate(
        at: trainer.step, examples: baseline.evaluationExamples.final)
      results.publish(evaluation)
      wakeUp.poke()
    }
  }
}
