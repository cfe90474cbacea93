public import Snapshots
public import Tapes
import Tensors

/// The first lesson: `3rd of May 2014` → `2014-05-03`, by additive attention in a recurrent
/// encoder–decoder, or without attention as the baseline.
///
/// Everything is generated from the seed: no file is read. What becomes visible: the digits of the
/// year are read off the year, the month's off the month, wherever they stand.
public struct DatesLesson: Hashable, Sendable {
  /// What can be chosen.
  public struct Options: Hashable, Sendable {
    /// The seed of weights and data.
    public var seed: UInt64 = 1
    /// How the decoder finds what it needs.
    public var mechanism = Mechanism.additive
    /// What the decoder's recurrent unit starts each step from.
    public var decoderState = DecoderState.carried
    /// The units of each direction of the encoder, of the decoder and of the attention.
    public var units = 64
    /// The number of examples in a batch.
    public var batchSize = 32
    /// The first learning rate; it falls in a line to a twentieth over the lesson's own length.
    public var learningRate: Float = 4e-3
    /// How weights follow gradients.
    public var optimizer = Optimizer.kerasAdam

    /// The lesson as it comes.
    public init() {}
  }

  /// The name on the command line.
  public static let name = "dates"
  /// One sentence of what it is.
  public static let summary = "dates as people write them → 2014-05-03, by additive attention"
  /// The lesson's own length in steps.
  public static let length = 1_400
  /// The number of held-out examples of an evaluation on the way, and of the last one.
  public static let evaluationExamples = (onTheWay: 200, final: 1_000)

  /// What was chosen.
  public let options: Options
  /// The model.
  public let model: SequenceModel

  /// The lesson with `options`.
  public init(_ options: Options) {
    self.options = options
    model = SequenceModel(
      sourceTokens: Dates.sourceTokens, targetTokens: Dates.targetTokens, embedding: 32,
      units: options.units, isBidirectional: true, mechanism: options.mechanism,
      decoderState: options.decoderState, isMasked: true)
  }

  private var stream: RandomStream { RandomStream(seed: options.seed) }

  /// The training example in a row of a step's batch.
  public func trainingExample(step: Int, row: Int) -> DateExample {
    Dates.training(stream("training")(step)(row))
  }

  /// The held-out example of a number; its day is in no training example.
  public func heldOutExample(_ number: Int) -> DateExample {
    Dates.heldOut(stream("held out")(number))
  }

  /// The example that the map shows: the same for every seed, and held out.
  public static let probe = DateExample(
    source: "3rd of May 2014", target: "2014-05-03", expectations: probeExpectations)

  private static let probeExpectations: [Expectation] = [
    .keys([11]), .keys([12]), .keys([13]), .keys([14]), .free, .keys([7, 8, 9]), .keys([7, 8, 9]),
    .free, .free, .keys([0]),
  ]

  /// The objective that a trainer trains.
  public var objective: Objective {
    let (lesson, model, batchSize) = (self, model, options.batchSize)
    let rate = options.learningRate
    return Objective(
      batchSize: batchSize,
      tape: { rows in
        model.trainingTape(batch: rows, keys: Dates.maximumLength, queries: Dates.targetLength)
      },
      fill: { player, step, rows in lesson.fill(player, step, rows) },
      learningRate: { step in
        rate * max(0.05, 1 - Float(step) / Float(Self.length))
      })
  }

  private func fill(_ player: Player, _ step: Int, _ rows: Range<Int>) {
    let (keys, queries, width) = (Dates.maximumLength, Dates.targetLength, rows.count)
    let examples = rows.map { trainingExample(step: step, row: $0) }
    let sources = examples.map { Dates.encode($0.source) }
    let targets = examples.map { Dates.encode(target: $0.target) }
    player.withIndices("source") { ids in
      for (row, source) in sources.enumerated() {
        for key in 0..<keys { ids[key * width + row] = key < source.count ? source[key] : 0 }
      }
    }
    player.withNumbers("mask") { mask in
      for (row, source) in sources.enumerated() {
        for key in 0..<keys { mask[row * keys + key] = key < source.count ? 1 : 0 }
      }
    }
    player.withIndices("labels") { labels in
      for (row, target) in targets.enumerated() {
        for query in 0..<queries { labels[query * width + row] = target[query] }
      }
    }
    player.withIndices("given") { given in
      for (row, target) in targets.enumerated() {
        for query in 0..<queries {
          given[query * width + row] = query == 0 ? Dates.start : target[query - 1]
        }
      }
    }
    let share = 1 / Float(options.batchSize * queries)
    player.withNumbers("share") { $0.update(repeating: share) }
  }

