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

  /// Debug and release, and every C library: these bits were written down once.
  @Test func bitsAreThoseWrittenDown() {
    let stream = RandomStream(seed: 20_150_401)("weights")(7)
    #expect(
      (0..<4).map { stream.unit($0).bitPattern } == [
        1043020480, 1056449426, 1061915343, 1059791126,
      ])
    #expect(
      (0..<4).map { stream.normal($0).bitPattern } == [
        3204638716, 1077310602, 3177304771, 1058355985,
      ])
    let points = [-30.5, -1, 0.3, 2, 77.25]
    #expect(
      points.map { Transcendental.exponential($0).bitPattern } == [
        4409010318180791263, 4600298746774613816, 4608758042795448982, 4620005356000828848,
        5108722770770274880,
      ])
    #expect(
      points.map { Transcendental.sine($0).bitPattern } == [
        4605319074625430855, 13829126553227300078, 4598995238688307763, 4606365442650518598,
        4606829193842333669,
      ])
    #expect(
      points.map { Transcendental.cosine($0).bitPattern } == [
        4603661108079357135, 4603041830072026764, 4606780125658155450, 13824540291724702213,
        13822039001517733510,
      ])
    #expect(
      [0.001, 0.5, 3, 1e9].map { Transcendental.logarithm($0).bitPattern } == [
        13842835496307261344, 13827790571168217583, 4607626529066517258, 4626526298450952120,
      ])
    #expect(
      [0.001, 0.5, 3, 1e9].map { Transcendental.binaryLogarithm($0).bitPattern } == [
        3240063962, 3212836864, 1070260238, 1106193863,
      ])
  }

  @Test(
    "Beyond what a double holds, e^x stays at the ends",
    arguments: [-1e300, -1_000, 1_000, .infinity])
  func endsOfTheExponential(_ x: Double) {
    #expect(Transcendental.exponential(x) == Transcendental.exponential(x < 0 ? -745 : 709))
    #expect(Transcendental.exponential(.nan).isNaN)
  }
}
