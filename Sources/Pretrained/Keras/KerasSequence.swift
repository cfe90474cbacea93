import Tapes
import Tensors

/// A recurrent encoder–decoder of Keras whose attention stands behind the recurrence.
///
/// The decoder's state never sees the context, so all queries of a text can be played at once: the
/// whole tape. Written is with the step tape, which has the same bits.
protocol KerasSequence: Sendable {
  /// The width of the decoder's state.
  var width: Int { get }
  /// The positions that a text is padded to.
  var keys: Int { get }
  /// The value that the step reads as `features`, by its name in the encoder.
  var features: String { get }
  /// The values of the encoder that are, one behind the other, what the decoder starts from; empty:
  /// zeros.
  var firstState: [String] { get }
  /// The program of reading a text: inputs `source` `[key, batch]` and, where padding is masked, `mask`
  /// `[batch, key]`.
  func encoderTape() -> Tape
  /// The program of writing one symbol: inputs `features`, `given` `[batch]` and `state_before`;
  /// results `state`, `attention.scores` and `probabilities`.
  func stepTape() -> Tape
  /// The program of both for `queries` symbols that are known: inputs `source`, `mask` and `given`
  /// `[query, batch]`.
  func wholeTape(queries: Int) -> Tape
}

extension KerasSequence {
  /// How many numbers the decoder's state has.
  var stateCount: Int { max(1, firstState.count) * width }
}
