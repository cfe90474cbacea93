import Dispatch
import Snapshots
import Synchronization
import Terminal
import Lessons
import Tensors
import Training

/// What a run's thread has to say to the screen.
final class Notes: Sendable {
  enum Note: Sendable {
    /// Something is wrong or worth knowing.
    case error(String)
    /// Something to know about what is trained.
    case notice(String)
    /// What a run is kept in could not be written, and why; nil: it could be written again.
    case unsaved(String?)
    /// The tour has no recording to begin on, and why.
    case tourFailed(String)
    /// Nothing can begin.
    case failed(Failure)
  }

  private struct State {
    var notes: [Note] = []
    var wake: @Sendable () -> Void = {}
  }

  private let state = Mutex(State())

  /// Calls `wake` whenever there is something new.
  func listen(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

  func add(_ note: Note) {
    let wake = state.withLock { state in
      state.notes.append(note)
      return state.wake
    }
    wake()
  }

  func take() -> [Note] {
    state.withLock { state in
      defer { state.notes = [] }
      return state.notes
    }
  }

  /// Why nothing can begin.
  var failure: Failure? {
    state.withLock { state in
      for case .failed(let failure) in state.notes { return failure }
      return nil
    }
  }
}

/// Wakes whoever waits for a run: first the start of the program, then its screen.
final class Relay: Sendable {
  private let target = Mutex<WakeUp?>(nil)
  private let signal = DispatchSemaphore(value: 0)

  func poke() {
    guard let screen = target.withLock({ $0 }) else {
      signal.signal()
      return
    }
    screen.poke()
  }

  func wait(until time: Double) {
    _ = signal.wait(timeout: .now() + max(0, time - Clock.wall))
  }

  /// From now on the screen is woken, also for what came before.
  func connect(_ screen: WakeUp) {
    target.withLock { $0 = screen }
    screen.poke()
  }
}
