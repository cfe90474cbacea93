/// Why a row can be right though its most is not on its dot.
enum RightElsewhere: Hashable {
  /// A state of the encoder knows what stands on both sides of it.
  case stateKnows
  /// One row of weights answers every query.
  case oneRow
  /// Neither is so.
  case unknown
}
