#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pipe by which a background thread, or a signal, wakes the main thread out of its wait.
///
/// The content of the pipe means nothing: whoever wakes up looks at the mailbox and at the signals
/// that arrived. So a full pipe loses nothing, and neither end ever blocks.
public final class WakeUp: Sendable {
  /// The end that the main thread waits on.
  let readEnd: Int32
  /// The end that is poked.
  let writeEnd: Int32

  /// What a poke writes; a signal writes `signalByte`.
  static let pokeByte: UInt8 = 0
  static let signalByte: UInt8 = 1

  /// A new pipe.
  public init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .noPipe(reason: String(cString: strerror(errno))) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Wakes the main thread: one system call, never blocks, may be called from any thread.
  public func poke() {
    var byte = Self.pokeByte
    _ = write(writeEnd, &byte, 1)
  }

  /// Empties the pipe and tells whether anybody but a signal wrote to it.
  func drain() -> Bool {
    var poked = false
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { bytes in
      while true {
        let count = read(readEnd, bytes.baseAddress, bytes.count)
        guard count > 0 else { return }
        poked = poked || bytes[..<count].contains(Self.pokeByte)
      }
    }
    return poked
  }
}
