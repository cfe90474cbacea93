import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why the program ends without having done what was asked: a sentence for a person and a status.
struct Failure: Error {
  /// What went wrong, where, what was expected and what to try.
  var message: String
  var status = ExitStatus.badInput

  init(_ message: String, status: ExitStatus = .badInput) {
    self.message = message
    self.status = status
  }
}

/// The statuses that the program ends with.
enum ExitStatus: Int32 {
  case success = 0
  /// A verification or an assertion is false.
  case isFalse = 1
  case badInput = 2
  /// Training halted on a value that is not finite.
  case halted = 3
  case interrupted = 130
}

/// What is written to the standard streams; nothing reaches them that a terminal would obey.
enum Output {
  /// Writes lines to standard error.
  static func complain(_ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      write(safe(String(line)) + "\n", to: STDERR_FILENO)
    }
  }

  /// Writes text to standard output as it is.
  ///
  /// - Returns: false when nobody reads it any more.
  @discardableResult
  static func write(_ text: String) -> Bool { write(text, to: STDOUT_FILENO) }

  @discardableResult
  private static func write(_ text: String, to file: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        guard let start = bytes.baseAddress else { return true }
        #if canImport(Glibc)
          let count = Glibc.write(file, start + done, bytes.count - done)
        #else
          let count = Darwin.write(file, start + done, bytes.count - done)
        #endif
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
  }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
