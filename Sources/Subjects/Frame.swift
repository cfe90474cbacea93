/// What a subject shows of one moment; it comes as a whole, so that no screen is half updated.
public struct Frame: Hashable, Sendable {
  /// All runs of the subject, on one step.
  public var scenes: [Scene]
  /// What it has to say.
  public var notices: [Notice]

  /// These scenes, and what is said with them.
  public init(_ scenes: [Scene], notices: [Notice] = []) {
    self.scenes = scenes
    self.notices = notices
  }
}
