import Dispatch
import Lessons
import Subjects
import Synchronization
import Tensors
import Terminal
import Training

/// What a run's thread has to say to the screen.
final class Notes: Sendable {
  private struct State {
    var notices: [Notice] = []
    var failure: Failure?
    var wake: @Sendable () -> Void = {}
  }

  private let state = Mutex(State())

  /// Calls `wake` whenever there is something new.
  func listen(_ wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

  func add(_ notice: Notice) { change { $0.notices.append(notice) } }

  /// Says why nothing can begin.
  func fail(_ failure: Failure) { change { $0.failure = failure } }

  private func change(_ body: (inout State) -> Void) {
    let wake = state.withLock { state in
      body(&state)
      return state.wake
    }
    wake()
  }

  func take() -> [Notice] {
    state.withLock { state in
      defer { state.notices = [] }
      return state.notices
    }
  }

  /// Why nothing can begin.
  var failure: Failure? { state.withLock(\.failure) }
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
