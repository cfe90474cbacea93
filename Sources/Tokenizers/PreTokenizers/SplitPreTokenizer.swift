/// A cut at the matches of a pattern.
struct SplitPreTokenizer: Sendable {
  /// What to look for.
  let pattern: TextPattern
  /// What becomes of it.
  let behaviour: SplitBehaviour
  /// Whether what is between the matches counts as matches.
  var isInverted = false

  /// Cuts the pieces.
  func preTokenize(_ pieces: inout PieceList) {
    pieces.split(at: pattern, behaviour, isInverted: isInverted)
  }

  /// What is between white space.
  static let whitespaceSplit = SplitPreTokenizer(
    pattern: .scalars(.whitespace), behaviour: .removed)
  /// Each sign of punctuation by itself.
  static let bertPunctuation = SplitPreTokenizer(
    pattern: .scalars(.punctuation), behaviour: .isolated)

  /// Numbers, digit by digit or together.
  static func digits(individually: Bool) -> SplitPreTokenizer {
    SplitPreTokenizer(
      pattern: .scalars(.numbers), behaviour: individually ? .isolated : .contiguous)
  }
}
