import Tapes
import TestSupport

@testable import Lessons

extension Reversal {
  func reader(_ weights: ParameterMemory) -> SequenceReader {
    SequenceReader(model, weights: weights, start: Self.start)
  }
}

extension TargetWriter {
  /// What the model writes for texts.
  func read(
    _ sources: [[Int32]], length: Int, keys: Int? = nil, forced: [[Int32]]? = nil
  ) -> [Transcript] {
    read(sources.map { .tokens($0) }, length: length, keys: keys, forced: forced)
  }
}
