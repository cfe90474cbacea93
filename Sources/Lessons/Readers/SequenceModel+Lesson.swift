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
    return attention + [.readsBothWays, decoderState == .carried ? .carriesState : .resetsState]
  }
}
