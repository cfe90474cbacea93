import Dispatch
public import Subjects
import Synchronization
public import TensorFiles

/// Runs that other programs write, one or several side by side, while they are written or afterwards.
///
/// A background queue follows the directories and reads what a screen looks at; nothing is computed
/// again, so there are the steps that were written and no others. Several stand on one step: each shows
/// the last picture that it has up to there.
public final class ForeignRun: Subject {
  /// Where frames arrive.
  public let frames: Mailbox<Frame>
  /// What is looked at, from left to right, as it began.
  public let runs: [Run]
  private let requests = Mutex<[(Request, RunID)]>([])
  private let isStopped = Mutex(false)
  /// Whether the writer is asked to stop without a question.
  let stops: Bool
  private let signal = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// The runs in the directories at `paths`.
  ///
  /// - `step`: the step to begin at; nil: the newest.
  /// - `breakpoints`: conditions at which it is told, which a request replaces.
  /// - `stops`: whether the writer is asked to stop at them without a question.
  /// - `waits`: whether a run.json that cannot be read may still be written; else it is refused.
  /// - `begin`: called first on the queue's thread.
  /// - `wake`: called whenever a frame is there; from the queue's thread.
  public init(
    _ paths: [String], step: Int? = nil, breakpoints: [Breakpoint] = [], stops: Bool = false,
    waits: Bool = true,
    begin: @escaping @Sendable () -> Void = {},
    wake: @escaping @Sendable () -> Void
  ) throws(FileError) {
    var directories: [ForeignDirectory] = []
    for path in paths {
      let directory = try ForeignDirectory(path)
      // Another format will not become this one by waiting.
      if let problem = directory.described, !waits || directory.isOfAnotherFormat { throw problem }
      directories.append(directory)
    }
    self.stops = stops
    frames = Mailbox(wake: wake)
    let runs = directories.map { directory in Run(directory, id: RunID()) }
    self.runs = runs
    DispatchQueue(label: "headlight.foreign", qos: .userInitiated).async { [self, directories] in
      begin()
      var loop = ForeignLoop(directories, runs.map(\.id), step: step, self)
      loop.pulse.breakpoints = breakpoints
      loop.follow()
      ended.signal()
    }
  }

  /// Asks for something; returns at once.
  public func send(_ request: Request, _ run: RunID) {
    requests.withLock { $0.append((request, run)) }
    signal.signal()
  }

  /// Asks the subject to end, and returns at once.
  public func stop() {
    isStopped.withLock { $0 = true }
    signal.signal()
  }

  /// Waits at most this long for the end of a subject that was stopped; nothing is ever lost.
  public func end(within time: Duration) -> Unsaved? {
    if ended.wait(timeout: .now() + max(0, time / .seconds(1))) == .success { ended.signal() }
    return nil
  }

  /// The next request, and the run it is about where it is about one.
  func next() -> (Request, RunID)? {
    requests.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  var isStopping: Bool { isStopped.withLock { $0 } }

  /// Whether somebody wants something: no reading keeps them waiting.
  var hasRequests: Bool { isStopping || requests.withLock { !$0.isEmpty } }

  /// Says that there is something to look at.
  func poke() { signal.signal() }

  /// Sleeps until something is asked for, a folder changes, or `seconds` have passed.
  func sleep(_ seconds: Double?) {
    if let seconds { _ = signal.wait(timeout: .now() + seconds) } else { signal.wait() }
  }
}

extension Run {
  /// What a screen says about the run in `directory`.
  init(_ directory: ForeignDirectory, id: RunID) {
    var facts: [Fact] = [.foreignDirectory(directory.name)]
    if let framework = directory.description?.framework, !framework.isEmpty {
      facts.append(.framework(framework))
    }
    self.init(
      id: id, origin: .watched, title: directory.title, abilities: [.seeks, .breaks], facts: facts)
  }
}
