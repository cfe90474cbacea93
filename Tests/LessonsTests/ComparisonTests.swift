import Dispatch
import Layers
import Snapshots
import Synchronization
import Testing

@testable import Lessons
@testable import Training

/// Several runs on one thread stand at one step, and each has the bits that it has alone.
@Suite struct ComparisonTests {
  private static let settings: LessonSettings = {
    var settings = DatesLesson.defaults
    (settings.units, settings.batchSize, settings.seed) = (8, 4, 3)
    return settings
  }()

  /// A live comparison and a way to wait for its frames.
  private final class Watched {
    let live: LiveRun
    private let arrived = DispatchSemaphore(value: 0)

    init(_ entry: LessonEntry, pauseReason: @escaping LiveRun.PauseReason = { _ in nil }) {
      let (arrived, settings) = (arrived, ComparisonTests.settings)
      let lessons = entry.runs(settings)
      live = LiveRun(
        lessons[0], beside: Array(lessons.dropFirst()), exhibit: { entry.exhibit($0, settings) },
        threads: 1, pace: nil, pauseReason: pauseReason, wake: { arrived.signal() })
    }

    /// The first frame for which `condition` holds.
    func frame(where condition: (Frame) -> Bool) throws -> Frame {
      while true {
        try #require(arrived.wait(timeout: .now() + 30) == .success, "no frame came")
        guard let frame = live.frames.take() else { continue }
        if case .replaying = frame.progress.activity { continue }
        let steps = Set(frame.compared.map(\.snapshot.step))
        #expect(steps == [frame.progress.step], "all stand at one step")
        if condition(frame) { return frame }
      }
    }

    /// The frame that a command leads to.
    func after(_ command: TrainingCommand, step: Int) throws -> [ComparedRun] {
      live.send(command)
      return try frame { $0.progress.step == step && $0.progress.activity == .paused }.compared
    }
  }

