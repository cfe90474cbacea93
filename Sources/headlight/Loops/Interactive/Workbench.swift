import JSON
import Dashboard
import Dispatch
import Lessons
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Terminal
import Training

/// The subjects of a screen: it hands each its requests, takes what they show, and opens doors to
/// others.
struct Workbench {
  /// A subject, and what doors need to know of it.
  private struct OpenSubject {
    var subject: any Subject
    /// What it began with, in that order.
    var first: [Run]
    /// The runs that it has now.
    var runs: [RunID]
    /// The cap of steps a second that was asked for last.
    var pace: Int?
    /// What it trains; nil where nothing is trained here.
    var lesson: Trained?

    /// What is said where it takes longer than a moment to begin.
    var starting: Notice? {
      lesson.map { .starting(units: $0.settings.units, batch: $0.settings.batchSize) }
    }
  }

  /// A line of the list of lessons with what was chosen of it.
  private struct Trained {
    var entry: LessonEntry
    var settings: LessonSettings
    /// Whether all its ways to attend stand side by side.
    var isCompared = false
    var way: Way { entry.way(settings) }

    /// Whether it trains what `other` does, apart from what was changed on the way.
    func isSame(as other: Trained) -> Bool {
      var (own, others) = (settings, other.settings)
      (own.legs, others.legs) = ([], [])
      return entry.name == other.entry.name && isCompared == other.isCompared && own == others
        && entry.data?.sha256 == other.entry.data?.sha256
    }

    /// The command that trains it from its first step on.
    var command: String {
      var words = ["headlight", "train", entry.name]
      let usual = entry.defaults
      for option in LessonOption.all where option.key != LessonOption.steps.key {
        let isOfAll = option.key == LessonOption.mechanism.key && !entry.compared.isEmpty
        // A file that is opened again decides its units by itself, whatever was chosen here.
        let isUnit = [LessonOption.sourceUnit.key, LessonOption.targetUnit.key].contains(option.key)
        guard let value = option.get(settings), isUnit || value != option.get(usual), !isOfAll
        else { continue }
        words += [option.name, value.string ?? JSONText.line(value)]
      }
      if let steps = settings.steps { words += ["--steps", "\(steps)"] }
      if let data = entry.data { words += ["--data", data.path] }
      if isCompared, entry.compared.isEmpty { words.append("--side-by-side") }
      return (words + ["--kernels", KernelLevel.name]).map(shellQuoted).joined(separator: " ")
    }

    /// What is trained, from left to right.
    var lessons: [Lesson] {
      isCompared ? entry.sideBySide(settings) : entry.runs(settings)
    }
  }

  private var places: [OpenSubject] = []
  private let threads: Int
  /// The steps between two saved states of what is kept.
  private let interval: Int
  /// Why a run that is begun here pauses.
  private let reason: () -> LiveRun.PauseReason
  /// The conditions that a run which is begun here pauses at.
  private let breakpoints: [Breakpoint]
  private let notes: Notes
  private let wakeUp: WakeUp

  /// A bench with `live`, whose runs are trained with `settings` of `entry`.
  init(
    _ live: LiveRun, _ entry: LessonEntry, _ settings: LessonSettings, isCompared: Bool,
    _ options: RunOptions, _ notes: Notes, _ wakeUp: WakeUp
  ) {
    (threads, self.notes, self.wakeUp) = (options.threads, notes, wakeUp)
    interval = options.checkpointEvery
    (reason, breakpoints) = ({ PauseReasons(options).reason }, options.breakpoints)
    add(
      live, Trained(entry: entry, settings: settings, isCompared: isCompared),
      pace: LiveRun.usualPace)
  }

  /// A bench with a subject at which nothing is trained.
  init(_ subject: any Subject, _ runs: [Run], _ notes: Notes, _ wakeUp: WakeUp) {
    (threads, self.notes, self.wakeUp) = (1, notes, wakeUp)
    interval = 100
    (reason, breakpoints) = ({ { _ in nil } }, [])
    places.append(
      OpenSubject(subject: subject, first: runs, runs: runs.map(\.id), pace: nil, lesson: nil))
  }

  private mutating func add(_ live: LiveRun, _ lesson: Trained, pace: Int?) {
    places.append(
      OpenSubject(
        subject: live, first: live.runs, runs: live.runs.map(\.id), pace: pace, lesson: lesson))
  }

  private func index(of run: RunID) -> Int? { places.firstIndex { $0.runs.contains(run) } }

  /// The command that begins the subject of `run`; nil where it is not known.
  func command(of run: RunID) -> String? {
    index(of: run).flatMap { places[$0].lesson?.command }
  }

  // MARK: Requests and frames

  /// Asks the subject of `run`; one that is gone is asked nothing.
  mutating func send(_ request: Request, _ run: RunID) {
    guard let place = index(of: run) else { return }
    if case .pace(let pace) = request { places[place].pace = pace }
    places[place].subject.send(request, run)
  }

  /// Whether the subject of `run` has a frame that nobody has taken.
  func hasFrame(of run: RunID) -> Bool {
    index(of: run).map { !places[$0].subject.frames.isEmpty } ?? false
  }

