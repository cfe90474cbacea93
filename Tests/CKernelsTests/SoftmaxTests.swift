import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct Softmax {
    static let lengths = [1, 2, 5, 12, 15, 16, 17, 24, 32, 33, 48, 50, 64, 65, 100, 300]

    /// Softmax in double over the entries that count.
    static func exact(_ x: ArraySlice<Float>, _ mask: ArraySlice<Float>? = nil) -> [Double] {
      let counts = mask.map { $0.map { $0 != 0 } } ?? x.map { _ in true }
      let entries = Array(x)
      let top = entries.indices.filter { counts[$0] }.map { Double(entries[$0]) }.max() ?? 0
      let e = entries.indices.map { counts[$0] ? exp(Double(entries[$0]) - top) : 0 }
      let sum = e.reduce(0, +)
      return e.map { sum > 0 ? $0 / sum : 0 }
    }

    @Test(arguments: levels, lengths) func rowsAgainstDouble(level: Int32, n: Int) {
      var numbers = Numbers(n)
      let rows = 5
      var x = numbers.some(rows * n, scale: 8)
      let mask = (0..<rows * (n + 1)).map { _ in Float(numbers.bits() & 1) }
      at(level) {
        var y = room(rows * n)
        hk_softmax(rows, n, x, nil, 0, &y)
        var plain: [Double] = []
        for r in 0..<rows { plain += Self.exact(x[r * n..<(r + 1) * n]) }
        expectClose(y.results(rows * n), plain, 1e-6)

        // What does not count may be anything.
        for r in 0..<rows {
          for j in 0..<n where mask[r * (n + 1) + j] == 0 {
            x[r * n + j] = [.nan, .infinity, -.infinity, 1e38][j % 4]
          }
        }
        hk_softmax(rows, n, x, mask, n + 1, &y)
        var masked: [Double] = []
        for r in 0..<rows {
          let first = r * (n + 1)
          masked += Self.exact(x[r * n..<(r + 1) * n], mask[first..<first + n])
        }
        let results = y.results(rows * n)
        expectClose(results, masked, 1e-6)
        for i in results.indices where mask[i / n * (n + 1) + i % n] == 0 {
          #expect(results[i].bitPattern == 0)
        }
        var inPlace = x + room(0)
        inPlace.withUnsafeMutableBufferPointer { p in
          hk_softmax(rows, n, p.baseAddress, mask, n + 1, p.baseAddress)
        }
        expectSame(inPlace.results(rows * n), results)
      }
    }

    /// A row with trailing entries that do not count has the bits of the shorter row.
    @Test(arguments: levels) func trailingEntriesChangeNoBit(level: Int32) {
      var numbers = Numbers(42)
      let x = numbers.some(120, scale: 5)
      at(level) {
        for n in Self.lengths where n <= 100 {
          var short = room(n)
          hk_softmax(1, n, x, nil, 0, &short)
          for extra in [0, 1, 3, 16, 20] {
            let long = n + extra
            let mask = (0..<long).map { Float($0 < n ? 1 : 0) }
            var y = room(long)
            hk_softmax(1, long, x, mask, 0, &y)
            let zeros = [Float](repeating: 0, count: extra)
            expectSame(y.results(long), Array(short[0..<n]) + zeros, "\(n) + \(extra)")
          }
        }
      }
    }

    @Test(arguments: levels) func extremes(level: Int32) {
      at(level) {
        for n in [1, 3, 16, 40, 70] {
          var y = room(n)
          let nothing = [Float](repeating: 0, count: n)
          let x = [Float](repeating: .nan, count: n)
          hk_softmax(1, n, x, nothing, n, &y)
          expectSame(y.results(n), nothing, "no mass")
          // A NaN that counts shows wherever something counts, and nowhere else.
          var mask = [Float](repeating: 1, count: n)
          mask[0] = 0
          hk_softmax(1, n, x, mask, n, &y)
          #expect(y[0].bitPattern == 0)
          for j in y.indices.prefix(n).dropFirst() { #expect(y[j].isNaN) }
          // Far apart and far out: no overflow, and the far ones vanish.
          var far = [Float](repeating: -3e38, count: n)
          far[n / 2] = 3e38
          hk_softmax(1, n, far, nil, 0, &y)
          #expect(y[n / 2] == 1)
          #expect(y[0..<n].reduce(0, +) == 1)
        }
        for value in [Float(-1e30), -3, 0, 7e20] {
          var one = room(1)
          hk_softmax(1, 1, [value], nil, 0, &one)
          #expect(one.results(1) == [1])
        }
      }
    }

    @Test(arguments: levels, lengths) func backward(level: Int32, n: Int) {
      var numbers = Numbers(n + 1)
      let rows = 3
      let x = numbers.some(rows * n, scale: 3)
      let dy = numbers.some(rows * n)
      let old = numbers.some(rows * n)
      at(level) {
        var y = room(rows * n)
        hk_softmax(rows, n, x, nil, 0, &y)
        var dx = room(rows * n)
        hk_softmax_backward(rows, n, y, dy, &dx, 0)
        var expected: [Double] = []
        for r in 0..<rows {
          let weights = Self.exact(x[r * n..<(r + 1) * n])
          let dot = (0..<n).reduce(0) { $0 + weights[$1] * Double(dy[r * n + $1]) }
          expected += (0..<n).map { weights[$0] * (Double(dy[r * n + $0]) - dot) }
        }
        expectClose(dx.results(rows * n), expected, 1e-6)
        var added = old + room(0)
        hk_softmax_backward(rows, n, y, dy, &added, 1)
        expectSame(added.results(rows * n), (0..<rows * n).map { old[$0] + dx[$0] })
      }
    }

    @Test(arguments: levels, lengths) func logarithms(level: Int32, n: Int) {
      var numbers = Numbers(n + 2)
      let rows = 3
      let x = numbers.some(rows * n, scale: 20)
      let dy = numbers.some(rows * n)
      at(level) {
        var y = room(rows * n)
        hk_log_softmax(rows, n, x, &y)
        var dx = room(rows * n)
        hk_log_softmax_backward(rows, n, y, dy, &dx, 0)
        var logarithms: [Double] = []
        var gradients: [Double] = []
        for r in 0..<rows {
          let weights = Self.exact(x[r * n..<(r + 1) * n])
          let sum = dy[r * n..<(r + 1) * n].reduce(0) { $0 + Double($1) }
          logarithms += weights.map { log($0) }
          gradients += (0..<n).map { Double(dy[r * n + $0]) - weights[$0] * sum }
        }
        expectClose(y.results(rows * n), logarithms, 1e-6)
        expectClose(dx.results(rows * n), gradients, 1e-5)
      }
    }

    @Test(arguments: levels, lengths) func crossEntropy(level: Int32, n: Int) {
      var numbers = Numbers(n + 3)
      let rows = 6
      var x = numbers.some(rows * n, scale: 4)
      let label = (0..<rows).map { _ in Int32(numbers.bits() % UInt32(n)) }
      var weight = (0..<rows).map { _ in numbers.one() + 1.5 }
      weight[2] = 0
      for j in 0..<n { x[2 * n + j] = .nan }
      let dloss: [Float] = [0.7]
      at(level) {
        var probability = room(rows * n)
        var loss = room(1)
        hk_cross_entropy(rows, n, x, label, weight, &probability, &loss)
        var dx = room(rows * n)
        hk_cross_entropy_backward(rows, n, probability, label, weight, dloss, &dx, 0)
        var total = 0.0
        var gradients: [Double] = []
        for r in 0..<rows {
          guard weight[r] != 0 else {
            gradients += [Double](repeating: 0, count: n)
            continue
          }
          let weights = Self.exact(x[r * n..<(r + 1) * n])
          total -= Double(weight[r]) * log(weights[Int(label[r])])
          gradients += (0..<n).map {
            0.7 * Double(weight[r]) * (weights[$0] - ($0 == Int(label[r]) ? 1 : 0))
          }
        }
        expectClose(loss.results(1), [total], 1e-6)
        expectClose(dx.results(rows * n), gradients, 2e-6)
        var softmax = room(rows * n)
        hk_softmax(rows, n, x, nil, 0, &softmax)
        for i in 0..<rows * n where i / n != 2 { #expect(probability[i] == softmax[i]) }

        let old = numbers.some(rows * n)
        var added = old + room(0)
        hk_cross_entropy_backward(rows, n, probability, label, weight, dloss, &added, 1)
        expectSame(added.results(rows * n), (0..<rows * n).map { old[$0] + dx[$0] })
      }
    }

    @Test(arguments: levels) func aLabelThatDoesNotExistShows(level: Int32) {
      at(level) {
        for label in [Int32(-1), 3] {
          var probability = room(3)
          var loss = room(1)
          hk_cross_entropy(1, 3, [1, 2, 3], [label], [1], &probability, &loss)
          #expect(loss[0].isNaN)
          hk_cross_entropy(1, 3, [1, 2, 3], [label], [0], &probability, &loss)
          #expect(loss[0] == 0)
        }
      }
    }
  }
}
