import Synchronization

/// Asks whatever plays on some weights to stop between two instructions.
///
/// What was being computed is then worth nothing and is thrown away; the weights, which only an
/// optimizer writes, are those of before. Once raised it stays raised.
public final class StopSignal: Sendable {
  private let raised = Atomic(false)

  /// A signal that nobody has raised.
  public init() {}

  /// Asks to stop; may be called from any thread and from a signal handler.
  public func raise() { raised.store(true, ordering: .relaxed) }

  /// Whether somebody asked.
  @inline(__always)
  public var isRaised: Bool { raised.load(ordering: .relaxed) }
}
