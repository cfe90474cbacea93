import Layers
import Snapshots
public import Tapes
import Tensors

/// The dates once more, by a transformer encoder–decoder: the same alignment as in ``DatesLesson``,
/// found by cross attention and without recurrence.
public struct TranslateLesson: Lesson, Hashable {
  /// The name on the command line.
  public let name = "translate"
  /// What was chosen.
  public let settings: LessonSettings
  /// The lesson's own length in steps.
  public let length = 2_000

  /// The lesson as it comes.
  public static let defaults = LessonSettings(
    mechanism: .multihead, encoder: .transformer, units: 64, batchSize: 32, learningRate: 2e-3)

  /// The lesson with `settings`.
  public init(_ settings: LessonSettings = Self.defaults) { self.settings = settings }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }

  /// What belongs on the screen about this choice of settings.
  public var facts: [String] {
    ["\(settings.layers) + \(settings.layers) layers × \(settings.heads) heads, no recurrence"]
  }

  private var stream: RandomStream { RandomStream(seed: settings.seed) }

  func heldOutExample(_ number: Int) -> DateExample { Dates.heldOut(stream("held out")(number)) }

  private var size: TransformerSize {
    TransformerSize(width: settings.units, heads: settings.heads, filter: 2 * settings.units)
  }

  /// What a trainer trains.
  public var objective: Objective {
    let lesson = self
    return Objective(
      batchSize: settings.batchSize,
      tape: { lesson.trainingTape(batch: $0) },
      fill: { player, step, rows in
        let training = lesson.stream("training")(step)
        let examples = rows.map { Dates.training(training($0)) }
        Padded(examples.map { Dates.encode($0.source) }, keys: Dates.maximumLength).set(player)
        let targets = examples.map { Dates.encode(target: $0.target) }
        player.set("labels", positions: targets.flatMap(\.self))
        player.set("given", positions: targets.flatMap { [Dates.start] + $0.dropLast() })
        let share = 1 / Float(lesson.settings.batchSize * Dates.targetLength)
        player.withNumbers("share") { $0.update(repeating: share) }
      },
      learningRate: fallingRate)
  }

  func trainingTape(
    batch: Int, keys: Int = Dates.maximumLength, explaining: Bool = false
  ) -> Tape {
    Tape.record(explaining: explaining) { recorder in
      let (encoded, mask) = encode(recorder, batch: batch, keys: keys)
      let shape: Shape = [.batch: batch, .query: Dates.targetLength]
      let scores = decode(recorder.indices("given", shape), encoded, mask)
      crossEntropy(
        scores, labels: recorder.indices("labels", shape), weights: recorder.input("share", shape)
      ).named("loss")
    }
  }

  /// The program of reading sources: `encoded`.
  func encoderTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in _ = encode(recorder, batch: batch, keys: keys) }
  }

  /// The program of scoring all next characters after `given`.
  func decoderTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in
      let encoded = recorder.input(
        "encoded", [.batch: batch, .key: keys, .embedding: settings.units])
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let given = recorder.indices("given", [.batch: batch, .query: Dates.targetLength])
      _ = decode(given, encoded, mask)
    }
  }

  private func encode(
    _ recorder: Recorder, batch: Int, keys: Int
  ) -> (encoded: Value, mask: Value) {
    let source = recorder.indices("source", [.key: keys, .batch: batch])
    let mask = recorder.input("mask", [.batch: batch, .key: keys])
    return recorder.group(Diagram.encoder) {
      let embedded = Embedding(
        "enc.embedding", tokens: Dates.sourceTokens, width: settings.units,
        initializer: .standardNormal)(source)
      var x = addPositions(embedded.renaming(.key, to: .query), along: .query)
      for layer in 0..<settings.layers {
        x = recorder.group("layer \(layer)") {
          TransformerEncoderBlock("enc.\(layer)", size)(x, mask: mask).output
        }
      }
      let encoded = LayerNormalization("enc.ln")(x).renaming(.query, to: .key)
      return (encoded.named("encoded").markedAsOutput(), mask)
    }
  }

  private func decode(_ given: Value, _ encoded: Value, _ mask: Value) -> Value {
    given.recorder.group(Diagram.decoder) {
      var x = Embedding(
        "dec.embedding", tokens: Dates.targetTokens, width: settings.units,
        initializer: .standardNormal)(given)
      x = addPositions(x, along: .query)
      for layer in 0..<settings.layers {
        let block = TransformerDecoderBlock("dec.\(layer)", size)
        x = given.recorder.group("layer \(layer)") {
          block(x, to: block.memory(of: encoded), mask: mask).output
        }
      }
      return Dense("dec.scores", units: Dates.targetTokens, output: .token)(
        LayerNormalization("dec.ln")(x), over: .embedding
      ).named("scores", as: .tokenScores).markedAsOutput()
    }
  }

  /// Whether its readers can leave out heads.
  public var hasHeads: Bool { true }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    TranslateReader(self, weights)
  }
}

