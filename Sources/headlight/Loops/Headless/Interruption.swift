import Synchronization
import Tapes

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Signals that ask to end; the step under way is given up and everything before it is kept.
enum Interruption {
  /// Gives up what plays on the weights of a headless run.
  static let stop = StopSignal()
  private static let number = Atomic<Int32>(0)

  /// Remembers INT, TERM and HUP instead of dying by them; those that are ignored stay ignored.
  ///
  /// What takes longer than a second to give up is ended as it is, and a second signal ends at once.
  static func listen() {
    // Made now: a signal handler may not make it.
    _ = stop.isRaised
    for signal in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(signal) {
      install(signal) { number in
        if Interruption.number.load(ordering: .relaxed) != 0 { return die(by: number) }
        Interruption.number.store(number, ordering: .relaxed)
        Interruption.stop.raise()
        alarm(1)
      }
    }
    install(SIGALRM) { _ in
      let text: StaticString =
        "headlight: ended in the middle of a step; the steps since the last checkpoint are lost\n"
      _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
      die(by: Interruption.number.load(ordering: .relaxed))
    }
  }

  /// Gives the writing of a checkpoint its time before the process ends as it is.
  static func allowSaving() { alarm(2) }

  /// The process ends by itself now.
  static func isEnding() { alarm(0) }

  /// The signal that came, or nil.
  static var received: Int32? {
    let value = number.load(ordering: .relaxed)
    return value == 0 ? nil : value
  }
}

/// Whether the process was started with a signal ignored, as by `nohup`.
private func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  guard sigaction(number, nil, &action) == 0 else { return false }
  #if canImport(Glibc)
    let handler = action.__sigaction_handler.sa_handler
  #else
    let handler = action.__sigaction_u.__sa_handler
  #endif
  return handler.map { unsafeBitCast($0, to: Int.self) } == 1
}

/// `signal`, whose name is that of an argument everywhere else.
private func install(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
  signal(number, handler)
}

/// Ends the process by a signal: whoever waits for it learns the true cause.
func die(by number: Int32) {
  signal(number, SIG_DFL)
  var set = sigset_t()
  sigemptyset(&set)
  sigaddset(&set, number)
  sigprocmask(SIG_UNBLOCK, &set, nil)
  raise(number)
}
