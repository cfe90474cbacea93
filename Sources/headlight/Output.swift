import Screens
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
  /// - Returns: false when it could not be written; ``problem`` tells why.
  @discardableResult
  static func write(_ text: String) -> Bool { write(text, to: STDOUT_FILENO) }

  /// Says on standard error how far something is; on a terminal the line is written over.
  static func progress(_ text: String, isTerminal: Bool) {
    write(isTerminal ? "\r\u{1b}[K\(safe(text))" : "\(safe(text))\n", to: STDERR_FILENO)
  }

  private static let firstProblem = Atomic<Int32>(0)

  /// Why something could not be written to standard output, as an `errno`; nil while all was.
  static var problem: Int32? {
    let problem = firstProblem.load(ordering: .relaxed)
    return problem == 0 ? nil : problem
  }

  /// What to tell of output that could not be written; who reads no further needs no word.
  static func failure(_ problem: Int32) -> Failure {
    problem == EPIPE
      ? Failure("", status: .success)
      : Failure("cannot write to standard output: \(String(cString: strerror(problem)))")
  }

  /// The columns of the terminal on standard output; 80 where it does not say.
  static var columns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

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
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN {
          // A pipe that does not block is full: its reader needs the processor more than we do.
          var wait = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
          poll(&wait, 1, 100)
          continue
        }
        if count <= 0 {
          if file == STDOUT_FILENO {
            _ = firstProblem.compareExchange(
              expected: 0, desired: count < 0 ? errno : EIO, ordering: .relaxed)
          }
          return false
        }
        done += count
      }
      return true
    }
  }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
