import Testing

@testable import Training

@Suite struct OptimizerBitsTests {
  /// Debug and release, and every C library: these bits were written down once.
  @Test func correctionsHaveTheBitsWrittenDown() {
    #expect(
      [1, 7, 1_000].map { power(0.999, $0).bitPattern } == [
        4607173411600762667, 4607119557241481660, 4600295431829843372,
      ])
  }
}
