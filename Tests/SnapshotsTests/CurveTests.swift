import Snapshots
import Testing

@Suite struct CurveTests {
  /// However long a run is, the curve keeps its size and its means.
  @Test(arguments: [1, 5, 1_023, 1_024, 1_025, 5_000, 100_000])
  func aCurveNeverGrowsAndKeepsItsMeans(_ count: Int) throws {
    var curve = Curve()
    for step in 0..<count { curve.record(Double(step), at: step) }
    #expect(curve.count == count)
    #expect(count <= Curve.capacity * curve.stepsPerPoint)
    #expect(curve.stepsPerPoint == 1 || count > Curve.capacity * curve.stepsPerPoint / 2)
    let mean = try #require(curve.mean(0..<count))
    #expect(abs(mean - Double(count - 1) / 2) < 1e-6 * Double(count))
  }

  @Test func aStepIsRecordedOnce() {
    var curve = Curve()
    curve.record(1, at: 0)
    curve.record(5, at: 0)
    curve.record(3, at: 1)
    #expect(curve.count == 2 && curve.mean(0..<2) == 2)
  }

  @Test func whatIsNotKnownHasNoMean() {
    var curve = Curve()
    curve.skip(to: 3)
    curve.record(7, at: 3)
    #expect(curve.mean(0..<3) == nil)
    #expect(curve.mean(0..<4) == 7)
    #expect(curve.mean(4..<9) == nil)
    #expect(curve.mean(0..<0) == nil)
  }
}
