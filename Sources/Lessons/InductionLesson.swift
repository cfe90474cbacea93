import Layers
public import Snapshots
public import Subjects
public import Tapes
import Tensors
public import Training

/// Repeated random tokens: a decoder of causal multi-head attention learns to look at what followed
/// the same token the last time.
///
/// Two layers are needed: a head that looks at the token before writes into every position what came
/// before it, and a head of the next layer finds by that the place to copy from.
/// Embeddings begin from N(0, 1): with small ones nothing happens for long.
public struct InductionLesson: Lesson, Hashable {
  /// The name on the command line.
  public let name = "induction"
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public var length: Int { settings.length(own: 1_600) }

  /// The lesson as it comes.
  public static let defaults = LessonSettings(
    mechanism: .multihead, encoder: .transformer, units: 64, batchSize: 32, learningRate: 2e-3)

  /// The lesson with `settings`.
  public init(_ settings: LessonSettings = Self.defaults) { self.settings = settings }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }

  /// What belongs on the screen about this choice of settings.
  public var facts: [Fact] {
    settings.mechanism == .none
      ? [.withoutAttention(.itself)] : [.causalLayers(settings.layers, heads: settings.heads)]
  }

  /// It reads texts; it writes nothing that it reads again.
  public var abilities: Abilities { [.types, .hasExamples] }

  private var stream: RandomStream { RandomStream(seed: settings.seed) }

  func heldOutExample(_ number: Int) -> RepeatedTokensExample {
    RepeatedTokens.heldOut(stream("held out")(number))
  }

  /// What a trainer trains.
  public var objective: Objective {
    let lesson = self
    return Objective(
      batchSize: settings.batchSize,
      tape: { lesson.tape(batch: $0, queries: RepeatedTokens.length) },
      fill: { player, step, rows in
        let training = lesson.stream("training")(step)
        // The share of a label is that in the whole batch, whatever the shard.
        let batch = (0..<lesson.settings.batchSize).map { RepeatedTokens.training(training($0)) }
        let share = 1 / Float(batch.map(\.counted.count).reduce(0, +))
        let examples = batch[rows]
        player.set("source", positions: examples.flatMap(\.ids))
        player.set("labels", positions: examples.flatMap(\.targets))
        player.set(
          "share",
          examples.flatMap { example in
            example.ids.indices.map { example.counted.contains($0) ? share : 0 }
          })
      },
      learningRate: fallingRate)
  }

  /// The example behind an input; nil for what was typed.
  func example(of input: Input) -> RepeatedTokensExample? {
    switch input {
    case .own: RepeatedTokens.probe
    case .example(let number): heldOutExample(number)
    case .typed: nil
    }
  }

  /// The program for a batch: a score for every next token and, for training, the loss.
  func tape(batch: Int, queries: Int, explaining: Bool = false) -> Tape {
    Tape.record(explaining: explaining) { recorder in
      let shape: Shape = [.batch: batch, .query: queries]
      var x = Embedding(
        "embedding", tokens: RepeatedTokens.tokens, width: settings.units,
        initializer: .standardNormal)(recorder.indices("source", shape))
      x = addPositions(x, along: .query)
      let size = TransformerSize(
        width: settings.units, heads: settings.heads, filter: 2 * settings.units)
      for layer in 0..<settings.layers {
        x = recorder.group("layer \(layer)") {
          settings.mechanism == .none
            ? x
              + FeedForward("\(layer)", filter: size.filter)(
                LayerNormalization("\(layer).ln")(x))
            : TransformerEncoderBlock("\(layer)", size)(x, isCausal: true).output
        }
      }
      let scores = Dense("scores", units: RepeatedTokens.tokens, output: .token)(
        LayerNormalization("ln")(x), over: .embedding
      ).named("scores", as: .tokenScores).markedAsOutput()
      crossEntropy(
        scores, labels: recorder.indices("labels", shape), weights: recorder.input("share", shape)
      ).named("loss")
    }
  }

  /// Whether its readers can leave out heads.
  public var hasHeads: Bool { settings.mechanism != .none }

  /// What leaves these heads out of a reading.
  public func leavingOut(_ heads: HeadsOff) -> [Intervention] {
    guard hasHeads else { return [] }
    return (0..<settings.layers).flatMap { layer in
      heads.interventions(
        at: Self.site(layer), heads: settings.heads, context: "\(layer).attended")
    }
  }

  /// Where the attention of a layer is.
  static func site(_ layer: Int) -> Site { Site("decoder.\(layer).self") }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    InductionReader(self, weights)
  }
}

/// Reads lines of tokens with the current weights.
private final class InductionReader: LessonReader {
  private struct Size: Hashable {
    var batch: Int
    var queries: Int
    var interventions: [Intervention]
  }

  private let lesson: InductionLesson
  private let weights: ParameterMemory
  private var players = PlayerCache<Size>()
  private var off: HeadsOff = [:]
  /// The head of the last layer that looks where it should most often; read from the run.
  private var best = 0

  init(_ lesson: InductionLesson, _ weights: ParameterMemory) {
    self.lesson = lesson
    self.weights = weights
  }

  private var layers: Int { lesson.settings.mechanism == .none ? 0 : lesson.settings.layers }

  func leaveOut(_ heads: HeadsOff) { off = heads }

