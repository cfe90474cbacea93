/// A click, a wheel turn or a drag.
public struct Mouse: Hashable, Sendable {
  /// What the mouse did.
  public enum Action: Hashable, Sendable {
    case press, release, wheelUp, wheelDown
  }

  /// What it did.
  public var action: Action
  /// Where.
  public var position: Screen.Position

  /// A mouse event.
  public init(_ action: Action, at position: Screen.Position) {
    self.action = action
    self.position = position
  }
}
