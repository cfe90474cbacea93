import Dispatch
import Layers
import Snapshots
import Subjects
import Synchronization
import Testing

@testable import Lessons
@testable import Training

/// Several runs on one thread stand at one step, and each has the bits that it has alone.
@Suite struct ComparisonTests {
  private static let settings: LessonSettings = {
    var settings = LessonCatalog.dates.defaults
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
        lessons[0], beside: Array(lessons.dropFirst()), of: entry,
        threads: 1, pace: nil, pauseReason: pauseReason, wake: { arrived.signal() })
    }

    /// The first frame for which `condition` holds.
    func frame(where condition: (Frame) -> Bool) throws -> Frame {
      let end = DispatchTime.now() + 60
      while true {
        let isThere = arrived.wait(timeout: end) == .success
        try #require(isThere && .now() < end, "no such frame came")
        guard let frame = live.frames.take() else { continue }
        if case .replaying = frame.timeline.activity { continue }
        let steps = Set(frame.scenes.map(\.snapshot.step))
        #expect(steps == [frame.timeline.step], "all stand at one step")
        if condition(frame) { return frame }
      }
    }

    /// The frame that a command leads to.
    func after(_ command: Request, step: Int) throws -> [Scene] {
      live.send(command)
      return try frame { $0.timeline.step == step && $0.timeline.activity == .paused }.scenes
    }
  }

  /// What a lesson shows after so many steps on its own.
  private func alone(_ lesson: Lesson, _ step: Int) throws -> Snapshot {
    let trainer = Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed, threads: 1
    )
    let reader = lesson.reader(trainer.weights)
    while trainer.step < step { try trainer.advance() }
    return reader.snapshot(of: .own(0), at: step).summarized()
  }

  @Test func onAndBackTogetherWithTheBitsOfSingleRuns() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    for (command, step) in [
      (Request.move(5), 5), (.move(-2), 3), (.latest, 5), (.move(14), 19),
      (.seek(2), 2),
    ] {
      let runs = try watched.after(command, step: step)
      #expect(runs.map(\.run.mechanism) == [.additive, .pooling, .multihead])
      let expected = try entry.runs(Self.settings).map { try alone($0, step) }
      #expect(runs.map(\.snapshot) == expected, "step \(step)")
      #expect(Set(expected.map(\.attention)).count == 3)
      #expect(runs.allSatisfy { $0.timeline?.latest == runs[0].timeline?.latest })
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
      lessons[0], beside: Array(lessons.dropFirst()), of: entry, threads: 1, from: starts,
      pace: nil,
      hooks: .init(step: { place, trainer, _, _, _ in
        made.withLock { $0[place].append(trainer.step) }
      }), wake: { arrived.signal() })
    defer { live.stop() }
    while true {
      try #require(arrived.wait(timeout: .now() + 30) == .success, "no frame came")
      guard let frame = live.frames.take(), frame.timeline.activity == .paused else { continue }
      #expect(frame.scenes.map(\.snapshot) == (try lessons.map { try alone($0, 7) }))
      #expect(frame.scenes.allSatisfy { $0.timeline?.evaluation?.step == 7 })
      break
    }
    // What was made is told, so that it can be kept.
    #expect(made.withLock { $0 } == [[], [4, 5, 6, 7], Array(1...7)])
  }

  @Test func headsAreLeftOutOfOneRunOnly() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    let whole = try watched.after(.move(9), step: 9)
    watched.live.send(.heads(["att": [0, 3]]), whole[2].run.id)
    let off = try watched.frame { $0.scenes.last?.whole != nil }.scenes
    #expect(off.map(\.whole) == [nil, nil, whole[2].snapshot])
    #expect(off[0].snapshot == whole[0].snapshot && off[1].snapshot == whole[1].snapshot)
    #expect(off[2].snapshot != whole[2].snapshot)
    watched.live.send(.heads([:]), whole[2].run.id)
    let back = try watched.frame { $0.scenes.last?.whole == nil }.scenes
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
    let watched = Watched(entry) { ($0["step"] ?? 0) >= 23 ? .condition("enough") : nil }
    defer { watched.live.stop() }
    watched.live.send(.run)
    let frame = try watched.frame { $0.timeline.activity == .paused && $0.timeline.step > 0 }
    #expect(frame.notices == [.paused(step: 23, .condition("enough"), run: nil)])
    #expect(frame.scenes.map(\.timeline?.step) == [23, 23, 23])
    #expect(frame.scenes.map(\.timeline?.loss.last) == [22, 22, 22])
    #expect(
      frame.scenes.map(\.snapshot) == (try entry.runs(Self.settings).map { try alone($0, 23) }))
  }

  @Test func aConditionSaysWhichRunItIsAbout() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let least = try entry.runs(Self.settings).map { lesson in
      let trainer = Trainer(lesson.objective, optimizer: .kerasAdam, seed: 3, threads: 1)
      return try trainer.advance()
    }
    let lowest = try #require(least.min())
    let watched = Watched(entry) {
      $0["loss"].map { $0 <= Double(lowest) } == true ? .condition("low") : nil
    }
    defer { watched.live.stop() }
    watched.live.send(.run)
    let frame = try watched.frame { $0.timeline.activity == .paused && $0.timeline.step > 0 }
    let run = frame.scenes[try #require(least.firstIndex(of: lowest))].run.id
    #expect(frame.notices == [.paused(step: 1, .condition("low"), run: run)])
  }

  @Test func aMistakeIsTrainedUpToTheOthersAndGoesAlong() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    _ = try watched.after(.move(9), step: 9)
    // Begun at an earlier step than the latest: there it stands, and the latest it has seen.
    _ = try watched.after(.move(-3), step: 6)
    for mistake in Mistake.allCases {
      watched.live.send(.exhibit(mistake, isOn: true))
      let frame = try watched.frame {
        $0.timeline.activity == .paused && $0.scenes.last?.run.mistake == mistake
      }
      let shown = try #require(frame.scenes.last)
      let lesson = entry.exhibit(mistake, Self.settings)
      #expect(shown.run.mechanism == lesson.settings.mechanism)
      #expect(shown.snapshot == (try alone(lesson, 6)))
      #expect(shown.timeline?.loss.last == 8)
      let right = frame.scenes.first {
        $0.run.mechanism == shown.run.mechanism && $0.run.mistake == nil
      }
      #expect(shown.snapshot.attention != right?.snapshot.attention)
    }
    let further = try watched.after(.move(5), step: 11)
    #expect(further.count == 8)
    #expect(
      further.suffix(5).map(\.snapshot)
        == (try Mistake.allCases.map { try alone(entry.exhibit($0, Self.settings), 11) }))
    watched.live.send(.exhibit(.noSum, isOn: false))
    let fewer = try watched.frame { $0.scenes.count == 7 }
    #expect(!fewer.scenes.contains { $0.run.mistake == .noSum })
    let back = try watched.after(.seek(0), step: 0)
    #expect(back.map(\.snapshot.step) == [Int](repeating: 0, count: 7))
  }

  /// Counted steps end where they were to, also where an exhibit is trained up on their way.
  @Test func countedStepsEndThoughAnExhibitComes() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    watched.live.send(.move(40))
    watched.live.send(.exhibit(.noSum, isOn: true))
    let frame = try watched.frame { $0.scenes.count == 4 && $0.timeline.activity == .paused }
    #expect(frame.timeline.step == 40)
  }

  /// What Compare says of a step does not depend on where it was come from.
  @Test func aStepHasOneLossWhereverItWasComeFrom() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let watched = Watched(entry)
    defer { watched.live.stop() }
    func losses(_ request: Request, step: Int) throws -> [Double] {
      try watched.after(request, step: step).map { try #require($0.timeline?.presentLoss) }
    }
    let first = try losses(.move(9), step: 9)
    #expect(Set(first).count == 3)
    _ = try losses(.move(1), step: 10)
    #expect(try losses(.move(-1), step: 9) == first)
    _ = try losses(.seek(2), step: 2)
    #expect(try losses(.move(7), step: 9) == first)
  }
}
