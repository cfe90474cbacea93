import Layers
import Snapshots
public import Tapes
import Tensors

/// A sentence in which one word decides its class: attention pooling, the second method.
///
/// Over an LSTM no single word has to be bright, because every state after the cue remembers it. Without an encoder a single word lights up, under tanh at most as bright as the cap
/// e² / (e² + T − 1); with a linear score there is no cap.
public struct KeywordsLesson: Lesson, Hashable {
  /// The name on the command line.
  public let name = "keywords"
  /// What was chosen.
  public let settings: LessonSettings
  /// The lesson's own length in steps.
  public let length = 800

  /// The lesson as it comes.
  public static let defaults = LessonSettings(
    mechanism: .pooling, encoder: .lstm, units: 64, batchSize: 32, learningRate: 4e-3)

  /// The lesson with `settings`.
  public init(_ settings: LessonSettings = Self.defaults) { self.settings = settings }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }

  /// What belongs on the screen about this choice of settings.
  public var facts: [String] {
    switch (settings.mechanism, settings.encoder) {
    case (.none, _): ["no attention: all it knows is \(Self.withoutAttention(settings.encoder))"]
    case (_, .lstm): ["every state after the cue remembers it: no single word has to be bright"]
    default:
      settings.score == .tanh
        ? ["scores by tanh are capped: no weight can exceed e² / (e² + T − 1)"]
        : ["linear scores have no cap"]
    }
  }

  private static func withoutAttention(_ encoder: LessonSettings.Encoder) -> String {
    encoder == .lstm ? "the LSTM's last state" : "the mean of the words"
  }

  /// The highest weight that pooling can give to one of `count` words; nil where nothing caps it.
  public func cap(_ count: Int) -> Float? {
    guard settings.mechanism == .pooling, settings.score == .tanh, count > 0 else { return nil }
    let square = exponential(2)
    return square / (square + Float(count) - 1)
  }

  private var stream: RandomStream { RandomStream(seed: settings.seed) }

  func heldOutExample(_ number: Int) -> KeywordsExample {
    Keywords.heldOut(stream("held out")(number))
  }

  /// What a trainer trains.
  public var objective: Objective {
    let lesson = self
    return Objective(
      batchSize: settings.batchSize,
      tape: { lesson.tape(batch: $0, keys: Keywords.maximumLength) },
      fill: { player, step, rows in
        let examples = rows.map { Keywords.training(lesson.stream("training")(step)($0)) }
        Padded(examples.map(\.ids), keys: Keywords.maximumLength).set(player)
        player.set("labels", positions: examples.map { Int32($0.label) })
        let share = 1 / Float(lesson.settings.batchSize)
        player.withNumbers("share") { $0.update(repeating: share) }
      },
      learningRate: fallingRate)
  }

  /// The program for a batch: class scores and, for training, the loss.
  func tape(batch: Int, keys: Int, explaining: Bool = false) -> Tape {
    Tape.record(explaining: explaining) { recorder in
      let source = recorder.indices("source", [.key: keys, .batch: batch])
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let states: Value = recorder.group(Diagram.encoder) {
        let embedded = Embedding("embedding", tokens: Keywords.tokens, width: 32)(source)
        return settings.encoder == .lstm
          ? LSTM("lstm", units: settings.units)(
            embedded, over: .key, input: .embedding, mask: mask
          ).outputs : embedded
      }
      let read = recorder.group(Diagram.attention) { summary(of: states, mask) }
      let scores = Dense("class", units: Keywords.classNames.count, output: .token)(
        read, over: states.shape.axes[2]
      ).named("scores", as: .tokenScores).markedAsOutput()
      crossEntropy(
        scores, labels: recorder.indices("labels", [.batch: batch]),
        weights: recorder.input("share", [.batch: batch])
      ).named("loss")
    }
  }

  private func summary(of states: Value, _ mask: Value) -> Value {
    guard settings.mechanism == .none else {
      return AttentionPooling("pooling", score: settings.score)(states, mask: mask).context
    }
    let keys = states.length(.key)
    if settings.encoder == .lstm { return states.row(keys - 1) }
    // Equal scores at every word that counts: the mean.
    let equal = softmax(0 * mask, over: .key, mask: mask)
    return sum(equal * states, over: .key)
  }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    KeywordsReader(self, weights)
  }
}

/// Sources of different lengths side by side, position by position.
struct Padded {
  let sources: [[Int32]]
  let keys: Int

  init(_ sources: [[Int32]], keys: Int) {
    self.sources = sources
    self.keys = keys
  }

  /// Sets the inputs `source` `[key, batch]` and `mask` `[batch, key]`.
  func set(_ player: Player) {
    let batch = sources.count
    player.withIndices("source") { ids in
      for (row, source) in sources.enumerated() {
        for key in 0..<keys { ids[key * batch + row] = key < source.count ? source[key] : 0 }
      }
    }
    setMask(player)
  }

