public import JSON
public import Snapshots
public import Tapes

/// A published Keras model with attention: a directory with config.json and model.safetensors.
///
/// A model belongs to one thread at a time.
public final class KerasModel {
  /// How a model finds what it needs.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    /// GRUs and Keras's additive attention: transliteration.
    case additive
    /// LSTMs and dot products: pronunciation.
    case dot
    /// LSTMs and attention pooling: the next character of a text.
    case pooling
  }

  /// How the model finds what it needs.
  public let family: Family
  /// The package that the model was published in, as its config.json says.
  public let source: String
  /// The number of trained numbers.
  public let trainedCount: Int
  /// The most characters of a text.
  public let longestText: Int
  /// A text of its own, for whoever has none.
  public let ownText: String
  /// How many symbols are written where nobody says it.
  public let defaultLength: Int

  private enum Reader {
    case sequence(KerasSequenceReader)
    case pooling(KerasPoolingReader)
  }
  private let reader: Reader

  /// Whether a config.json is that of such a model.
  public static func recognises(_ config: JSONObject) -> Bool { family(of: config) != nil }

  /// The family that a config.json tells by the fields it has; nil for other models.
  static func family(of config: JSONObject) -> Family? {
    guard config["model_type"] == nil, let vocab = config["vocab"]?.object else { return nil }
    if config["context"] != nil { return .pooling }
    guard vocab["input"]?.object != nil, vocab["output"]?.object != nil else { return nil }
    if config["go"] != nil { return .dot }
    return config["gru"] != nil ? .additive : nil
  }

  /// Opens the model in `directory`; every tensor is checked by name and shape.
  public init(directory: String) throws(KerasModelError) {
    let config = try KerasConfig(reading: directory + "/config.json")
    let tensors = try KerasTensors(reading: directory + "/model.safetensors")
    family = config.family
    source = config.source
    longestText = config.longestText
    defaultLength = config.queries
    let layout: ParameterMemory
    switch config.family {
    case .additive, .dot:
      let model: any KerasSequence
      if config.family == .additive {
        model = try KerasAdditiveModel(tensors, config)
      } else {
        model = try KerasDotModel(tensors, config)
      }
      layout = try tensors.weights(for: [model.encoderTape(), model.stepTape()])
      reader = .sequence(KerasSequenceReader(model, config, layout))
    case .pooling:
      let model = try KerasPoolingModel(tensors, config)
      layout = try tensors.weights(for: [model.tape()], names: KerasPoolingModel.names)
      reader = .pooling(KerasPoolingReader(model, config, layout))
    }
    trainedCount = layout.layout.trainedCount
    ownText = Self.ownText(config)
  }

  /// What the model makes of `text`.
  ///
  /// - `length`: the most symbols that are written, at least one; it ends by itself at its end mark.
  /// - `choose`: picks a symbol's number among the probabilities of all; without it the likeliest is
  ///   written.
  public func read(
    _ text: String, length: Int? = nil, choosing choose: (([Float]) -> Int)? = nil
  ) throws(KerasModelError) -> KerasReading {
    let length = min(max(1, length ?? defaultLength), KerasConfig.greatestLength)
    switch reader {
    case .sequence(let reader): return try reader.read(text, length: length, choosing: choose)
    case .pooling(let reader): return try reader.read(text, length: length, choosing: choose)
    }
  }

  /// A reading with every operation and its numbers, for the Anatomy.
  ///
  /// An encoder–decoder shows all queries at once. A text that is continued shows the step that wrote
  /// symbol `query`: one row over the window of that step.
  ///
  /// `interventions`: changes to values, made in this order; those of values that the model's code does
  /// not name are left out.
  public func explain(
    _ reading: KerasReading, query: Int = 0, interventions: [Intervention] = []
  ) -> Snapshot {
    switch reader {
    case .sequence(let reader): reader.explain(reading, interventions)
    case .pooling(let reader): reader.explain(reading, query: query, interventions)
    }
  }

  /// Plays a text that the model already has as numbers, keeping every value by its name.
  ///
  /// - `source`: the text, not padded; of a text that is continued the whole window.
  /// - `given`: what the decoder is given; nothing where there is none.
  package func play(_ source: [Int32], given: [Int32]) -> Player {
    switch reader {
    case .sequence(let reader): reader.play(source, given: given)
    case .pooling(let reader): reader.play(source)
    }
  }

  /// A text at which the published models show what they learnt; another one where it cannot be read.
  private static func ownText(_ config: KerasConfig) -> String {
    let text =
      switch config.family {
      case .additive: "phnompenh"
      case .dot: "ATTENTION"
      case .pooling: "The best way"
      }
    let isReadable = (try? config.input.ids(text, most: config.longestText)) != nil
    return isReadable ? text : String(config.input.known.prefix(min(5, config.longestText)))
  }
}
