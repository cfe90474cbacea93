extension JSONScanner {
  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  mutating func enter(_ bracket: UInt8, _ expected: String) throws(JSONError) {
    skipWhitespace()
    guard current == bracket else { throw error(expected) }
    guard depth < Self.greatestDepth else {
      throw error("at most \(Self.greatestDepth) levels")
    }
    position += 1
    isFresh |= 1 << UInt64(depth)
    depth += 1
  }

  mutating func nextItem(_ bracket: UInt8, _ expected: String) throws(JSONError) -> Bool {
    skipWhitespace()
    let bit: UInt64 = 1 << UInt64(depth - 1)
    if current == bracket {
      position += 1
      depth -= 1
      isFresh &= ~bit
      return false
    }
    if isFresh & bit != 0 {
      isFresh &= ~bit
    } else {
      guard current == UInt8(ascii: ",") else { throw error(expected) }
      position += 1
    }
    return true
  }

  func matches(_ word: String) -> Bool {
    position + word.utf8.count <= bytes.count
      && bytes[position..<(position + word.utf8.count)].elementsEqual(word.utf8)
  }

  mutating func skipWord(_ word: String) throws(JSONError) {
    guard matches(word) else { throw error(word) }
    position += word.utf8.count
  }

  /// Reads past a number that JSON has no word for, where these are accepted.
  mutating func nonFinite() -> Double? {
    guard acceptsNonFinite else { return nil }
    for (word, value) in [
      ("NaN", Double.nan), ("Infinity", .infinity), ("-Infinity", -.infinity),
    ] where matches(word) {
      position += word.utf8.count
      return value
    }
    return nil
  }

  /// Reads past a number and tells whether it has neither fraction nor exponent.
  mutating func skipNumber() throws(JSONError) -> Bool {
    if current == UInt8(ascii: "-") { position += 1 }
    if current == UInt8(ascii: "0") {
      position += 1
      if let byte = current, Self.isDigit(byte) { throw error("no digit after a leading zero") }
    } else {
      try skipDigits()
    }
    var isInteger = true
    if current == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try skipDigits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
    return isInteger
  }

  mutating func skipDigits() throws(JSONError) {
    guard let first = current, Self.isDigit(first) else { throw error("a digit") }
    while let byte = current, Self.isDigit(byte) { position += 1 }
  }

  mutating func skipEscape() throws(JSONError) {
    let start = position
    position += 1
    guard let letter = current else { throw error("a letter after the backslash") }
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      guard let value = hexadecimal(at: position + 1) else { throw error("four digits after \\u") }
      position += 5
      switch value {
      case 0xd800...0xdbff:
        guard matches("\\u"), let low = hexadecimal(at: position + 2), 0xdc00...0xdfff ~= low else {
          throw error("the second half of a surrogate pair")
        }
        position += 6
      case 0xdc00...0xdfff: throw error("the first half of a surrogate pair", at: start)
      default: break
      }
    default: throw error("one of \" \\ / b f n r t u after the backslash")
    }
  }

  func hexadecimal(at place: Int) -> UInt32? {
    guard place + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[place..<(place + 4)] {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - 0x37)
      default: return nil
      }
    }
    return value
  }

  /// Reads past one character of two to four bytes, as table 3-7 of the Unicode standard has it.
  mutating func skipMultibyte() throws(JSONError) {
    let first = bytes[position]
    let second = position + 1 < bytes.count ? bytes[position + 1] : 0
    let length: Int
    let isRight: Bool
    switch first {
    case 0xc2...0xdf: (length, isRight) = (2, 0x80...0xbf ~= second)
    case 0xe0: (length, isRight) = (3, 0xa0...0xbf ~= second)
    case 0xed: (length, isRight) = (3, 0x80...0x9f ~= second)
    case 0xe1...0xef: (length, isRight) = (3, 0x80...0xbf ~= second)
    case 0xf0: (length, isRight) = (4, 0x90...0xbf ~= second)
    case 0xf1...0xf3: (length, isRight) = (4, 0x80...0xbf ~= second)
    case 0xf4: (length, isRight) = (4, 0x80...0x8f ~= second)
    default: (length, isRight) = (1, false)
    }
    guard isRight, position + length <= bytes.count,
      bytes[(position + 1)..<(position + length)].allSatisfy({ 0x80...0xbf ~= $0 })
    else { throw error("valid UTF-8") }
    position += length
  }

  static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
