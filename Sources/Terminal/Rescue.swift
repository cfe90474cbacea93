import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// Gives the terminal back, from anywhere.
//
// A program that dies with the terminal in raw mode, on the alternate screen and with the mouse on
// leaves its user with a shell that shows nothing of what is typed; Swift's own backtracer would
// even wait for a key that cannot be seen. So everything needed to leave is computed before the
// terminal is taken, and a signal handler only does what a handler may: write, tcsetattr, dup2,
// lseek, read, sigaction, raise and loads and stores of atomics. `endwin` is never called, not
// even in the ordinary case: one way out, used every day, is a way out that works.
//
// - ILL TRAP SEGV BUS FPE ABRT SYS are handled at once, on a stack of their own. A fault of the
//   processor (si_code > 0) returns with the previous action in place, so it happens again in the
//   same spot, and the backtrace and the core show that spot. A signal that was sent (si_code <= 0,
//   which includes abort) would not come again: it is raised again.
// - Whoever changes the terminal, draws on it or gives it back holds it meanwhile: one thread at a
//   time. A dying thread waits for the one that holds it, but not for long, and looks whether the
//   terminal still has to be given back; all others find a thread dying once they hold it, and
//   sleep. So a second thread that dies does not end the process before the first has given the
//   terminal back, and nothing takes the terminal after that.
// - INT TERM HUP QUIT only leave a mark and wake the main thread, which leaves in an orderly way.
//   A second one that finds the first unanswered does not wait: the main thread hangs.
// - exit() from anywhere is covered by atexit.

/// What a handler needs, complete before the handlers exist and never freed.
private struct RescuePlan {
  /// The terminal as it was found.
  var found = termios()
  /// The bytes that leave every mode that was entered.
  var leave: UnsafeMutablePointer<UInt8>?
  var leaveCount = 0
  /// The real standard error, and the unlinked file that stands in for it.
  var realError: Int32 = -1
  var heldError: Int32 = -1
  /// The null device.
  let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
  /// The pipe that wakes the main thread.
  var wakeEnd: Int32 = -1
  /// The actions before ours, by signal number.
  var before = InlineActions()
}

/// One action a signal number: a fixed table, so that a handler follows one pointer only.
private struct InlineActions {
  private let table: UnsafeMutablePointer<sigaction>

  init() {
    table = .allocate(capacity: 65)
    table.initialize(repeating: .standard, count: 65)
  }

  subscript(signal: Int32) -> sigaction {
    get { table[Int(signal)] }
    nonmutating set { table[Int(signal)] = newValue }
  }
}

/// The state of the rescue: one a process, as there is one terminal.
enum Rescue {
  /// The address of the plan; 0 before the first terminal is taken.
  private static let planAddress = Atomic<UInt>(0)
  /// The terminal is ours and has to be given back.
  private static let onScreen = Atomic<Bool>(false)
  /// Standard error goes to the file and has to be given back.
  private static let holdsError = Atomic<Bool>(false)
  /// Some thread is dying.
  private static let crashed = Atomic<Bool>(false)
  /// The thread that holds the terminal; 0 is none.
  private static let holder = Atomic<UInt>(0)
  /// The signals that arrived and were not taken, a bit each.
  private static let arrived = Atomic<UInt64>(0)

  private static var plan: UnsafeMutablePointer<RescuePlan>? {
    UnsafeMutablePointer(bitPattern: planAddress.load(ordering: .acquiring))
  }

