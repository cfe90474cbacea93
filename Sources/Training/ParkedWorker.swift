import Dispatch
import Synchronization

/// A thread that sleeps until its one piece of work is asked for.
///
/// `concurrentPerform` and tasks allocate on every call; two semaphores do not. It never spins.
final class ParkedWorker: @unchecked Sendable {
  private let go = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)
  private let isStopped = Atomic(false)
  private let work: () -> Void

  /// Nil where the system gives no thread within two seconds.
  ///
  /// - Parameter work: done on the other thread between `begin` and `wait`.
  init?(_ work: @escaping () -> Void) {
    self.work = work
    guard systemGivesThreads(within: 2) else { return nil }
    DispatchQueue(label: "headlight.shard", qos: .userInitiated).async { [go, done, weak self] in
      while true {
        go.wait()
        guard let worker = self, !worker.isStopped.load(ordering: .acquiring) else { return }
        worker.work()
        done.signal()
      }
    }
  }

  /// Starts the work on the other thread.
  func begin() { go.signal() }

  /// Waits until it is done.
  func wait() { done.wait() }

  deinit {
    isStopped.store(true, ordering: .releasing)
    go.signal()
  }
}
