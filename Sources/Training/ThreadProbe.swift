import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whether the system gives this process one more thread within so many seconds.
///
/// Dispatch does not ask: where a user has as many processes as allowed (`ulimit -u`), whoever hands
/// it work waits for ever. So it is asked first, by a thread that does nothing.
public func systemGivesThreads(within seconds: Double) -> Bool {
  let end = Clock.wall + seconds
  while true {
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    if pthread_create(&thread, nil, { _ in nil }, nil) == 0 {
      #if canImport(Glibc)
        pthread_join(thread, nil)
      #else
        if let thread { pthread_join(thread, nil) }
      #endif
      return true
    }
    guard Clock.wall < end else { return false }
    usleep(50_000)
  }
}
