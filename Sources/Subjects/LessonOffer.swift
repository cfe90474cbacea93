/// A lesson that can be opened from the screen.
public struct LessonOffer: Hashable, Sendable {
  /// What it is called, and typed as.
  public var name: String
  /// What is learned and how, where a language has no words of its own for it.
  public var summary: String
  /// Whether it can be trained on a user's own pairs.
  public var takesPairs: Bool

  /// The lesson called `name`.
  public init(name: String, summary: String, takesPairs: Bool) {
    (self.name, self.summary, self.takesPairs) = (name, summary, takesPairs)
  }
}
