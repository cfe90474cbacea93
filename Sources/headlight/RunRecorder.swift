import CKernels
import Layers
import Snapshots
import Tapes
import TensorFiles
import Tensors
import Training

/// Writes a training run to a directory, or goes on with one: options, metrics and checkpoints.
struct RunRecorder {
  /// The run on disk.
  let directory: RunDirectory
  /// The steps between two checkpoints.
  var interval: Int

  static let version = "0.1.0"

  /// Begins a run at `path`.
  static func begin(
    _ path: String, _ lesson: any Lesson, state: TrainingState, trainer: Trainer, interval: Int,
    force: Bool
  ) throws(Failure) -> RunRecorder {
    let settings = lesson.settings
    let description = RunDescription(
      title: "\(lesson.name) · \(settings.mechanism.rawValue)", lesson: lesson.name,
      mechanism: settings.mechanism.rawValue, seed: Int(settings.seed),
      config: config(of: settings, lesson.data), dataSHA256: lesson.data?.sha256 ?? "",
      version: version, kernels: String(cString: hk_level_name(hk_level())))
    do {
      let directory = try RunDirectory.create(
        at: path, description: description, tensors: tensors(of: state, trainer), force: force)
      return RunRecorder(directory: directory, interval: interval)
    } catch { throw Failure("\(error)") }
  }

  /// What a run on disk gives to go on with.
  struct Opened {
    var recorder: RunRecorder
    var lesson: any Lesson
    var checkpoint: Checkpoint
    var warnings: [String]
  }

  /// Opens the run at `path` to go on with it.
  static func resume(_ path: String, interval: Int, data: String?) throws(Failure) -> Opened {
    do {
      let resumed = try RunDirectory.resume(path)
      let description = resumed.directory.description
      var warnings = resumed.warnings
      let level = String(cString: hk_level_name(hk_level()))
      if !description.kernels.isEmpty, description.kernels != level {
        warnings.append(
          "\(path) was computed by \(description.kernels) kernels and goes on with \(level): "
            + "not bit-exact; HEADLIGHT_KERNELS=\(description.kernels) makes it so")
      }
      return Opened(
        recorder: RunRecorder(directory: resumed.directory, interval: interval),
        lesson: try lesson(of: description, path, data: data), checkpoint: resumed.checkpoint,
        warnings: warnings)
    } catch let failure as Failure { throw failure } catch { throw Failure("\(error)") }
  }

  /// The lesson that a run's description says, on its data, which may have moved to `data`.
  static func lesson(of description: RunDescription, _ path: String, data: String?) throws(Failure)
    -> any Lesson
  {
    guard let entry = LessonCatalog.entry(description.lesson) else {
      throw Failure(
        "\(path)/run.json: lesson is \"\(description.lesson)\", which this version cannot train; "
          + "it knows: " + LessonCatalog.all.map(\.name).joined(separator: ", "))
    }
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
    let lesson = try DataFile.entry(entry, on: found).make(settings)
    try DataFile.check(lesson)
    return lesson
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
