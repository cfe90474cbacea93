import Screens
import Synchronization

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

extension Failure {
  /// A word that is neither a command nor a lesson, and what may have been meant.
  static func unknownWord(_ word: String, commands: [String], lessons: [String]) -> Failure {
    let near = (commands + lessons).filter { distance($0, word) <= 2 }
      .min { distance($0, word) < distance($1, word) }
    let meant = near.map { "did you mean \($0)? " } ?? ""
    return Failure(
      "there is no command or lesson called \"\(safe(word, cells: 40))\"; \(meant)commands: "
        + commands.joined(separator: ", ") + "; lessons: " + lessons.joined(separator: ", ")
        + "; \"headlight --help\" explains them")
  }

  /// How many letters have to be put in, left out or exchanged.
  private static func distance(_ first: String, _ second: String) -> Int {
    let second = Array(second.prefix(40))
    var row = Array(0...second.count)
    for (place, letter) in first.enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for column in second.indices {
        let change = diagonal + (second[column] == letter ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[second.count]
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
