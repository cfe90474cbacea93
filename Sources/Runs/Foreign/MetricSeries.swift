/// One metric of a run: its values by ascending step.
struct MetricSeries: Hashable, Sendable {
  /// The steps.
  private(set) var steps: [Int] = []
  /// The value at each.
  private(set) var values: [Double] = []
  /// How often something else was done than to add a value at the end.
  private(set) var edits = 0

  /// Records the value of a step; a later one of the same step wins.
  mutating func record(_ value: Double, at step: Int) {
    guard let last = steps.last, step <= last else {
      steps.append(step)
      values.append(value)
      return
    }
    edits += 1
    let place = steps.place(of: step)
    if let place, steps[place] == step {
      values[place] = value
    } else {
      // Lines need not ascend, though nearly all of them do.
      steps.insert(step, at: (place ?? -1) + 1)
      values.insert(value, at: (place ?? -1) + 1)
    }
  }

  /// Forgets what was measured from `step` on.
  mutating func cut(from step: Int) {
    edits += 1
    let kept = steps.place(of: step - 1).map { $0 + 1 } ?? 0
    steps.removeSubrange(kept...)
    values.removeSubrange(kept...)
  }

  /// The last value at or before `step`; nil where there is none.
  func value(at step: Int) -> Double? { steps.place(of: step).map { values[$0] } }
}
