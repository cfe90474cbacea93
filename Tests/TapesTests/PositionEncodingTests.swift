import Testing

@testable import Tapes

@Suite struct PositionEncodingTests {
  /// Debug and release, and every C library: these bits were written down once.
  @Test func theTableHasTheBitsWrittenDown() {
    let table = PositionEncoding.table(1..<3, width: 6)
    #expect(
      table.map(\.bitPattern) == [
        1062693540, 1008981591, 953267991, 1057640768, 1065352377, 1065353216, 1063831479,
        1017369662, 961656599, 3201634611, 1065349861, 1065353216,
      ])
  }
}
