import JSON
import Dashboard
import Lessons
import Runs
import Subjects
import TensorFiles

extension LessonOption {
  /// All of them, in the order of `run.json`.
  static let all: [LessonOption] = [
    mechanism, seed, decoderState, encoder, score, units, layers, heads, batchSize, optimizer,
    learningRate, steps, sourceUnit, targetUnit,
  ]

  static let mechanism = word(
    "mechanism", "additive, pooling, multihead, or none: the baseline without attention.",
    isHeader: true, known: \.mechanisms, get: \.mechanism, set: { $0.mechanism = $1 })

  static let seed = whole(
    "seed", 0...Int.max, "Seed of weights and data.", isHeader: true, get: { Int($0.seed) },
    set: { $0.seed = UInt64($1) })

  static let decoderState = word(
    "decoder_state",
    """
    What the decoder starts each step from: carried (its own last state) or reset (zeros, as in \
    the tutorials that pass no initial state).
    """, choice: .decoderState, get: \.decoderState, set: { $0.decoderState = $1 })

  static let encoder = word(
    "encoder", "What reads the input before attention does: gru, lstm, transformer or none.",
    known: \.encoders, get: \.encoder, set: { $0.encoder = $1 })

  static let score = word(
    "score", "What pooling applies to a position's projection: tanh (as published) or linear.",
    choice: .score, get: \.score, set: { $0.score = $1 })

  static let units = whole(
    "units", 1...1_024,
    "Units of the recurrent layers and of the attention; the width of a transformer.",
    get: \.units, set: { $0.units = $1 })

  static let layers = whole(
    "layers", 1...16, "Layers of a transformer.", choice: .layers, get: \.layers,
    set: { $0.layers = $1 })

  static let heads = whole(
    "heads", 1...64, "Heads of multi-head attention.", choice: .heads, get: \.heads,
    set: { $0.heads = $1 })

  static let batchSize = whole(
    "batch_size", 1...4_096, "Examples in a batch.", get: \.batchSize, set: { $0.batchSize = $1 })

  static let optimizer = word(
    "optimizer", "adam (Keras's: ε 1e-7) or sgd.", get: { OptimizerName($0.optimizer) },
    set: { $0.optimizer = $1.optimizer })

  static let learningRate = positive(
    "learning_rate", "First learning rate; it falls over the lesson's own length.",
    get: \.learningRate, set: { $0.learningRate = $1 })

  /// No option of its own: `--steps` sets it where it asks for more than the lesson's own length.
  static let steps = whole(
    "steps", 1...Int.max, "The steps over which the learning rate falls.", get: \.steps,
    set: { $0.steps = $1 })

  static let sourceUnit = word(
    "source_unit", "What of a source of --data is read one by one: characters or words.",
    choice: .pairs, get: \.sourceUnit, set: { $0.sourceUnit = $1 })

  static let targetUnit = word(
    "target_unit", "What of a target of --data is written one by one: characters or words.",
    choice: .pairs, get: \.targetUnit, set: { $0.targetUnit = $1 })
}

// MARK: The table and run.json

extension LessonOption {
  /// The member `config` of `run.json` for these settings.
  static func config(of settings: LessonSettings) -> JSONObject {
    var config = JSONObject()
    for option in all where !option.isHeader { config[option.key] = option.get(settings) }
    return config
  }

  /// The settings that `run.json` at `place` describes.
  ///
  /// What is absent is as the lesson has it, because older versions knew less; what is there has the
  /// right type and is in its range, or it is an error.
  static func settings(
    of description: RunDescription, _ entry: LessonEntry, _ place: String
  ) throws(Failure) -> LessonSettings {
    var settings = entry.defaults
    var config = description.config
    // One unit for both sides was all that older versions had.
    if let unit = config["data_unit"] {
      for option in [sourceUnit, targetUnit] where config[option.key] == nil {
        config[option.key] = unit
      }
    }
    for option in all {
      let value: JSONValue?
      switch option.key {
      case mechanism.key:
        value = description.mechanism.isEmpty ? nil : .string(description.mechanism)
      case seed.key: value = JSONValue(description.seed)
      default: value = config[option.key]
      }
      guard let value else { continue }
      do throws(Refusal) { try option.apply(value, to: &settings, of: entry) } catch {
        throw option.failure(error, entry, place)
      }
    }
    if let problem = settings.problem {
      throw Failure("\(place): " + Language.english.line(problem))
    }
    return settings
  }

  private func failure(_ refusal: Refusal, _ entry: LessonEntry, _ place: String) -> Failure {
    let member = isHeader ? key : "config.\(key)"
    switch refusal {
    case .wrong(let found):
      return Failure("\(place): \(member) must be \(expected), found \"\(found)\"")
    case .unknown(let value, let known):
      return Failure(
        "\(place): \(member) is \"\(value)\", which the lesson \(entry.name) does not have; it has: "
          + known.joined(separator: ", "))
    }
  }
}
