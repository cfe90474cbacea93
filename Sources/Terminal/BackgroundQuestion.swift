import Screens

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds out whether the terminal writes light on dark or dark on light.
enum BackgroundQuestion {
  /// What asks for the background colour (OSC 11), and then who is there (DA1).
  ///
  /// Every terminal answers the second at once, so one that does not know the first costs no wait.
  private static let question = "\u{1b}]11;?\u{1b}\\\u{1b}[c"

  /// Asks, and waits at most 100 ms; nil when there was no answer.
  ///
  /// The terminal must not echo. What was typed meanwhile stays in `decoder`, and so does half an
  /// answer: over a slow line the rest comes later, as a `background` event.
  static func ask(_ decoder: inout InputDecoder) -> Background? {
    writeToTerminal(question)
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(100)
    while !decoder.hasIdentity {
      let left = (end - clock.now).components
      let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard milliseconds > 0, poll(&input, 1, Int32(milliseconds)) > 0 else { break }
      let count = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { bytes in
        let count = read(STDIN_FILENO, bytes.baseAddress, bytes.count)
        decoder.take(UnsafeBufferPointer(rebasing: bytes[..<max(0, count)]))
        return count
      }
      guard count > 0 else { break }
    }
    return decoder.takeBackground()
  }

  /// What COLORFGBG says, which some terminals set: "15;0" is white on black.
  static func fromEnvironment(_ value: String?) -> Background? {
    guard let last = value?.split(separator: ";").last, let index = Int(last) else { return nil }
    return index == 7 || index == 15 ? .light : .dark
  }

  /// What an answer says: `rgb:1e1e/1e1e/1e1e`, with one to four digits a part.
  static func background(from answer: some StringProtocol) -> Background? {
    guard let colon = answer.firstIndex(of: ":"), answer.hasPrefix("rgb") else { return nil }
    let parts = answer[answer.index(after: colon)...].split(separator: "/").prefix(3)
    let values = parts.compactMap { part -> Double? in
      guard (1...4).contains(part.count), let value = Int(part, radix: 16) else { return nil }
      return Double(value) / Double(1 << (4 * part.count) - 1)
    }
    guard values.count == 3 else { return nil }
    let luminance = 0.2126 * values[0] + 0.7152 * values[1] + 0.0722 * values[2]
    return luminance > 0.5 ? .light : .dark
  }
}
