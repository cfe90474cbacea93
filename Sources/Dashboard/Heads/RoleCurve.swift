import Snapshots
import Subjects

/// How the role of one head grew over the run.
struct RoleCurve {
  /// What is drawn: the head's role, or where it has none the one that it comes nearest to.
  ///
  /// nil is the entropy: heads between two sequences have no roles to tell them apart.
  var role: HeadStatistics.Role?
  /// The measured values by ascending step, 0 … 1.
  private(set) var points: [(step: Int, value: Double)]
  /// The first measured step at which the head had this role; nil for none.
  private(set) var formed: Int?
  /// Whether it had the role when it was first measured: it may have formed before.
  private(set) var isFormedBefore = false

  /// The curve of `head` over what was measured; nil for nothing.
  init?(_ head: HeadStack.Head, _ measured: [HeadMeasurement]) {
    let all = measured.compactMap { measurement -> (step: Int, statistics: HeadStatistics)? in
      guard let heads = measurement.statistics[head.name.site], head.name.head < heads.count else {
        return nil
      }
      return (measurement.step, heads[head.name.head])
    }
    let scores = head.statistics.scores
    let nearest = head.statistics.role ?? scores.max { $0.value.value < $1.value.value }?.key
    let role = scores.count > 1 ? nearest : nil
    self.role = role
    points = all.compactMap { measurement in
      let value = role.map { measurement.statistics[$0] } ?? measurement.statistics.entropy
      return value.map { (measurement.step, Double($0)) }
    }
    guard !points.isEmpty else { return nil }
    guard let role, head.statistics.role == role else { return }
    let first = all.firstIndex { $0.statistics.role == role }
    formed = first.map { all[$0].step }
    isFormedBefore = first == 0
  }

  /// The value at the last measurement up to `step`; before the first one, that.
  func value(at step: Int) -> Double? {
    points.last { $0.step <= step }?.value ?? points.first?.value
  }
}
