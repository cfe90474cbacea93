#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

import JSON
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Testing
import Training

@testable import headlight

/// A run on disk is looked at step by step, with the bits that it was trained with.
@Suite("Watching runs on disk")
struct WatchTests {
  private static let options = ["--units", "8", "--batch-size", "6", "--seed", "5"]

  private static func train(_ lesson: String, _ arguments: [String]) throws {
    let result = try ProgramRun.result(["train", lesson, "--headless"] + options + arguments)
    #expect(result.ending == .exited(0), "\(result.complaints)")
  }

  private static func lesson(_ change: LessonLeg?, length: Int?) throws -> Lesson {
    let entry = try #require(LessonCatalog.entry("dates"))
    var settings = entry.defaults
    (settings.units, settings.batchSize, settings.seed) = (8, 6, 5)
    settings.steps = length
    settings.legs = change.map { [$0] } ?? []
    return entry.make(settings)
  }

  /// The picture of a step of a run that is trained here.
  private static func trained(
    to step: Int, _ input: Input = .own(0), _ change: LessonLeg? = nil, length: Int? = nil
  ) throws -> Snapshot {
    let lesson = try lesson(change, length: length)
    let trainer = lesson.trainer(threads: 1)
    while trainer.step < step { try trainer.advance() }
    return lesson.reader(trainer.weights).snapshot(of: input, at: step)
  }

  /// A watched run with whoever waits for its frames.
  private final class Watcher {
    let live: LiveRun

    init(_ path: String) throws {
      live = LiveRun(watching: try RunOpening.watched(path, data: nil), wake: {})
    }

    func frame(
      within seconds: Double = 20, until isRight: (Frame) -> Bool
    ) throws -> Frame {
      let deadline = Clock.wall + seconds
      while Clock.wall < deadline {
        if let frame = live.frames.take(), isRight(frame) { return frame }
        pause(0.005)
      }
      throw Late()
    }

    struct Late: Error {}

    func step(_ step: Int) throws -> Scene {
      let frame = try frame { $0.scenes[0].timeline?.step == step && $0.scenes[0].isSettled }
      return frame.scenes[0]
    }

    func ask(_ request: Request) { live.send(request, live.runs[0].id) }

    deinit {
      live.stop()
      _ = live.end(within: .seconds(5))
    }
  }

  private func expectSame(_ scene: Scene, _ snapshot: Snapshot) {
    #expect(scene.snapshot.reading == snapshot.reading)
    let (own, other) = (scene.snapshot.attention, snapshot.attention)
    #expect(own.map { $0.map.dense?.elements } == other.map { $0.map.dense?.elements })
  }

