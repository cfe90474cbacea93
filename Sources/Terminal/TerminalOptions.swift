public import Screens

/// What the user demands of the terminal; everything else is found out.
public struct TerminalOptions: Sendable {
  /// The number of colours; nil decides by the environment and the terminfo entry.
  public var rung: ColorRung?
  /// Light on dark or dark on light; nil asks the terminal.
  public var background: Background?
  /// Whether clicks and the wheel come as events; off leaves the mouse to select text.
  public var mouse: Bool

  /// Options; by default everything is found out and the mouse is on.
  public init(rung: ColorRung? = nil, background: Background? = nil, mouse: Bool = true) {
    self.rung = rung
    self.background = background
    self.mouse = mouse
  }
}
