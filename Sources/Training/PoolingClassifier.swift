import Layers
import Snapshots
import Tapes
import Tensors

/// A classifier by attention pooling over word embeddings or over the states of an LSTM, or, as the
/// baseline, by the LSTM's last state or the mean of the words.
///
/// Tensors: `embedding`, `lstm.kernel` …, `pooling.kernel` …, `class.kernel`, `class.bias`.
struct PoolingClassifier: Hashable, Sendable {
  /// The number of source tokens.
  var tokens: Int
  /// The number of classes.
  var classes: Int
  /// Mechanism, encoder, score and units.
  var settings: LessonSettings

  /// The highest weight that pooling can give to one of `count` words; nil where nothing caps it.
  func cap(_ count: Int) -> Float? {
    guard settings.mechanism == .pooling, settings.score == .tanh, count > 0 else { return nil }
    let square = exponential(2)
    return square / (square + Float(count) - 1)
  }

  /// The program for a batch: class scores and, for training, the loss.
  ///
  /// `explaining`: whether what only explains it is recorded too.
  func tape(batch: Int, keys: Int, explaining: Bool = false) -> Tape {
    Tape.record(explaining: explaining) { recorder in
      let source = recorder.indices("source", [.key: keys, .batch: batch])
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let states: Value = recorder.group(Diagram.encoder) {
        let embedded = Embedding("embedding", tokens: tokens, width: 32)(source)
        return settings.encoder == .lstm
          ? LSTM("lstm", units: settings.units)(
            embedded, over: .key, input: .embedding, mask: mask
          ).outputs : embedded
      }
      let read = recorder.group(Diagram.attention) { summary(of: states, mask) }
      let scores = Dense("class", units: classes, output: .token)(
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

  /// The one row of pooling with its labels; none for the baseline.
  func attention(
    of verdict: ClassifierReader.Verdict, query: String, keys: [String]
  ) -> [AttentionWeights] {
    guard !verdict.weights.isEmpty else { return [] }
    return [
      AttentionWeights(
        site: "pooling", weights: Tensor([.query: 1, .key: keys.count], verdict.weights),
        queries: [query], keys: keys, kind: .pooling, cap: cap(keys.count),
        scores: verdict.energies)
    ]
  }
}

/// Classifies sources with the current weights.
final class ClassifierReader {
  private struct Size: Hashable {
    var batch: Int
    var keys: Int
  }

  /// What the model makes of one source.
  struct Verdict {
    var scores: [Float]
    /// The weights of its own positions, and their scores; empty for the baseline.
    var weights: [Float] = []
    var energies: [Float] = []

    var label: Int {
      var best = 0
      for place in scores.indices where scores[place] > scores[best] { best = place }
      return best
    }

    /// Whether this label was chosen, among scores that are numbers.
    func isRight(_ label: Int) -> Bool { self.label == label && !probability.isNaN }

    var probability: Float {
      let best = scores[label]
      return 1 / scores.reduce(Float(0)) { $0 + exponential($1 - best) }
    }
  }

  private let model: PoolingClassifier
  private let weights: ParameterMemory
  private var players = PlayerCache<Size>()

  init(_ model: PoolingClassifier, _ weights: ParameterMemory) {
    self.model = model
    self.weights = weights
  }

  /// The verdict of each source; `keys` is the length to which they are padded.
  func read(_ sources: [[Int32]], keys: Int) -> [Verdict] {
    let size = Size(batch: sources.count, keys: keys)
    let player = players.player(size) {
      Player(model.tape(batch: $0.batch, keys: $0.keys), weights: weights)
    }
    Padded(sources, keys: keys).set(player)
    player.forward()
    let classes = model.classes
    return sources.enumerated().map { row, source in
      let scores = player.withValue("scores") { Array($0[(row * classes)..<((row + 1) * classes)]) }
      guard model.settings.mechanism == .pooling else {
        return Verdict(scores: scores)
      }
      func own(_ name: String) -> [Float] {
        player.withValue(name) { Array($0[(row * keys)..<(row * keys + source.count)]) }
      }
      return Verdict(
        scores: scores, weights: own("pooling.attention_weights"),
        energies: own(model.settings.score == .tanh ? "pooling.score" : "pooling.projected"))
    }
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
