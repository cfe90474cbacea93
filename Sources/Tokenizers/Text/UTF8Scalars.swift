// Text is UTF-8 that came out of a `String`, so it is valid: no check is repeated here.

extension [UInt8] {
  /// The scalar that begins at `place`, and its length in bytes.
  @inline(__always)
  func scalar(at place: Int) -> (value: UInt32, width: Int) {
    let first = UInt32(self[place])
    if first < 0x80 { return (first, 1) }
    if first < 0xe0 { return ((first & 0x1f) << 6 | tail(place + 1), 2) }
    if first < 0xf0 {
      return ((first & 0x0f) << 12 | tail(place + 1) << 6 | tail(place + 2), 3)
    }
    return (
      (first & 0x07) << 18 | tail(place + 1) << 12 | tail(place + 2) << 6 | tail(place + 3), 4
    )
  }

  /// The scalar that ends before `place`, and its length in bytes.
  @inline(__always)
  func scalar(before place: Int) -> (value: UInt32, width: Int) {
    var start = place - 1
    while start > 0, self[start] & 0xc0 == 0x80 { start -= 1 }
    return scalar(at: start)
  }

  /// Appends a scalar and tells how many bytes it took.
  @inline(__always) @discardableResult
  mutating func append(scalar value: UInt32) -> Int {
    if value < 0x80 {
      append(UInt8(truncatingIfNeeded: value))
      return 1
    }
    if value < 0x800 {
      append(UInt8(truncatingIfNeeded: 0xc0 | value >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
      return 2
    }
    if value < 0x1_0000 {
      append(UInt8(truncatingIfNeeded: 0xe0 | value >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3f))
      append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
      return 3
    }
    append(UInt8(truncatingIfNeeded: 0xf0 | value >> 18))
    append(UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3f))
    append(UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3f))
    append(UInt8(truncatingIfNeeded: 0x80 | value & 0x3f))
    return 4
  }

  @inline(__always)
  private func tail(_ place: Int) -> UInt32 { UInt32(self[place] & 0x3f) }
}

/// How many bytes a scalar takes.
@inline(__always)
func utf8Width(_ value: UInt32) -> Int {
  value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x1_0000 ? 3 : 4
}
