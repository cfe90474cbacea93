import CKernels
import Foundation
import Testing

extension KernelTests {
  /// What pretrained transformers need beyond the lessons: smooth activations, rotation, panels.
  @Suite struct Transformer {
    static let functions: [(kind: Int32, exact: @Sendable (Double) -> Double)] = [
      (Int32(HK_GELU), { $0 / 2 * (1 + erf($0 / 2.0.squareRoot())) }),
      (
        Int32(HK_GELU_TANH),
        { $0 / 2 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }
      ),
      (Int32(HK_SILU), { $0 / (1 + exp(-$0)) }),
      (Int32(HK_QUICK_GELU), { $0 / (1 + exp(-1.702 * $0)) }),
    ]

    @Test(arguments: levels) func activationsAndTheirSlopes(level: Int32) {
      var numbers = Numbers(71)
      let x = numbers.some(4_099, scale: 9) + [0, -0.0, 40, -40, 200, -200, 1e-30]
      at(level) {
        for (kind, exact) in Self.functions {
          var y = room(x.count)
          hk_activation(x.count, kind, x, &y)
          for (x, y) in zip(x, y.results(x.count)) {
            let right = exact(Double(x))
            // Where Φ is nearly 0 a relative error says nothing: the absolute one counts.
            #expect(
              abs(Double(y) - right) <= 4e-7 * max(abs(right), abs(Double(x)) * 0.5),
              "\(kind) of \(x) is \(y), not \(right)")
          }
          let dy = numbers.some(x.count)
          var dx = room(x.count)
          hk_activation_backward(x.count, kind, x, dy, &dx, 0)
          for place in 0..<4_099 {
            let h = 1e-5
            let slope =
              (exact(Double(x[place]) + h) - exact(Double(x[place]) - h)) / (2 * h)
            #expect(
              abs(Double(dx[place]) - slope * Double(dy[place])) <= 2e-6,
              "\(kind)′ of \(x[place])")
          }
        }
        var nan = [Float.nan]
        hk_activation(1, Int32(HK_GELU), nan, &nan)
        #expect(nan[0].isNaN)
      }
    }

    @Test(arguments: levels) func packedIsUnpackedToTheBit(level: Int32) {
      var numbers = Numbers(72)
      at(level) {
        for (m, n, depth) in [(1, 1, 1), (12, 33, 40), (13, 96, 300), (40, 31, 257), (7, 6, 520)] {
          let (a, b, bias) = (numbers.some(m * depth), numbers.some(depth * n), numbers.some(n))
          var (c, other) = (room(m * n), room(m * n))
          hk_matmul(m, n, depth, a, depth, 1, b, n, 1, 0, bias, &c, n)
          var packed = room(hk_packed_count(depth, n))
          hk_pack(depth, n, b, n, 1, &packed)
          hk_matmul_packed(m, n, depth, a, depth, packed, bias, &other, n)
          expectSame(other.results(m * n), c.results(m * n))
          var back = room(depth * n)
          hk_unpack(depth, n, packed, &back)
          expectSame(back.results(depth * n), b)
          // The same matrix as a file has it, [n, depth].
          var turned = room(n * depth)
          hk_transpose(depth, n, b, n, &turned, depth)
          var again = room(hk_packed_count(depth, n))
          hk_pack(depth, n, turned, 1, depth, &again)
          hk_unpack(depth, n, again, &back)
          expectSame(back.results(depth * n), b)
          _ = [packed.results(hk_packed_count(depth, n)), again.results(hk_packed_count(depth, n))]
        }
      }
    }

    @Test(arguments: levels) func rootMeanSquare(level: Int32) {
      var numbers = Numbers(73)
      at(level) {
        for (rows, n) in [(1, 1), (3, 5), (2, 16), (4, 33)] {
          let (x, scale, dy) = (numbers.some(rows * n), numbers.some(n), numbers.some(rows * n))
          var (y, inverse) = (room(rows * n), room(rows))
          hk_rms_norm(rows, n, x, scale, 1e-5, &y, &inverse)
          func normal(_ row: [Double]) -> [Double] {
            let mean = row.map { $0 * $0 }.reduce(0, +) / Double(n)
            return row.map { $0 / (mean + 1e-5).squareRoot() }
          }
          var (dx, dscale) = (room(rows * n), [Float](repeating: 0, count: n))
          hk_rms_norm_backward(rows, n, x, scale, inverse, dy, &dx, 0, &dscale)
          var expectedScale = [Double](repeating: 0, count: n)
          for r in 0..<rows {
            let row = (0..<n).map { Double(x[r * n + $0]) }
            let own = normal(row)
            expectClose(
              Array(y[(r * n)..<((r + 1) * n)]), (0..<n).map { own[$0] * Double(scale[$0]) }, 2e-6,
              "y")
            for j in 0..<n {
              expectedScale[j] += own[j] * Double(dy[r * n + j])
              var (low, high) = (row, row)
              low[j] -= 1e-5
              high[j] += 1e-5
              let slope = zip(normal(high), normal(low)).enumerated().reduce(0.0) {
                $0 + ($1.element.0 - $1.element.1) / 2e-5 * Double(scale[$1.offset])
                  * Double(dy[r * n + $1.offset])
              }
              expectClose([dx[r * n + j]], [slope], 2e-5, "dx")
            }
          }
          expectClose(dscale, expectedScale, 1e-5, "dscale")
          _ = [y.results(rows * n), inverse.results(rows), dx.results(rows * n)]
        }
      }
    }

    @Test(arguments: levels) func rotation(level: Int32) {
      var numbers = Numbers(74)
      var frequency = [Float](repeating: 0, count: 20)
      hk_rotary_frequencies(20, 10_000, &frequency)
      for m in 0..<20 {
        #expect(abs(Double(frequency[m]) - pow(10_000, -Double(m) / 20)) < 1e-7)
      }
      let position: [Int32] = [7]
      var (cosine, sine) = (room(20), room(20))
      hk_rotary_angles(1, 20, position, frequency, &cosine, &sine)
      at(level) {
        let x = numbers.some(45)
        for (step, second) in [(1, 20), (2, 1)] {
          var (y, back) = (room(45), room(45))
          hk_rotate(1, 45, 20, step, second, x, cosine, sine, 1, &y, 0)
          for m in 0..<20 {
            let angle = 7 * Double(frequency[m])
            let (u, v) = (Double(x[m * step]), Double(x[m * step + second]))
            expectClose([y[m * step]], [u * cos(angle) - v * sin(angle)], 1e-6, "u")
            expectClose([y[m * step + second]], [v * cos(angle) + u * sin(angle)], 1e-6, "v")
          }
          expectSame(Array(y[40..<45]), Array(x[40..<45]))
          hk_rotate(1, 45, 20, step, second, y, cosine, sine, -1, &back, 0)
          expectClose(back.results(45), x.map(Double.init), 1e-6, "there and back")
          _ = y.results(45)
        }
      }
    }
  }
}
