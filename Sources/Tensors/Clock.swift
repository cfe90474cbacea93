#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Processor and wall time.
public enum Clock {
  /// Seconds of processor time of this process, all threads together.
  public static var cpu: Double { seconds(CLOCK_PROCESS_CPUTIME_ID) }
  /// Seconds on a clock that only goes forward.
  public static var wall: Double { seconds(CLOCK_MONOTONIC) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The seconds that `body` takes.
  public static func time(_ body: () -> Void) -> (cpu: Double, wall: Double) {
    let (cpu, wall) = (Self.cpu, Self.wall)
    body()
    return (Self.cpu - cpu, Self.wall - wall)
  }
}
