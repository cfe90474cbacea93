import CKernels
import Foundation
import Tensors
import Testing

@testable import Tapes
/// How recurrent kernels begin: by Gram–Schmidt, fast, and with the bits of the plain algorithm.
@Suite struct OrthogonalTests {
  /// Row after row, element after element, as one would write it down.
  private static func plain(_ count: Int, _ width: Int, _ start: [Double]) -> [Double] {
    var rows = start
    for row in 0..<count {
      for _ in 0..<2 {
        for other in 0..<row {
          var product = 0.0
          for k in 0..<width { product += rows[row * width + k] * rows[other * width + k] }
          for k in 0..<width { rows[row * width + k] -= product * rows[other * width + k] }
        }
      }
      var square = 0.0
      for k in 0..<width { square += rows[row * width + k] * rows[row * width + k] }
      for k in 0..<width { rows[row * width + k] /= square.squareRoot() }
    }
    return rows
  }

  /// Wide and tall, with and without rows that do not fill a block of eight.
  @Test(arguments: [
    (1, 1), (1, 5), (5, 1), (3, 7), (8, 8), (7, 40), (40, 7), (8, 24), (16, 48), (17, 17), (29, 31),
    (23, 69),
  ])
  func beginsWithTheBitsOfThePlainAlgorithm(_ outer: Int, _ inner: Int) {
    let layout = ParameterLayout([
      Tape.record { recorder in
        _ = recorder.parameter("kernel", ["in": outer, "out": inner], initially: .orthogonal)
      }
    ])
    let stream = RandomStream(seed: 3)("initial values")("kernel")
    let (count, width) = (min(outer, inner), max(outer, inner))
    let rows = Self.plain(
      count, width, (0..<(count * width)).map { Double(stream.normal($0)) })
    let expected = (0..<(outer * inner)).map { place in
      let (i, j) = (place / inner, place % inner)
      return Float(outer <= inner ? rows[i * width + j] : rows[j * width + i])
    }
    let found = layout.initialElements(seed: 3).prefix(outer * inner)
    #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
  }

  /// Processor time of this thread: other tests run beside it.
  private static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The recurrent kernel of a GRU of 512 units: seconds of nested arrays, a fifth of one here.
  @Test func fiveHundredAndTwelveUnitsBeginAtOnce() {
    let (count, width) = (512, 3 * 512)
    let stream = RandomStream(seed: 1)
    var rows = (0..<(count * width)).map { Double(stream.unit($0)) - 0.5 }
    let start = Self.seconds
    hk_orthogonalize(count, width, &rows)
    #expect(Self.seconds - start < 1)
    for other in [1, 255, 511] {
      let product = (0..<width).reduce(0.0) { $0 + rows[$1] * rows[other * width + $1] }
      #expect(abs(product) < 1e-12)
    }
  }
}
