import Lessons
import Snapshots
import Subjects
import Synchronization
import Training

/// What `--steps` and `--seconds` mean on a screen: training pauses.
final class PauseReasons: Sendable {
  private let run: RunOptions
  /// The step from which `--steps` counts: the one before the first that is made.
  private let first = Mutex<Double?>(nil)

  init(_ run: RunOptions) { self.run = run }

  /// Why training pauses with these metrics of a new step; nil: it goes on.
  var reason: LiveRun.PauseReason { { [self] metrics in why(metrics) } }

  private func why(_ metrics: [String: Double]) -> Notice.Reason? {
    let step = metrics["step"] ?? 0
    let origin = first.withLock { first in
      let known = first ?? step - 1
      first = known
      return known
    }
    if let steps = run.steps, step == origin + Double(steps) { return .steps }
    if let limit = run.seconds, let seconds = metrics["seconds"], seconds >= limit {
      return .seconds
    }
    return nil
  }
}
