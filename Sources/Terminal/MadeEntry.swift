import CNcurses
import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A terminfo entry made in memory: the terminal's own with other colours.
///
/// Terminals with 24-bit colour mostly run under a TERM whose entry says 256 colours, and the
/// entries that say more (xterm-direct) are in a package that few have. Curses accepts a compiled
/// entry in the variable TERMINFO itself, so the loaded entry is copied capability by capability,
/// the colours are replaced, and nothing has to be installed.
///
/// The format is the one with 32-bit numbers: term(5), "Extended number format".
///
/// Not copied are the capabilities beyond the standard ones, except those curses itself looks at:
/// keys with modifiers and focus reports are decoded by `InputDecoder` in any case.
enum MadeEntry {
  /// The name under which curses finds it.
  static let name = "headlight-made"

  /// The number of the terminal's colour 0; the numbers below are 24-bit colours.
  ///
  /// Direct colour usually takes the numbers 0 to 7 away from the darkest blues to mean the
  /// terminal's own colours. Above 24 bits there is room for all 256, and no colour is lost.
  static let firstIndexed: Int32 = 1 << 24

  /// Compiles the entry loaded last, changed to `rung`.
  static func compiled(for rung: ColorRung) -> [UInt8] {
    let colors = colors(for: rung)
    var flags: [UInt8] = []
    while let name = string(nc_flag_name(Int32(flags.count))) {
      // Colours are never redefined.
      flags.append(name != "ccc" && nc_flag(name) != 0 ? 1 : 0)
    }
    var numbers: [Int32] = []
    while let name = string(nc_number_name(Int32(numbers.count))) {
      numbers.append(colors.numbers[name] ?? nc_number(name))
    }
    var strings: [[UInt8]?] = []
    while let name = string(nc_string_name(Int32(strings.count))) {
      if let changed = colors.strings[name] {
        strings.append(changed.map { Array($0.utf8) })
      } else {
        strings.append(bytes(nc_string(name)))
      }
    }

    let title = Array("\(name)|copy of the terminal's entry with other colors".utf8) + [0]
    var table = StringTable()
    let offsets = strings.map { table.add($0) }
    var entry = Bytes()
    entry.add16([0o1036, title.count, flags.count, numbers.count, offsets.count])
    entry.add16([table.bytes.count])
    entry.bytes += title + flags
    entry.align()
    entry.add32(numbers)
    entry.add16(offsets)
    entry.bytes += table.bytes
    entry.align()

    // The extended part: its values, and then the names, which count from their own start.
    let isDirect = rung == .truecolor
    let extendedFlags = [("AX", true), ("RGB", isDirect), ("XT", nc_flag("XT") != 0)]
      .filter(\.1).map(\.0)
    let extendedNumbers = nc_number("U8") >= 0 ? [("U8", nc_number("U8"))] : []
    var names = StringTable()
    let nameOffsets = (extendedFlags + extendedNumbers.map(\.0)).map { names.add(Array($0.utf8)) }
    entry.add16([extendedFlags.count, extendedNumbers.count, 0, nameOffsets.count])
    entry.add16([names.bytes.count])
    entry.bytes += extendedFlags.map { _ in 1 }
    entry.align()
    entry.add32(extendedNumbers.map(\.1))
    entry.add16(nameOffsets)
    entry.bytes += names.bytes
    return entry.bytes
  }

  /// Runs `body` while curses finds the entry under `name`.
  static func withEntry<Result>(_ entry: [UInt8], _ body: () -> Result) -> Result {
    let before = environment("TERMINFO")
    setenv("TERMINFO", "b64:" + base64(entry), 1)
    defer {
      if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
    }
    return body()
  }

  /// What differs from the terminal's own entry; a nil string is one to leave out.
  private static func colors(
    for rung: ColorRung
  ) -> (numbers: [String: Int32], strings: [String: String?]) {
    let count: Int32
    let foreground: String
    let background: String
    switch rung {
    case .truecolor:
      count = firstIndexed + 256
      let parts = "%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d"
      let indexed = "%p1%{\(firstIndexed)}%-%d"
      func set(_ kind: Int) -> String {
        "\u{1b}[\(kind)8;%?%p1%{\(firstIndexed)}%<%t2;\(parts)%e5;\(indexed)%;m"
      }
      (foreground, background) = (set(3), set(4))
    case .colors256:
      count = 256
      (foreground, background) = ("\u{1b}[38;5;%p1%dm", "\u{1b}[48;5;%p1%dm")
    case .colors16:
      count = 16
      func set(_ dark: Int, _ bright: Int) -> String {
        "\u{1b}[%?%p1%{8}%<%t\(dark)%p1%d%e\(bright)%p1%{8}%-%d%;m"
      }
      (foreground, background) = (set(3, 9), set(4, 10))
    case .colors8, .mono:
      count = 8
      (foreground, background) = ("\u{1b}[3%p1%dm", "\u{1b}[4%p1%dm")
    }
    return (
      ["colors": count, "pairs": 65_536],
      [
        "setaf": foreground, "setab": background, "op": "\u{1b}[39;49m", "setf": nil,
        "setb": nil, "initc": nil, "initp": nil, "oc": nil, "scp": nil,
      ]
    )
  }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// A capability's bytes: they need not be UTF-8.
  private static func bytes(_ pointer: UnsafePointer<CChar>?) -> [UInt8]? {
    guard let pointer else { return nil }
    return UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map(UInt8.init(bitPattern:))
  }

  /// Zero-terminated strings one after the other; the format refers to them by offset.
  private struct StringTable {
    private(set) var bytes: [UInt8] = []

    /// The offset of a string, -1 for an absent one.
    mutating func add(_ string: [UInt8]?) -> Int {
      guard let string else { return -1 }
      defer { bytes += string + [0] }
      return bytes.count
    }
  }

  /// Little-endian numbers in a row.
  private struct Bytes {
    var bytes: [UInt8] = []

    mutating func add16(_ values: [Int]) {
      for value in values {
        bytes += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      }
    }

    mutating func add32(_ values: [Int32]) {
      for value in values {
        bytes += stride(from: 0, to: 32, by: 8).map { UInt8(truncatingIfNeeded: value >> $0) }
      }
    }

    /// Numbers start at even places.
    mutating func align() {
      if bytes.count % 2 == 1 { bytes.append(0) }
    }
  }
}

/// Bytes as letters, digits, `+` and `/`, four for three: RFC 4648.
func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var text: [UInt8] = []
  text.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
    let value = three[0] << 16 | three[1] << 8 | three[2]
    let used = min(3, bytes.count - start)
    for position in 0..<4 {
      let letter = letters[value >> (18 - 6 * position) & 63]
      text.append(position <= used ? letter : UInt8(ascii: "="))
    }
  }
  return String(decoding: text, as: UTF8.self)
}
