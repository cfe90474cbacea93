#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The lines of standard input, one after the other as they come.
///
/// A line must be UTF-8: whatever else would be read as another text than the one that was sent.
struct LineInput {
  /// The longest line, in bytes.
  static let longest = 1 << 24

  /// The number of the line that was read last, from 1.
  private(set) var number = 0
  private var bytes: [UInt8] = []
  /// Where the next line begins, and how far it has been searched for its end.
  private var start = 0
  private var searched = 0
  private var isAtEnd = false

  init() {}

  /// The next line without its end; nil behind the last one.
  mutating func next() throws(Failure) -> String? {
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (start, searched) = (end + 1, end + 1) }
        return try text(bytes[start..<end])
      }
      searched = bytes.count
      if isAtEnd {
        guard start < bytes.count else { return nil }
        defer { start = bytes.count }
        return try text(bytes[start...])
      }
      guard bytes.count - start <= Self.longest else {
        number += 1
        throw failure("longer than \(Self.longest >> 20) MB; break it into several")
      }
      try fill()
    }
  }

  /// What is wrong with the present line.
  func failure(_ problem: String) -> Failure {
    Failure("standard input, line \(number): \(problem)")
  }

  private mutating func text(_ line: ArraySlice<UInt8>) throws(Failure) -> String {
    number += 1
    var line = line
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    // A byte-order mark is not part of the first word.
    if number == 1, line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
    guard let text = String(validating: line, as: UTF8.self) else {
      throw failure("not UTF-8 text; convert it with iconv")
    }
    return text
  }

  private mutating func fill() throws(Failure) {
    bytes.removeFirst(start)
    (searched, start) = (searched - start, 0)
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &part, part.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, 100)
        continue
      }
      guard count >= 0 else {
        throw Failure("cannot read standard input: \(String(cString: strerror(errno)))")
      }
      bytes += part[..<count]
      isAtEnd = count == 0
      return
    }
  }
}
