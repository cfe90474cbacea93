import CNcurses
import Screens

/// The keys that a terminal's entry knows, by the bytes that they send.
///
/// Most terminals send what `InputDecoder` reads by its form alone. Others have names of their own
/// for the same keys: `ESC A` is up on a VT52, `ESC [ a` is shift-up in rxvt. Only sequences are
/// looked up here; the entries in which an arrow is a control character are of the seventies.
struct EntryKeys {
  private let keys: [[UInt8]: Key]

  /// Keys by what they send.
  init(_ keys: [[UInt8]: Key]) { self.keys = keys }

  /// The key that sends exactly these bytes.
  func key(_ bytes: [UInt8]) -> Key? { keys.isEmpty ? nil : keys[bytes] }

  /// The keys of the entry loaded last.
  static func loaded() -> EntryKeys {
    var keys: [[UInt8]: Key] = [:]
    func add(_ name: String, _ key: Key) {
      guard let text = nc_string(name) else { return }
      let bytes = Array(String(cString: text).utf8)
      // What two keys send means the first.
      if bytes.count > 1, bytes[0] == 0x1b, keys[bytes] == nil { keys[bytes] = key }
    }
    for (name, key) in named { add(name, key) }
    for number in 1...12 { add("kf\(number)", .function(number)) }
    // `kUP5` is up with control: names as in xterm's entry.
    for (name, key) in modified {
      for modifiers in 3...7 { add("\(name)\(modifiers)", key) }
    }
    return EntryKeys(keys)
  }

  private static let named: [(String, Key)] = [
    ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
    ("kri", .shiftUp), ("kind", .shiftDown), ("kUP", .shiftUp), ("kDN", .shiftDown),
    ("kLFT", .shiftLeft), ("kRIT", .shiftRight),
    ("khome", .home), ("kHOM", .home), ("ka1", .home),
    ("kend", .end), ("kEND", .end), ("kll", .end), ("kc1", .end),
    ("kpp", .pageUp), ("kPRV", .pageUp), ("ka3", .pageUp),
    ("knp", .pageDown), ("kNXT", .pageDown), ("kc3", .pageDown),
    ("kent", .enter), ("kbs", .backspace), ("kcbt", .backTab), ("kdch1", .delete),
    ("kDC", .delete),
  ]

  private static let modified: [(String, Key)] = [
    ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home),
    ("kEND", .end), ("kPRV", .pageUp), ("kNXT", .pageDown), ("kDC", .delete),
  ]
}
