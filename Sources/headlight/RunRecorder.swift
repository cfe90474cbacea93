import CKernels
import Layers
import Snapshots
import Tapes
import TensorFiles
import Tensors
import Training

/// Writes a training run to a directory, or goes on with one: options, metrics and checkpoints.
///
/// Runs that are compared lie side by side in one directory, each in a folder called by its mechanism.
struct RunRecorder {
  /// The run on disk.
  let directory: RunDirectory
  /// The directory that the user named.
  let path: String
  /// The steps between two checkpoints.
  var interval: Int
  /// Keeps the directory of several runs locked.
  private let set: RunSet?

  static let version = "0.1.0"

  private init(_ directory: RunDirectory, interval: Int, in set: RunSet? = nil) {
    self.directory = directory
    self.interval = interval
    self.set = set
    path = set?.path ?? directory.path
  }

  /// Begins a run at `path`: one, or one for each of several lessons.
  static func begin(
    _ path: String, _ entry: LessonEntry, _ runs: [(lesson: any Lesson, trainer: Trainer)],
    interval: Int, force: Bool
  ) throws(Failure) -> [RunRecorder] {
    let members = runs.map { lesson, trainer in
      RunSet.Member(
        lesson.settings.mechanism.rawValue, description: describe(lesson, entry),
        tensors: tensors(of: trainer.state, trainer))
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
      let directory = try RunDirectory.create(
        at: path, description: members[0].description, tensors: members[0].tensors, force: force)
      return [RunRecorder(directory, interval: interval)]
    } catch { throw Failure("\(error)") }
  }

  private static func describe(_ lesson: any Lesson, _ entry: LessonEntry) -> RunDescription {
    let settings = lesson.settings
    return RunDescription(
      title: "\(entry.name) · \(settings.mechanism.rawValue)", lesson: entry.name,
      mechanism: settings.mechanism.rawValue, seed: Int(settings.seed),
      config: config(of: settings, lesson.data), dataSHA256: lesson.data?.sha256 ?? "",
      version: version, kernels: String(cString: hk_level_name(hk_level())))
  }

  /// What a run on disk gives to go on with.
  struct Opened {
    /// The lesson's entry, on the run's data.
    var entry: LessonEntry
    /// The run, or those that are compared; they may stand at different steps.
    var runs: [(lesson: any Lesson, recorder: RunRecorder, checkpoint: Checkpoint)]
    var warnings: [String]
  }

  /// Opens the run at `path` to go on with it; `named` is the lesson that the user gave, if any.
  static func resume(_ path: String, named: String?, interval: Int, data: String?) throws(Failure)
    -> Opened
  {
    do {
      let description = try RunDirectory.readDescription(path)
      let found = try entry(description, path)
      try check(description, path, named: named, found)
      var set: RunSet?
      var resumed: [RunDirectory.Resumed]
      if found.compared.isEmpty {
        resumed = [try RunDirectory.resume(path)]
      } else {
        let opened = try RunSet.resume(path)
        (set, resumed) = (opened.set, opened.runs)
      }
      var opened = Opened(entry: found, runs: [], warnings: resumed.flatMap(\.warnings))
      for run in resumed {
        let place = run.directory.path
        let (entry, lesson) = try lesson(of: run.directory.description, place, data: data)
        opened.entry = entry
        opened.runs.append(
          (lesson, RunRecorder(run.directory, interval: interval, in: set), run.checkpoint))
      }
      if set != nil { try checkAlike(opened.runs.map(\.lesson), found, path) }
      let level = String(cString: hk_level_name(hk_level()))
      if !description.kernels.isEmpty, description.kernels != level {
        opened.warnings.append(
          "\(path) was computed by \(description.kernels) kernels and goes on with \(level): "
            + "not bit-exact; HEADLIGHT_KERNELS=\(description.kernels) makes it so")
      }
      return opened
    } catch let failure as Failure { throw failure } catch { throw Failure("\(error)") }
  }

  /// Checks that the run is one of the lesson that was asked for, and as a whole.
  private static func check(
    _ description: RunDescription, _ path: String, named: String?, _ entry: LessonEntry
  ) throws(Failure) {
    if let named, named != entry.name {
      throw Failure(
        "\(path) is a run of the lesson \(entry.name), not of \(named): "
          + "headlight train \(entry.name) --resume \(path) goes on with it")
    }
    guard entry.compared.isEmpty != description.runs.isEmpty else { return }
    if description.runs.isEmpty {
      throw Failure(
        "\(path) is one of the runs that \(entry.name) trains side by side: go on with the folder "
          + "that it lies in")
    }
    throw Failure(
      "\(path)/run.json: runs lists \(description.runs.count) folders, but the lesson "
        + "\(entry.name) trains one model")
  }

