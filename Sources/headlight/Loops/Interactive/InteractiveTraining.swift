import Dashboard
import Layers
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Terminal
import Training

/// Trains a lesson on the screen: what is needed is made on the run's own thread, and a screen is
/// opened where that has begun well.
struct InteractiveTraining {
  let entry: LessonEntry
  let settings: LessonSettings
  let run: RunOptions
  /// The lesson that the user named, which a resumed run must be one of.
  var named: String?
  /// Where a resumed run's data is now, if not where it was.
  var data: String?
  let screen: ScreenOptions
  /// What a resumed run is to do otherwise from here on; nil: nothing.
  var change: LessonLeg?
  /// What the screen is to show once it is open; nil: its beginning.
  var moment: ScreenMoment?
  /// Whether all ways to attend of the lesson stand side by side.
  var isSideBySide = false
  /// The kernels that the moment was computed by, where that is known.
  var kernels: String?
  /// Whether it begins with the tour of the five questions, on the recording where there is one.
  var opensTour = false

  func train() throws(Failure) {
    var entry = entry
    var lessons = isSideBySide ? entry.sideBySide(settings) : entry.runs(settings)
    let notes = Notes()
    let keeping = Keeping(notes)
    var prepare: RunPreparation = { _ in [] }
    if let path = run.resume {
      let opened = try RunOpening.resume(
        path, named: named, interval: run.checkpointEvery, data: data, change: change)
      (entry, lessons) = (opened.entry, opened.runs.map(\.lesson))
      for warning in opened.warnings { notes.add(.problem(warning)) }
      prepare = { runs in
        var states: [TrainingState] = []
        for (own, opened) in zip(runs, opened.runs) {
          states.append(
            try RunState.state(opened.checkpoint, of: own.lesson, own.trainer.layout))
        }
        // Only when all of them can go on: steps after the checkpoint are made again.
        for (state, opened) in zip(states, opened.runs) {
          try opened.recorder.goOn(opened.lesson, at: state.step)
        }
        keeping.begin(opened.runs.map(\.recorder), at: states.map(\.step))
        return states
      }
    } else if let path = run.out {
      prepare = { [entry, run] runs in
        let recorders = try RunRecorder.begin(
          path, entry, runs.map { ($0.lesson, $0.trainer) }, interval: run.checkpointEvery,
          force: run.force)
        keeping.begin(recorders, at: recorders.map { _ in 0 })
        return []
      }
    } else if opensTour, let directory = TourRecording.directory {
      prepare = { runs in
        do throws(Failure) { return try TourRecording.open(directory, runs) } catch {
          notes.add(.noTour(error.problem))
          return []
        }
      }
    }
    if let kernels, kernels != KernelLevel.name {
      notes.add(.otherKernels(recorded: kernels, here: KernelLevel.name))
    }
    if let known = lessons[0].data?.pairs.notes, !known.isEmpty { notes.add(.pairs(known)) }
    guard systemGivesThreads(within: 2) else { throw Failure.noThread }
    let wake = Relay()
    let live = LiveRun(
      lessons[0], beside: Array(lessons.dropFirst()), of: entry, threads: run.threads,
      pauseReason: PauseReasons(run).reason, breakpoints: run.breakpoints,
      recording: run.resume ?? run.out,
      hooks: keeping.hooks(
        of: isSideBySide && entry.compared.isEmpty ? nil : entry, interval: run.checkpointEvery,
        // As a value: where it is refused later on, a language says why.
        admit: { lessons in
          do throws(Failure) { try MemoryNeed.check(lessons) } catch { throw error.problem }
        }, prepare: prepare),
      failed: { notes.fail(Failure($0)) }, wake: { wake.poke() })
    // What cannot begin is said without a screen that would only flicker.
    let patience = Clock.wall + 0.2
    notes.listen { wake.poke() }
    while live.frames.isEmpty, Clock.wall < patience {
      wake.wait(until: patience)
      if let failure = notes.failure { throw failure }
    }
    let terminal: Terminal
    do { terminal = try Terminal.open(options: screen.terminal) } catch {
      live.stop()
      _ = live.end(within: .seconds(1))
      throw Failure(error)
    }
    wake.connect(terminal.wakeUp)
    let bench = Workbench(
      live, entry, lessons[0].settings, isCompared: isSideBySide, run, notes, terminal.wakeUp)
    let loop = ScreenLoop(
      terminal: terminal, bench: bench, runs: live.runs, notes: notes, screen: screen,
      pace: LiveRun.usualPace, hasRecording: TourRecording.directory != nil, opensTour: opensTour,
      moment: moment)
    try loop.follow()
  }
}

/// States for trainers that stand at step 0, or none.
typealias RunPreparation =
  @Sendable (_ runs: [(lesson: Lesson, trainer: Trainer)]) throws -> [TrainingState]

extension Failure {
  /// The system refuses threads, as it does where a user has as many as `ulimit -u` allows.
  static let noThread = Failure(.noThread)
}
