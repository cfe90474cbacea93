#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The few calls to the system that every file here needs, with Swift's types.

/// An environment variable; nil when it is not set.
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

/// Writes to the terminal past curses: for modes that terminfo does not know.
///
/// Curses flushes whatever it writes before it returns, so the order is kept.
func writeToTerminal(_ text: String) {
  var text = text
  text.withUTF8 { bytes in
    var sent = 0
    while let base = bytes.baseAddress, sent < bytes.count {
      let count = write(STDOUT_FILENO, base + sent, bytes.count - sent)
      if count > 0 {
        sent += count
      } else if count < 0, errno == EAGAIN {
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        if poll(&output, 1, 1000) <= 0 { return }
      } else if errno != EINTR {
        return
      }
    }
  }
}

/// The size of the terminal in cells; nil when it does not say.
///
/// A window can claim 65,535 rows of 65,535 columns, which curses would allocate twice:
/// more than any real screen shows is cut off.
func terminalSize() -> (columns: Int, rows: Int)? {
  var window = winsize()
  guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0
  else { return nil }
  return (min(Int(window.ws_col), 1000), min(Int(window.ws_row), 1000))
}

/// Sets the action for one signal and returns the one before.
@discardableResult
func setAction(_ signal: Int32, _ action: sigaction) -> sigaction {
  var action = action
  var before = sigaction()
  sigaction(signal, &action, &before)
  return before
}

extension sigaction {
  /// The action that runs `handler`, on the alternate stack where the thread has one.
  init(_ handler: @escaping @convention(c) (Int32) -> Void) {
    self.init()
    #if canImport(Glibc)
      __sigaction_handler.sa_handler = handler
    #else
      __sigaction_u.__sa_handler = handler
    #endif
    sa_flags = Int32(SA_RESTART) | Int32(SA_ONSTACK)
  }

  /// The action that runs `handler` with the cause, on the alternate stack.
  init(
    _ handler:
      @escaping @convention(c) (
        Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?
      ) -> Void
  ) {
    self.init()
    #if canImport(Glibc)
      __sigaction_handler.sa_sigaction = handler
    #else
      __sigaction_u.__sa_sigaction = handler
    #endif
    sa_flags = Int32(SA_SIGINFO) | Int32(SA_ONSTACK)
  }

  /// The default action: `SIG_DFL` is a null handler.
  static var standard: sigaction { sigaction() }

  /// Whether the signal is ignored: `SIG_IGN` is the handler at address 1.
  var isIgnored: Bool {
    #if canImport(Glibc)
      let handler = __sigaction_handler.sa_handler
    #else
      let handler = __sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == 1
  }
}
