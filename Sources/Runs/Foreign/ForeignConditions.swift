import Snapshots
import Subjects

/// Conditions and alarms over one run of another program, judged at every step that something is known of.
///
/// Steps are judged in their order, each once. A condition that goes on holding is told once.
struct ForeignConditions {
  /// A condition that has come true.
  struct Event: Equatable {
    var condition: Condition
    var step: Int
    /// Whether it holds at the last step, too.
    var isHolding = false
  }

  /// What goes wrong.
  private(set) var watch = AlarmWatch()
  /// What is known of each condition that is watched.
  private var states: [Condition: Judgement] = [:]
  /// The last measured picture, and the last loss, that alarms have seen.
  private var seen = (pictures: -1, losses: -1)

  private struct Judgement {
    /// Whether it held at the last step at which it was judged.
    var isHolding = false
    var isMissingTold = false
    /// The last step of metrics, and of measured pictures, at which it was judged.
    var judged = (metrics: -1, pictures: -1)
  }

  /// Judges what is new; a condition that is new is judged at every step that there is.
  ///
  /// - Returns: what has come true, and what there is to tell.
  mutating func follow(
    _ breakpoints: [Breakpoint], _ series: [String: MetricSeries], _ main: String,
    _ heads: [HeadMeasurement]
  ) -> (events: [Event], alarms: [Alarm], missing: [Notice]) {
    var alarms = losses(series[main], main)
    for measured in heads where measured.step > seen.pictures { alarms += watch.take(measured) }
    seen.pictures = max(seen.pictures, heads.last?.step ?? -1)
    let on = Set(breakpoints.filter(\.isOn).map(\.condition))
    // One that is switched off and on again is judged anew.
    states = states.filter { on.contains($0.key) }
    var events: [Event] = []
    var missing: [Notice] = []
    for condition in breakpoints.filter(\.isOn).map(\.condition) {
      judge(condition, series, heads, &events, &missing)
    }
    return (events.sorted { $0.step < $1.step }, alarms, missing)
  }

  /// The run has begun again: nothing of it was judged.
  mutating func beginAgain() { self = ForeignConditions() }

  private mutating func losses(_ series: MetricSeries?, _ name: String) -> [Alarm] {
    guard let series, name.lowercased().contains("loss"), let last = series.steps.last else {
      return []
    }
    let first = series.steps.place(of: seen.losses).map { $0 + 1 } ?? 0
    seen.losses = max(seen.losses, last)
    return (first..<max(first, series.steps.count)).compactMap {
      watch.take(loss: series.values[$0], at: series.steps[$0])
    }
  }

  // MARK: One condition

  private mutating func judge(
    _ condition: Condition, _ series: [String: MetricSeries], _ heads: [HeadMeasurement],
    _ events: inout [Event], _ missing: inout [Notice]
  ) {
    var state = states[condition] ?? Judgement()
    defer { states[condition] = state }
    var place = 0
    var last: StepValues?
    for step in newSteps(since: state, series, heads) {
      while place < heads.count, heads[place].step <= step { place += 1 }
      let values = StepValues(
        Self.values(series, at: step), condition.asksHeads && place > 0 ? heads[place - 1] : nil)
      last = values
      let holds = condition.holds(values)
      if holds, !state.isHolding { events.append(Event(condition: condition, step: step)) }
      state.isHolding = holds
    }
    state.judged = (
      max(state.judged.metrics, series.values.compactMap(\.steps.last).max() ?? -1),
      max(state.judged.pictures, heads.last?.step ?? -1)
    )
    for place in events.indices where events[place].condition == condition {
      events[place].isHolding = state.isHolding
    }
    // Before the first measurement nobody can miss a head.
    guard let last, !state.isMissingTold, !(condition.asksHeads && heads.isEmpty) else { return }
    let names = condition.terms(last).filter { $0.value == nil }.map(\.name)
    guard !names.isEmpty else { return }
    state.isMissingTold = true
    missing.append(
      .withoutValue(
        names, condition: condition.description,
        known: condition.asksHeads ? last.headRanges : series.keys.sorted()))
  }

  private func newSteps(
    since state: Judgement, _ series: [String: MetricSeries], _ heads: [HeadMeasurement]
  ) -> [Int] {
    var steps: Set<Int> = []
    for own in series.values {
      steps.formUnion(own.steps[(own.steps.place(of: state.judged.metrics).map { $0 + 1 } ?? 0)...])
    }
    for measured in heads where measured.step > state.judged.pictures {
      steps.insert(measured.step)
    }
    return steps.sorted()
  }

  /// What every metric said last at or before `step`.
  static func values(_ series: [String: MetricSeries], at step: Int) -> [String: Double] {
    var values = series.compactMapValues { $0.value(at: step) }
    values["step"] = Double(step)
    return values
  }
}
