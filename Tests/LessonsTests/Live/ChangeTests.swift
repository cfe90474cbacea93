import Dispatch
import Snapshots
import Subjects
import Testing
import Training

@testable import Lessons

/// What is chosen otherwise while a run is on the screen.
@Suite struct ChangeTests {
  private static func lesson() -> Lesson {
    var settings = LessonCatalog.dates.defaults
    (settings.units, settings.batchSize) = (8, 6)
    return LessonCatalog.dates.make(settings)
  }

  /// A run, and the frames that its requests lead to.
  private final class Watched {
    let live: LiveRun
    private let arrived = DispatchSemaphore(value: 0)

    init(_ lesson: Lesson) {
      let arrived = arrived
      live = LiveRun(lesson, threads: 1, pace: nil, wake: { arrived.signal() })
    }

    /// The first frame after `request` at `step`, paused.
    func after(_ request: Request, step: Int, saying notice: Notice? = nil) throws -> Frame {
      live.send(request)
      var isSaid = notice == nil
      while true {
        try #require(arrived.wait(timeout: .now() + 60) == .success, "no such frame came")
        guard let frame = live.frames.take() else { continue }
        isSaid = isSaid || frame.notices.contains { $0 == notice }
        let timeline = frame.timeline
        if isSaid, timeline.step == step, timeline.activity == .paused { return frame }
      }
    }
  }

  @Test("A change acts at once, is a leg of the run, and going back replays to the bit")
  func atOnce() throws {
    let lesson = Self.lesson()
    let run = Watched(lesson)
    defer { run.live.stop() }
    _ = try run.after(.move(30), step: 30)
    let change = Change.learningRate(0.02)
    _ = try run.after(.change(change), step: 30, saying: .changed(step: 30, change))
    let at60 = try run.after(.move(30), step: 60)
    _ = try run.after(.seek(20), step: 20)
    #expect(try run.after(.seek(60), step: 60).snapshot == at60.snapshot)
    // Another trainer that is told of the leg gets to the same picture.
    let told = lesson.branched(LessonLeg(from: 30, learningRate: 0.02))
    let trainer = told.trainer(threads: 1)
    while trainer.step < 60 { _ = try trainer.advance() }
    #expect(
      told.reader(trainer.weights).snapshot(of: .own(0), at: 60).summarized() == at60.snapshot)
    let plain = lesson.trainer(threads: 1)
    while plain.step < 60 { _ = try plain.advance() }
    #expect(
      lesson.reader(plain.weights).snapshot(of: .own(0), at: 60).summarized() != at60.snapshot)
  }

  @Test("A change in the past makes another future: what came after it is forgotten")
  func inThePast() throws {
    let run = Watched(Self.lesson())
    defer { run.live.stop() }
    _ = try run.after(.move(120), step: 120)
    _ = try run.after(.seek(40), step: 40)
    let change = Change.optimizer(.sgd)
    let changed = try run.after(.change(change), step: 40, saying: .changed(step: 40, change))
    #expect(changed.timeline.latest == 40 && changed.timeline.loss.last == 39)
    #expect(changed.timeline.evaluations.allSatisfy { $0.step <= 40 })
    let on = try run.after(.move(10), step: 50)
    #expect(on.timeline.latest == 50 && on.timeline.loss.last == 49)
  }
}