  /// Checks that the runs differ in their mechanisms only, which are those of the lesson.
  private static func checkAlike(
    _ lessons: [any Lesson], _ entry: LessonEntry, _ path: String
  ) throws(Failure) {
    guard lessons.map(\.settings.mechanism) == entry.compared else {
      throw Failure(
        "\(path)/run.json: runs must be those of "
          + entry.compared.map(\.rawValue).joined(separator: ", ") + ", in this order")
    }
    for lesson in lessons.dropFirst() {
      var settings = lesson.settings
      settings.mechanism = lessons[0].settings.mechanism
      guard settings == lessons[0].settings, lesson.data?.sha256 == lessons[0].data?.sha256 else {
        throw Failure(
          "\(path): the options of \(lesson.settings.mechanism.rawValue) are not those of "
            + "\(lessons[0].settings.mechanism.rawValue), so the two cannot be compared")
      }
    }
  }

  /// The one run that is meant by `path` as its newest whole checkpoint has it, to be read, not
  /// written; what was found damaged is said.
  static func newest(
    _ path: String, _ mechanism: Mechanism?, data: String?
  ) throws(Failure) -> (lesson: any Lesson, trainer: Trainer) {
    let path = try folder(path, mechanism)
    let description: RunDescription
    let newest: (checkpoint: Checkpoint, warnings: [String])
    do {
      description = try RunDirectory.readDescription(path)
      newest = try RunDirectory.newestCheckpoint(path)
    } catch { throw Failure("\(error)") }
    for warning in newest.warnings { Output.complain("headlight: \(warning)") }
    let lesson = try lesson(of: description, path, data: data).lesson
    let trainer = Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
      threads: 1, historyBudget: 0)
    trainer.state = try state(newest.checkpoint, for: trainer)
    return (lesson, trainer)
  }

  /// The folder of the one run that is meant by `path`: of runs that are compared, the mechanism's.
  private static func folder(_ path: String, _ mechanism: Mechanism?) throws(Failure) -> String {
    let description: RunDescription
    do { description = try RunDirectory.readDescription(path) } catch { throw Failure("\(error)") }
    guard !description.runs.isEmpty else {
      if let mechanism, mechanism.rawValue != description.mechanism {
        throw Failure(
          "\(path) was trained with \(description.mechanism): leave --mechanism "
            + "\(mechanism.rawValue) out")
      }
      return path
    }
    guard let mechanism else {
      throw Failure(
        "\(path) holds \(description.runs.count) runs: say which with --mechanism "
          + description.runs.joined(separator: "|"))
    }
    guard description.runs.contains(mechanism.rawValue) else {
      throw Failure(
        "\(path) has no run of \(mechanism.rawValue); it has: "
          + description.runs.joined(separator: ", "))
    }
    return path + "/" + mechanism.rawValue
  }

  /// The lesson that a run's description names.
  private static func entry(_ description: RunDescription, _ path: String) throws(Failure)
    -> LessonEntry
  {
    guard let entry = LessonCatalog.entry(description.lesson) else {
      throw Failure(
        "\(path)/run.json: lesson is \"\(description.lesson)\", which this version cannot train; "
          + "it knows: " + LessonCatalog.all.map(\.name).joined(separator: ", "))
    }
    return entry
  }

  /// The lesson that a run's description says, on its data, which may have moved to `data`.
  static func lesson(of description: RunDescription, _ path: String, data: String?) throws(Failure)
    -> (entry: LessonEntry, lesson: any Lesson)
  {
    let entry = try entry(description, path)
    var settings = entry.defaults
    func field<Choice: RawRepresentable>(_ name: String, _ text: String?) throws(Failure)
      -> Choice? where Choice.RawValue == String
    {
      guard let text else { return nil }
      guard let choice = Choice(rawValue: text) else {
        throw Failure("\(path)/run.json: \(name) is \"\(text)\", which is none of its values")
      }
      return choice
    }
    func whole(_ name: String, _ range: ClosedRange<Int>) throws(Failure) -> Int? {
      guard let value = description.config[name] else { return nil }
      guard let number = value.integer, range.contains(number) else {
        throw Failure(
          "\(path)/run.json: \(name) must be a whole number in \(range.lowerBound) … "
            + "\(range.upperBound)")
      }
      return number
    }
    guard description.seed >= 0 else { throw Failure("\(path)/run.json: seed is below 0") }
    settings.seed = UInt64(description.seed)
    settings.mechanism = try field("mechanism", description.mechanism) ?? settings.mechanism
    func check(_ name: String, _ found: String, _ known: [String]) throws(Failure) {
      guard !known.contains(found) else { return }
      throw Failure(
        "\(path)/run.json: \(name) is \"\(found)\", which the lesson \(entry.name) does not have; "
          + "it has: " + known.joined(separator: ", "))
    }
    try check("mechanism", settings.mechanism.rawValue, entry.mechanisms.map(\.rawValue))
    func text(_ name: String) -> String? { description.config[name]?.string }
    settings.decoderState =
      try field("decoder_state", text("decoder_state")) ?? settings.decoderState
    settings.encoder = try field("encoder", text("encoder")) ?? settings.encoder
    try check("encoder", settings.encoder.rawValue, entry.encoders.map(\.rawValue))
    settings.score = try field("score", text("score")) ?? settings.score
    let name: OptimizerName? = try field("optimizer", text("optimizer"))
    settings.optimizer = name?.optimizer ?? settings.optimizer
    settings.units = try whole("units", 1...1_024) ?? settings.units
    settings.layers = try whole("layers", 1...16) ?? settings.layers
    settings.heads = try whole("heads", 1...64) ?? settings.heads
    settings.batchSize = try whole("batch_size", 1...4_096) ?? settings.batchSize
    if let rate = description.config["learning_rate"]?.double {
      guard rate > 0, rate.isFinite else {
        throw Failure("\(path)/run.json: learning_rate must be a number above 0")
      }
      settings.learningRate = Float(rate)
    }
    guard !settings.splitsUnits || settings.units.isMultiple(of: settings.heads) else {
      throw Failure(
        "\(path)/run.json: units is \(settings.units), which cannot be split into heads, "
          + "\(settings.heads)")
    }
    let found = try DataFile.reopen(description, path, at: data)
    if found != nil, entry.pairs == nil {
      throw Failure("\(path)/run.json: data is given, but the lesson \(entry.name) makes its own")
    }
    let bound = try DataFile.entry(entry, on: found)
    let lesson = bound.make(settings)
    try DataFile.check(lesson)
    return (bound, lesson)
  }

  static func config(of settings: LessonSettings, _ data: LessonData?) -> JSONObject {
    var config: JSONObject = [
      "decoder_state": .string(settings.decoderState.rawValue),
      "encoder": .string(settings.encoder.rawValue), "score": .string(settings.score.rawValue),
      "units": JSONValue(settings.units), "layers": JSONValue(settings.layers),
      "heads": JSONValue(settings.heads), "batch_size": JSONValue(settings.batchSize),
      "optimizer": .string(settings.optimizer.name),
      "learning_rate": JSONValue(settings.learningRate),
    ]
    guard let data else { return config }
    config["data"] = .string(data.path)
    config["data_unit"] = .string(data.pairs.unit.rawValue)
    return config
  }

  // MARK: States as tensors

  private static let parts = ["", "adam.m/", "adam.v/"]

  /// The weights by their names; Adam's moments with `adam.m/` and `adam.v/` in front.
  static func tensors(of state: TrainingState, _ trainer: Trainer) -> [NamedNumbers] {
    tensors(of: state, trainer.layout)
  }

  /// The same for weights in this order.
  static func tensors(of state: TrainingState, _ layout: ParameterLayout) -> [NamedNumbers] {
    zip(parts, [state.weights, state.first, state.second]).flatMap { prefix, flat in
      flat.isEmpty
        ? []
        : layout.tensors(in: flat).map {
          NamedNumbers(prefix + $0.name, lengths: $0.lengths, $0.elements)
        }
    }
  }

  /// The state that a checkpoint holds.
  static func state(_ checkpoint: Checkpoint, for trainer: Trainer) throws(Failure)
    -> TrainingState
  {
    try state(checkpoint, trainer.layout, hasMoments: !trainer.state.first.isEmpty)
  }

  /// The same for weights in this order.
  static func state(
    _ checkpoint: Checkpoint, _ layout: ParameterLayout, hasMoments: Bool
  ) throws(Failure) -> TrainingState {
    func flat(_ prefix: String) throws(Failure) -> [Float] {
      var flat = [Float](repeating: 0, count: layout.count)
      for (parameter, offset) in zip(layout.parameters, layout.offsets) {
        let name = prefix + parameter.name
        let elements: [Float]
        do { elements = try checkpoint.file.floats(name) } catch { throw Failure("\(error)") }
        guard elements.count == parameter.shape.count else {
          throw Failure(
            "\(checkpoint.file.path): \(name) holds \(elements.count) numbers where the options in "
              + "run.json ask for \(parameter.shape.count)")
        }
        flat.replaceSubrange(offset..<(offset + elements.count), with: elements)
      }
      return flat
    }
    return TrainingState(
      step: checkpoint.step, weights: try flat(""), first: hasMoments ? try flat(parts[1]) : [],
      second: hasMoments ? try flat(parts[2]) : [])
  }

  // MARK: While it runs

  /// The line of metrics of a step.
  static func metrics(step: Int, loss: Float, _ evaluation: Evaluation?) -> JSONObject {
    var line: JSONObject = ["step": JSONValue(step), "loss": JSONValue(loss)]
    guard let evaluation else { return line }
    line["accuracy"] = .number(evaluation.accuracy)
    line["exact_match"] = .number(evaluation.exactMatch)
    if let pattern = evaluation.patternMatch { line["pattern_match"] = .number(pattern) }
    return line
  }

  /// Keeps what a new step gave.
  func record(_ trainer: Trainer, loss: Float, _ evaluation: Evaluation?) throws(FileError) {
    try directory.appendMetrics(Self.metrics(step: trainer.step, loss: loss, evaluation))
    if trainer.step.isMultiple(of: interval) { try save(trainer) }
  }

  /// Saves the trainer's state as the checkpoint of its step.
  func save(_ trainer: Trainer) throws(FileError) {
    try directory.writeCheckpoint(
      step: trainer.step, tensors: Self.tensors(of: trainer.state, trainer))
  }
}
