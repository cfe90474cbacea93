/// A token that is cut out of the text before the model sees it.
struct AddedToken: Sendable {
  /// The text.
  var content: String
  /// The id.
  var id: Int
  /// What the id stands for in decoded text: the content, normalized if that is looked for.
  var decoded: [UInt8] = []
  /// Whether it counts only as a word of its own.
  var isSingleWord = false
  /// Whether white space before it belongs to it.
  var stripsLeft = false
  /// Whether white space after it belongs to it.
  var stripsRight = false
  /// Whether it is looked for in the normalized text.
  var isNormalized = false
  /// Whether it is left out of decoded text.
  var isSpecial = true
}
