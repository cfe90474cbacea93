import Snapshots
import Subjects
import Testing

/// Alarms tell once what goes wrong, and say nothing of a training that goes well.
struct AlarmWatchTests {
  private static let tokens = (0..<10).map { "\($0)" }

  /// What a head does that looks at itself, everywhere, or at one key.
  private enum Look { case own, everywhere, oneKey }

  private func statistics(_ look: Look) -> HeadStatistics {
    let count = Self.tokens.count
    let weights = (0..<(count * count)).map { place -> Float in
      switch look {
      case .own: place % count == place / count ? 1 : 0
      case .everywhere: 1 / Float(count)
      case .oneKey: place % count == 4 ? 1 : 0
      }
    }
    return HeadStatistics(
      weights: weights, queries: Self.tokens, keys: Self.tokens, kind: .selfAttention)
  }

  private func measured(_ step: Int, _ looks: [Look]) -> HeadMeasurement {
    HeadMeasurement(step: step, statistics: ["encoder.0.self": looks.map(statistics)])
  }

  @Test func aCollapseIsToldAtTheSecondMeasurementAndOnce() {
    var watch = AlarmWatch()
    #expect(watch.take(measured(0, [.own, .everywhere])).isEmpty)
    #expect(watch.take(measured(10, [.everywhere, .everywhere])).isEmpty)
    let told = watch.take(measured(20, [.everywhere, .everywhere]))
    #expect(told == [.collapse(stack: "encoder.self", isOnOneKey: false, step: 20)])
    // Its heads are dead as well, which nobody needs to hear.
    #expect(watch.take(measured(30, [.everywhere, .everywhere])).isEmpty)
    #expect(watch.alarms == told)
  }

  @Test func headsThatNeverChoseHaveNotCollapsed() {
    var watch = AlarmWatch()
    for step in 0..<9 { #expect(watch.take(measured(step, [.everywhere, .everywhere])).isEmpty) }
  }

  @Test func oneMeasurementAloneIsNone() {
    var watch = AlarmWatch()
    let looks: [[Look]] = [
      [.own, .own], [.oneKey, .oneKey], [.own, .oneKey], [.oneKey, .oneKey],
    ]
    for (step, looks) in looks.enumerated() { #expect(watch.take(measured(step, looks)).isEmpty) }
    #expect(
      watch.take(measured(9, [.oneKey, .oneKey]))
        == [.collapse(stack: "encoder.self", isOnOneKey: true, step: 9)])
  }

  @Test func aHeadThatDidSomethingDies() {
    var watch = AlarmWatch()
    for step in 0..<3 { #expect(watch.take(measured(step, [.own, .own])).isEmpty) }
    for step in 3..<5 { #expect(watch.take(measured(step, [.own, .everywhere])).isEmpty) }
    #expect(
      watch.take(measured(5, [.own, .everywhere]))
        == [.deadHead("encoder.0.self", HeadLabel(layer: 0, head: 1), step: 5)])
    #expect(watch.take(measured(6, [.own, .everywhere])).isEmpty)
  }

  @Test func aLossDivergesAgainstTheFirst() {
    var watch = AlarmWatch()
    // Noise, and a bump of a few steps, are none.
    for step in 0..<40 {
      #expect(watch.take(loss: step % 5 == 0 ? 4 : 1, at: step) == nil)
    }
    var told: [Alarm] = []
    for step in 40..<80 { told += watch.take(loss: 7, at: step).map { [$0] } ?? [] }
    guard case .diverging(let loss, first: 4, let step) = told.first else {
      Issue.record("\(told)")
      return
    }
    #expect(told.count == 1 && loss > 6 && step < 50)
  }

  @Test func aLossThatIsNoNumberIsTold() {
    var watch = AlarmWatch()
    #expect(watch.take(loss: 1, at: 1) == nil)
    #expect(watch.take(loss: .nan, at: 2) == .notFinite(step: 2))
    #expect(watch.take(loss: .nan, at: 3) == nil)
  }
}