/// Reads dates with the current weights of a transformer.
///
/// Greedy decoding plays the whole decoder once a character; causal attention makes what comes later
/// in `given` mean nothing, so no other program is needed.
private final class TranslateReader: LessonReader {
  private struct Size: Hashable {
    var batch: Int
    var keys: Int
    var interventions: [Intervention]
  }

  private let lesson: TranslateLesson
  private let weights: ParameterMemory
  private var encoders = PlayerCache<Size>()
  private var decoders = PlayerCache<Size>()
  private var off: HeadsOff = [:]

  init(_ lesson: TranslateLesson, _ weights: ParameterMemory) {
    self.lesson = lesson
    self.weights = weights
  }

  func leaveOut(_ heads: HeadsOff) { off = heads }

  func headRoles() -> HeadRoles? { HeadRoles(self, heldOut: 32, "held-out dates") }

  /// What leaves out heads of the encoder, `enc`, or of the decoder, `dec`.
  private func interventions(_ half: String, _ kinds: [String]) -> [Intervention] {
    (0..<lesson.settings.layers).flatMap { layer in
      kinds.flatMap { kind in
        let layer = "\(half).\(layer)"
        let attention = half == "enc" ? layer : "\(layer).\(kind)"
        return off.interventions(
          at: Site("\(layer).\(kind)"), heads: lesson.settings.heads,
          context: "\(attention).attended")
      }
    }
  }

  /// What is written for each source, and the players that read and wrote it.
  private func read(
    _ sources: [[Int32]], keys: Int, forced: [[Int32]]? = nil
  ) -> (tokens: [[Int32]], probabilities: [[Float]], encoder: Player, decoder: Player) {
    let encoderSize = Size(
      batch: sources.count, keys: keys, interventions: interventions("enc", ["self"]))
    let encoder = encoders.player(encoderSize) {
      Player(
        lesson.encoderTape(batch: $0.batch, keys: $0.keys), weights: weights,
        interventions: $0.interventions)
    }
    let decoderSize = Size(
      batch: sources.count, keys: keys, interventions: interventions("dec", ["self", "cross"]))
    let decoder = decoders.player(decoderSize) {
      Player(
        lesson.decoderTape(batch: $0.batch, keys: $0.keys), weights: weights,
        interventions: $0.interventions)
    }
    let padded = Padded(sources, keys: keys)
    padded.set(encoder)
    encoder.forward()
    let encoded = encoder["encoded"].permuted(to: [.batch, .key, .embedding])
    decoder.set("encoded", encoded.elements)
    padded.setMask(decoder)
    let length = Dates.targetLength
    var given = sources.map { _ in [Dates.start] + [Int32](repeating: 0, count: length - 1) }
    var tokens = sources.map { _ in [Int32]() }
    var probabilities = sources.map { _ in [Float]() }
    for position in 0..<length {
      decoder.set("given", positions: given.flatMap(\.self))
      decoder.forward()
      decoder.withValue("scores") { scores in
        for row in sources.indices {
          let start = (row * length + position) * Dates.targetTokens
          let own = scores[start..<(start + Dates.targetTokens)]
          var best = own.startIndex
          for place in own.indices where own[place] > own[best] { best = place }
          let sum = own.reduce(Float(0)) { $0 + exponential($1 - own[best]) }
          tokens[row].append(Int32(best - start))
          probabilities[row].append(1 / sum)
          if position + 1 < length {
            given[row][position + 1] = forced?[row][position] ?? Int32(best - start)
          }
        }
      }
    }
    return (tokens, probabilities, encoder, decoder)
  }

