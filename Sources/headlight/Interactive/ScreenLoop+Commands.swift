import Dashboard
import Dispatch
import Layers
import Snapshots
import Terminal
import Lessons
import Tensors
import Training

extension ScreenLoop {
  /// Carries out what an update asked for; nothing else in the program does.
  mutating func perform(_ command: Command) {
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
  mutating func turn(to way: String) {
    let ways = entry.ways(lesson.settings)
    guard let place = ways.firstIndex(where: { entry.way($0) == way }) else { return }
    let settings = ways[place]
    if let problem = settings.problem {
      // The next one may do; going on says more than a key that does nothing.
      turn(to: entry.way(ways[(place + 1) % ways.count]))
      return apply(.error("\(way) is left out: \(problem)"))
    }
    let present = (name: entry.way(lesson.settings), run: (lesson, live))
    if let known = waiting.removeValue(forKey: way) {
      (lesson, live) = known
    } else {
      let other = entry.make(settings)
      do throws(Failure) { try MemoryNeed.checkBesideMain([other]) } catch {
        return apply(.error(error.message))
      }
      lesson = other
      live = begin([lesson], pace: state.progress.stepsPerSecond, reason: PauseReasons(run).reason)
    }
    present.run.1.send(.pause)
    waiting[present.name] = present.run
    apply(.run(Self.describe(lesson, entry)))
  }

  /// Begins runs that live in memory only.
  private mutating func begin(
    _ lessons: [any Lesson], from starts: [TrainingState] = [], pace: Int?,
    reason: @escaping LiveRun.PauseReason = { _ in nil },
    exhibit: (@Sendable (Mistake) -> any Lesson)? = nil
  ) -> LiveRun {
    let wakeUp = terminal.wakeUp
    startingSince = Clock.wall
    return LiveRun(
      lessons[0], beside: Array(lessons.dropFirst()), exhibit: exhibit, threads: run.threads,
      from: starts, pace: pace, pauseReason: reason,
      hooks: LiveRun.Hooks(begin: { Terminal.protectThread() }), wake: { wakeUp.poke() })
  }

  /// Brings the three runs of the comparison onto the screen; the present ones wait.
  mutating func openTour(isRecorded: Bool) {
    guard let entry = LessonCatalog.entry(TourRecording.lesson), aside == nil else { return }
    let lessons = entry.runs(entry.defaults)
    var starts: [TrainingState] = []
    if isRecorded, let directory = TourRecording.directory {
      do throws(Failure) {
        starts = try onAnotherThread { () throws(Failure) -> [TrainingState] in
          try TourRecording.open(directory, lessons)
        }
      } catch { return apply(.tourFailed(error.message)) }
    }
    do throws(Failure) { try MemoryNeed.checkBesideMain(lessons) } catch {
      return apply(.tourFailed(error.message))
    }
    live.send(.pause)
    aside = (self.entry, lesson, live)
    (self.entry, lesson) = (entry, lessons[0])
    live = begin(
      lessons, from: starts, pace: isRecorded ? state.progress.stepsPerSecond : nil,
      exhibit: { entry.exhibit($0, entry.defaults) })
    apply(.tourRuns(Self.describe(lesson, entry)))
    if !isRecorded { live.send(.run) }
  }

  /// Ends the runs of the tour; those before come back as they were left.
  mutating func closeTour() {
    guard let before = aside else { return }
    live.stop()
    startingSince = nil
    (entry, lesson, live) = before
    aside = nil
  }

  /// Trains the lesson without attention, from the same seed and on the same data, on a queue of its
  /// own.
  mutating func trainBaseline() {
    guard entry.mechanisms.contains(.none) else {
      return apply(.error("the lesson \(entry.name) cannot be trained without attention"))
    }
    var settings = lesson.settings
    settings.mechanism = .none
    let baseline = entry.make(settings)
    let (results, wakeUp, notes) = (baselines, terminal.wakeUp, notes)
    guard systemGivesThreads(within: 0.2) else { return apply(.error(Failure.noThread.message)) }
    DispatchQueue.global(qos: .utility).async {
      Terminal.protectThread()
      do { try MemoryNeed.check([baseline]) } catch {
        return notes.add(.error((error as? Failure)?.message ?? "\(error)"))
      }
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