  /// The newest frame of the subject of `run`; nil where it was taken already.
  mutating func frame(of run: RunID) -> Frame? {
    guard let place = index(of: run), let frame = places[place].subject.frames.take() else {
      return nil
    }
    // Runs that came beside the others, and those that were taken away.
    if !frame.scenes.isEmpty { places[place].runs = frame.scenes.map(\.run.id) }
    return frame
  }

  /// What is said where the subject of `run` takes longer than a moment to begin.
  func starting(_ run: RunID) -> Notice? { index(of: run).flatMap { places[$0].starting } }

  /// Ends the subject of `run`; nobody waits for it.
  mutating func close(_ run: RunID) {
    guard let place = index(of: run) else { return }
    places.remove(at: place).subject.stop()
  }

  // MARK: Doors

  /// What comes of opening a door from the subject of `run`.
  enum Opening {
    /// These runs come onto the screen.
    case runs([Run])
    /// There is something to say of it.
    case notice(Notice)
  }

  /// Opens `door` from the subject of `run`.
  mutating func open(_ door: Door, from run: RunID) -> [Opening] {
    guard let place = index(of: run) else { return [] }
    switch door {
    case .way(let way): return turn(to: way, from: places[place])
    case .lesson(let name): return openLesson(name, from: places[place])
    case .data(let path): return openPairs(path, from: places[place])
    case .compared: return compare(places[place])
    case .restart(let change): return restart(places[place], change)
    case .baseline: return trainBaseline(of: run, places[place])
    case .tour(let isRecorded): return openTour(isRecorded: isRecorded, pace: places[place].pace)
    }
  }

  /// Another way to attend, which begins at step 0 or waits where it was left.
  private mutating func turn(to way: Way, from place: OpenSubject) -> [Opening] {
    guard let present = place.lesson else { return [] }
    let ways = present.entry.ways(present.settings)
    guard let wanted = ways.firstIndex(where: { present.entry.way($0) == way }) else { return [] }
    if let problem = ways[wanted].problem {
      // The next one may do; going on says more than a key that does nothing.
      return turn(to: present.entry.way(ways[(wanted + 1) % ways.count]), from: place)
        + [.notice(.wayLeftOut(way, problem))]
    }
    return comeBack(
      to: Trained(entry: present.entry, settings: ways[wanted]), pace: place.pace)
  }

  /// A lesson of the list from step 0, with the seed of the present one.
  private mutating func openLesson(_ name: String, from place: OpenSubject) -> [Opening] {
    guard let entry = LessonCatalog.entry(name) else { return [] }
    var settings = entry.defaults
    settings.seed = place.lesson?.settings.seed ?? settings.seed
    return begin(Trained(entry: entry, settings: settings), pace: place.pace)
  }

  /// A user's own pairs, learned as the present lesson does if it takes any, else as the dates are.
  private mutating func openPairs(_ path: String, from place: OpenSubject) -> [Opening] {
    guard let present = place.lesson else { return [] }
    let named = LessonCatalog.entry(present.entry.name) ?? LessonCatalog.all[0]
    let entry = named.pairs == nil ? LessonCatalog.all[0] : named
    do throws(Failure) {
      let bound = try onAnotherThread { () throws(Failure) -> LessonEntry in
        try DataFile.entry(entry, on: try DataFile.open(typed: path, for: entry))
      }
      var settings = bound.defaults
      settings.seed = present.settings.seed
      let lesson = Trained(entry: bound, settings: settings)
      for lesson in lesson.lessons { try DataFile.check(lesson) }
      let notes = bound.data?.pairs.notes ?? []
      return comeBack(to: lesson, pace: place.pace)
        + (notes.isEmpty ? [] : [.notice(.pairs(notes))])
    } catch { return [.notice(.problem(error.problem))] }
  }

  /// All ways to attend of the present lesson side by side.
  private mutating func compare(_ place: OpenSubject) -> [Opening] {
    guard var lesson = place.lesson else { return [] }
    // Whichever of them is asked from, it is the same comparison.
    lesson.settings = lesson.entry.ways(lesson.settings)[0]
    lesson.isCompared = true
    return comeBack(to: lesson, pace: place.pace)
  }

  /// What waits where it was left, or begins at step 0.
  private mutating func comeBack(to lesson: Trained, pace: Int?) -> [Opening] {
    let known = places.first { $0.lesson.map(lesson.isSame) ?? false }
    return known.map { [.runs($0.first)] } ?? begin(lesson, pace: pace)
  }

  /// The present runs from step 0 again; those that were are closed by who asked.
  private mutating func restart(_ place: OpenSubject, _ change: Restart?) -> [Opening] {
    guard var lesson = place.lesson else { return [] }
    lesson.settings.legs = []
    switch change {
    case .units(let units): lesson.settings.units = units
    case .heads(let heads): lesson.settings.heads = heads
    case .seed(let seed): lesson.settings.seed = seed
    case nil: break
    }
    var splits = lesson.lessons.contains { $0.settings.mechanism == .multihead }
    // Heads that are asked for must fit even where another mechanism runs: m goes to multi-head.
    if case .heads = change { splits = true }
    if let problem = lesson.settings.problem ?? (splits ? lesson.settings.headsProblem : nil) {
      return [.notice(.problem(problem))]
    }
    return begin(lesson, pace: place.pace)
  }

