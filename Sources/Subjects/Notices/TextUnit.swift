/// What of a text is read or written one by one.
public enum TextUnit: String, CaseIterable, Hashable, Sendable {
  /// A character as a person sees it, with its accents: a grapheme cluster.
  case characters
  /// What white space separates.
  case words
}
