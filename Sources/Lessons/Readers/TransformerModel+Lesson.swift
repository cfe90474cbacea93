import Layers
import Snapshots
import Subjects
import Tapes
import Tensors
import Training

extension TransformerModel: LessonModel {
  func program(rows: Int, _ padding: Padding, explaining: Bool) -> Tape {
    trainingTape(
      batch: rows, keys: padding.keys, queries: padding.queries, explaining: explaining)
  }

  /// Targets lie row by row: `[batch, query]`.
  func fill(_ player: Player, _ samples: [Sample], labelWeight: Float, _ marks: Marks) {
    Padded(samples, for: player).set(player)
    let queries = player.tape.shape(of: "given")[.query] ?? 1
    let targets = Targets(samples: samples, queries: queries, marks: marks)
    player.set("labels", positions: targets.byRow(targets.label))
    player.set("given", positions: targets.byRow(targets.given))
    player.set("label_weight", targets.byRow { targets.weight($0, $1, of: labelWeight) })
  }

  func size(of sample: Sample) -> Padding {
    Padding(keys: sample.source.count, queries: sample.target.count)
  }

  func reader(_ weights: ParameterMemory, _ marks: Marks) -> any ModelReader {
    TransformerReader(
      self, weights: weights, start: marks.start, end: marks.stopsAtEnd ? marks.end : nil)
  }

  var hasHeads: Bool { hasCrossAttention }
  var canBeTaught: Bool { true }

  var facts: [Fact] {
    [.encoderDecoder(layers: layers, heads: heads)]
      + (hasCrossAttention ? [] : [.withoutAttention(.meanOfStates)])
  }
}
