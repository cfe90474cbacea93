import Dispatch
import Layers
import Snapshots
import Subjects
import Synchronization
import Testing

@testable import Lessons
@testable import Training

/// Going to a step that was reached before starts from the nearest kept state, in both directions.
@Suite struct RewindTests {
  @Test func thereAndBackIsExactAndShort() throws {
    var options = LessonCatalog.dates.defaults
    options.units = 8
    options.batchSize = 4
    let trainer = Trainer(
      LessonCatalog.dates.make(options).objective, optimizer: options.optimizer, seed: options.seed,
      threads: 1)
    var states = [trainer.state]
    for _ in 0..<70 {
      _ = try trainer.advance()
      states.append(trainer.state)
    }
    for target in [0, 70, 3, 69, 17, 16, 18, 70, 1, 33] {
      var steps = 0
      let isReached = trainer.go(to: target) { _ in
        steps += 1
        return true
      }
      #expect(isReached)
      #expect(trainer.state == states[target], "step \(target)")
      #expect(steps < History.interval, "\(steps) steps to \(target)")
    }
  }

  /// A run that goes on from a late step and halts goes back to that step, not to its beginning.
  @Test func aHaltAfterAResumeStaysWhereItBegan() throws {
    var settings = LessonCatalog.dates.defaults
    (settings.units, settings.batchSize, settings.learningRate) = (8, 4, 3e38)
    let lesson = LessonCatalog.dates.make(settings)
    func trainer() -> Trainer {
      Trainer(lesson.objective, optimizer: settings.optimizer, seed: 1, threads: 1)
    }
    let first = trainer()
    var late = first.state
    late.step = 1_000
    let resumed = trainer()
    resumed.state = late
    #expect(throws: TrainingHalt.self) { for _ in 0..<3 { try resumed.advance() } }
    #expect(resumed.step == 1_000)
    #expect(resumed.state.weights == late.weights)
  }

  /// Going back after a resume replays from where it began, not from a step 0 far behind.
  @Test func stepsBackAfterAResumeAreReplayedFromThere() throws {
    var settings = LessonCatalog.dates.defaults
    (settings.units, settings.batchSize) = (8, 4)
    let lesson = LessonCatalog.dates.make(settings)
    let trainer = Trainer(lesson.objective, optimizer: settings.optimizer, seed: 1, threads: 1)
    var late = trainer.state
    late.step = 1_000
    trainer.state = late
    for _ in 0..<5 { try trainer.advance() }
    var reached: [Int] = []
    trainer.go(to: 1_003) { step in
      reached.append(step)
      return true
    }
    #expect(trainer.step == 1_003 && reached.allSatisfy { $0 >= 1_000 })
  }

  /// A small lesson after so many steps, with the states on its way.
  private func trained(_ count: Int, states: Int? = nil) throws -> (Trainer, [TrainingState]) {
    var options = LessonCatalog.dates.defaults
    options.units = 4
    options.batchSize = 2
    func trainer(_ budget: Int) -> Trainer {
      Trainer(
        LessonCatalog.dates.make(options).objective, optimizer: options.optimizer,
        seed: options.seed,
        threads: 1, historyBudget: budget)
    }
    let size = trainer(0).state.byteCount
    let trainer = trainer(states.map { $0 * size } ?? Trainer.usualHistoryBudget)
    var states = [trainer.state]
    for _ in 0..<count {
      _ = try trainer.advance()
      states.append(trainer.state)
    }
    return (trainer, states)
  }

  /// Goes to a step that must be exact; whether that took a replay.
  private func replays(_ trainer: Trainer, to target: Int, _ states: [TrainingState]) -> Bool {
    var steps = 0
    trainer.go(to: target) { _ in
      steps += 1
      return true
    }
    #expect(trainer.state == states[target], "step \(target)")
    return steps > 0
  }

  /// A held `,` replays once in as many presses as states have room, at most 16.
  @Test(arguments: [nil, 1, 2, 3, 5, 8, 17, 40] as [Int?])
  func aHeldKeyReplaysSeldom(_ room: Int?) throws {
    let (trainer, states) = try trained(75, states: room)
    let size = states[0].byteCount
    var presses: [Int] = []
    var most = 0
    for target in (0..<75).reversed() {
      if replays(trainer, to: target, states) { presses.append(target) }
      most = max(most, trainer.historyByteCount)
    }
    let gaps = zip(presses, presses.dropFirst()).map { $0 - $1 }
    #expect(gaps.allSatisfy { $0 >= min(16, room ?? 16) }, "replays for \(presses)")
    #expect(most <= max(2, room ?? .max / size) * size)
  }

  /// To and fro between two steps replays once.
  @Test(arguments: [nil, 3, 6] as [Int?])
  func toAndFroReplaysOnce(_ room: Int?) throws {
    let (trainer, states) = try trained(44, states: room)
    var replayed: [Int] = []
    for target in [43, 42, 43, 42, 41, 42, 41, 42, 43, 42] {
      let isBack = target < trainer.step
      if replays(trainer, to: target, states), isBack { replayed.append(target) }
    }
    #expect(replayed == [43])
  }

  /// Runs that stand side by side have the memory of one for going back, an exhibit included.
  @Test func aComparisonHasOneBudget() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    var settings = entry.defaults
    settings.units = 8
    settings.batchSize = 2
    let lessons = entry.runs(settings)
    let budgets = Mutex<[Int: [Int]]>([:])
    let signal = DispatchSemaphore(value: 0)
    let run = LiveRun(
      lessons[0], beside: Array(lessons.dropFirst()), of: entry, threads: 1,
      hooks: .init(step: { place, trainer, _, _, _ in
        let budget = trainer.historyBudget
        budgets.withLock { $0[trainer.step, default: []].append(budget) }
        // The last of three, then of four.
        if place == trainer.step + 1 { signal.signal() }
      }), wake: {})
    run.send(.move(1))
    try #require(signal.wait(timeout: .now() + 60) == .success)
    run.send(.exhibit(.noMask, isOn: true))
    run.send(.move(1))
    try #require(signal.wait(timeout: .now() + 60) == .success)
    run.stop()
    let sums = budgets.withLock { $0 }.mapValues { $0.reduce(0, +) }
    let usual = Trainer.usualHistoryBudget
    #expect(lessons.count == 3)
    #expect((usual - 4...usual).contains(sums[1] ?? 0), "\(sums)")
    #expect((usual - 4...usual).contains(sums[2] ?? 0), "\(sums)")
  }
}
