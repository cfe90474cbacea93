import CNcurses

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The strings that terminfo does not know, and those that are needed outside of curses.
///
/// Computed from the entry before curses starts, so that there is no moment without a way back.
struct Controls {
  /// Takes the terminal: alternate screen, keypad, paste and focus reports, no cursor.
  var enter: [UInt8] = []
  /// Leaves every mode that may have been entered.
  var leave: [UInt8] = []
  /// Whether the terminal understands the modes of the DEC family, or ignores them in good order.
  var hasModes: Bool
  /// Whether the terminal reads a string (OSC) to its end even when it does not know it.
  var hasStrings: Bool
  /// Whether the terminal keeps the title of its window while we have it.
  var keepsTitle: Bool

  static let syncOn = "\u{1b}[?2026h"
  static let syncOff = "\u{1b}[?2026l"
  static let mouseOn = "\u{1b}[?1000h\u{1b}[?1006h"
  static let mouseOff = "\u{1b}[?1006l\u{1b}[?1003l\u{1b}[?1002l\u{1b}[?1000l"
  static let reportsOn = "\u{1b}[?2004h\u{1b}[?1004h"
  static let reportsOff = "\u{1b}[?2004l\u{1b}[?1004l"

  /// The controls of the entry loaded last.
  init(type: String) {
    let family = type.prefix { $0 != "-" }
    // The consoles of kernels and old hardware print the text of a string they do not know.
    let printsStrings =
      ["linux", "ansi", "pcansi", "cons25", "sun", "hurd", "mach", "wsvt25", "cygwin", "dumb"]
      .contains(family) || type.hasPrefix("vt")
    let move = Self.bytes(nc_string("cup"))
    hasModes = move.starts(with: [0x1b, UInt8(ascii: "[")])
    hasStrings = hasModes && !printsStrings
    let screenOn = Self.bytes(nc_string("smcup"))
    keepsTitle = hasStrings && String(decoding: screenOn, as: UTF8.self).contains("[22;0;0t")

    enter += screenOn + Self.bytes(nc_string("smkx")) + Self.bytes(nc_string("civis"))
    if hasModes {
      leave += Array((Self.syncOff + Self.mouseOff + Self.reportsOff).utf8)
    }
    for name in ["rmkx", "sgr0", "op"] { leave += Self.bytes(nc_string(name)) }
    let screenOff = Self.bytes(nc_string("rmcup"))
    if screenOff.isEmpty {
      // No second screen to leave: the prompt goes below ours. Every terminal stops at its edge.
      leave += Self.bytes(nc_move_string(998, 0)) + [0x0d, 0x0a]
    }
    leave += screenOff + Self.bytes(nc_string("cnorm"))
  }

  /// A capability without its padding (`$<5>`), which only curses can turn into a pause.
  private static func bytes(_ pointer: UnsafePointer<CChar>?) -> [UInt8] {
    guard let pointer else { return [] }
    var bytes: [UInt8] = []
    var rest = UnsafeBufferPointer(start: pointer, count: strlen(pointer))[...]
    while let first = rest.first {
      if first == CChar(bitPattern: UInt8(ascii: "$")),
        rest.dropFirst().first == CChar(bitPattern: UInt8(ascii: "<")),
        let end = rest.firstIndex(of: CChar(bitPattern: UInt8(ascii: ">")))
      {
        rest = rest[(end + 1)...]
      } else {
        bytes.append(UInt8(bitPattern: first))
        rest = rest.dropFirst()
      }
    }
    return bytes
  }
}
