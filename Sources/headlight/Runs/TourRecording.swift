import Layers
import Lessons
import Runs
import Snapshots
import Subjects
import Tapes
import TensorFiles
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The recording of trained runs that the tour can begin on: what `headlight train compare --out` keeps,
/// with a state of one step.
///
/// It is made by `headlight anatomy --record-tour DIR` and found again in `samples/tour`.
enum TourRecording {
  /// The lesson whose runs are recorded.
  static let lesson = "compare"
  /// The step that is recorded where no other is asked for.
  ///
  /// A multiple of 16, so that the trainer keeps it and "," comes back to it at once.
  static let step = 480

  /// The directory of the recording; nil where there is none.
  ///
  /// It is looked for in `HEADLIGHT_SAMPLES`, else in `samples` here, beside the program and above
  /// it: a program that was just built stands some directories below its sources.
  static var directory: String? {
    if let named = getenv("HEADLIGHT_SAMPLES") {
      return existing(String(cString: named) + "/tour")
    }
    var places = ["samples/tour"]
    if let program = programPath {
      var folders = program.split(separator: "/").dropLast()
      while true {
        places.append("/" + folders.map { $0 + "/" }.joined() + "samples/tour")
        if folders.popLast() == nil { break }
      }
    }
    return places.lazy.compactMap(existing).first
  }

  private static func existing(_ path: String) -> String? { access(path, F_OK) == 0 ? path : nil }

  /// Where the running program lies.
  private static var programPath: String? {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    #if canImport(Glibc)
      let count = readlink("/proc/self/exe", &path, Int(PATH_MAX))
      guard count > 0 else { return nil }
    #else
      var size = UInt32(PATH_MAX)
      guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
    #endif
    return path.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
  }

  // MARK: Reading

  /// The recorded states of `lessons`, all of one step.
  ///
  /// A file that is damaged, or made of another lesson or by another version, is refused: numbers
  /// in the wrong place would be a wrong answer that looks like a right one.
  static func open(
    _ directory: String, _ runs: [(lesson: Lesson, trainer: Trainer)]
  ) throws(Failure) -> [TrainingState] {
    try open(directory, runs.map(\.lesson))
  }

  /// The same for lessons that have no trainer yet.
  static func open(_ directory: String, _ lessons: [Lesson]) throws(Failure)
    -> [TrainingState]
  {
    var states: [TrainingState] = []
    for lesson in lessons {
      let path = directory + "/" + lesson.settings.mechanism.rawValue
      do throws(Failure) { states.append(try state(path, of: lesson)) } catch {
        throw Failure(.recording(error.problem))
      }
    }
    guard Set(states.map(\.step)).count == 1 else {
      throw Failure(.recording(.differentSteps(path: directory)))
    }
    return states
  }

  private static func state(_ path: String, of lesson: Lesson) throws(Failure)
    -> TrainingState
  {
    let checkpoint: Checkpoint
    let description: RunDescription
    do {
      description = try RunDirectory.readDescription(path)
      guard let step = try RunDirectory.checkpointSteps(path).last else {
        throw Failure(.noCheckpoint(path: path))
      }
      checkpoint = try RunDirectory.checkpoint(path, step: step)
    } catch let failure as Failure { throw failure } catch { throw Failure(error) }
    let recorded = try RunOpening.lesson(of: description, path, data: nil).lesson
    guard description.lesson == Self.lesson, recorded.settings == lesson.settings else {
      throw Failure(.otherOptions(path: path))
    }
    _ = try RunState.check(checkpoint, belongsTo: description)
    let layout = ParameterLayout([lesson.objective.tape(1)])
    return try RunState.state(checkpoint, of: lesson, layout)
  }

  // MARK: Writing

  /// Trains the lessons of the comparison to `step` and keeps them in `directory`: a set of runs like
  /// any other, whose one checkpoint is of that step.
  static func write(to directory: String, step: Int) throws(Failure) {
    guard let entry = LessonCatalog.entry(lesson) else { return }
    let runs = entry.runs(entry.defaults).map {
      (lesson: $0, trainer: $0.trainer(threads: 1, historyBudget: 0))
    }
    let recorders = try RunRecorder.begin(
      directory, entry, runs, interval: .max, force: RunDirectory.has(directory + "/run.json"))
    for (run, recorder) in zip(runs, recorders) {
      let (lesson, trainer) = run
      let reader = lesson.reader(trainer.weights)
      var measured: Evaluation?
      while trainer.step < step {
        let loss: Float
        do { loss = try trainer.advance() } catch { throw Failure(error, status: .halted) }
        let isLast = trainer.step == step
        let examples = lesson.evaluationExamples
        measured =
          isLast || trainer.step.isMultiple(of: 50)
          ? reader.evaluate(
            at: trainer.step, examples: isLast ? examples.final : examples.onTheWay) : nil
        // How long it took is of this machine, and no part of what is recorded.
        try recorder.record(trainer, .init(loss: loss, evaluation: measured, seconds: 0))
      }
      try recorder.save(trainer)
      do { try recorder.directory.removeCheckpoints(before: step) } catch {
        throw Failure(error)
      }
      let exact = measured.map { "\($0.exactMatch)" } ?? "not measured"
      Output.write("\(recorder.directory.path): step \(trainer.step), exact match \(exact)\n")
    }
  }
}