  @Test func everyStepHasTheBitsThatItWasTrainedWith() throws {
    let folder = try TemporaryFolder()
    let run = folder / "run"
    try Self.train("dates", ["--steps", "57", "--checkpoint-every", "20", "--out", run])
    let watcher = try Watcher(run)
    let first = try watcher.step(57)
    expectSame(first, try Self.trained(to: 57))
    #expect(first.run.origin == .recording && !first.run.abilities.contains(.trains))
    #expect(first.timeline?.known == .through(57))
    for (request, step) in [
      (Request.seek(33), 33), (.move(-1), 32), (.seek(0), 0), (.move(7), 7), (.latest, 57),
    ] {
      watcher.ask(request)
      expectSame(try watcher.step(step), try Self.trained(to: step))
    }
    // Nothing is trained: beyond the end there is nothing.
    watcher.ask(.seek(40))
    _ = try watcher.step(40)
    watcher.ask(.move(1_000))
    _ = try watcher.step(57)
    watcher.ask(.seek(21))
    _ = try watcher.step(21)
    watcher.ask(.read(.typed("9 Dec 1999")))
    let typed = try watcher.frame { $0.scenes[0].input == .typed("9 Dec 1999") }.scenes[0]
    expectSame(typed, try Self.trained(to: 21, .typed("9 Dec 1999")))
    watcher.ask(.explain(true))
    let explained = try watcher.frame { $0.scenes[0].snapshot.diagram != nil }.scenes[0]
    let gradients = try #require(explained.snapshot.diagram).operations.contains {
      explained.snapshot.diagram?.values[$0.output].gradient != nil
    }
    #expect(gradients)
  }

  /// What was measured is what the run's own rows say, and the run on disk is as it was.
  @Test func itsMeasuresAreThoseOnDiskAndNothingIsChanged() throws {
    let folder = try TemporaryFolder()
    let run = folder / "run"
    try Self.train("dates", ["--steps", "50", "--out", run])
    func listing() throws -> [String] {
      try Shell.run("cd \(run) && find . -type f | sort | xargs cksum").lines
    }
    let before = try listing()
    let rows = try RunDirectory.readMetrics(run).rows
    let watcher = try Watcher(run)
    let timeline = try #require(watcher.step(50).timeline)
    #expect(timeline.loss.value(upTo: 49) == rows.last?.values["loss"]?.double)
    #expect(timeline.evaluations.map(\.step) == [50])
    #expect(timeline.evaluations[0].exactMatch == rows.last?.values["exact_match"]?.double)
    watcher.ask(.seek(11))
    _ = try watcher.step(11)
    #expect(try listing() == before)
  }

  /// A writer is gone along with until it is killed; what it left can be looked at as before.
  @Test func aGrowingRunIsFollowedPastTheDeathOfItsWriter() throws {
    let folder = try TemporaryFolder()
    let run = folder / "run"
    let writer = try ProgramRun(
      ["train", "dates", "--headless"] + Self.options
        + ["--steps", "100000", "--checkpoint-every", "50", "--out", run])
    try wait { (try? RunDirectory.readMetrics(run).rows.count) ?? 0 > 20 }
    let watcher = try Watcher(run)
    let first = try watcher.frame { ($0.scenes[0].timeline?.step ?? 0) > 0 }
    let began = try #require(first.scenes[0].timeline?.step)
    _ = try watcher.frame {
      ($0.scenes[0].timeline?.step ?? 0) > began + 100
        && $0.scenes[0].timeline?.activity == .running
    }
    writer.signal(9)
    _ = try writer.end()
    let last = try watcher.frame {
      $0.scenes[0].timeline?.activity == .paused
        && $0.scenes[0].timeline?.step == $0.scenes[0].timeline?.latest
    }.scenes[0]
    let step = try #require(last.timeline?.step)
    expectSame(last, try Self.trained(to: step, length: 100_000))
    watcher.ask(.seek(began + 3))
    expectSame(
      try watcher.step(began + 3), try Self.trained(to: began + 3, length: 100_000))
  }

  /// A run that goes on otherwise is another run from there on, and its past is as it was.
  @Test func aRunThatGoesOnOtherwiseIsFollowed() throws {
    let folder = try TemporaryFolder()
    let run = folder / "run"
    try Self.train("dates", ["--steps", "20", "--out", run])
    let watcher = try Watcher(run)
    _ = try watcher.step(20)
    let result = try ProgramRun.result(
      ["train", "--headless", "--resume", run, "--steps", "10", "--learning-rate", "0.05"])
    #expect(result.ending == .exited(0))
    let change = LessonLeg(from: 20, learningRate: 0.05)
    expectSame(try watcher.step(30), try Self.trained(to: 30, .own(0), change))
    watcher.ask(.seek(12))
    expectSame(try watcher.step(12), try Self.trained(to: 12))
  }

  @Test func runsThatAreComparedAreWatchedSideBySide() throws {
    let folder = try TemporaryFolder()
    let runs = folder / "runs"
    try Self.train("compare", ["--steps", "12", "--out", runs])
    let watcher = try Watcher(runs)
    let frame = try watcher.frame { $0.scenes.allSatisfy { $0.timeline?.step == 12 } }
    #expect(frame.scenes.map(\.run.mechanism) == [.additive, .pooling, .multihead])
  }

  @Test(arguments: ["/nowhere/run", "/etc"])
  func whatIsNoRunIsRefused(_ path: String) throws {
    let result = try ProgramRun.result(["watch", path])
    #expect(result.ending == .exited(2) && result.complaints.contains(path))
  }

  private func wait(_ isTrue: () throws -> Bool) throws {
    let deadline = Clock.wall + 20
    while try !isTrue() {
      if Clock.wall > deadline { throw Watcher.Late() }
      pause(0.02)
    }
  }
}

extension Scene {
  /// Whether no replay is under way.
  fileprivate var isSettled: Bool {
    if case .replaying = timeline?.activity { false } else { true }
  }
}

private func pause(_ seconds: Double) {
  usleep(UInt32(seconds * 1e6))
}
