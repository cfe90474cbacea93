import Dispatch
import Lessons
import Subjects
import Training

/// What `work` gives, done on another thread.
///
/// Nothing records a tape on the main thread, which has to answer signals and faults at once.
func onAnotherThread<Value: Sendable>(
  _ work: @escaping @Sendable () throws(Failure) -> Value
) throws(Failure) -> Value {
  guard systemGivesThreads(within: 0.2) else { throw .noThread }
  let done = DispatchSemaphore(value: 0)
  let result = Mailbox<Result<Value, Failure>> { done.signal() }
  DispatchQueue.global(qos: .userInitiated).async {
    result.publish(Result { () throws(Failure) in try work() })
  }
  guard done.wait(timeout: .now() + 5) == .success, let value = result.take() else {
    throw .noThread
  }
  return try value.get()
}
