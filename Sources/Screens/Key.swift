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
