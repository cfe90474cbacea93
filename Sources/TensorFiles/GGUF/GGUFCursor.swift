import JSON

/// A place in the header of a GGUF file of which only the beginning may be in memory.
///
/// What a field claims is compared with the length of the file first, and then with what has been
/// read: the first is an error, the second a reason to read more.
struct GGUFCursor {
  /// Why reading stops.
  enum Stop: Error {
    /// What follows is in the file but not in memory yet.
    case needsMore
    /// The file is wrong.
    case wrong(FileError)
  }

  /// What is being read, for the message if it fails.
  enum Field {
    case header
    case key
    case value(Range<Int>)
    case tensor(Int)
    case named(Range<Int>, String)
  }

  let path: String
  /// The beginning of the file.
  let bytes: [UInt8]
  /// The length of the whole file.
  let fileLength: Int
  var position = 0
  var field = Field.header

  /// What is wrong at `offset`, or here.
  func wrong(
    _ expected: String, found: String? = nil, at offset: Int? = nil, advice: String? = nil
  ) -> Stop {
    let name: String
    switch field {
    case .header: name = "header"
    case .key: name = "key of the metadata"
    case .value(let key): name = "key “\(shown(key))”"
    case .tensor(let place): name = "tensor \(place + 1)"
    case .named(let tensor, let member):
      name = "tensor “\(shown(tensor))”" + (member.isEmpty ? "" : ", " + member)
    }
    return .wrong(
      .malformed(
        path: path, field: name, offset: offset ?? position,
        problem: "expected \(expected)" + (found.map { ", found \($0)" } ?? ""), advice: advice))
  }

  /// Text at `range` as it may stand in a message.
  func shown(_ range: Range<Int>) -> String {
    legible(String(decoding: bytes[range].prefix(240), as: UTF8.self), limit: 60)
  }

  /// The bytes of the file behind this place.
  var left: Int { fileLength - position }

  /// Steps over `count` bytes and returns where they begin.
  mutating func take(_ count: Int, _ what: @autoclosure () -> String) throws(Stop) -> Int {
    guard count <= left else {
      throw wrong(
        "\(what()) of \(count) bytes", found: "\(left) bytes to the end of the file",
        advice: "the file is cut or damaged: copy or download it again")
    }
    guard count <= bytes.count - position else { throw .needsMore }
    defer { position += count }
    return position
  }

  mutating func u32(_ what: @autoclosure () -> String) throws(Stop) -> UInt32 {
    bytes.number(at: try take(4, what()), as: UInt32.self)
  }

  mutating func u64(_ what: @autoclosure () -> String) throws(Stop) -> UInt64 {
    bytes.number(at: try take(8, what()), as: UInt64.self)
  }

  /// A count of things of which each takes at least `size` bytes of the file.
  mutating func count(_ what: @autoclosure () -> String, size: Int) throws(Stop) -> Int {
    let start = position
    let number = try u64("a count of \(what())")
    guard let count = Int(exactly: number), count <= left / size else {
      throw wrong(
        "at most \(left / size) \(what()), as the file has room for", found: "\(number)", at: start,
        advice: "the file is cut or damaged: copy or download it again")
    }
    return count
  }

  /// A length and so many bytes; returns where the bytes are.
  mutating func string(_ what: String) throws(Stop) -> Range<Int> {
    let length = try count("bytes of \(what)", size: 1)
    let start = try take(length, what)
    return start..<(start + length)
  }

  /// A name: UTF-8 of at most 65,535 bytes.
  mutating func name(_ what: String, mayBeEmpty: Bool) throws(Stop) -> Range<Int> {
    let start = position
    let name = try string(what)
    guard name.count <= 65_535, mayBeEmpty || !name.isEmpty else {
      throw wrong("\(what) of 1 to 65,535 bytes", found: "\(name.count)", at: start)
    }
    guard String(validating: bytes[name], as: UTF8.self) != nil else {
      throw wrong("\(what) in UTF-8", found: "“\(shown(name))”", at: start)
    }
    return name
  }
}
