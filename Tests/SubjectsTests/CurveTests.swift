import Subjects
import Testing

@Suite struct CurveTests {
  /// However long a run is, the curve keeps its mean, and what it holds does not grow.
  @Test(arguments: [1, 5, 1_023, 1_024, 1_025, 5_000, 100_000])
  func aCurveNeverGrowsAndKeepsItsMeans(_ count: Int) throws {
    var curve = Curve()
    for step in 0..<count { curve.record(Double(step), at: step) }
    #expect(curve.last == count - 1)
    // As many points as before merge as soon as there is no room for another.
    let width = (0..<count).prefix { curve.mean($0..<($0 + 1)) == curve.mean(0..<1) }.count
    #expect(width.nonzeroBitCount == 1 && count <= Curve.capacity * width)
    #expect(width == 1 || count > Curve.capacity * width / 2)
    let mean = try #require(curve.mean(0..<count))
    #expect(abs(mean - Double(count - 1) / 2) < 1e-6 * Double(count))
  }

  @Test func aStepIsRecordedOnce() {
    var curve = Curve()
    curve.record(1, at: 0)
    curve.record(5, at: 0)
    curve.record(3, at: 1)
    #expect(curve.last == 1 && curve.mean(0..<2) == 2)
  }

  @Test func whatIsNotKnownHasNoMean() {
    var curve = Curve()
    curve.record(7, at: 3)
    #expect(curve.mean(0..<3) == nil)
    #expect(curve.mean(0..<4) == 7)
    #expect(curve.mean(4..<9) == nil)
    #expect(curve.mean(0..<0) == nil)
  }

  /// A point carries its step: what lies between two of them is nobody's.
  @Test func stepsAreNotArithmetic() {
    var curve = Curve()
    for (step, value) in [(0, 4.0), (100, 2.0), (250, 1.0)] { curve.record(value, at: step) }
    #expect(curve.mean(0..<1) == 4 && curve.mean(1..<100) == nil && curve.mean(100..<101) == 2)
    #expect(curve.mean(50..<300) == 1.5)
    #expect(curve.value(upTo: 99) == 4 && curve.value(upTo: 100) == 2)
    #expect(curve.first == 4 && curve.last == 250)
  }

  @Test("What was made of later steps can be forgotten")
  func cut() {
    var curve = Curve()
    for step in 0..<3_000 { curve.record(Double(step), at: step) }
    curve.cut(from: 1_001)
    #expect(curve.last == 1_000)
    #expect(curve.mean(0..<1_001).map { abs($0 - 500) < 3 } == true)
    curve.record(7, at: 1_001)
    #expect(curve.last == 1_001)
    curve.cut(from: 0)
    #expect(curve.isEmpty)
  }
}
