import Layers
import Snapshots
import Subjects
import Tapes
import Tensors
import Training

/// Chooses a label for each source with the current weights.
final class ClassifierReader: ModelReader {
  private struct Size: Hashable {
    var batch: Int
    var keys: Int
  }

  private let model: PoolingClassifier
  private let weights: ParameterMemory
  private var players = PlayerCache<Size>()
  /// The scores of the first source's positions; empty for the baseline.
  private var positionScores: [Float] = []

  init(_ model: PoolingClassifier, _ weights: ParameterMemory) {
    self.model = model
    self.weights = weights
  }

  func answers(
    _ samples: [Sample], queries: Int, keys: Int?, isForced: Bool
  ) -> [Transcript] {
    let keys = max(keys ?? 1, samples.map(\.source.count).max() ?? 1)
    let player = players.player(Size(batch: samples.count, keys: keys)) {
      Player(model.tape(batch: $0.batch, keys: $0.keys), weights: weights)
    }
    Padded(samples.map(\.source), keys: keys).set(player)
    player.forward()
    let classes = model.classes
    func own(_ name: String, _ row: Int) -> [Float] {
      let first = row * keys
      return player.withValue(name) {
        Array($0[first..<(first + samples[row].source.count)])
      }
    }
    let isPooling = model.mechanism == .pooling
    if isPooling {
      positionScores = own(model.score == .tanh ? "pooling.score" : "pooling.projected", 0)
    }
    return samples.indices.map { row in
      let chosen = player.withValue("scores") {
        likeliest($0[(row * classes)..<((row + 1) * classes)])
      }
      return Transcript(
        tokens: [chosen.token], probabilities: [chosen.probability],
        weights: isPooling ? [[own("pooling.attention_weights", row)]] : [])
    }
  }

  /// The one row of pooling with its labels; none for the baseline.
  func attention(of transcript: Transcript, _ labels: MapLabels) -> [AttentionWeights] {
    guard let row = transcript.row(0) else { return [] }
    let isCapped = model.score == .tanh && !row.isEmpty
    return [
      AttentionWeights(
        site: "pooling", weights: Tensor([.query: 1, .key: row.count], row),
        queries: labels.written, keys: labels.source, kind: .pooling,
        cap: isCapped ? AttentionWeights.cap(ofScoresWithinOneOver: row.count) : nil,
        scores: positionScores, value: "pooling.attention_weights")
    ]
  }

  /// Pooling has no heads.
  func leaveOut(_ heads: HeadsOff) {}
}

extension PoolingClassifier: LessonModel {
  func program(rows: Int, _ padding: Padding, explaining: Bool) -> Tape {
    tape(batch: rows, keys: padding.keys, explaining: explaining)
  }

  func size(of sample: Sample) -> Padding {
    Padding(keys: sample.source.count, queries: 1)
  }

  func reader(_ weights: ParameterMemory, _ marks: Marks) -> any ModelReader {
    ClassifierReader(self, weights)
  }

  var hasHeads: Bool { false }
  func leavingOut(_ heads: HeadsOff) -> [Intervention] { [] }
  var canBeTaught: Bool { false }

  var facts: [Fact] {
    switch (mechanism, encoder) {
    case (.none, .lstm): [.withoutAttention(.lstmState)]
    case (.none, _): [.withoutAttention(.meanOfWords)]
    case (_, .lstm): [.statesRemember]
    default: [score == .tanh ? .cappedScores : .linearScores]
    }
  }
}
