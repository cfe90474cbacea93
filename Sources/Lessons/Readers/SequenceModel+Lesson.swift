import Layers
import Snapshots
import Subjects
import Tapes
import Tensors
import Training

extension SequenceModel: LessonModel {
  func program(rows: Int, _ padding: Padding, explaining: Bool) -> Tape {
    trainingTape(
      batch: rows, keys: padding.keys, queries: padding.queries, explaining: explaining)
  }

  /// Targets lie query by query: `[query, batch]`.
  func fill(_ player: Player, _ samples: [Sample], labelWeight: Float, _ marks: Marks) {
    Padded(samples, for: player).set(player)
    let queries = player.tape.shape(of: "given")[.query] ?? 1
    let targets = Targets(samples: samples, queries: queries, marks: marks)
    player.set("labels", positions: targets.byQuery(targets.label))
    player.set("given", positions: targets.byQuery(targets.given))
    player.set("label_weight", targets.byQuery { targets.weight($0, $1, of: labelWeight) })
  }

  func size(of sample: Sample) -> Padding {
    Padding(keys: sample.source.count, queries: sample.target.count)
  }

  func reader(_ weights: ParameterMemory, _ marks: Marks) -> any ModelReader {
    SequenceReader(
      self, weights: weights, start: marks.start, end: marks.stopsAtEnd ? marks.end : nil)
  }

  var hasHeads: Bool { mechanism == .multihead }
  var canBeTaught: Bool { true }

  var facts: [Fact] {
    let attention: [Fact] =
      switch mechanism {
      case .none: [.withoutAttention(.encoderState)]
      case .pooling: [.oneDistribution]
      case .additive, .multihead: []
      }
    return attention + [decoderState == .carried ? .carriesState : .resetsState]
  }
}
