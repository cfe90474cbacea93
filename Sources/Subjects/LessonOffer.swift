/// A lesson that can be opened from the screen, or pairs that were.
public struct LessonOffer: Hashable, Sendable {
  /// What it is called: `dates`, or the name of a file of pairs.
  public var name: String
  /// What opens it.
  public var door: Door
  /// What is learned and how, where a language has no words of its own for it.
  public var summary: String
  /// Whether it can be trained on a user's own pairs.
  public var takesPairs: Bool

  /// What `door` opens, called `name`.
  public init(name: String, door: Door, summary: String, takesPairs: Bool) {
    (self.name, self.door) = (name, door)
    (self.summary, self.takesPairs) = (summary, takesPairs)
  }
}
