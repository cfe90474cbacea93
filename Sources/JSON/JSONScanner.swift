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
  package internal(set) var position: Int
  private let origin: Int
  let acceptsNonFinite: Bool
  var depth = 0
  /// A bit for each open array or object: whether nothing has been read in it.
  var isFresh: UInt64 = 0

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
