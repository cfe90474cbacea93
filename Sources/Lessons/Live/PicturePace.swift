/// When something may be shown again while training runs: it takes at most a share of the time.
///
/// What it cost the last time is what it will cost. A picture that is worth seeing comes often enough
/// all the same, as long as most of the time is left to training.
struct PicturePace {
  /// The most of the time, unless it comes too seldom then.
  let share: Double
  /// The longest wait in seconds.
  let longest: Double
  /// The shortest wait in seconds.
  let shortest: Double
  private var next = -Double.infinity
  private var cost = 0.0

  init(share: Double, longest: Double, shortest: Double = 0) {
    self.share = share
    self.longest = longest
    self.shortest = shortest
  }

  /// Whether it is time again.
  func isDue(at time: Double) -> Bool { time >= next }

  /// Whether it can be made before `deadline` without being missed elsewhere.
  func fits(before deadline: Double, at time: Double) -> Bool { time + cost < deadline }

  /// Remembers what it took this time.
  mutating func count(from began: Double, to ended: Double) {
    cost = ended - began
    next = began + max(shortest, 2 * cost, min(longest, cost / share))
  }

  /// Makes it due at once.
  mutating func reset() { next = -Double.infinity }
}
