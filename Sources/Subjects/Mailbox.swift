import Synchronization

/// One place for the latest value: an unread one is replaced, never queued.
///
/// The writer never waits for the reader. `wake` is called once whenever an empty box is filled.
public final class Mailbox<Content: Sendable>: Sendable {
  private let content = Mutex<Content?>(nil)
  private let wake: @Sendable () -> Void

  /// An empty box that calls `wake` whenever it is filled.
  public init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Puts a value in, in place of an unread one.
  public func publish(_ value: Content) {
    let wasEmpty = content.withLock { content in
      defer { content = value }
      return content == nil
    }
    if wasEmpty { wake() }
  }

  /// Takes the value out; nil where there is none.
  public func take() -> Content? {
    content.withLock { content in
      defer { content = nil }
      return content
    }
  }

  /// Whether the last value was taken, so that a new one is worth its making.
  public var isEmpty: Bool { content.withLock { $0 == nil } }
}
