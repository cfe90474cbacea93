import Subjects
import Testing

@Suite struct StepsTests {
  private let listed = Steps.listed([0, 100, 250])

  @Test(arguments: [
    (250, -1, 100), (100, -1, 0), (0, -1, 0), (0, 1, 100), (250, 1, 250), (250, -2, 0),
    (100, 9, 250), (100, .min, 0), (100, .max, 250),
    // Between two known steps the next is one away, and so is the one before.
    (120, 1, 250), (120, -1, 100), (120, -2, 0), (300, -1, 250), (-5, 1, 0),
  ])
  func movesGoFromKnownToKnown(_ step: Int, _ distance: Int, _ wanted: Int) {
    #expect(listed.moved(from: step, by: distance) == wanted)
  }

  @Test func everyStepUpToOneIsArithmetic() {
    let steps = Steps.through(312)
    #expect(steps.moved(from: 247, by: -1) == 246 && steps.moved(from: 312, by: 5) == 312)
    #expect(steps.moved(from: 3, by: .min) == 0 && steps.moved(from: 3, by: .max) == 312)
    #expect(steps.nearest(400) == 312)
    #expect(steps.count(before: 0) == 0 && steps.count(before: 5) == 5)
  }

  @Test func nearestAndCounted() {
    #expect(listed.nearest(99) == 0 && listed.nearest(100) == 100 && listed.nearest(-3) == 0)
    #expect(listed.count(before: 0) == 0 && listed.count(before: 250) == 2)
    #expect(listed.count(before: 101) == 2)
    #expect((listed.first, listed.last) == (0, 250))
  }

  @Test func nothingKnown() {
    let none = Steps.listed([])
    #expect(none.last == nil && none.moved(from: 3, by: 1) == nil && none.nearest(1) == nil)
    #expect(none.count(before: 7) == 0)
  }
}
