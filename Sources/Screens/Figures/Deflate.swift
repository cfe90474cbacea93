/// Bytes made shorter as RFC 1951 says: repetitions become a length and a distance, and all is written
/// in the one code that needs no table.
///
/// It is a small one: pictures of maps are mostly the row above once more.
enum Deflate {
  private static let shortest = 3
  private static let longest = 258
  private static let farthest = 32_768

  /// The stream of `bytes`, one block.
  ///
  /// - `row`: how far back a row above begins; 0 where there are no rows.
  static func compressed(_ bytes: [UInt8], row: Int = 0) -> [UInt8] {
    var writer = BitWriter()
    writer.write(0b011, bits: 3)
    var last: [UInt32: Int] = [:]
    var place = 0
    while place < bytes.count {
      var length = 0
      var distance = 0
      if place + shortest <= bytes.count {
        let key = self.key(bytes, place)
        // The same just before, or the row above, which may go on for longer.
        for before in [last[key], row > 0 && place >= row ? place - row : nil].compactMap(\.self)
        where place - before <= farthest {
          let own = repeated(bytes, place, before)
          if own > length { (length, distance) = (own, place - before) }
        }
        last[key] = place
      }
      if length >= shortest {
        writer.write(length: length, distance: distance)
        for inner in (place + 1)..<(place + length) where inner + shortest <= bytes.count {
          last[key(bytes, inner)] = inner
        }
        place += length
      } else {
        writer.write(literal: Int(bytes[place]))
        place += 1
      }
    }
    writer.write(literal: 256)
    return writer.finished
  }

  /// How many bytes from `place` on are those from `before` on.
  private static func repeated(_ bytes: [UInt8], _ place: Int, _ before: Int) -> Int {
    var length = 0
    while length < longest, place + length < bytes.count,
      bytes[before + length] == bytes[place + length]
    {
      length += 1
    }
    return length
  }

  private static func key(_ bytes: [UInt8], _ place: Int) -> UInt32 {
    UInt32(bytes[place]) << 16 | UInt32(bytes[place + 1]) << 8 | UInt32(bytes[place + 2])
  }
}

/// Bits from the lowest of each byte on.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var open: UInt64 = 0
  private var count = 0

  /// All that was written, the last byte filled up with zeros.
  var finished: [UInt8] { count > 0 ? bytes + [UInt8(truncatingIfNeeded: open)] : bytes }

  mutating func write(_ value: Int, bits: Int) {
    open |= UInt64(value) << UInt64(count)
    count += bits
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: open))
      open >>= 8
      count -= 8
    }
  }

  /// A code stands with its highest bit first.
  private mutating func write(code: Int, bits: Int) {
    var turned = 0
    for bit in 0..<bits where code >> bit & 1 == 1 { turned |= 1 << (bits - 1 - bit) }
    write(turned, bits: bits)
  }

  mutating func write(literal: Int) {
    switch literal {
    case ..<144: write(code: 0x30 + literal, bits: 8)
    case ..<256: write(code: 0x190 + literal - 144, bits: 9)
    case ..<280: write(code: literal - 256, bits: 7)
    default: write(code: 0xC0 + literal - 280, bits: 8)
    }
  }

  mutating func write(length: Int, distance: Int) {
    if length == 258 {
      write(literal: 285)
    } else {
      let (code, extra, base) = Self.code(length - 3, step: 4)
      write(literal: 257 + code)
      write(length - 3 - base, bits: extra)
    }
    let (code, extra, base) = Self.code(distance - 1, step: 2)
    write(code: code, bits: 5)
    write(distance - 1 - base, bits: extra)
  }

  /// The code of a value, with the bits that follow and the least value of that code: after `2 · step`
  /// codes of one value each `step` have two values each, then `step` four, and so on.
  private static func code(_ value: Int, step: Int) -> (code: Int, extra: Int, base: Int) {
    var (code, extra, base) = (0, 0, 0)
    while value >= base + 1 << extra {
      base += 1 << extra
      code += 1
      if code >= 2 * step, code % step == 0 { extra += 1 }
    }
    return (code, extra, base)
  }
}