  /// The number of trained numbers.
  public var parameterCount: Int {
    ParameterLayout([
      model.trainingTape(batch: 1, keys: Dates.maximumLength, queries: Dates.targetLength)
    ]).trainedCount
  }

  /// A reader of the lesson's model.
  public func reader(_ weights: ParameterMemory) -> SequenceReader {
    SequenceReader(model, weights: weights, start: Dates.start)
  }

  // MARK: Reading

  /// What the model writes for a text, with the attention, at `step`.
  ///
  /// - `example`: what was asked: the right answer and where it can be read, where these are known.
  /// - `teacherForcing`: whether the decoder is given the right characters instead of its own.
  public func snapshot(
    of text: String, example: DateExample?, at step: Int, by reader: SequenceReader,
    teacherForcing: Bool = false
  ) -> Snapshot {
    let ids = Dates.encode(text)
    guard !ids.isEmpty else {
      let nothing = Reading(source: "", target: nil, text: "", written: [])
      return Snapshot(step: step, reading: nothing, attention: [])
    }
    let forced = teacherForcing ? example.map { [Dates.encode(target: $0.target)] } : nil
    let transcript = reader.read([ids], length: Dates.targetLength, forced: forced)[0]
    let reading = reading(of: text, example: example, transcript)
    guard model.mechanism == .additive else {
      return Snapshot(step: step, reading: reading, attention: [])
    }
    let weights = Tensor(
      [.query: transcript.weights.count, .key: ids.count], transcript.weights.flatMap(\.self))
    let attention = AttentionWeights(
      site: "att", weights: weights, queries: reading.written.map(\.token),
      keys: text.map { String($0) })
    return Snapshot(step: step, reading: reading, attention: [attention])
  }

  private func reading(
    of text: String, example: DateExample?, _ transcript: Transcript
  ) -> Reading {
    var written: [Written] = []
    for (place, token) in transcript.tokens.enumerated() {
      let expectation = example?.expectations[place]
      let weights = transcript.weights.isEmpty ? nil : transcript.weights[place]
      written.append(
        Written(
          token: name(of: token), probability: transcript.probabilities[place],
          expectation: expectation, isOnTarget: Self.isOnTarget(weights, expectation)))
    }
    return Reading(
      source: text, target: example?.target, text: Dates.decode(transcript.tokens),
      written: written, unknown: Dates.unknownPositions(text))
  }

  /// A target token as a person reads it; what is no character has a word.
  private func name(of token: Int32) -> String {
    let text = Dates.decode([token])
    return text.isEmpty ? "∅" : text
  }

  /// Whether the largest weight of a row lies where it should; nil for rows that are not counted.
  static func isOnTarget(_ weights: [Float]?, _ expectation: Expectation?) -> Bool? {
    guard let weights, case .keys(let keys) = expectation else { return nil }
    var best = 0
    for place in weights.indices where weights[place] > weights[best] { best = place }
    return keys.contains(best)
  }

  /// Held-out values with the weights that `reader` is bound to.
  public func evaluate(_ reader: SequenceReader, at step: Int, examples count: Int) -> Evaluation {
    var (exact, tokens, matched, counted) = (0, 0, 0, 0)
    let portion = 100
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map(heldOutExample)
      let transcripts = reader.read(
        examples.map { Dates.encode($0.source) }, length: Dates.targetLength,
        keys: Dates.maximumLength)
      for (example, transcript) in zip(examples, transcripts) {
        let target = Dates.encode(target: example.target)
        exact += transcript.tokens == target ? 1 : 0
        tokens += zip(transcript.tokens, target).filter { $0 == $1 }.count
        for (place, weights) in transcript.weights.enumerated() {
          guard let hit = Self.isOnTarget(weights, example.expectations[place]) else { continue }
          counted += 1
          matched += hit ? 1 : 0
        }
      }
    }
    return Evaluation(
      step: step, accuracy: Double(tokens) / Double(count * Dates.targetLength),
      exactMatch: Double(exact) / Double(count),
      patternMatch: counted > 0 ? Double(matched) / Double(counted) : nil, examples: count)
  }
}
