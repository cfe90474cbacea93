import Dispatch
import Snapshots
import Subjects
import Testing

@testable import Lessons
@testable import Training

/// Pictures take a share of the time, come often enough, and never before they are worth it.
@Suite struct PicturePaceTests {
  /// The pictures of so many seconds, each at this cost, with steps of this length in between.
  private func pictures(
    _ pace: PicturePace, cost: Double, step: Double, seconds: Double = 100
  ) -> (count: Int, share: Double) {
    var pace = pace
    var (now, count, time) = (0.0, 0, 0.0)
    while now < seconds {
      now += step
      guard pace.isDue(at: now) else { continue }
      pace.count(from: now, to: now + cost)
      now += cost
      count += 1
      time += cost
    }
    return (count, time / now)
  }

  @Test(arguments: [1e-4, 1e-3, 5e-3, 2e-2], [1e-3, 1e-2, 5e-2])
  func picturesTakeTheirShare(_ cost: Double, _ step: Double) {
    let (count, share) = pictures(.init(share: 0.05, longest: 0.5), cost: cost, step: step)
    #expect(share <= 0.05 && count >= 180)
  }

  /// Dear ones come twice a second as long as half of the time is left to training.
  @Test(arguments: [0.05, 0.1, 0.2])
  func dearPicturesComeTwiceASecond(_ cost: Double) {
    let (count, share) = pictures(.init(share: 0.05, longest: 0.5), cost: cost, step: 1e-3)
    #expect(count >= 198 && share <= 0.5)
  }

  @Test func whatMayLagWaits() {
    let list = PicturePace(share: 0.05, longest: .infinity, shortest: 0.25)
    #expect(pictures(list, cost: 1, step: 1e-2).share <= 0.05)
    #expect(pictures(list, cost: 1e-4, step: 1e-2).count <= 400)
    var pace = list
    pace.count(from: 10, to: 10.1)
    #expect(!pace.isDue(at: 11) && pace.isDue(at: 12.1))
    #expect(pace.fits(before: 11.2, at: 11) && !pace.fits(before: 11.05, at: 11))
    pace.reset()
    #expect(pace.isDue(at: 10.2))
  }

  /// At unlimited speed a run makes more steps than pictures; where it waits, every step is shown.
  @Test(arguments: [nil, 20] as [Int?])
  func aRunIsNotHeldUpByItsPictures(_ pace: Int?) throws {
    var settings = LessonCatalog.dates.defaults
    (settings.units, settings.batchSize) = (4, 1)
    let arrived = DispatchSemaphore(value: 0)
    let run = LiveRun(
      LessonCatalog.dates.make(settings), threads: 1, pace: pace,

      wake: { arrived.signal() })
    run.send(.run)
    var shown: Set<Int> = []
    let target = pace == nil ? 300 : 12
    while (shown.max() ?? 0) < target {
      try #require(arrived.wait(timeout: .now() + 60) == .success)
      if let frame = run.frames.take() { shown.insert(frame.timeline.step) }
    }
    run.stop()
    let last = shown.max() ?? 0
    if pace == nil {
      #expect(2 * shown.count < last, "\(shown.count) pictures of \(last) steps")
    } else {
      #expect(shown.count >= last * 3 / 4, "\(shown.count) pictures of \(last) steps")
    }
  }
}
