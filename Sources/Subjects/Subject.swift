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
