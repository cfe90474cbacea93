import CNcurses
import Screens

/// What a key number of curses means.
enum CursesKey {
  /// The event for a number that curses returned; nil for a key that has no use here.
  static func event(_ number: Int32) -> TerminalEvent? {
    if (KEY_F0 + 1...KEY_F0 + 12).contains(number) {
      return .key(.function(Int(number - KEY_F0)))
    }
    if let key = keys[number] { return .key(key) }
    // Keys with modifiers have numbers that differ from run to run, and fixed names.
    guard number > KEY_MAX, let name = keyname(number) else { return nil }
    return named(String(cString: name))
  }

  private static let keys: [Int32: Key] = [
    KEY_UP: .up, KEY_DOWN: .down, KEY_LEFT: .left, KEY_RIGHT: .right,
    KEY_SR: .shiftUp, KEY_SF: .shiftDown, KEY_SLEFT: .shiftLeft, KEY_SRIGHT: .shiftRight,
    KEY_HOME: .home, KEY_SHOME: .home, KEY_A1: .home,
    KEY_END: .end, KEY_SEND: .end, KEY_LL: .end, KEY_C1: .end,
    KEY_PPAGE: .pageUp, KEY_SPREVIOUS: .pageUp, KEY_A3: .pageUp,
    KEY_NPAGE: .pageDown, KEY_SNEXT: .pageDown, KEY_C3: .pageDown,
    KEY_ENTER: .enter, KEY_BACKSPACE: .backspace, KEY_BTAB: .backTab,
    KEY_DC: .delete, KEY_SDC: .delete,
  ]

  /// `kUP5` is up with control, `kUP` up with shift: names as in xterm's entry.
  private static func named(_ name: String) -> TerminalEvent? {
    switch name {
    case "kxIN": return .focus(true)
    case "kxOUT": return .focus(false)
    case "kUP": return .key(.shiftUp)
    case "kDN": return .key(.shiftDown)
    default: break
    }
    let base = name.prefix { !$0.isNumber }
    let modified: [Substring: Key] = [
      "kUP": .up, "kDN": .down, "kLFT": .left, "kRIT": .right, "kHOM": .home, "kEND": .end,
      "kPRV": .pageUp, "kNXT": .pageDown, "kDC": .delete,
    ]
    return modified[base].map { .key($0) }
  }
}
