/// One key as the user pressed it.
public enum Key: Hashable, Sendable {
  /// A character, as typed.
  case character(Character)
  /// A letter with control: `control("c")`.
  case control(Character)
  /// A character with alt.
  case alt(Character)
  case enter, escape, tab, backTab, backspace, delete
  case up, down, left, right
  case shiftUp, shiftDown, shiftLeft, shiftRight
  case home, end, pageUp, pageDown
  /// A function key, 1 … 12.
  case function(Int)
}

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

/// How many colours the terminal shows, from rich to none.
public enum ColorRung: String, Hashable, Sendable, CaseIterable {
  /// 24 bits.
  case truecolor
  /// The 256-colour table.
  case colors256 = "256"
  /// 16 colours.
  case colors16 = "16"
  /// 8 colours.
  case colors8 = "8"
  /// None: glyphs, bold and reverse.
  case mono
}

/// Whether the terminal writes light on dark or dark on light.
public enum Background: String, Hashable, Sendable {
  case dark, light
}
