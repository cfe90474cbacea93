import Testing
import TestSupport

@testable import Training

/// Whatever the budget, every step stays reachable; what is near is near at hand.
@Suite struct HistoryTests {
  private func state(_ step: Int, count: Int = 100) -> TrainingState {
    TrainingState(
      step: step, weights: [Float](repeating: Float(step), count: count), first: [], second: [])
  }

  /// The history after `steps` steps with room for so many states.
  private func history(_ steps: Int, states: Int, _ each: (History, Int) -> Void = { _, _ in })
    -> History
  {
    var history = History(budget: states * 400)
    for step in 0...steps {
      history.remember(state(step), at: step)
      each(history, step)
    }
    return history
  }

  @Test(arguments: [0, 1, 2, 3, 7, 20, 64, 70, 100, 1_000])
  func everyStepStaysReachable(_ states: Int) {
    var wrong: [Int] = []
    let history = history(6_000, states: states) { history, step in
      guard step % History.interval < 2 else { return }
      // The first and the latest are always kept; all else only as far as there is room.
      let least = step < History.interval ? 1 : 2
      let steps = history.steps
      if steps.count > max(states, least) || steps.first != 0
        || steps.last != step / History.interval * History.interval
      {
        wrong.append(step)
      }
    }
    #expect(wrong == [])
    #expect(history.isThinned == (states < 6_000 / History.interval + 1))
    let steps = history.steps
    let unreachable = (0...6_000).filter { step in
      guard let kept = steps.last(where: { $0 <= step }) else { return true }
      return history.nearest(step) != state(kept)
    }
    #expect(unreachable == [])
    // Room is used: thinning takes no more than it has to.
    #expect(steps.count >= min(states, 6_000 / History.interval + 1))
  }

  /// Older states give way first: to every second, fourth, eighth of them.
  @Test(arguments: [70, 100, 200])
  func theLatestThousandGoLast(_ states: Int) {
    var missed: [Int] = []
    _ = history(9_000, states: states) { history, step in
      guard step.isMultiple(of: History.interval) else { return }
      let kept = Set(history.steps)
      let recent = stride(from: 0, through: step, by: History.interval)
        .filter { $0 >= step - History.recent }
      if !recent.allSatisfy(kept.contains) { missed.append(step) }
    }
    #expect(missed == [])
    let history = history(9_000, states: states)
    let gaps = zip(history.steps, history.steps.dropFirst()).map { $1 - $0 }
    #expect(gaps.allSatisfy { $0.isMultiple(of: History.interval) })
    // The room left for older ones is shared out: no gap is more than four times what it must be.
    let older = (9_000 - History.recent) / max(1, states - History.recent / History.interval)
    #expect((gaps.max() ?? 0) <= 4 * max(History.interval, older), "\(history.steps)")
  }

  @Test func onlySomeStepsAreKeptAndOnlyOnce() {
    var history = History(budget: 1 << 20)
    var asked = 0
    func counted(_ step: Int) -> TrainingState {
      asked += 1
      return state(step)
    }
    for _ in 0..<2 { for step in 0...40 { history.remember(counted(step), at: step) } }
    #expect(history.steps == [0, 16, 32] && asked == 3 && !history.isThinned)
    #expect(history.nearest(31)?.step == 16 && history.nearest(5_000)?.step == 32)
  }

  @Test func theWayOfTheLastReplayIsKept() {
    var history = history(64, states: 100)
    history.beginTrail(to: 56, window: 8)
    for step in 45...56 {
      let isKept = history.remember(state(step), at: step, onTheWayTo: 56, window: 8)
      #expect(isKept == (49...55).contains(step))
    }
    #expect(
      [48, 49, 55, 60, 63, 64].map { history.nearest($0)?.step } == [48, 49, 55, 55, 55, 64])
    #expect(history.nearest(47)?.step == 32)
    history.beginTrail(to: 52, window: 4)
    #expect([48, 49, 51, 52, 55].map { history.nearest($0)?.step } == [48, 49, 51, 51, 51])
  }

  /// A trail drives out what is far, but training on drives out the trail.
  @Test(arguments: [2, 3, 4, 9, 16, 30])
  func theTrailIsInTheBudget(_ states: Int) {
    var history = history(400, states: states)
    let window = history.window(400)
    #expect(window == min(16, states))
    history.beginTrail(to: 300, window: window)
    for step in 250..<300 {
      _ = history.remember(state(step), at: step, onTheWayTo: 300, window: window)
      #expect(history.byteCount <= states * 400)
    }
    #expect((0..<(window - 1)).allSatisfy { history.holds(299 - $0) })
    for step in 401...3_000 { history.remember(state(step), at: step) }
    #expect(history.steps.count == min(states, 3_000 / History.interval + 1))
    #expect(history.byteCount == history.steps.count * 400 && !history.holds(299))
    history.limit(to: states * 200)
    #expect(history.byteCount <= max(2, states / 2) * 400 && history.steps.first == 0)
  }

  /// The point of it all: from the nearest kept state a replay gives the very state that was.
  @Test func aReplayGivesTheStateThatWas() throws {
    let trainer = Reversal(batch: 3).trainer(threads: 2)
    var history = History(budget: 3 * trainer.state.byteCount)
    var truth: [[UInt32]] = []
    for step in 0...70 {
      history.remember(trainer.state, at: step)
      truth.append(trainer.state.bits)
      try trainer.advance()
    }
    #expect(history.isThinned && history.steps.count == 3)
    for step in [70, 69, 33, 17, 1, 0, 48] {
      trainer.state = try #require(history.nearest(step))
      try trainer.advance(to: step)
      #expect(trainer.state.bits == truth[step], "step \(step)")
    }
  }
}
