import Dashboard
import Dispatch
import Lessons
import Subjects
import Synchronization
import Training

/// Says what a start does that takes longer than a moment.
final class SlowStart: Sendable {
  private let over = Mutex(false)

  /// Begins to wait; nothing is said of a start that is over in time.
  init(_ settings: LessonSettings) {
    // Without a thread nobody can speak while the start goes on.
    guard systemGivesThreads(within: 0) else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { [self] in
      over.withLock { isOver in
        guard !isOver else { return }
        Output.complain(
          "headlight: "
            + Language.english.line(
              .slowStart(units: settings.units, batch: settings.batchSize)))
      }
    }
  }

  /// The start is over.
  func isOver() { over.withLock { $0 = true } }
}