  /// Begins what fits into memory.
  private mutating func begin(_ lesson: Trained, pace: Int?) -> [Opening] {
    let lessons = lesson.lessons
    do throws(Failure) { try MemoryNeed.checkBesideMain(lessons) } catch {
      return [.notice(.problem(error.problem))]
    }
    let live = begin(
      lessons, lesson.entry, pace: pace, reason: reason(), breakpoints: breakpoints)
    add(live, lesson, pace: pace)
    return [.runs(live.runs)]
  }

  /// The lessons that can be opened from a screen at which something is trained, and which is open.
  var lessons: (offers: [LessonOffer], open: [Door: RunID]) {
    guard let present = places.first?.lesson else { return ([], [:]) }
    var offers = LessonCatalog.all.map {
      LessonOffer(
        name: $0.name, door: .lesson($0.name), summary: $0.summary, takesPairs: $0.pairs != nil)
    }
    var door = Door.lesson(present.entry.name)
    if let data = present.entry.data {
      door = .data(data.path)
      offers.append(
        LessonOffer(name: data.name, door: door, summary: data.path, takesPairs: false))
    }
    return (offers, [door: places[0].first[0].id])
  }

  /// A run that lives in memory only.
  private func begin(
    _ lessons: [Lesson], _ entry: LessonEntry, from starts: [TrainingState] = [], pace: Int?,
    reason: @escaping LiveRun.PauseReason = { _ in nil }, breakpoints: [Breakpoint] = []
  ) -> LiveRun {
    let wakeUp = wakeUp
    return LiveRun(
      lessons[0], beside: Array(lessons.dropFirst()), of: entry, threads: threads,
      from: starts, pace: pace, pauseReason: reason, breakpoints: breakpoints,
      // The ways of a lesson stand side by side on the screen only.
      hooks: Keeping(notes).hooks(
        of: lessons.count > 1 && entry.compared.isEmpty ? nil : entry, interval: interval),
      wake: { wakeUp.poke() })
  }

  /// The three runs of the comparison, for the tour; the present ones wait.
  private mutating func openTour(isRecorded: Bool, pace: Int?) -> [Opening] {
    guard let entry = LessonCatalog.entry(TourRecording.lesson) else { return [] }
    let lessons = entry.runs(entry.defaults)
    var starts: [TrainingState] = []
    do throws(Failure) {
      if isRecorded, let directory = TourRecording.directory {
        starts = try onAnotherThread { () throws(Failure) -> [TrainingState] in
          try TourRecording.open(directory, lessons)
        }
      }
      try MemoryNeed.checkBesideMain(lessons)
    } catch { return [.notice(.noTour(error.problem))] }
    let pace = isRecorded ? pace : nil
    let live = begin(lessons, entry, from: starts, pace: pace)
    add(live, Trained(entry: entry, settings: entry.defaults), pace: pace)
    if !isRecorded { live.send(.run, live.runs[0].id) }
    return [.runs(live.runs)]
  }

  /// Trains the lesson without attention, from the same seed and on the same data, on a queue of its
  /// own; only its end is told.
  private func trainBaseline(of run: RunID, _ place: OpenSubject) -> [Opening] {
    guard let lesson = place.lesson else { return [] }
    var settings = lesson.settings
    settings.mechanism = .none
    let baseline = lesson.entry.make(settings)
    let (wakeUp, notes) = (wakeUp, notes)
    guard systemGivesThreads(within: 0.2) else {
      return [.notice(.problem(.noThread))]
    }
    DispatchQueue.global(qos: .utility).async {
      Terminal.protectThread()
      do { try MemoryNeed.check([baseline]) } catch {
        return notes.add(.problem(Failure(error).problem))
      }
      let trainer = baseline.trainer(threads: 1, historyBudget: 0)
      while trainer.step < baseline.length, (try? trainer.advance()) != nil {}
      let measured = baseline.reader(trainer.weights).evaluate(
        at: trainer.step, examples: baseline.evaluationExamples.final)
      notes.add(.baseline(run, exactMatch: measured.exactMatch, steps: measured.step))
      wakeUp.poke()
    }
    return []
  }

  // MARK: The end

  /// Asks all subjects to end; nobody is waited for.
  func stop() { for place in places { place.subject.stop() } }

  /// Waits for the ends of subjects that were stopped: a second, two while something is written.
  ///
  /// - Returns: what is lost if the process ends now.
  func end() -> [Unsaved] {
    let began = Clock.wall
    func left(_ seconds: Double) -> Duration { .seconds(max(0, began + seconds - Clock.wall)) }
    return places.compactMap { place in
      let lost = place.subject.end(within: left(0.8))
      return lost?.isBeingWritten == true ? place.subject.end(within: left(1.9)) : lost
    }
  }
}
