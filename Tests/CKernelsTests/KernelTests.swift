import CKernels
import Testing

/// All tests of the kernels, each at every level that this processor has.
///
/// A level is set for the testing thread alone, so other suites may compute at the same time.
@Suite(.serialized) struct KernelTests {
  /// The levels that this processor can run.
  static let levels: [Int32] = (0...2).filter { hk_level_supported($0) != 0 }

  /// Runs `body` at `level` on this thread.
  static func at(_ level: Int32, _ body: () throws -> Void) rethrows {
    #expect(hk_set_thread_level(level) == 1)
    defer { hk_set_thread_level(-1) }
    try body()
  }

  /// Whether `level` rounds a · b + c once.
  static func fuses(_ level: Int32) -> Bool {
    #if arch(arm64)
      true
    #else
      level > 0
    #endif
  }
}

/// Reproducible numbers.
struct Numbers {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func bits() -> UInt32 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return UInt32(truncatingIfNeeded: state >> 16)
  }

  /// A number in −1 ..< 1.
  mutating func one() -> Float { Float(Int32(bitPattern: bits()) >> 8) / 8_388_608 }

  mutating func some(_ count: Int, scale: Float = 1) -> [Float] {
    var result = [Float](repeating: 0, count: count)
    for i in 0..<count { result[i] = one() * scale }
    return result
  }
}

/// What no kernel computes: stands behind and between results to show what was overwritten.
let untouched = Float(bitPattern: 0x7FC1_2345)

/// Room for `count` results and a margin behind them.
func room(_ count: Int) -> [Float] { [Float](repeating: untouched, count: count + 24) }

extension [Float] {
  var bits: [UInt32] { map(\.bitPattern) }

  /// The first `count` elements; records an issue if anything behind them was written.
  func results(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) -> [Float] {
    let beyond = dropFirst(count).allSatisfy { $0.bitPattern == untouched.bitPattern }
    #expect(beyond, "written beyond the end", sourceLocation: sourceLocation)
    return Array(prefix(count))
  }
}

/// Expects |a − b| ≤ tolerance · max(1, |b|) for every pair.
func expectClose(
  _ a: [Float], _ b: [Double], _ tolerance: Double, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard a.count == b.count else {
    Issue.record("\(a.count) results, \(b.count) expected", sourceLocation: sourceLocation)
    return
  }
  for i in a.indices where !(abs(Double(a[i]) - b[i]) <= tolerance * max(1, abs(b[i]))) {
    Issue.record("\(what) [\(i)]: \(a[i]), expected \(b[i])", sourceLocation: sourceLocation)
    return
  }
}

/// Expects the same bits.
func expectSame(
  _ a: [Float], _ b: [Float], _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard a.count == b.count else {
    Issue.record("\(a.count) results, \(b.count) expected", sourceLocation: sourceLocation)
    return
  }
  for i in a.indices where a[i].bitPattern != b[i].bitPattern {
    Issue.record("\(what) [\(i)]: \(a[i]), expected \(b[i])", sourceLocation: sourceLocation)
    return
  }
}

/// The documented sum: 16 chains, then the tree.
func laneSum(_ terms: [(Float, Float)], fused: Bool) -> Float {
  var lanes = [Float](repeating: 0, count: 16)
  for (j, (x, z)) in terms.enumerated() {
    lanes[j % 16] = fused ? lanes[j % 16].addingProduct(x, z) : lanes[j % 16] + x * z
  }
  for half in [8, 4, 2, 1] {
    for j in 0..<half { lanes[j] += lanes[j + half] }
  }
  return lanes[0]
}
