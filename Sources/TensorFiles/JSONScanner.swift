/// What a JSON text has where something else was expected.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The byte, counted from the beginning of the file.
  public let offset: Int
  /// What would have been right: `a colon`.
  public let expected: String
  /// What is there: `“x”`, `byte 0x1b`, `the end of the text`.
  public let found: String

  /// What was expected and found at a byte.
  package init(offset: Int, expected: String, found: String) {
    (self.offset, self.expected, self.found) = (offset, expected, found)
  }

  /// `byte 12: expected a colon, found “x”`.
  public var description: String { "byte \(offset): expected \(expected), found \(found)" }
}

/// Reads JSON (RFC 8259) from bytes, value by value, without building a tree.
///
/// It is strict, because a lenient reader sees another file than the next one does: no leading
/// zeros, comments, trailing commas or unpaired surrogates, only valid UTF-8. Depth is bounded, so
/// neither the text nor a caller that recurses can exhaust the stack. Duplicate keys are the
/// caller's to refuse, who knows how many keys there may be.
///
/// It never traps and never reads outside `bytes`, whatever they are.
package struct JSONScanner: Sendable {
  /// The most arrays and objects inside one another.
  package static let greatestDepth = 64
  /// The longest number in bytes; Python writes integers of more than 300 digits.
  package static let longestNumber = 1_024

  /// What kind of value comes next.
  package enum Kind: Hashable, Sendable {
    /// Members in braces.
    case object
    /// Elements in brackets.
    case array
    /// Text in quotes.
    case string
    /// A number.
    case number
    /// `true` or `false`.
    case boolean
    /// `null`.
    case null
  }

  /// The text.
  package let bytes: [UInt8]
  /// The next byte to read.
  package private(set) var position: Int
  private let origin: Int
  private let acceptsNonFinite: Bool
  private var depth = 0
  /// A bit for each open array or object: whether nothing has been read in it.
  private var isFresh: UInt64 = 0

  /// A scanner of `bytes`, whose first one is byte `origin` of the file.
  ///
  /// `NaN`, `Infinity` and `-Infinity`, which Python writes, are numbers only where asked for.
  package init(_ bytes: [UInt8], origin: Int = 0, acceptsNonFinite: Bool = false) {
    self.bytes = bytes
    self.position = 0
    self.origin = origin
    self.acceptsNonFinite = acceptsNonFinite
  }

  /// A scanner of the same bytes that begins at `position`, where a value must begin.
  package func rewound(to position: Int) -> JSONScanner {
    var copy = self
    copy.position = position
    copy.depth = 0
    copy.isFresh = 0
    return copy
  }

  // MARK: Values

  /// The kind of the next value.
  package mutating func kind() throws(JSONError) -> Kind {
    skipWhitespace()
    guard let current else { throw error("a value") }
    switch current {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
    case UInt8(ascii: "n"): return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "N"), UInt8(ascii: "I"):
      if acceptsNonFinite { return .number }
      throw error("a value")
    default: throw error("a value")
    }
  }

  /// Reads past the brace that opens an object.
  package mutating func enterObject() throws(JSONError) {
    try enter(UInt8(ascii: "{"), "an object")
  }

  /// Reads past the bracket that opens an array.
  package mutating func enterArray() throws(JSONError) {
    try enter(UInt8(ascii: "["), "an array")
  }

  /// The contents of the next key, with its colon read; nil when the object is closed.
  package mutating func nextKey() throws(JSONError) -> Range<Int>? {
    guard try nextItem(UInt8(ascii: "}"), "a comma or }") else { return nil }
    skipWhitespace()
    guard current == UInt8(ascii: "\"") else { throw error("a key in double quotes") }
    let key = try string()
    skipWhitespace()
    guard current == UInt8(ascii: ":") else { throw error("a colon") }
    position += 1
    return key
  }

  /// Whether another element follows; when not, the array is closed.
  package mutating func nextElement() throws(JSONError) -> Bool {
    try nextItem(UInt8(ascii: "]"), "a comma or ]")
  }

  /// Where the contents of the next string are, between the quotes.
  package mutating func string() throws(JSONError) -> Range<Int> {
    skipWhitespace()
    guard current == UInt8(ascii: "\"") else { throw error("a text in double quotes") }
    position += 1
    let start = position
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return start..<(position - 1)
      case UInt8(ascii: "\\"): try skipEscape()
      case 0x20..<0x80: position += 1
      case 0x80...: try skipMultibyte()
      default: throw error("no control character in a text")
      }
    }
    throw error("a closing quote")
  }

  /// The next number: exact where it is an integer of 64 bits.
  package mutating func number() throws(JSONError) -> JSONValue {
    skipWhitespace()
    let start = position
    if let value = nonFinite() { return .number(value) }
    let isInteger = try skipNumber()
    guard position - start <= Self.longestNumber else {
      throw error("a number of at most \(Self.longestNumber) bytes", at: start)
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, text != "-0" {
      if let integer = Int64(text) { return .integer(integer) }
      if let unsigned = UInt64(text) { return .unsigned(unsigned) }
    }
    guard let value = Double(text), value.isFinite else {
      throw error("a number below 1.8e308", at: start)
    }
    return .number(value)
  }

  /// The next number, which must be written as a whole number in 0 … 2⁶³ − 1.
  package mutating func count() throws(JSONError) -> Int {
    skipWhitespace()
    let start = position
    guard let first = current, Self.isDigit(first), try skipNumber() else {
      throw error("a whole number that is not negative", at: start)
    }
    var value = 0
    for place in start..<position {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(bytes[place] - UInt8(ascii: "0")))
      guard !overflow, !carry else {
        throw error("a whole number below 2⁶³", at: start)
      }
      value = sum
    }
    return value
  }

  /// The next value, `true` or `false`.
  package mutating func boolean() throws(JSONError) -> Bool {
    skipWhitespace()
    if matches("true") {
      position += 4
      return true
    }
    try skipWord("false")
    return false
  }

  /// Reads past `null`.
  package mutating func null() throws(JSONError) {
    skipWhitespace()
    try skipWord("null")
  }

  /// Reads past the next value, whatever it is, and checks it.
  package mutating func skipValue() throws(JSONError) {
    switch try kind() {
    case .object:
      try enterObject()
      while try nextKey() != nil { try skipValue() }
    case .array:
      try enterArray()
      while try nextElement() { try skipValue() }
    case .string: _ = try string()
    case .number: if nonFinite() == nil { _ = try skipNumber() }
    case .boolean: _ = try boolean()
    case .null: try null()
    }
  }

  /// Checks that nothing follows but white space.
  package mutating func finish() throws(JSONError) {
    skipWhitespace()
    guard position == bytes.count else { throw error("nothing after the value") }
  }

  // MARK: Strings

  /// The text of a string whose contents are at `range`.
  package func text(_ range: Range<Int>) -> String {
    guard hasEscapes(range) else { return String(decoding: bytes[range], as: UTF8.self) }
    return String(decoding: utf8(range), as: UTF8.self)
  }

  /// Whether the string at `range` is written with escapes.
  package func hasEscapes(_ range: Range<Int>) -> Bool {
    bytes[range].contains(UInt8(ascii: "\\"))
  }

  /// Whether the string at `range` is `text`, byte for byte.
  package func isEqual(_ range: Range<Int>, _ text: String) -> Bool {
    guard hasEscapes(range) else { return bytes[range].elementsEqual(text.utf8) }
    return utf8(range).elementsEqual(text.utf8)
  }

  /// The bytes of a string whose contents are at `range`, with its escapes resolved.
  package func utf8(_ range: Range<Int>) -> [UInt8] {
    var decoded: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      guard bytes[place] == UInt8(ascii: "\\") else {
        decoded.append(bytes[place])
        place += 1
        continue
      }
      let letter = bytes[place + 1]
      place += 2
      switch letter {
      case UInt8(ascii: "b"): decoded.append(0x08)
      case UInt8(ascii: "f"): decoded.append(0x0c)
      case UInt8(ascii: "n"): decoded.append(0x0a)
      case UInt8(ascii: "r"): decoded.append(0x0d)
      case UInt8(ascii: "t"): decoded.append(0x09)
      case UInt8(ascii: "u"):
        var value = hexadecimal(at: place) ?? 0xfffd
        place += 4
        if 0xd800...0xdbff ~= value, let low = hexadecimal(at: place + 2) {
          value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
          place += 6
        }
        decoded += String(Character(Unicode.Scalar(value) ?? "\u{fffd}")).utf8
      default: decoded.append(letter)
      }
    }
    return decoded
  }

  // MARK: Errors

  /// An error at `place`, or at the next byte, which is what was found unless said otherwise.
  package func error(
    _ expected: String, found: String? = nil, at place: Int? = nil
  ) -> JSONError {
    let place = place ?? position
    if let found { return JSONError(offset: origin + place, expected: expected, found: found) }
    let found: String
    if place >= bytes.count {
      found = "the end of the text"
    } else if 0x21..<0x7f ~= bytes[place] {
      found = "“" + String(Unicode.Scalar(bytes[place])) + "”"
    } else {
      found = "byte 0x" + (bytes[place] < 16 ? "0" : "") + String(bytes[place], radix: 16)
    }
    return JSONError(offset: origin + place, expected: expected, found: found)
  }
}

