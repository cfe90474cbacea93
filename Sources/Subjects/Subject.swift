/// Whatever a screen can be about: a lesson that trains, a run on disk, somebody else's run, a model.
///
/// A subject keeps one run, or several on one step. It works on threads of its own: ``send(_:_:)`` and
/// ``stop()`` return at once, and what it has to show waits in ``frames``.
public protocol Subject: AnyObject, Sendable {
  /// Where the newest frame lies; an unread one is replaced.
  var frames: Mailbox<Frame> { get }

  /// Asks for something. What is about one run, such as its heads, is about `run`; everything else
  /// is about all runs of the subject.
  func send(_ request: Request, _ run: RunID)

  /// Asks the subject to end: what it computes is given up.
  func stop()

  /// Waits for the end of a subject that was stopped, at most this long.
  ///
  /// - Returns: what is lost if the process ends now; nil where nothing is.
  func end(within time: Duration) -> Unsaved?
}

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
