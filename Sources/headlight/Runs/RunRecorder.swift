import JSON
import CKernels
import Layers
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Training

/// Writes a training run to a directory: options, vocabulary, metrics and checkpoints.
///
/// Runs that are compared lie side by side in one directory, each in a folder called by its mechanism.
struct RunRecorder {
  /// The run on disk.
  let directory: RunDirectory
  /// The directory that the user named.
  let path: String
  /// The steps between two checkpoints.
  var interval: Int
  /// The seconds of training before this process.
  private let earlierSeconds: Double
  /// Keeps the directory of several runs locked.
  private let set: RunSet?
  private let identity: [(key: String, value: String)]
  private let mechanism: String

  static let version = "0.1.0"

  /// - `earlierSeconds`: the seconds of training before this process.
  init(
    _ directory: RunDirectory, interval: Int, in set: RunSet? = nil, earlierSeconds: Double = 0
  ) {
    self.directory = directory
    self.interval = interval
    self.set = set
    self.earlierSeconds = earlierSeconds
    path = set?.path ?? directory.path
    let description = directory.description
    identity = RunState.identity(description)
    mechanism = description.mechanism
  }

  /// Begins a run at `path`: one, or one for each of several lessons.
  static func begin(
    _ path: String, _ entry: LessonEntry, _ runs: [(lesson: Lesson, trainer: Trainer)],
    interval: Int, force: Bool
  ) throws(Failure) -> [RunRecorder] {
    let members = runs.map { lesson, trainer in
      let description = describe(lesson, entry)
      return RunSet.Member(
        lesson.settings.mechanism.rawValue, description: description,
        tensors: trainer.state.tensors(trainer.layout),
        metadata: RunState.identity(description), vocabulary: RunVocabulary(lesson)?.text)
    }
    do {
      guard entry.compared.isEmpty else {
        var common = members[0].description
        common.title = entry.name
        common.mechanism = ""
        let set = try RunSet.create(
          at: path, description: common, members: members, force: force)
        return set.runs.map { RunRecorder($0, interval: interval, in: set) }
      }
      let directory = try RunDirectory.create(at: path, members[0], force: force)
      return [RunRecorder(directory, interval: interval)]
    } catch { throw Failure(error) }
  }

  private static func describe(_ lesson: Lesson, _ entry: LessonEntry) -> RunDescription {
    let settings = lesson.settings
    var config = LessonOption.config(of: settings)
    if let data = lesson.data { config["data"] = .string(data.path) }
    return RunDescription(
      title: "\(entry.name) · \(settings.mechanism.rawValue)", lesson: entry.name,
      mechanism: settings.mechanism.rawValue, seed: Int(settings.seed), config: config,
      dataSHA256: lesson.data?.sha256 ?? "", version: version,
      kernels: String(cString: hk_level_name(hk_level())),
      actions: settings.legs.map(\.json))
  }

  /// Goes on at `step`: what is kept of later ones will be made again, and what `lesson` does
  /// otherwise from here on is written down first.
  func goOn(_ lesson: Lesson, at step: Int) throws(Failure) {
    do {
      try directory.cut(after: step)
      let actions = lesson.settings.legs.map(\.json)
      var description = directory.description
      guard description.actions != actions else { return }
      description.actions = actions
      try directory.write(description)
    } catch { throw Failure(error) }
  }

  // MARK: While it runs

  /// What a step gave.
  struct Measured {
    var loss: Float
    var evaluation: Evaluation?
    /// The seconds of training in this process, pauses not counted.
    var seconds: Double
  }

  /// The line of metrics of a step.
  static func metrics(step: Int, loss: Float, _ evaluation: Evaluation?) -> JSONObject {
    var line: JSONObject = ["step": JSONValue(step), "loss": JSONValue(loss)]
    guard let evaluation else { return line }
    line["accuracy"] = .number(evaluation.accuracy)
    line["exact_match"] = .number(evaluation.exactMatch)
    if let pattern = evaluation.patternMatch { line["pattern_match"] = .number(pattern) }
    line["examples"] = JSONValue(evaluation.examples)
    return line
  }

  /// Keeps what a new step gave.
  func record(_ trainer: Trainer, _ measured: Measured) throws(Failure) {
    var line = Self.metrics(step: trainer.step, loss: measured.loss, measured.evaluation)
    line["learning_rate"] = JSONValue(trainer.learningRate(trainer.step - 1))
    line["seconds"] = .number(((earlierSeconds + measured.seconds) * 1_000).rounded() / 1_000)
    line["mechanism"] = .string(mechanism)
    do { try directory.appendMetrics(line) } catch { throw Failure(error) }
    if trainer.step.isMultiple(of: interval) { try save(trainer) }
  }

  /// Keeps the last good step, to which a halt went back: what is kept of later ones is bad.
  func goBack(_ trainer: Trainer) throws(Failure) {
    try save(trainer)
    do { try directory.cut(after: trainer.step) } catch { throw Failure(error) }
  }

  /// Saves the trainer's state as the checkpoint of its step; a state that is not finite never.
  func save(_ trainer: Trainer) throws(Failure) {
    let state = trainer.state
    if let name = state.firstNonFinite(trainer.layout) {
      throw Failure(
        .notSaved(path: directory.path, step: state.step, tensor: name), status: .halted)
    }
    do {
      try directory.writeCheckpoint(
        step: state.step, tensors: state.tensors(trainer.layout),
        metadata: identity)
    } catch { throw Failure(error) }
  }
}
