public import Runs

/// A run of ours that lies on disk, and what it trains.
public struct KeptRun: Sendable {
  /// What its directory says.
  public var follower: RunFollower
  /// The lesson with all that its run did otherwise on the way.
  public var lesson: Lesson
  /// The lesson of another description of the same run: its writer may have gone on otherwise.
  public var reopen: @Sendable (RunDescription) throws -> Lesson

  /// A run that is followed.
  public init(
    _ follower: RunFollower, _ lesson: Lesson,
    reopen: @escaping @Sendable (RunDescription) throws -> Lesson
  ) {
    (self.follower, self.lesson, self.reopen) = (follower, lesson, reopen)
  }
}
