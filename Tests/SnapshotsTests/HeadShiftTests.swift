import Snapshots
import Tensors
import Testing

/// How far two maps of one text lie apart.
@Suite struct HeadShiftTests {
  private func shift(_ then: [Float], _ now: [Float], keys: Int) -> HeadShift {
    var builder = HeadShiftBuilder(site: "self", head: 1)
    builder.add(then, now, keys: keys)
    return builder.shift()
  }

  /// Rows that sum to 1, the same on every machine.
  private func rows(_ count: Int, keys: Int, seed: UInt64) -> [Float] {
    let stream = RandomStream(seed: seed)("rows")
    return (0..<count).flatMap { row in
      let raw = (0..<keys).map { stream.unit(row * keys + $0) + 0.01 }
      let sum = raw.reduce(0, +)
      return raw.map { $0 / sum }
    }
  }

  @Test func ofTwoRows() {
    let shift = shift([1, 0, 0, 0.5, 0.5, 0], [0.75, 0.25, 0, 0.5, 0, 0.5], keys: 3)
    #expect(shift.site == "self" && shift.head == 1)
    #expect(shift.shift == (0.25 + 0.5) / 2)
    #expect(shift.most == .init(query: 1, key: 1, then: 0.5, now: 0))
  }

  @Test(arguments: [1, 3, 16, 17, 40]) func laws(_ keys: Int) {
    let (a, b) = (rows(9, keys: keys, seed: 1), rows(9, keys: keys, seed: 2))
    #expect(shift(a, a, keys: keys) == HeadShift(site: "self", head: 1, shift: 0))
    let (there, back) = (shift(a, b, keys: keys), shift(b, a, keys: keys))
    #expect(there.shift == back.shift)
    #expect(there.most?.then == back.most?.now && there.most?.query == back.most?.query)
    let plain = (0..<9).map { row in
      (0..<keys).map { abs(Double(a[row * keys + $0]) - Double(b[row * keys + $0])) }
        .reduce(0, +) / 2
    }
    #expect(abs(Double(there.shift) - plain.reduce(0, +) / 9) < 1e-6)
    #expect(there.shift >= 0 && there.shift <= 1)
  }

  @Test func whatIsNoNumberInOneMapOnlyMovedWholly() {
    let broken: [Float] = [.nan, .nan, 0.5, 0.5]
    #expect(shift(broken, [1, 0, 0.5, 0.5], keys: 2).shift == 0.5)
    #expect(shift([1, 0, 0.5, 0.5], broken, keys: 2).shift == 0.5)
    #expect(shift(broken, broken, keys: 2).shift == 0)
  }

  @Test func nothingIsNotMoved() {
    #expect(shift([], [], keys: 0) == HeadShift(site: "self", head: 1, shift: 0))
  }
}
