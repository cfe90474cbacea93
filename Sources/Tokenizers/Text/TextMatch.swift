/// A part of a text that a pattern matched, or one between two matches.
struct TextMatch: Hashable, Sendable {
  /// The bytes.
  var range: Range<Int>
  /// Whether the pattern matched here.
  var isMatch: Bool
}
