/// What a model makes of a piece of text: an id and the bytes it was made of.
struct ModelToken: Hashable, Sendable {
  /// The id.
  var id: Int
  /// The bytes of the text.
  var range: Range<Int>
  /// Whether the token is called by its text and not by what the id stands for, as Unigram's
  /// unknown ones are.
  var isNamedByText = false
}