  /// Sets the input `mask` `[batch, key]`.
  func setMask(_ player: Player) {
    player.withNumbers("mask") { mask in
      for (row, source) in sources.enumerated() {
        for key in 0..<keys { mask[row * keys + key] = key < source.count ? 1 : 0 }
      }
    }
  }
}

/// Players by the shapes they were recorded for; the least recently used one makes room.
struct PlayerCache<Size: Hashable> {
  private var players: [Size: Player] = [:]
  private var recent: [Size] = []
  private let most: Int

  init(most: Int = 24) { self.most = most }

  mutating func player(_ size: Size, make: (Size) -> Player) -> Player {
    recent.removeAll { $0 == size }
    recent.append(size)
    if let known = players[size] { return known }
    if recent.count > most { players[recent.removeFirst()] = nil }
    let player = make(size)
    players[size] = player
    return player
  }
}

/// Reads sentences with the current weights.
private final class KeywordsReader: LessonReader {
  private struct Size: Hashable {
    var batch: Int
    var keys: Int
  }
  private struct Verdict {
    var scores: [Float]
    var weights: [Float]

    var label: Int {
      var best = 0
      for place in scores.indices where scores[place] > scores[best] { best = place }
      return best
    }

    var probability: Float {
      let best = scores[label]
      return 1 / scores.reduce(Float(0)) { $0 + exponential($1 - best) }
    }
  }

  private let lesson: KeywordsLesson
  private let weights: ParameterMemory
  private var players = PlayerCache<Size>()

  init(_ lesson: KeywordsLesson, _ weights: ParameterMemory) {
    self.lesson = lesson
    self.weights = weights
  }

  private func read(_ sources: [[Int32]], keys: Int) -> [Verdict] {
    let size = Size(batch: sources.count, keys: keys)
    let player = players.player(size) {
      Player(lesson.tape(batch: $0.batch, keys: $0.keys), weights: weights)
    }
    Padded(sources, keys: keys).set(player)
    player.forward()
    let classes = Keywords.classNames.count
    return sources.enumerated().map { row, source in
      let scores = player.withValue("scores") { Array($0[(row * classes)..<((row + 1) * classes)]) }
      guard lesson.settings.mechanism == .pooling else {
        return Verdict(scores: scores, weights: [])
      }
      let own = player.withValue("pooling.attention_weights") {
        Array($0[(row * keys)..<(row * keys + source.count)])
      }
      return Verdict(scores: scores, weights: own)
    }
  }

  func snapshot(of input: LessonInput, at step: Int, teacherForcing: Bool) -> Snapshot {
    let example: KeywordsExample? =
      switch input {
      case .probe: Keywords.probe
      case .heldOut(let number): lesson.heldOutExample(number)
      case .typed(let text): Keywords.example(of: text)
      }
    var text = example?.text ?? ""
    if case .typed(let typed) = input { text = typed }
    let words = example?.words ?? Keywords.words(text)
    let ids = example?.ids ?? Keywords.encode(text)
    guard !ids.isEmpty else {
      let nothing = Reading(source: text, target: nil, text: "", written: [])
      return Snapshot(step: step, reading: nothing, attention: [])
    }
    let verdict = read([ids], keys: ids.count)[0]
    let name = Keywords.classNames[verdict.label]
    let written = Written(
      token: name, probability: verdict.probability, expectation: example?.expectation,
      isOnTarget: PatternCount.isOnTarget(verdict.weights, example?.expectation))
    let reading = Reading(
      source: text, target: example.map { Keywords.classNames[$0.label] }, text: name,
      written: [written], unknown: Keywords.unknownPositions(text))
    guard !verdict.weights.isEmpty else {
      return Snapshot(step: step, reading: reading, attention: [])
    }
    let weights = AttentionWeights(
      site: "pooling", weights: Tensor([.query: 1, .key: ids.count], verdict.weights),
      queries: [name], keys: words, kind: .pooling, cap: lesson.cap(ids.count))
    return Snapshot(step: step, reading: reading, attention: [weights])
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var right = 0
    var pattern = PatternCount()
    let portion = 100
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map(lesson.heldOutExample)
      let verdicts = read(examples.map(\.ids), keys: Keywords.maximumLength)
      for (example, verdict) in zip(examples, verdicts) {
        right += verdict.label == example.label ? 1 : 0
        pattern.count(verdict.weights, example.expectation)
      }
    }
    let share = Double(right) / Double(count)
    return Evaluation(
      step: step, accuracy: share, exactMatch: share, patternMatch: pattern.share,
      examples: count)
  }
}
