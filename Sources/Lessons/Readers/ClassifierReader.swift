import Layers
import Snapshots
import Tapes
import Tensors
import Training

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
      guard model.mechanism == .pooling else {
        return Verdict(scores: scores)
      }
      func own(_ name: String) -> [Float] {
        player.withValue(name) { Array($0[(row * keys)..<(row * keys + source.count)]) }
      }
      return Verdict(
        scores: scores, weights: own("pooling.attention_weights"),
        energies: own(model.score == .tanh ? "pooling.score" : "pooling.projected"))
    }
  }
}

extension PoolingClassifier {
  /// The one row of pooling with its labels; none for the baseline.
  func attention(
    of verdict: ClassifierReader.Verdict, query: String, keys: [String]
  ) -> [AttentionWeights] {
    guard !verdict.weights.isEmpty else { return [] }
    return [
      AttentionWeights(
        site: "pooling", weights: Tensor([.query: 1, .key: keys.count], verdict.weights),
        queries: [query], keys: keys, kind: .pooling, cap: cap(keys.count),
        scores: verdict.energies, value: "pooling.attention_weights")
    ]
  }

  /// The highest weight that pooling can give to one of `count` words; nil where nothing caps it.
  private func cap(_ count: Int) -> Float? {
    guard mechanism == .pooling, score == .tanh, count > 0 else { return nil }
    let square = exponential(2)
    return square / (square + Float(count) - 1)
  }
}
