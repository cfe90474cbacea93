import Tapes
import TestSupport

@testable import Lessons

extension Reversal {
  func reader(_ weights: ParameterMemory) -> SequenceReader {
    SequenceReader(model, weights: weights, start: Self.start)
  }
}
