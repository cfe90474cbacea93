import Snapshots
import Subjects

/// What the heads of a run did, measured on some of its pictures in the order of their steps.
///
/// Of a run that is there already so many pictures are measured, evenly spaced; of one that grows, every
/// new one. When there are too many, every other of the older ones is given up.
struct HeadHistory {
  /// The most measurements that are kept.
  static let most = 256

  /// What was measured, by ascending step.
  private(set) var measurements: [HeadMeasurement] = []
  private var pending: [Int] = []
  /// The last step that was taken into account.
  private var reached = -1
  private var hasNews = false
  private var hasRestarted = false

  /// Whether nothing is left to be measured.
  var isComplete: Bool { pending.isEmpty }

  /// The step that is to be measured next; nil where there is none.
  var next: Int? { pending.first }

  /// Takes the steps that there are now; before all of them are known there is nothing to plan.
  mutating func follow(_ steps: [Int], isComplete: Bool) {
    guard isComplete, let last = steps.last else { return }
    if last < reached {
      // The writer has begun again: what was measured is of another run.
      (measurements, pending, reached, hasRestarted) = ([], [], -1, true)
    }
    let new = steps[(steps.place(of: reached).map { $0 + 1 } ?? 0)...]
    guard !new.isEmpty else { return }
    let stride = max(1, (new.count + Self.most - 1) / Self.most)
    // From the last on, which is to be among them.
    pending += new.indices.filter { (new.endIndex - 1 - $0).isMultiple(of: stride) }.map { new[$0] }
    reached = last
  }

  /// Takes what was measured at the next step.
  mutating func add(_ measurement: HeadMeasurement) {
    skip(measurement.step)
    measurements.append(measurement)
    hasNews = true
    guard measurements.count > 2 * Self.most else { return }
    let half = measurements.count / 2
    measurements = measurements.indices
      .filter { $0 >= half || $0.isMultiple(of: 2) }.map { measurements[$0] }
  }

  /// Leaves a step out that cannot be measured.
  mutating func skip(_ step: Int) { pending.removeAll { $0 == step } }

  /// Whether the writer has begun again since it was asked last.
  mutating func takeRestart() -> Bool {
    defer { hasRestarted = false }
    return hasRestarted
  }

  /// Whether something was measured since it was asked last.
  mutating func takeNews() -> Bool {
    defer { hasNews = false }
    return hasNews
  }
}
