/// A text in the few forms of Python in which NumPy describes an array.
struct PythonLiteral {
  /// What is wrong, and where.
  struct Fault: Error {
    let offset: Int
    let expected: String
    let found: String
  }

  private let bytes: [UInt8]
  private(set) var position = 0

  /// A text to be read from its beginning.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What was expected here or at `offset`.
  func fault(_ expected: String, found: String? = nil, at offset: Int? = nil) -> Fault {
    let place = offset ?? position
    let rest = place < bytes.count ? bytes[place...].prefix(20) : []
    let seen = rest.isEmpty ? "the end" : "“\(String(decoding: rest, as: UTF8.self))”"
    return Fault(offset: place, expected: expected, found: found ?? seen)
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
      position += 1
    }
  }

  /// Whether `mark` comes next.
  mutating func isNext(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    return position < bytes.count && UInt32(bytes[position]) == mark.value
  }

  /// Steps over `mark` if it comes next.
  mutating func skips(_ mark: Unicode.Scalar) -> Bool {
    guard isNext(mark) else { return false }
    position += 1
    return true
  }

  /// Steps over `mark`, which must come next.
  mutating func expect(_ mark: Unicode.Scalar) throws(Fault) {
    guard skips(mark) else { throw fault("“\(mark)”") }
  }

  /// A text in quotes of visible ASCII, without escapes.
  mutating func string() throws(Fault) -> String {
    skipBlanks()
    let start = position
    guard position < bytes.count, [0x22, 0x27].contains(bytes[position]) else {
      throw fault("a text in quotes")
    }
    let quote = bytes[position]
    position += 1
    while position < bytes.count, bytes[position] != quote {
      guard (0x20..<0x7f).contains(bytes[position]), bytes[position] != 0x5c else {
        throw fault("visible ASCII without escapes")
      }
      position += 1
    }
    guard position < bytes.count else { throw fault("a text that ends", at: start) }
    position += 1
    return String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
  }

  /// `True` or `False`.
  mutating func boolean() throws(Fault) -> Bool {
    skipBlanks()
    for (word, value) in [("True", true), ("False", false)]
    where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw fault("True or False")
  }

  /// A tuple of whole numbers, at most `rank` of them; Python 2 wrote an L behind each.
  mutating func lengths(atMost rank: Int) throws(Fault) -> [Int] {
    var lengths: [Int] = []
    try expect("(")
    while !skips(")") {
      guard lengths.count < rank else { throw fault("at most \(rank) axes") }
      lengths.append(try length())
      if skips(",") { continue }
      // A number in brackets without a comma is no tuple.
      guard lengths.count > 1, skips(")") else { throw fault("“,”") }
      break
    }
    return lengths
  }

  private mutating func length() throws(Fault) -> Int {
    skipBlanks()
    let start = position
    var length = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
      let (tens, overflow) = length.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(bytes[position] - 0x30))
      guard !overflow, !carry else { throw fault("a length below 2⁶³", at: start) }
      length = sum
      position += 1
    }
    guard position > start else { throw fault("a length") }
    if position < bytes.count, bytes[position] == UInt8(ascii: "L") { position += 1 }
    return length
  }

  /// The end, with nothing but blanks before it.
  mutating func finish() throws(Fault) {
    skipBlanks()
    guard position == bytes.count else { throw fault("the end of the header") }
  }
}
