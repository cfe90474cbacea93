/// How much is drawn of each head where all are looked at.
public enum HeadsForm: String, Hashable, Sendable, CaseIterable {
  /// One cell in the colour of one number: all heads of a large model at once.
  case overview
  /// Its map from afar.
  case thumbnails
}