  private static let faults = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGSYS]
  /// The signals that end the program in an orderly way.
  static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
  private static let announced = endings + [SIGWINCH, SIGTSTP, SIGCONT]

  // MARK: Taking the terminal

  /// Remembers the terminal and puts the handlers in place; call before curses starts.
  ///
  /// Curses installs handlers of its own only where it finds the default action, so it keeps out.
  static func arm(leave: [UInt8], wakeUp: WakeUp) {
    let memory = plan ?? .allocate(capacity: 1)
    if plan == nil {
      memory.initialize(to: RescuePlan())
      atexit { Rescue.restore() }
    }
    tcgetattr(STDIN_FILENO, &memory.pointee.found)
    memory.pointee.wakeEnd = wakeUp.writeEnd
    memory.pointee.leave?.deallocate()
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: leave.count)
    _ = bytes.initialize(from: leave)
    memory.pointee.leave = bytes.baseAddress
    memory.pointee.leaveCount = bytes.count
    planAddress.store(UInt(bitPattern: memory), ordering: .releasing)
    arrived.store(0, ordering: .releasing)
    crashed.store(false, ordering: .releasing)
    holder.store(0, ordering: .releasing)

    holdError()
    onScreen.store(true, ordering: .releasing)
    prepareThread()
    for signal in faults {
      memory.pointee.before[signal] = setAction(signal, sigaction(faultArrived))
    }
    for signal in announced {
      memory.pointee.before[signal] = setAction(signal, sigaction(signalArrived))
      // Whoever started us under nohup, or without job control, meant it.
      if memory.pointee.before[signal].isIgnored {
        setAction(signal, memory.pointee.before[signal])
      }
    }
    // Writing to a closed pipe or past the limit of a file is an error to report, not a death.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    setBlocked(false, announced)
  }

  /// Gives the terminal back and removes the handlers: the ordinary end.
  static func disarm() {
    restore()
    guard let plan else { return }
    for signal in faults + announced { setAction(signal, plan.pointee.before[signal]) }
  }

  /// Lets an alternate stack catch an overflow of this thread's stack.
  ///
  /// Every thread has its own; one that never asks is rescued too, unless its stack overflows.
  /// The 64 KB are never freed, as nobody can tell when a thread of a pool ends.
  static func prepareThread() {
    var current = stack_t()
    guard sigaltstack(nil, &current) == 0, current.ss_flags & Int32(SS_DISABLE) != 0 else { return }
    var stack = stack_t()
    stack.ss_size = 64 * 1024
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    sigaltstack(&stack, nil)
  }

  // MARK: While the terminal is ours

  /// Runs `body`, which writes to the terminal or changes its modes, while no other thread does.
  ///
  /// When some thread is dying this one sleeps instead.
  static func hold(_ body: () -> Void) {
    if holder.load(ordering: .sequentiallyConsistent) == thisThread { return body() }
    while !tryToHold() { nap() }
    // A dying thread says so before it waits for us: one of the two sees the other.
    if crashed.load(ordering: .sequentiallyConsistent) {
      release()
      parkIfCrashed()
    }
    body()
    release()
  }

  private static func tryToHold() -> Bool {
    holder.compareExchange(
      expected: 0, desired: thisThread, ordering: .sequentiallyConsistent
    ).exchanged
  }

  private static func release() { holder.store(0, ordering: .sequentiallyConsistent) }

  private static var thisThread: UInt {
    #if canImport(Glibc)
      pthread_self()
    #else
      UInt(bitPattern: pthread_self())
    #endif
  }

  private static func nap() {
    var millisecond = timespec(tv_sec: 0, tv_nsec: 1_000_000)
    nanosleep(&millisecond, nil)
  }

  /// Sleeps for ever when another thread is dying: drawing or leaving now would disturb its end.
  static func parkIfCrashed() {
    while crashed.load(ordering: .acquiring) { pause() }
  }

  /// The signals that arrived since the last call.
  static func takeSignals() -> [Int32] {
    let mask = arrived.exchange(0, ordering: .acquiringAndReleasing)
    return announced.filter { mask & (1 << UInt64($0)) != 0 }
  }

  /// Whether a signal that ends the program waits to be taken.
  static var hasEnding: Bool {
    let mask = arrived.load(ordering: .acquiring)
    return endings.contains { mask & (1 << UInt64($0)) != 0 }
  }

  /// Forgets that `signal` arrived.
  static func forget(_ signal: Int32) {
    arrived.bitwiseAnd(~(1 << UInt64(signal)), ordering: .acquiringAndReleasing)
  }

  /// Gives the terminal back for a while; standard error stays held.
  static func leaveScreen() { hold { giveBackScreen() } }

  /// Runs `body`, which takes the terminal again.
  static func enterScreen(_ body: () -> Void) {
    hold {
      onScreen.store(true, ordering: .releasing)
      body()
    }
  }

  private static func giveBackScreen() {
    guard onScreen.load(ordering: .acquiring), let plan else { return }
    // A shell took the terminal back before we could: its modes are none of our business.
    let owner = tcgetpgrp(STDIN_FILENO)
    if owner <= 0 || owner == getpgrp() {
      if let bytes = plan.pointee.leave { send(bytes, plan.pointee.leaveCount) }
      var found = plan.pointee.found
      tcsetattr(STDIN_FILENO, TCSANOW, &found)
    }
    // Only now: a fault on the way here begins again.
    onScreen.store(false, ordering: .releasing)
  }

  /// Stops the process as `signal` would by default, and returns when it goes on.
  ///
  /// With `group` everybody who shares the terminal stops, as if the terminal had sent the signal:
  /// a script that runs us would otherwise sit there waiting.
  static func stop(by signal: Int32, group: Bool) {
    let ours = setAction(signal, .standard)
    if group { kill(0, signal) } else { raise(signal) }
    setAction(signal, ours)
  }

  // MARK: The way out

  /// Gives the terminal and standard error back, any number of times.
  static func restore() {
    hold {
      giveBackScreen()
      giveBackError()
    }
  }

  /// The same from a handler, which may have interrupted anything, this included.
  ///
  /// Whoever holds the terminal gets a while to finish: it may be giving it back itself.
  private static func restoreFromHandler() {
    var patience = 300
    while holder.load(ordering: .sequentiallyConsistent) != thisThread, !tryToHold(), patience > 0 {
      nap()
      patience -= 1
    }
    giveBackScreen()
    giveBackError()
    if holder.load(ordering: .sequentiallyConsistent) == thisThread { release() }
  }

  /// Dies by `signal`, so that whoever waits for us learns the true cause.
  static func die(by signal: Int32) -> Never {
    restore()
    setAction(signal, .standard)
    setBlocked(false, [signal])
    raise(signal)
    _exit(128 + signal)
  }

  /// A fault, or a signal that pretends to be one.
  private static let faultArrived:
    @convention(c) (
      Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?
    ) -> Void = { signal, info, _ in
      guard let plan = Rescue.plan else { return }
      Rescue.crashed.store(true, ordering: .sequentiallyConsistent)
      Rescue.restoreFromHandler()
      // Swift's backtracer prints where it happened and then asks for a key, for half a minute.
      // Nothing is typed on the null device, so it prints and goes.
      dup2(plan.pointee.nothing, STDIN_FILENO)
      let before = plan.pointee.before[signal]
      setAction(signal, before.isIgnored ? .standard : before)
      // Blocked while we are here, so it comes as soon as we return.
      if let info, info.pointee.si_code <= 0 { raise(signal) }
    }

  /// Any other signal: a mark, and a byte that wakes the main thread.
  private static let signalArrived: @convention(c) (Int32) -> Void = { signal in
    let savedError = errno
    defer { errno = savedError }
    let bit: UInt64 = 1 << UInt64(signal)
    let before = Rescue.arrived.bitwiseOr(bit, ordering: .acquiringAndReleasing).oldValue
    let isEnding =
      signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGQUIT
    if isEnding, before & bit != 0 {
      Rescue.restoreFromHandler()
      setAction(signal, .standard)
      raise(signal)
      return
    }
    guard let plan = Rescue.plan else { return }
    var byte = WakeUp.signalByte
    _ = write(plan.pointee.wakeEnd, &byte, 1)
  }

  /// Writes to the terminal without ever blocking for long: it may be frozen or gone.
  private static func send(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    let flags = fcntl(STDOUT_FILENO, F_GETFL)
    _ = fcntl(STDOUT_FILENO, F_SETFL, flags | O_NONBLOCK)
    var sent = 0
    var patience = 300
    while sent < count, patience > 0 {
      let written = write(STDOUT_FILENO, bytes + sent, count - sent)
      if written > 0 {
        sent += written
      } else if errno == EAGAIN {
        // There may be room and still no way in: the system lets one thread at a time write.
        nap()
        patience -= 1
      } else if errno != EINTR {
        break
      }
    }
    _ = fcntl(STDOUT_FILENO, F_SETFL, flags)
  }

  private static func setBlocked(_ isBlocked: Bool, _ signals: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in signals { sigaddset(&set, signal) }
    pthread_sigmask(isBlocked ? SIG_BLOCK : SIG_UNBLOCK, &set, nil)
  }

  // MARK: Standard error

  /// Lets standard error run into an unlinked file, as its text would tear the picture.
  ///
  /// Only where it goes to the terminal: a person who redirects it wants it there.
  private static func holdError() {
    guard isatty(STDERR_FILENO) == 1, let plan else { return }
    for folder in [environment("TMPDIR"), "/tmp", "/dev/shm"].compactMap(\.self) {
      var name = Array("\(folder)/headlight-XXXXXX".utf8CString)
      let file = mkstemp(&name)
      guard file >= 0 else { continue }
      unlink(name)
      plan.pointee.realError = dup(STDERR_FILENO)
      plan.pointee.heldError = file
      _ = fcntl(file, F_SETFD, FD_CLOEXEC)
      _ = fcntl(plan.pointee.realError, F_SETFD, FD_CLOEXEC)
      dup2(file, STDERR_FILENO)
      holdsError.store(true, ordering: .releasing)
      return
    }
  }

  /// Puts standard error back and prints what was held.
  ///
  /// The text may quote a name from outside, so control characters are not let through:
  /// the last words of a program must not drive the terminal that it just restored.
  private static func giveBackError() {
    guard holdsError.exchange(false, ordering: .acquiringAndReleasing),
      let plan
    else { return }
    let file = plan.pointee.heldError
    dup2(plan.pointee.realError, STDERR_FILENO)
    lseek(file, 0, SEEK_SET)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1024) { bytes in
      var last: UInt8 = 0
      while true {
        let count = read(file, bytes.baseAddress, bytes.count)
        guard count > 0 else { break }
        for index in 0..<count {
          let byte = bytes[index]
          let isControl = byte < 0x20 && byte != 0x0a && byte != 0x09 || byte == 0x7f
          if isControl { bytes[index] = 0x3f }
          // U+0080 … U+009F, in UTF-8 C2 and a byte from 80 to 9F, becomes U+00B7.
          if last == 0xc2, (0x80...0x9f).contains(byte) { bytes[index] = 0xb7 }
          last = byte
        }
        _ = write(STDERR_FILENO, bytes.baseAddress, count)
      }
    }
    close(file)
    close(plan.pointee.realError)
  }
}