extension JSONScanner {
  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  private mutating func enter(_ bracket: UInt8, _ expected: String) throws(JSONError) {
    skipWhitespace()
    guard current == bracket else { throw error(expected) }
    guard depth < Self.greatestDepth else {
      throw error("at most \(Self.greatestDepth) levels")
    }
    position += 1
    isFresh |= 1 << UInt64(depth)
    depth += 1
  }

  private mutating func nextItem(_ bracket: UInt8, _ expected: String) throws(JSONError) -> Bool {
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

  private func matches(_ word: String) -> Bool {
    position + word.utf8.count <= bytes.count
      && bytes[position..<(position + word.utf8.count)].elementsEqual(word.utf8)
  }

  private mutating func skipWord(_ word: String) throws(JSONError) {
    guard matches(word) else { throw error(word) }
    position += word.utf8.count
  }

  /// Reads past a number that JSON has no word for, where these are accepted.
  private mutating func nonFinite() -> Double? {
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
  private mutating func skipNumber() throws(JSONError) -> Bool {
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

  private mutating func skipDigits() throws(JSONError) {
    guard let first = current, Self.isDigit(first) else { throw error("a digit") }
    while let byte = current, Self.isDigit(byte) { position += 1 }
  }

  private mutating func skipEscape() throws(JSONError) {
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

  private func hexadecimal(at place: Int) -> UInt32? {
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
  private mutating func skipMultibyte() throws(JSONError) {
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

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}
