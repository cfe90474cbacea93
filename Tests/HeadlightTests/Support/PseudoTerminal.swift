import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that runs on a terminal of its own, seen through a `VirtualScreen`.
///
/// The child leads a new session, so that the terminal is its controlling one and signals of the
/// terminal reach it and nobody else. Its signal mask and actions are reset: the threads that run
/// tests block signals, and a child would inherit that.
final class PseudoTerminal {
  /// How a program ended.
  enum Ending: Equatable {
    case exited(Int32)
    case killed(Int32)
  }

  /// Why a program could not be started: the call and its error number.
  struct Failure: Error {
    var call: String
    var number: Int32
  }

  /// What the program has drawn.
  private(set) var screen: VirtualScreen
  /// All bytes that it wrote.
  private(set) var output: [UInt8] = []
  /// The process.
  let process: pid_t
  /// What the terminal answers when asked for its background, such as `rgb:ffff/ffff/ffff`.
  var background: String?

  private let master: Int32
  private var found = termios()
  private var ending: Ending?

  /// Starts `command` on a terminal of this size; the environment is all it gets.
  init(
    _ command: [String], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24,
    background: String? = nil
  ) throws(Failure) {
    var master: Int32 = -1
    var slave: Int32 = -1
    var name = [CChar](repeating: 0, count: 256)
    guard openpty(&master, &slave, &name, nil, nil) == 0 else {
      throw Failure(call: "openpty", number: errno)
    }
    defer { close(slave) }
    for end in [master, slave] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    Self.setSize(master, columns, rows)
    tcgetattr(slave, &found)

    let full = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
      "PATH": "/usr/bin:/bin",
    ].merging(environment) { $1 }
    do {
      process = try Self.spawn(command, full, on: name)
    } catch {
      close(master)
      throw error
    }
    self.master = master
    self.background = background
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

  private static func spawn(
    _ command: [String], _ environment: [String: String], on terminal: [CChar]
  ) throws(Failure) -> pid_t {
    #if canImport(Glibc)
      var files = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which the importer leaves out.
    #else
      var files: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
      let newSession = POSIX_SPAWN_SETSID
    #endif
    posix_spawn_file_actions_init(&files)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&files)
      posix_spawnattr_destroy(&attributes)
    }
    // The leader of a session that opens a terminal gets it as its controlling one.
    posix_spawn_file_actions_addopen(&files, 0, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&files, 0, 1)
    posix_spawn_file_actions_adddup2(&files, 0, 2)
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes, Int16(newSession | Int32(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)))

    let arguments = command.map { strdup($0) }
    let variables = environment.map { strdup("\($0)=\($1)") }
    defer { for string in arguments + variables { free(string) } }
    var process: pid_t = 0
    let status = posix_spawn(
      &process, command[0], &files, &attributes, arguments + [nil], variables + [nil])
    guard status == 0 else { throw Failure(call: "posix_spawn \(command[0])", number: status) }
    return process
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
    ending = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(status & 0x7f)
    return true
  }

  /// Reads what the program wrote and answers its questions; false when there was nothing.
  private func read(for milliseconds: Int32) -> Bool {
    var source = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&source, 1, milliseconds) > 0 else { return false }
    let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
      count = max(0, recordRead(master, buffer))
    }
    guard !bytes.isEmpty else { return false }
    output += bytes
    screen.feed(bytes)
    for question in screen.takeQuestions() {
      switch question {
      case .identity: send("\u{1b}[?62;22c")
      case .background: if let background { send("\u{1b}]11;\(background)\u{1b}\\") }
      case .cursorPosition: send("\u{1b}[\(screen.cursor.row + 1);\(screen.cursor.column + 1)R")
      }
    }
    return true
  }

  /// The system's `read`, which a method here would hide.
  private func recordRead(_ file: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    #if canImport(Glibc)
      Glibc.read(file, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(file, buffer.baseAddress, buffer.count)
    #endif
  }
}