  private func play(_ sources: [[Int32]]) -> Player {
    let size = Size(
      batch: sources.count, queries: sources[0].count,
      interventions: lesson.leavingOut(off))
    let player = players.player(size) {
      Player(
        lesson.tape(batch: $0.batch, queries: $0.queries), weights: weights,
        interventions: $0.interventions)
    }
    player.set("source", positions: sources.flatMap(\.self))
    player.forward()
    return player
  }

  /// The weights `[batch, head, query, key]` of a layer.
  private func attention(_ player: Player, layer: Int) -> Tensor {
    player["\(layer).weights"].permuted(to: [.batch, .head, .query, .key])
  }

  /// What the heads do on lines of one form: a mark and twice the same letters.
  func headRoles(atMost inputs: Int) -> HeadRoles? {
    guard lesson.hasHeads else { return nil }
    let lines = Array(Self.declared.prefix(inputs))
    let player = play(lines)
    let maps = (0..<layers).map { attention(player, layer: $0) }
    let inputs = lines.enumerated().map { row, ids in
      Dictionary(
        uniqueKeysWithValues: maps.enumerated().map { layer, map in
          let own = map.at(row, of: .batch)
          let heads = (0..<lesson.settings.heads).map { head in
            HeadStatistics(
              weights: own.at(head, of: .head).elements, queries: ids, keys: ids, kind: .causal)
          }
          return (InductionLesson.site(layer), heads)
        })
    }
    return HeadRoles(inputs, .repeatedTokens)
  }

  private static let declared = (0..<64).map { RepeatedTokens.declared($0).ids }

  func snapshot(of input: Input, at step: Int, teacherForcing: Bool) -> Snapshot {
    let example = lesson.example(of: input)
    var ids = example?.ids ?? []
    if case .typed(let text) = input { ids = RepeatedTokens.encode(text) }
    let names = ids.map(RepeatedTokens.name)
    let source = names.joined(separator: " ")
    guard ids.count > 1 else { return .unread(source, at: step) }
    let player = play([ids])
    let maps = (0..<layers).map { attention(player, layer: $0).at(0, of: .batch) }
    let expectations = example?.expectations ?? RepeatedTokens.expectations(ids)
    let row: (Int) -> [Float]? = { query in
      maps.last.map { $0.at(self.best, of: .head).at(query, of: .query).elements }
    }
    let guesses = guesses(player, row: 0, of: ids.count)
    let written = guesses.indices.map { query in
      Written(
        token: RepeatedTokens.name(of: guesses[query].token),
        probability: guesses[query].probability, expectation: expectations[query],
        isOnTarget: PatternCount.isOnTarget(row(query), expectations[query]))
    }
    func text(_ tokens: [Int32]) -> String {
      tokens.map(RepeatedTokens.name).joined(separator: " ")
    }
    let counted = example?.counted ?? 0..<ids.count
    let reading = Reading(
      source: source, target: example.map { text(Array($0.targets[counted])) },
      targetTokens: [], text: text(counted.map { guesses[$0].token }), written: written)
    return Snapshot(
      step: step, reading: reading,
      attention: maps.enumerated().map { layer, map in
        AttentionWeights(
          site: InductionLesson.site(layer), weights: map, queries: names, keys: names,
          kind: .causal, layer: layer, carriesPattern: layer == layers - 1,
          value: "\(layer).weights")
      })
  }

  private func guesses(_ player: Player, row: Int, of count: Int) -> [(
    token: Int32, probability: Float
  )] {
    let width = RepeatedTokens.tokens
    return player.withValue("scores") { scores in
      (0..<count).map { query in
        let start = (row * count + query) * width
        let own = scores[start..<(start + width)]
        var best = own.startIndex
        for place in own.indices where own[place] > own[best] { best = place }
        let sum = own.reduce(Float(0)) { $0 + exponential($1 - own[best]) }
        return (Int32(best - start), 1 / sum)
      }
    }
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var (exact, right, tokens) = (0, 0, 0)
    var patterns = [PatternCount](repeating: PatternCount(), count: lesson.settings.heads)
    let portion = 50
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map(lesson.heldOutExample)
      let player = play(examples.map(\.ids))
      let maps = layers > 0 ? attention(player, layer: layers - 1) : nil
      for (row, example) in examples.enumerated() {
        let guesses = guesses(player, row: row, of: example.ids.count)
        let hits = example.counted.count {
          guesses[$0].token == example.targets[$0] && !guesses[$0].probability.isNaN
        }
        right += hits
        tokens += example.counted.count
        exact += hits == example.counted.count ? 1 : 0
        guard let map = maps?.at(row, of: .batch) else { continue }
        for head in patterns.indices {
          let own = map.at(head, of: .head)
          for query in example.ids.indices {
            patterns[head].count(
              own.at(query, of: .query).elements, example.expectations[query])
          }
        }
      }
    }
    let shares = patterns.map { $0.share ?? 0 }
    let leader = shares.indices.max { shares[$0] < shares[$1] } ?? 0
    // Which head is the one to watch is a fact of the trained model, not of what was left out.
    if off.isEmpty { best = leader }
    return Evaluation(
      step: step, accuracy: Double(right) / Double(max(1, tokens)),
      exactMatch: Double(exact) / Double(count), patternMatch: layers > 0 ? shares[leader] : nil,
      examples: count)
  }
}
