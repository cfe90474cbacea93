import Screens
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that runs on a terminal of its own, seen through a `VirtualScreen`.
///
/// The child leads a new session, so that the terminal is its controlling one and signals of the
/// terminal reach it and nobody else.
final class PseudoTerminal {
  /// What the program has drawn.
  private(set) var screen: VirtualScreen
  /// All bytes that it wrote.
  private(set) var output: [UInt8] = []
  /// The process.
  let process: pid_t
  /// What the terminal answers when asked for its background, such as `rgb:ffff/ffff/ffff`.
  var background: String?
  /// Whether the terminal answers questions at all.
  var answers = true

  private let master: Int32
  private var found = termios()
  private var ending: Ending?

  /// Starts `command` on a terminal of this size; the environment is all it gets.
  init(
    _ command: [String], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24,
    background: String? = nil, answers: Bool = true
  ) throws(SpawnFailure) {
    var ends: [Int32] = [-1, -1]
    var name = [CChar](repeating: 0, count: 256)
    let status = openPrivately(&ends) { ends in
      var (master, slave): (Int32, Int32) = (-1, -1)
      defer { ends = [master, slave] }
      return openpty(&master, &slave, &name, nil, nil)
    }
    guard status == 0 else { throw SpawnFailure(call: "openpty", number: errno) }
    let (master, slave) = (ends[0], ends[1])
    defer { close(slave) }
    Self.setSize(master, columns, rows)
    tcgetattr(slave, &found)

    let full = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
      "PATH": "/usr/bin:/bin",
    ].merging(environment) { $1 }
    do {
      // The leader of a session that opens a terminal gets it as its controlling one.
      let path = String(
        decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      process = try spawn(
        command, environment: full,
        files: [.opened(path, O_RDWR), .duplicated(0), .duplicated(0)])
    } catch {
      close(master)
      throw error
    }
    self.master = master
    self.background = background
    self.answers = answers
    screen = VirtualScreen(columns: columns, rows: rows)
  }

  deinit {
    close(master)
    if ending == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
  }

  /// The program of this package, built beside the tests.
  static var headlight: String {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own =
      count > 0
      ? String(decoding: path.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
      : CommandLine.arguments[0]
    // On macOS the tests lie three folders deep in a bundle.
    var folder = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    while let last = folder.last, last == "MacOS" || last == "Contents" || last.hasSuffix(".xctest")
    {
      folder = folder.dropLast()
    }
    return folder.joined(separator: "/") + "/headlight"
  }

  // MARK: What a person does

  /// Types `text`.
  func send(_ text: String) {
    send(Array(text.utf8))
  }

  /// Types bytes that need not be text.
  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Resizes the window; the program hears of it by a signal.
  func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    Self.setSize(master, columns, rows)
  }

  private static func setSize(_ terminal: Int32, _ columns: Int, _ rows: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
  }

  /// Sends a signal to the program.
  func signal(_ number: Int32) {
    kill(process, number)
  }

  #if canImport(Glibc)
    /// Sends a signal to one thread of the program: the main one, or one of the others.
    func signal(_ number: Int32, toMainThread: Bool) throws {
      var other: pid_t?
      if let folder = opendir("/proc/\(process)/task") {
        defer { closedir(folder) }
        while let entry = readdir(folder) {
          let name = withUnsafeBytes(of: entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
          }
          if let thread = pid_t(name), thread != process { other = thread }
        }
      }
      // The importer leaves this call out.
      typealias Call = @convention(c) (pid_t, pid_t, Int32) -> Int32
      let call = unsafeBitCast(try #require(dlsym(nil, "tgkill")), to: Call.self)
      let thread = toMainThread ? process : try #require(other)
      try #require(call(process, thread, number) == 0)
    }
  #endif

  /// Does nothing for a time; what the program writes is not read.
  func pause(_ time: Duration) {
    usleep(UInt32(time / .microseconds(1)))
  }

  // MARK: What a person sees

  /// Reads on until `condition` holds; false when it does not within `timeout`.
  @discardableResult
  func wait(
    _ timeout: Duration = .seconds(5), until condition: (VirtualScreen) -> Bool
  ) -> Bool {
    let end = ContinuousClock.now + timeout
    while true {
      if condition(screen) { return true }
      guard ContinuousClock.now < end else { return false }
      if !read(for: 20), ended() { return condition(screen) }
    }
  }

  /// Reads on for a time, whatever comes.
  func read(for time: Duration) {
    wait(time) { _ in false }
  }

  /// Waits for the end of the program; nil when it does not end in time.
  func end(within timeout: Duration = .seconds(5)) -> Ending? {
    let end = ContinuousClock.now + timeout
    while !ended(), ContinuousClock.now < end { _ = read(for: 10) }
    while read(for: 10) {}
    return ending
  }

  /// Whether the modes of the terminal device are those it had before the program.
  var isRestored: Bool {
    var now = termios()
    tcgetattr(master, &now)
    return now.c_iflag == found.c_iflag && now.c_oflag == found.c_oflag
      && now.c_cflag == found.c_cflag && now.c_lflag == found.c_lflag
  }

  private func ended() -> Bool {
    guard ending == nil else { return true }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return false }
    ending = Ending(status: status)
    return true
  }

  /// Reads what the program wrote and answers its questions; false when there was nothing.
  private func read(for milliseconds: Int32) -> Bool {
    var source = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, milliseconds) > 0 else { return false }
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, systemRead(master, buffer))
    }
    guard !bytes.isEmpty else { return false }
    output += bytes
    screen.feed(bytes)
    for question in screen.takeQuestions() where answers {
      switch question {
      case .identity: send("\u{1b}[?62;22c")
      case .background: if let background { send("\u{1b}]11;\(background)\u{1b}\\") }
      case .cursorPosition: send("\u{1b}[\(screen.cursor.row + 1);\(screen.cursor.column + 1)R")
      }
    }
    return true
  }
}
