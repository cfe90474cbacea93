/// Steps that were made and are not kept.
public struct Unsaved: Hashable, Sendable {
  /// The directory that the run is kept in.
  public var directory: String
  /// The step that it goes on from.
  public var saved: Int
  /// The last step that was made.
  public var reached: Int
  /// Whether it is being written at this moment: waiting a little may save it.
  public var isBeingWritten: Bool

  /// The steps after `saved` up to `reached`.
  public init(directory: String, saved: Int, reached: Int, isBeingWritten: Bool) {
    self.directory = directory
    self.saved = saved
    self.reached = reached
    self.isBeingWritten = isBeingWritten
  }
}
