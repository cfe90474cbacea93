/// The states of earlier steps that are kept in memory, so that any step can be gone back to.
///
/// Going back means: the nearest kept state at or before the step, and an exact replay from there.
/// Every `interval`-th step of the last thousand is kept. When the budget is reached, older states
/// are thinned to every second, fourth, eighth … of them: a step far back takes longer, but every
/// step stays reachable, and step 0 is always kept. Where even that is too much, recent ones go, too.
/// The states on the way of a replay are the trail: the steps before the one that was gone to, so
/// that a held key replays once in as many presses as states fit. They are part of the budget and
/// have no claim to it longer than they are of use: training on takes their room first.
struct History {
  /// The distance of kept steps.
  static let interval = 16
  /// The number of latest steps for which the full distance is kept.
  static let recent = 1_024
  /// The most presses of a key that one replay serves.
  static let longestTrail = 16

  /// The most bytes that all these states may take.
  private(set) var budget: Int
  /// Whether older states had to be thinned.
  private(set) var isThinned = false
  /// The bytes that all these states take.
  private(set) var byteCount = 0
  private var states: [Int: TrainingState] = [:]
  private var trail: [Int: TrainingState] = [:]
  /// The steps whose states are never thinned.
  private var origins: Set<Int> = [0]

  init(budget: Int) { self.budget = budget }

  /// Keeps the state that training goes on from, whatever its number.
  mutating func keep(_ state: TrainingState) {
    byteCount -= states[state.step]?.byteCount ?? 0
    states[state.step] = added(state)
    origins.insert(state.step)
  }

  /// Keeps `state` if it is one of those to keep.
  mutating func remember(_ state: @autoclosure () -> TrainingState, at step: Int) {
    guard step.isMultiple(of: Self.interval), states[step] == nil else { return }
    let state = trail.removeValue(forKey: step) ?? added(state())
    states[step] = state
    thin(around: step)
  }

  /// The latest kept state at or before `step`.
  func nearest(_ step: Int) -> TrainingState? {
    if let exact = trail[step] ?? states[step] { return exact }
    let known = states.keys.filter { $0 <= step }.max()
    let near = trail.keys.filter { $0 <= step }.max()
    return [known.flatMap { states[$0] }, near.flatMap { trail[$0] }].compactMap(\.self)
      .max { $0.step < $1.step }
  }

  /// How many states are left in how much room; nil while every `interval`-th state is kept.
  var thinning: (states: Int, megabytes: Int)? {
    isThinned ? (states.count, budget >> 20) : nil
  }

  /// The kept steps, ascending.
  var steps: [Int] { states.keys.sorted() }

  /// Takes another budget and gives up at once what no longer fits into it.
  mutating func limit(to budget: Int) {
    self.budget = budget
    thin(around: max(states.keys.max() ?? 0, trail.keys.max() ?? 0))
  }

  /// Whether a step can be gone to without a replay.
  func holds(_ step: Int) -> Bool { trail[step] != nil || states[step] != nil }

  /// Whether one more state of so many bytes fits.
  func hasRoom(for byteCount: Int) -> Bool { self.byteCount + byteCount <= budget }

  /// Forgets all steps after this one: they are of another future.
  mutating func forget(after step: Int) {
    for key in trail.keys where key > step { forget(key) }
    for key in states.keys where key > step {
      byteCount -= states.removeValue(forKey: key)?.byteCount ?? 0
      origins.remove(key)
    }
  }

  // MARK: The trail

  /// The states, of this size, that a step back should find together: its own and those before it.
  ///
  /// As many as have room, and no more than a replay is worth.
  func window(_ byteCount: Int) -> Int {
    max(1, min(Self.longestTrail, budget / max(1, byteCount)))
  }

  /// The step to replay from so that `step` and the others of its window are passed.
  ///
  /// Never one before the state that training went on from: what lies there is another replay.
  func base(of step: Int, window: Int) -> Int {
    max(origins.filter { $0 <= step }.max() ?? 0, step - window + 1)
  }

  /// Begins the trail of a replay to `step`: what is not among the states before it is forgotten.
  mutating func beginTrail(to step: Int, window: Int) {
    for key in trail.keys where key >= step || key <= step - window { forget(key) }
  }

  /// Keeps a state on the way of a replay to `target`, if it is one of its window.
  ///
  /// - Returns: whether it is.
  mutating func remember(
    _ state: @autoclosure () -> TrainingState, at step: Int, onTheWayTo target: Int, window: Int
  ) -> Bool {
    guard step < target, step > target - window else { return false }
    guard !holds(step) else { return true }
    trail[step] = added(state())
    thin(around: step, for: (target - window + 1)...target)
    return true
  }

  /// Keeps the state that is left by single steps, forwards in place of the farthest behind, so that
  /// to and fro replays nothing.
  mutating func leave(_ state: @autoclosure () -> TrainingState, at step: Int, for target: Int) {
    guard abs(target - step) <= 1, !trail.isEmpty, !holds(step) else { return }
    let state = state()
    if trail.count >= Self.longestTrail || !hasRoom(for: state.byteCount) {
      guard target > step, let farthest = trail.keys.min() else { return }
      forget(farthest)
    }
    trail[step] = added(state)
  }

  private mutating func added(_ state: TrainingState) -> TrainingState {
    byteCount += state.byteCount
    return state
  }

  private mutating func forget(_ step: Int) {
    byteCount -= trail.removeValue(forKey: step)?.byteCount ?? 0
  }

  /// Makes room: what is far from `step` goes first, and none of `wanted`.
  ///
  /// Without a window the trail is nobody's: it goes before anything else.
  private mutating func thin(around step: Int, for wanted: ClosedRange<Int>? = nil) {
    while wanted == nil, byteCount > budget, let farthest = trail.keys.min() { forget(farthest) }
    let last = max(1, steps.last ?? 0)
    // The recent ones go last, when nothing older is left to give.
    for reach in [Self.recent, 0] {
      var spacing = Self.interval
      while byteCount > budget, spacing <= last {
        spacing *= 2
        isThinned = true
        for key in steps
        where !origins.contains(key) && abs(key - step) > reach && !key.isMultiple(of: spacing)
          && wanted?.contains(key) != true
        {
          guard byteCount > budget else { return }
          byteCount -= states.removeValue(forKey: key)?.byteCount ?? 0
        }
      }
    }
  }
}
