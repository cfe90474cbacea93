import Subjects
import Testing

@testable import Lessons
@testable import Training

/// The line in which requests wait for the run's thread.
@Suite struct RequestTests {
  /// A run whose thread never reads: what is asked of it stays in line.
  private func run() -> LiveRun {
    struct Never: Error {}
    let run = LiveRun(
      LessonCatalog.dates.lesson, threads: 1, hooks: .init(admit: { _ in throw Never() }), wake: {})
    #expect(run.hasEnded(within: .seconds(30)))
    return run
  }

  private func left(_ run: LiveRun) -> [Request] {
    var all: [Request] = []
    while let asked = run.next() { all.append(asked.request) }
    return all
  }

  @Test func aCancelEndsWhatWasAskedBeforeIt() {
    let live = run()
    for request in [Request.move(5), .explain(true), .cancel, .move(2)] { live.send(request) }
    #expect(live.takesCancel())
    #expect(left(live) == [.explain(true), .move(2)])
  }

  @Test func aPauseEndsAReplayAndIsDoneAfterwards() {
    let live = run()
    live.send(.explain(true))
    #expect(!live.takesCancel())
    live.send(.pause)
    #expect(live.takesCancel())
    #expect(left(live) == [.explain(true), .pause])
  }

  @Test func ofTextsInARowOnlyTheLastIsRead() {
    let live = run()
    for text in ["a", "ab", "abc"] { live.send(.read(.typed(text))) }
    live.send(.run)
    live.send(.read(.own(0)))
    #expect(left(live) == [.read(.typed("abc")), .run, .read(.own(0))])
  }
}