  private func map(_ player: Player, _ name: String, row: Int) -> Tensor {
    player[name].permuted(to: [.batch, .head, .query, .key]).at(row, of: .batch)
  }

  private func cross(_ decoder: Player, row: Int) -> Tensor {
    map(decoder, "dec.\(lesson.settings.layers - 1).cross.weights", row: row)
  }

  /// The mean over the heads of one row.
  private func mean(_ map: Tensor, _ query: Int, keys: Int) -> [Float] {
    let heads = map.shape[.head] ?? 1
    return (0..<keys).map { key in
      (0..<heads).reduce(Float(0)) { $0 + map[$1, query, key] } / Float(heads)
    }
  }

  func snapshot(of input: LessonInput, at step: Int, teacherForcing: Bool) -> Snapshot {
    let example: DateExample? =
      switch input {
      case .probe: DatesLesson.probe
      case .heldOut(let number): lesson.heldOutExample(number)
      case .typed: nil
      }
    var text = example?.source ?? ""
    if case .typed(let typed) = input { text = typed }
    let ids = Dates.encode(text)
    guard !ids.isEmpty else {
      let nothing = Reading(source: "", target: nil, text: "", written: [])
      return Snapshot(step: step, reading: nothing, attention: [])
    }
    let forced = teacherForcing ? example.map { [Dates.encode(target: $0.target)] } : nil
    let (tokens, probabilities, encoder, decoder) = read([ids], keys: ids.count, forced: forced)
    let last = cross(decoder, row: 0)
    let names = tokens[0].map(Dates.name)
    let written = names.indices.map { place in
      let expectation = example?.expectations[place]
      return Written(
        token: names[place], probability: probabilities[0][place], expectation: expectation,
        isOnTarget: PatternCount.isOnTarget(mean(last, place, keys: ids.count), expectation))
    }
    let keys = text.map { String($0) }
    let layers = (0..<lesson.settings.layers).reversed()
    var attention = layers.map { layer in
      AttentionWeights(
        site: Site("dec.\(layer).cross"),
        weights: map(decoder, "dec.\(layer).cross.weights", row: 0), queries: names, keys: keys)
    }
    // A query of the decoder's own attention is what it was given: the start mark comes first.
    let given = ["^"] + (forced?[0] ?? tokens[0]).dropLast().map(Dates.name)
    attention += layers.map { layer in
      AttentionWeights(
        site: Site("dec.\(layer).self"),
        weights: map(decoder, "dec.\(layer).self.weights", row: 0), queries: given, keys: given,
        kind: .causal, carriesPattern: false)
    }
    attention += layers.map { layer in
      AttentionWeights(
        site: Site("enc.\(layer).self"), weights: map(encoder, "enc.\(layer).weights", row: 0),
        queries: keys, keys: keys, kind: .selfAttention, carriesPattern: false)
    }
    let reading = Reading(
      source: text, target: example?.target, text: Dates.decode(tokens[0]), written: written,
      unknown: Dates.unknownPositions(text))
    return Snapshot(step: step, reading: reading, attention: attention)
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var (exact, right) = (0, 0)
    var pattern = PatternCount()
    let portion = 50
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map(lesson.heldOutExample)
      let (tokens, _, _, decoder) = read(
        examples.map { Dates.encode($0.source) }, keys: Dates.maximumLength)
      for (row, example) in examples.enumerated() {
        let target = Dates.encode(target: example.target)
        exact += tokens[row] == target ? 1 : 0
        right += zip(tokens[row], target).filter { $0 == $1 }.count
        let map = cross(decoder, row: row)
        for place in target.indices {
          pattern.count(
            mean(map, place, keys: example.source.count), example.expectations[place])
        }
      }
    }
    return Evaluation(
      step: step, accuracy: Double(right) / Double(count * Dates.targetLength),
      exactMatch: Double(exact) / Double(count), patternMatch: pattern.share, examples: count)
  }
}
