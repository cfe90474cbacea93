import CNcurses
import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Terminal {
  /// Sleeps until something happens, and returns what.
  ///
  /// nil waits for ever; an empty result says that the time is over. After `closed` there is no
  /// input any more, and only a poke or a signal ends a wait.
  public mutating func wait(timeout: Duration? = nil) -> [TerminalEvent] {
    let end = timeout.map { clock.now + $0 }
    collect()
    while true {
      Rescue.parkIfCrashed()
      let own = queue.isEmpty ? end : clock.now
      // The rest of what has begun counts from its last byte, however often something else wakes
      // us; what lies in the system's hands has come in time, so it is looked for first.
      let limit = [own, settlingTime].compactMap { $0 }.min()
      sleep(limit.map { max(.zero, $0 - clock.now) })
      if let time = settlingTime, clock.now >= time {
        decoder.settle()
        collect()
      }
      if !queue.isEmpty {
        defer { queue.removeAll() }
        return queue
      }
      if let end, clock.now >= end { return [] }
    }
  }

  private var clock: ContinuousClock { ContinuousClock() }

  /// When what has begun is all there is; nil when nothing has begun.
  private var settlingTime: ContinuousClock.Instant? { decoder.patience.map { lastInput + $0 } }

  /// Waits for input, a poke or a signal and takes what came.
  private mutating func sleep(_ timeout: Duration?) {
    var sources = [
      pollfd(fd: wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isClosed ? -1 : STDIN_FILENO, events: Int16(POLLIN), revents: 0),
    ]
    let count = poll(&sources, nfds_t(sources.count), Self.milliseconds(timeout))
    // Signals are looked at in any case: they also end the wait itself.
    takeSignals()
    guard count > 0 else { return }
    if sources[0].revents != 0, wakeUp.drain() { queue.append(.woken) }
    takeSignals()
    let input = Int32(sources[1].revents)
    if input & POLLIN != 0 { readInput() }
    if input & (POLLHUP | POLLERR | POLLNVAL) != 0 { finish() }
  }

  /// For poll: rounded up, so that a wait does not end just before its time and spin.
  private static func milliseconds(_ timeout: Duration?) -> Int32 {
    guard let parts = timeout?.components else { return -1 }
    guard parts.seconds < 1_000_000 else { return 1_000_000_000 }
    let attosecondsEach: Int64 = 1_000_000_000_000_000
    return Int32(
      parts.seconds * 1000 + (parts.attoseconds + attosecondsEach - 1) / attosecondsEach)
  }

  // MARK: Input

  /// Reads what waits, but not so much that signals would have to wait for it.
  ///
  /// Only while a paste is being gathered there is more to read before anything can be answered.
  private mutating func readInput() {
    var total = 0
    let wasInString = decoder.isInString
    repeat {
      let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4096) { bytes in
        let count = max(0, read(STDIN_FILENO, bytes.baseAddress, bytes.count))
        decoder.take(UnsafeBufferPointer(rebasing: bytes[..<count]))
        return count
      }
      if count == 0 { break }
      total += count
    } while total < 65_536 && !decoder.hasEvents && hasInput
    // A terminal that is gone may look ready for ever and have nothing.
    emptyReads = total == 0 ? emptyReads + 1 : 0
    if emptyReads > 3 { finish() }
    guard total > 0 else { return }
    lastInput = clock.now
    if answerTime != nil { followAnswer(isUnderWay: wasInString || decoder.isInString) }
    collect()
  }

  /// Finds out whether the answer to what was asked at the start is still to come.
  private mutating func followAnswer(isUnderWay: Bool) {
    if isUnderWay { answerTime = lastInput + Self.answerGrace }
    if decoder.hasIdentity { answerTime = nil }
    decoder.isAnswerDue = answerTime.map { lastInput < $0 } ?? false
  }

  private var hasInput: Bool {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 0) > 0 && Int32(input.revents) & POLLIN != 0
  }

  /// Moves decoded events to the queue.
  private mutating func collect() {
    guard decoder.hasEvents else { return }
    for event in decoder.takeEvents() {
      if case .background(let answer) = event {
        guard followsBackground, answer != background else { continue }
        background = answer
      }
      queue.append(event)
    }
  }

  private mutating func finish() {
    guard !isClosed else { return }
    isClosed = true
    queue.append(.closed)
  }

  // MARK: Signals

  private mutating func takeSignals() {
    let signals = Rescue.takeSignals()
    let isEnding = signals.contains(where: Rescue.endings.contains)
    for signal in signals {
      switch signal {
      case SIGTSTP where isEnding, SIGCONT where isEnding:
        break
      case SIGWINCH:
        // Even at the same size the terminal may have moved its lines around.
        followSize(evenIfSame: true)
        repaint()
      case SIGTSTP:
        stop(asGroup: false)
      case SIGCONT:
        // Stopped by a signal that cannot be handled: whatever ran meanwhile left its modes.
        Rescue.leaveScreen()
        comeBack()
      default:
        queue.append(.signal(signal))
      }
    }
  }

  /// Takes over the size of the terminal.
  private mutating func followSize(evenIfSame: Bool = false) {
    guard let now = terminalSize(), now != size || evenIfSame else { return }
    if now != size { resizeterm(Int32(now.rows), Int32(now.columns)) }
    size = now
    queue.removeAll { if case .resize = $0 { true } else { false } }
    queue.append(.resize(columns: now.columns, rows: now.rows))
  }

  /// Stops the program and all that share the terminal with it: what ^Z does everywhere else.
  ///
  /// Returns when the program goes on; the next `wait` says `resumed`.
  public mutating func suspend() {
    stop(asGroup: true)
  }

  private mutating func stop(asGroup: Bool) {
    Rescue.leaveScreen()
    Rescue.stop(by: SIGTSTP, group: asGroup)
    Rescue.forget(SIGCONT)
    comeBack()
  }

  /// Takes the terminal again.
  ///
  /// From the background this stops the program once more, until it comes to the foreground.
  private mutating func comeBack() {
    // Told to end while stopped: do that, and leave the terminal to the shell.
    if Rescue.hasEnding { return }
    Rescue.enterScreen {
      tcsetattr(STDIN_FILENO, TCSADRAIN, &ownModes)
      writeToTerminal(String(decoding: controls.enter, as: UTF8.self))
      enterModes()
    }
    followSize()
    repaint()
    queue.append(.resumed)
  }
}
