import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that runs without a terminal; what it writes is kept.
final class ProgramRun {
  /// What a finished program leaves behind.
  struct Result {
    var ending: Ending
    var output: String
    var complaints: String

    /// The lines of standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
  }

  /// The process.
  let process: pid_t
  private(set) var output: [UInt8] = []
  private(set) var complaints: [UInt8] = []
  private var outputEnd: Int32
  private let complaintsEnd: Int32
  private var ending: Ending?

  /// Starts `program`, that of this package, with `arguments`; standard input is `input` and no more.
  init(
    _ arguments: [String], environment: [String: String] = [:], input: String = "",
    program: String = PseudoTerminal.headlight
  ) throws {
    let (inputEnd, inputStart) = try Self.pipe()
    let (outputEnd, outputStart) = try Self.pipe()
    let (complaintsEnd, complaintsStart) = try Self.pipe()
    defer { for file in [inputEnd, inputStart, outputStart, complaintsStart] { close(file) } }
    // A pipe takes this much before anybody reads it.
    precondition(input.utf8.count < 65_536)
    var text = input
    _ = text.withUTF8 { write(inputStart, $0.baseAddress, $0.count) }
    let full = ["LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"]
    process = try spawn(
      [program] + arguments, environment: full.merging(environment) { $1 },
      files: [.duplicated(inputEnd), .duplicated(outputStart), .duplicated(complaintsStart)])
    (self.outputEnd, self.complaintsEnd) = (outputEnd, complaintsEnd)
  }

  deinit {
    closeOutput()
    close(complaintsEnd)
    guard ending == nil else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// Both ends, reading first.
  private static func pipe() throws -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    try #require(openPrivately(&ends) { systemPipe(&$0) } == 0)
    return (ends[0], ends[1])
  }

  /// Runs the program with `arguments` to its end.
  static func result(
    _ arguments: [String], environment: [String: String] = [:], input: String = ""
  ) throws -> Result {
    try ProgramRun(arguments, environment: environment, input: input).end()
  }

  /// Reads until standard output has so many lines.
  func waitForLines(_ count: Int, within timeout: Duration = .seconds(60)) throws {
    func has() -> Bool { output.count { $0 == UInt8(ascii: "\n") } >= count }
    try #require(read(timeout) { has() }, "\(count) lines: \(text(output)) \(text(complaints))")
  }

  /// Closes the reading end of standard output, as `head` does when it has enough.
  func closeOutput() {
    guard outputEnd >= 0 else { return }
    close(outputEnd)
    outputEnd = -1
  }

  /// Sends a signal.
  func signal(_ number: Int32) { kill(process, number) }

  /// Waits for the end.
  func end(within timeout: Duration = .seconds(60)) throws -> Result {
    _ = read(timeout) { false }
    let ending = try #require(ending, "still running: \(text(output)) \(text(complaints))")
    return Result(ending: ending, output: text(output), complaints: withoutSlowStart)
  }

  /// What was complained of, but for a start that was slow: here that says something of the machine.
  private var withoutSlowStart: String {
    text(complaints).split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("headlight: making the first weights") }.joined(separator: "\n")
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Reads until `condition` holds or the program has ended and all it wrote is here.
  private func read(_ timeout: Duration, until condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + timeout
    while ContinuousClock.now < end {
      if condition() { return true }
      let hasEnded = ended()
      let hasMore = readOnce()
      if hasEnded, !hasMore { return condition() }
    }
    return false
  }

  private func ended() -> Bool {
    guard ending == nil else { return true }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return false }
    ending = Ending(status: status)
    return true
  }

  /// Takes what lies in the pipes; false when there was nothing.
  private func readOnce() -> Bool {
    var sources = [outputEnd, complaintsEnd].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard poll(&sources, 2, 20) > 0 else { return false }
    var hasMore = false
    for (place, source) in sources.enumerated() where source.revents != 0 {
      let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        count = max(0, systemRead(source.fd, buffer))
      }
      hasMore = hasMore || !bytes.isEmpty
      if place == 0 { output += bytes } else { complaints += bytes }
    }
    return hasMore
  }
}

/// The system's `read`, which methods of that name hide.
func systemRead(_ file: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
  read(file, buffer.baseAddress, buffer.count)
}

/// The system's `pipe`, which a method of that name hides.
private func systemPipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