  /// What a lesson shows after so many steps on its own.
  private func alone(_ lesson: any Lesson, _ step: Int) throws -> Snapshot {
    let trainer = Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed, threads: 1
    )
    let reader = lesson.reader(trainer.weights)
    while trainer.step < step { try trainer.advance() }
    return reader.snapshot(of: .probe, at: step)
  }

  @Test func onAndBackTogetherWithTheBitsOfSingleRuns() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    for (command, step) in [
      (TrainingCommand.step(5), 5), (.step(-2), 3), (.seekLatest, 5), (.step(14), 19),
      (.seek(2), 2),
    ] {
      let runs = try watched.after(command, step: step)
      #expect(runs.map(\.mechanism) == [.additive, .pooling, .multihead])
      let expected = try entry.runs(Self.settings).map { try alone($0, step) }
      #expect(runs.map(\.snapshot) == expected, "step \(step)")
      #expect(Set(expected.map(\.attention)).count == 3)
      #expect(runs.allSatisfy { $0.progress.latest == max(step, runs[0].progress.latest) })
    }
  }

  @Test func whatWasLeftBehindIsTrainedUpFirst() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let lessons = entry.runs(Self.settings)
    let starts = try zip(lessons, [7, 3, 0]).map { lesson, step in
      let trainer = Trainer(
        lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
        threads: 1)
      while trainer.step < step { try trainer.advance() }
      return trainer.state
    }
    let made = Mutex<[[Int]]>([[], [], []])
    let arrived = DispatchSemaphore(value: 0)
    let live = LiveRun(
      lessons[0], beside: Array(lessons.dropFirst()), threads: 1, from: starts, pace: nil,
      hooks: .init(step: { place, trainer, _, _, _ in
        made.withLock { $0[place].append(trainer.step) }
      }), wake: { arrived.signal() })
    defer { live.stop() }
    while true {
      try #require(arrived.wait(timeout: .now() + 30) == .success, "no frame came")
      guard let frame = live.frames.take(), frame.progress.activity == .paused else { continue }
      #expect(frame.compared.map(\.snapshot) == (try lessons.map { try alone($0, 7) }))
      #expect(frame.compared.allSatisfy { $0.progress.evaluation?.step == 7 })
      break
    }
    // What was made is told, so that it can be kept.
    #expect(made.withLock { $0 } == [[], [4, 5, 6, 7], Array(1...7)])
  }

  @Test func headsAreLeftOutOfOneRunOnly() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    let whole = try watched.after(.step(9), step: 9)
    watched.live.send(.heads(["att": [0, 3]], of: "multihead"))
    let off = try watched.frame { $0.compared.last?.allHeadsOn != nil }.compared
    #expect(off.map(\.allHeadsOn) == [nil, nil, whole[2].snapshot])
    #expect(off[0].snapshot == whole[0].snapshot && off[1].snapshot == whole[1].snapshot)
    #expect(off[2].snapshot != whole[2].snapshot)
    watched.live.send(.heads([:], of: "multihead"))
    let back = try watched.frame { $0.compared.last?.allHeadsOn == nil }.compared
    #expect(back.map(\.snapshot) == whole.map(\.snapshot))
  }

  @Test func slotsAreNotCalledByLetters() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let shown = try alone(entry.exhibit(.reshape, Self.settings), 0).attention[0]
    #expect(shown.keys.joined() == "₁₂₃₄₅₆₇₈₉₀₁₂₃₄₅")
    #expect(!shown.carriesPattern)
    let right = try alone(entry.runs(Self.settings)[2], 0).attention[0]
    #expect(right.keys.joined() == "3rd of May 2014" && right.carriesPattern)
  }

  @Test func runningStopsAllAtTheSameStep() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry) { ($0["step"] ?? 0) >= 23 ? "enough" : nil }
    defer { watched.live.stop() }
    watched.live.send(.run)
    let frame = try watched.frame { $0.progress.activity == .paused && $0.progress.step > 0 }
    #expect(frame.message == "paused at step 23: enough")
    #expect(frame.compared.map(\.progress.step) == [23, 23, 23])
    #expect(frame.compared.map(\.progress.loss.count) == [23, 23, 23])
    #expect(
      frame.compared.map(\.snapshot) == (try entry.runs(Self.settings).map { try alone($0, 23) }))
  }

  @Test func aConditionSaysWhichRunItIsAbout() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let least = try entry.runs(Self.settings).map { lesson in
      let trainer = Trainer(lesson.objective, optimizer: .kerasAdam, seed: 3, threads: 1)
      return try trainer.advance()
    }
    let lowest = try #require(least.min())
    let watched = Watched(entry) { $0["loss"].map { $0 <= Double(lowest) } == true ? "low" : nil }
    defer { watched.live.stop() }
    watched.live.send(.run)
    let frame = try watched.frame { $0.progress.activity == .paused && $0.progress.step > 0 }
    let name = entry.compared[try #require(least.firstIndex(of: lowest))].rawValue
    #expect(frame.message == "paused at step 1: \(name): low")
  }

  @Test func aMistakeIsTrainedUpToTheOthersAndGoesAlong() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    _ = try watched.after(.step(9), step: 9)
    // Begun at an earlier step than the latest: there it stands, and the latest it has seen.
    _ = try watched.after(.step(-3), step: 6)
    for mistake in Mistake.allCases {
      watched.live.send(.exhibit(mistake, isOn: true))
      let frame = try watched.frame {
        $0.progress.activity == .paused && $0.compared.last?.mistake == mistake
      }
      let shown = try #require(frame.compared.last)
      let lesson = entry.exhibit(mistake, Self.settings)
      #expect(shown.mechanism == lesson.settings.mechanism)
      #expect(shown.snapshot == (try alone(lesson, 6)))
      #expect(shown.progress.loss.count == 9)
      let right = frame.compared.first { $0.mechanism == shown.mechanism && $0.mistake == nil }
      #expect(shown.snapshot.attention != right?.snapshot.attention)
    }
    let further = try watched.after(.step(5), step: 11)
    #expect(further.count == 8)
    #expect(
      further.suffix(5).map(\.snapshot)
        == (try Mistake.allCases.map { try alone(entry.exhibit($0, Self.settings), 11) }))
    watched.live.send(.exhibit(.noSum, isOn: false))
    let fewer = try watched.frame { $0.compared.count == 7 }
    #expect(!fewer.compared.contains { $0.mistake == .noSum })
    let back = try watched.after(.seek(0), step: 0)
    #expect(back.map(\.snapshot.step) == [Int](repeating: 0, count: 7))
  }
}
