/// The states of earlier steps that are kept in memory, so that any step can be gone back to.
///
/// Going back means: the nearest kept state at or before the step, and an exact replay from there.
/// Every `interval`-th step of the last thousand is kept. When the budget is reached, older states
/// are thinned to every second, fourth, eighth … of them: a step far back takes longer, but every
/// step stays reachable, and step 0 is always kept.
/// The states on the way of a replay are kept too, so that a held key costs two steps a press.
struct History {
  /// The distance of kept steps.
  static let interval = 16
  /// The number of latest steps for which the full distance is kept.
  static let recent = 1_024

  /// The most bytes that kept states may take.
  let budget: Int
  /// Whether older states had to be thinned.
  private(set) var isThinned = false
  private var states: [Int: TrainingState] = [:]
  private var trail: [Int: TrainingState] = [:]
  private var byteCount = 0
  /// The steps whose states are never thinned.
  private var origins: Set<Int> = [0]

  init(budget: Int) { self.budget = budget }

  /// Keeps the state that training goes on from, whatever its number.
  mutating func keep(_ state: TrainingState) {
    states[state.step] = state
    byteCount += state.byteCount
    origins.insert(state.step)
  }

  /// Keeps `state` if it is one of those to keep.
  mutating func remember(_ state: @autoclosure () -> TrainingState, at step: Int) {
    guard step.isMultiple(of: Self.interval), states[step] == nil else { return }
    let state = state()
    states[step] = state
    byteCount += state.byteCount
    thin(below: step)
  }

  /// Keeps a state on the way of a replay; the way of the last replay is all that is kept.
  mutating func rememberOnTheWay(_ state: TrainingState) { trail[state.step] = state }

  /// Forgets the way of the last replay.
  mutating func beginReplay() { trail = [:] }

  /// The latest kept state at or before `step`.
  func nearest(_ step: Int) -> TrainingState? {
    if let exact = trail[step] ?? states[step] { return exact }
    let known = states.keys.filter { $0 <= step }.max()
    let near = trail.keys.filter { $0 <= step }.max()
    return [known.flatMap { states[$0] }, near.flatMap { trail[$0] }].compactMap(\.self)
      .max { $0.step < $1.step }
  }

  /// A sentence about what had to be thinned; nil while every `interval`-th state is kept.
  var note: String? {
    guard isThinned else { return nil }
    return "older steps are replayed from farther back: \(states.count) states in "
      + "\(budget >> 20) MB"
  }

  /// The kept steps, ascending.
  var steps: [Int] { states.keys.sorted() }

  private mutating func thin(below step: Int) {
    // The recent ones go last, when nothing older is left to give.
    for horizon in [step - Self.recent, step] {
      var spacing = Self.interval
      while byteCount > budget, spacing < max(1, step) {
        spacing *= 2
        isThinned = true
        for key in steps
        where !origins.contains(key) && key < horizon && !key.isMultiple(of: spacing) {
          guard byteCount > budget else { return }
          byteCount -= states.removeValue(forKey: key)?.byteCount ?? 0
        }
      }
    }
  }
}
