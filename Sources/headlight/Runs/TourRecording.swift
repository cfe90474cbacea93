import Runs
import Layers
import Snapshots
import Subjects
import Tapes
import TensorFiles
import Lessons
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The recording of trained runs that the tour can begin on: a state for each compared lesson.
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

  private static func file(_ directory: String, _ lesson: Lesson) -> String {
    directory + "/" + lesson.settings.mechanism.rawValue + ".safetensors"
  }

  /// What the file must say of the run that it was made of.
  private static func metadata(_ lesson: Lesson) -> [(key: String, value: String)] {
    [
      ("lesson", Self.lesson), ("mechanism", lesson.settings.mechanism.rawValue),
      ("seed", "\(lesson.settings.seed)"), ("length", "\(lesson.length)"),
      ("settings", JSONText.line(.object(LessonOption.config(of: lesson.settings)))),
    ]
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
    for lesson in lessons { states.append(try state(file(directory, lesson), of: lesson)) }
    guard Set(states.map(\.step)).count == 1 else {
      throw Failure(
        "\(directory): the files are of different steps; \(advice)")
    }
    return states
  }

  private static let advice =
    "enter trains the three instead, headlight anatomy --record-tour makes a new recording"

  private static func state(_ path: String, of lesson: Lesson) throws(Failure)
    -> TrainingState
  {
    let checkpoint: Checkpoint
    do { checkpoint = try Checkpoint(named: path) } catch {
      throw Failure("\(error); \(advice)")
    }
    for (key, value) in metadata(lesson) {
      let found = checkpoint.file[metadata: key] ?? ""
      guard found == value else {
        throw Failure(
          "\(path): \(key) is \"\(found.prefix(40))\", which is not what this version trains; "
            + advice)
      }
    }
    let layout = ParameterLayout([lesson.objective.tape(1)])
    let hasMoments = lesson.settings.optimizer != .sgd
    let empty = [Float](repeating: 0, count: layout.count)
    let blank = TrainingState(
      step: 0, weights: empty, first: hasMoments ? empty : [], second: hasMoments ? empty : [])
    let wanted = Set(blank.tensors(layout).map { Layout($0.name, $0.lengths) })
    let found = Set(checkpoint.file.tensors.map { Layout($0.name, $0.lengths) })
    guard found == wanted else {
      let other = (found.symmetricDifference(wanted)).map(\.text).min() ?? ""
      throw Failure("\(path): its tensors are not those of this version (\(other)); \(advice)")
    }
    return try RunState.state(checkpoint, of: lesson, layout)
  }

  /// A tensor's name and shape.
  private struct Layout: Hashable {
    var name: String
    var lengths: [Int]

    init(_ name: String, _ lengths: [Int]) { (self.name, self.lengths) = (name, lengths) }

    var text: String { "\(name) \(lengths)" }
  }

  // MARK: Writing

  /// Trains the lessons of the comparison to `step` and writes their states to `directory`.
  static func write(to directory: String, step: Int) throws(Failure) {
    guard let entry = LessonCatalog.entry(lesson) else { return }
    if mkdir(directory, 0o777) != 0, errno != EEXIST {
      throw Failure("cannot make \(directory): \(String(cString: strerror(errno)))")
    }
    for lesson in entry.runs(entry.defaults) {
      let trainer = lesson.trainer(threads: 1, historyBudget: 0)
      while trainer.step < step {
        do { try trainer.advance() } catch { throw Failure("\(error)", status: .halted) }
      }
      let exact = lesson.reader(trainer.weights).evaluate(
        at: trainer.step, examples: lesson.evaluationExamples.final
      ).exactMatch
      let path = file(directory, lesson)
      do {
        try Checkpoint.write(
          step: trainer.step, tensors: trainer.state.tensors(trainer.layout),
          metadata: metadata(lesson), to: path)
      } catch { throw Failure("\(error)") }
      Output.write("\(path): step \(trainer.step), exact match \(exact)\n")
    }
  }
}
