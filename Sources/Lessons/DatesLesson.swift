public import Layers
public import Snapshots
public import Subjects
public import Tapes
import Tensors
public import Training

/// The first lesson: `3rd of May 2014` → `2014-05-03`, by additive attention in a recurrent
/// encoder–decoder, or without attention as the baseline.
///
/// Everything is generated from the seed: no file is read. What becomes visible: the digits of the
/// year are read off the year, the month's off the month, wherever they stand.
public struct DatesLesson: Lesson, Hashable {
  /// The name on the command line.
  public let name: String
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public let length: Int
  /// The model.
  public let model: SequenceModel

  /// The lesson as it comes.
  public static let defaults = LessonSettings(
    mechanism: .additive, encoder: .gru, units: 64, batchSize: 32, learningRate: 4e-3)

  /// The lesson with `settings`.
  ///
  /// `length`: its own length in steps, over which the learning rate falls.
  public init(
    _ settings: LessonSettings = Self.defaults, name: String = "dates", length: Int = 1_400
  ) {
    self.name = name
    self.length = settings.length(own: length)
    self.settings = settings
    model = SequenceModel(
      sourceTokens: Dates.sourceTokens, targetTokens: Dates.targetTokens, embedding: 32,
      units: settings.units, isBidirectional: true, mechanism: settings.mechanism,
      decoderState: settings.decoderState, heads: settings.heads, score: settings.score,
      isMasked: true, mistake: settings.mistake)
  }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }

  /// What belongs on the screen about this choice of settings.
  public var facts: [Fact] {
    var facts: [Fact] = []
    switch settings.mechanism {
    case .none: facts.append(.withoutAttention(.encoderState))
    case .pooling: facts.append(.oneDistribution)
    case .additive, .multihead: break
    }
    return facts + [settings.decoderState == .carried ? .carriesState : .resetsState]
  }

  private var stream: RandomStream { RandomStream(seed: settings.seed) }

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
    let (lesson, model) = (self, model)
    return Objective(
      batchSize: settings.batchSize,
      tape: { rows in
        model.trainingTape(batch: rows, keys: Dates.maximumLength, queries: Dates.targetLength)
      },
      fill: { player, step, rows in lesson.fill(player, step, rows) },
      learningRate: lesson.fallingRate)
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
    let share = 1 / Float(settings.batchSize * queries)
    player.withNumbers("share") { $0.update(repeating: share) }
  }

  /// Whether its readers can leave out heads.
  public var hasHeads: Bool { settings.mechanism == .multihead }

  /// What leaves these heads out of a reading.
  public func leavingOut(_ heads: HeadsOff) -> [Intervention] { model.leavingOut(heads) }

  /// A reader of the lesson's model.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    let reader = SequenceReader(model, weights: weights, start: Dates.start)
    // Mistakes that let padding in show something only where there is padding, as in training.
    let isPadded = settings.mistake == .noMask || settings.mistake == .reshape
    return DatesReader(
      reader, heldOut: heldOutExample, keys: isPadded ? Dates.maximumLength : nil)
  }
}

/// Reads dates with the current weights.
final class DatesReader: LessonReader {
  private let reader: any TargetWriter
  private let heldOut: (Int) -> DateExample
  /// The length to which a single source is padded; nil: as long as it is.
  private let keys: Int?

  init(
    _ reader: any TargetWriter, heldOut: @escaping (Int) -> DateExample, keys: Int? = nil
  ) {
    self.reader = reader
    self.heldOut = heldOut
    self.keys = keys
  }

  func leaveOut(_ heads: HeadsOff) { reader.leaveOut(heads) }

  func headRoles(atMost inputs: Int) -> HeadRoles? {
    reader.hasHeads ? HeadRoles(self, heldOut: min(32, inputs), .dates) : nil
  }

  func snapshot(of input: Input, at step: Int, teacherForcing: Bool) -> Snapshot {
    let example: DateExample? =
      switch input {
      case .own: DatesLesson.probe
      case .example(let number): heldOut(number)
      case .typed: nil
      }
    var text = example?.source ?? ""
    if case .typed(let typed) = input { text = typed }
    let ids = Dates.encode(text)
    guard !ids.isEmpty else { return .unread(at: step) }
    let forced = teacherForcing ? example.map { [Dates.encode(target: $0.target)] } : nil
    let transcript = reader.read(
      [ids], length: Dates.targetLength, keys: keys, forced: forced)[0]
    let reading = reading(of: text, example: example, transcript)
    // A query of a decoder's own attention is what it was given: the start mark comes first.
    let given = ["^"] + (forced?[0] ?? transcript.tokens).dropLast().map(Dates.name)
    return Snapshot(
      step: step, reading: reading,
      attention: reader.attention(
        in: transcript, queries: reading.written.map(\.token), given: given,
        keys: text.map { String($0) }))
  }

  private func reading(
    of text: String, example: DateExample?, _ transcript: Transcript
  ) -> Reading {
    var written: [Written] = []
    for (place, token) in transcript.tokens.enumerated() {
      let expectation = example?.expectations[place]
      written.append(
        Written(
          token: Dates.name(of: token), id: token, probability: transcript.probabilities[place],
          expectation: expectation,
          isOnTarget: PatternCount.isOnTarget(transcript.row(place), expectation)))
    }
    return Reading(
      source: text, target: example?.target, text: Dates.decode(transcript.tokens),
      written: written, unknown: Dates.unknownPositions(text))
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var (exact, tokens) = (0, 0)
    var pattern = PatternCount()
    let portion = 100
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map(heldOut)
      let transcripts = reader.read(
        examples.map { Dates.encode($0.source) }, length: Dates.targetLength,
        keys: Dates.maximumLength, forced: nil)
      for (example, transcript) in zip(examples, transcripts) {
        let target = Dates.encode(target: example.target)
        exact += transcript.judged == target ? 1 : 0
        tokens += zip(transcript.judged, target).filter { $0 == $1 }.count
        for place in target.indices {
          pattern.count(transcript.row(place) ?? [], example.expectations[place])
        }
      }
    }
    return Evaluation(
      step: step, accuracy: Double(tokens) / Double(count * Dates.targetLength),
      exactMatch: Double(exact) / Double(count), patternMatch: pattern.share, examples: count)
  }
}
