import Tensors
import Testing

@Suite struct RandomStreamTests {
  private let stream = RandomStream(seed: 11)

  /// A stream is a value: asking does not change what it answers.
  @Test func theSamePlaceGivesTheSameNumber() {
    #expect(stream("a")(3).bits(5) == RandomStream(seed: 11)("a")(3).bits(5))
    #expect(stream("a")(3).bits(5) != stream("a")(5).bits(3))
    #expect(stream("a").bits() != stream("b").bits())
    #expect(stream(0).bits() != stream(1).bits())
    #expect(RandomStream(seed: 12).bits() != stream.bits())
  }

  @Test func boundsAreKeptAndReached() {
    let lots = (0..<6_000).map { stream("lots").below(6, $0) }
    for face in 0..<6 {
      let share = lots.filter { $0 == face }.count
      #expect((850...1_150).contains(share), "\(face) came \(share) times of 6,000")
    }
    #expect((0..<100).allSatisfy { stream("one").below(1, $0) == 0 })
  }

  @Test func unitsAreUniform() {
    let units = (0..<10_000).map { stream("units").unit($0) }
    #expect(units.allSatisfy { $0 >= 0 && $0 < 1 })
    let mean = units.map(Double.init).reduce(0, +) / 10_000
    #expect(abs(mean - 0.5) < 0.015)
  }

  @Test func normalsHaveMeanDeviationAndTails() {
    let normals = (0..<20_000).map { Double(stream("normals").normal($0)) }
    let mean = normals.reduce(0, +) / 20_000
    let variance = normals.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.04)
    // 4.55 % of N(0, 1) lie beyond two deviations.
    let tail = Double(normals.filter { abs($0) > 2 }.count) / 20_000
    #expect(abs(tail - 0.0455) < 0.006)
  }
}
