import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct Normalization {
    static let shapes = [(1, 1), (3, 4), (2, 15), (4, 16), (3, 17), (2, 64), (5, 100)]

    @Test(arguments: levels) func layerNormalization(level: Int32) {
      var numbers = Numbers(41)
      let epsilon = 1e-3
      at(level) {
        for (rows, n) in Self.shapes {
          let x = numbers.some(rows * n, scale: 3).map { $0 + 5 }
          let (scale, bias) = (numbers.some(n), numbers.some(n))
          let dy = numbers.some(rows * n)
          var (y, mean, inverse) = (room(rows * n), room(rows), room(rows))
          hk_layer_norm(rows, n, x, scale, bias, Float(epsilon), &y, &mean, &inverse)

          func normal(_ row: [Double]) -> [Double] {
            let center = row.reduce(0, +) / Double(n)
            let variance = row.map { ($0 - center) * ($0 - center) }.reduce(0, +) / Double(n)
            return row.map { ($0 - center) / (variance + epsilon).squareRoot() }
          }
          let old = numbers.some(rows * n)
          let (oldScale, oldBias) = (numbers.some(n), numbers.some(n))
          var (dx, dscale, dbias) = (old + room(0), oldScale + room(0), oldBias + room(0))
          hk_layer_norm_backward(
            rows, n, x, scale, mean, inverse, dy, &dx, 1, &dscale, &dbias)
          var (expectedScale, expectedBias) = (oldScale.map(Double.init), oldBias.map(Double.init))
          for r in 0..<rows {
            let row = (0..<n).map { Double(x[r * n + $0]) }
            let own = normal(row)
            let expected = (0..<n).map { own[$0] * Double(scale[$0]) + Double(bias[$0]) }
            expectClose(Array(y[(r * n)..<((r + 1) * n)]), expected, 3e-6, "y \(rows)×\(n)")
            for j in 0..<n {
              expectedScale[j] += Double(dy[r * n + j]) * own[j]
              expectedBias[j] += Double(dy[r * n + j])
              var (low, high) = (row, row)
              low[j] -= 1e-5
              high[j] += 1e-5
              let (a, b) = (normal(high), normal(low))
              var slope = 0.0
              for k in 0..<n {
                slope += (a[k] - b[k]) / 2e-5 * Double(scale[k]) * Double(dy[r * n + k])
              }
              expectClose([dx[r * n + j]], [Double(old[r * n + j]) + slope], 2e-5, "dx \(n)")
            }
          }
          expectClose(dscale.results(n), expectedScale, 1e-5, "dscale")
          expectClose(dbias.results(n), expectedBias, 1e-5, "dbias")
          _ = [y.results(rows * n), mean.results(rows), inverse.results(rows)]

          // A row alone has the same bits; what nobody asks for may be null.
          var alone = room(n)
          hk_layer_norm(
            1, n, Array(x[((rows - 1) * n)...]), scale, bias, Float(epsilon), &alone, &mean,
            &inverse)
          expectSame(alone.results(n), Array(y[((rows - 1) * n)..<(rows * n)]))
          hk_layer_norm_backward(rows, n, x, scale, mean, inverse, dy, nil, 0, nil, nil)
        }
      }
    }

    @Test(arguments: levels, [Int32(0), 1]) func keeping(level: Int32, accumulate: Int32) {
      var numbers = Numbers(42)
      at(level) {
        for n in [1, 15, 16, 17, 50] {
          let x = (0..<n).map { $0 % 5 == 3 ? Float.nan : numbers.one() }
          let mask = (0..<n).map { Float($0 % 5 == 3 || $0 % 7 == 2 ? 0 : 1) }
          let old = numbers.some(n)
          var y = old + room(0)
          hk_keep(n, x, mask, -7, &y, accumulate)
          let expected = (0..<n).map {
            (accumulate == 1 ? old[$0] : 0) + (mask[$0] == 0 ? -7 : x[$0])
          }
          expectSame(y.results(n), expected)
        }
      }
    }

    /// The lots are whole numbers: the same at every level, and cut anywhere.
    @Test func droppingIsAFunctionOfThePlace() {
      let n = 203
      let x = [Float](repeating: 1, count: n)
      var kept: [[Float]] = []
      for level in levels {
        at(level) {
          var y = room(n)
          hk_dropout(n, x, [17, -4], 99, 5, 0.3, &y, 0)
          kept.append(y.results(n))
          var parts = room(n)
          parts.withUnsafeMutableBufferPointer { p in
            guard let start = p.baseAddress else { return }
            hk_dropout(41, x, [17, -4], 99, 5, 0.3, start, 0)
            hk_dropout(n - 41, x, [17, -4], 99, 5 + 41, 0.3, start + 41, 0)
          }
          expectSame(parts.results(n), y.results(n))
          for (key, site) in [([18, -4], 99), ([17, -3], 99), ([17, -4], 98)] as [([Int32], UInt32)]
          {
            var other = room(n)
            hk_dropout(n, x, key, site, 5, 0.3, &other, 0)
            let same = (0..<n).filter { other[$0] == y[$0] }.count
            #expect(same > 80 && same < 160, "\(same) of \(n) lots are the same")
          }
          var all = room(n)
          hk_dropout(n, x, [17, -4], 99, 5, 0, &all, 0)
          expectSame(all.results(n), x)
        }
      }
      #expect(kept.allSatisfy { $0 == kept[0] })
      let dropped = kept[0].filter { $0 == 0 }.count
      #expect(dropped > 40 && dropped < 82)
      #expect(kept[0].allSatisfy { $0 == 0 || $0 == 1 / (1 - Float(0.3)) })
    }

    @Test(arguments: levels, [Float(0), 0.1, 0.9]) func smoothedLabels(
      level: Int32, smoothing: Float
    ) {
      var numbers = Numbers(43)
      at(level) {
        for n in [2, 5, 16, 33] {
          let rows = 4
          let x = numbers.some(rows * n, scale: 4)
          let label = (0..<rows).map { Int32($0 * 3 % n) }
          let weight: [Float] = [0.5, 0, 0.25, 1]
          var (probability, each, loss) = (room(rows * n), room(rows), room(1))
          hk_smoothed_cross_entropy(
            rows, n, x, label, weight, smoothing, &probability, &each, &loss)
          var dx = room(rows * n)
          hk_smoothed_cross_entropy_backward(
            rows, n, probability, label, weight, smoothing, [2], &dx, 0)
          let (meant, other) = (1 - Double(smoothing), Double(smoothing) / Double(n - 1))
          func entropy(_ share: Double) -> Double { share == 0 ? 0 : -share * log(share) }
          let least = entropy(meant) + Double(n - 1) * entropy(other)
          var total = 0.0
          for r in 0..<rows {
            let row = (0..<n).map { Double(x[r * n + $0]) }
            let sum = log(row.map(exp).reduce(0, +))
            let share = (0..<n).map { $0 == Int(label[r]) ? meant : other }
            let expected = -(0..<n).map { share[$0] * (row[$0] - sum) }.reduce(0, +) - least
            expectClose([each[r]], [weight[r] == 0 ? 0 : expected], 1e-5, "row \(r) of \(n)")
            total += Double(weight[r]) * expected
            expectClose(
              Array(dx[(r * n)..<((r + 1) * n)]),
              (0..<n).map { 2 * Double(weight[r]) * (exp(row[$0] - sum) - share[$0]) }, 2e-6, "dx")
          }
          expectClose(loss.results(1), [total], 1e-5, "loss")
          _ = [probability.results(rows * n), each.results(rows), dx.results(rows * n)]
          guard smoothing == 0 else { continue }
          // Without smoothing it is the plain cross entropy.
          var plain = room(1)
          hk_cross_entropy(rows, n, x, label, weight, &probability, &plain)
          expectClose([loss[0]], [Double(plain[0])], 1e-6)
        }
      }
    }
  }
}
