import CKernels
import Testing

extension KernelTests {
  @Suite struct Rows {
    static let shapes = [
      (1, 1), (1, 16), (2, 5), (3, 17), (4, 16), (5, 31), (6, 32), (7, 33), (9, 50), (21, 128),
    ]

    @Test(arguments: levels, [Int32(0), 1]) func sumsDownTheRows(level: Int32, accumulate: Int32) {
      var numbers = Numbers(21)
      let fused = fuses(level)
      at(level) {
        for (rows, n) in Self.shapes {
          let stride = n + 3
          let x = numbers.some(rows * stride)
          let s = numbers.some(rows * 2)
          let old = numbers.some(n)
          var sum = accumulate == 1 ? old : [Float](repeating: 0, count: n)
          var weighed = sum
          for r in 0..<rows {
            for j in 0..<n {
              sum[j] += x[r * stride + j]
              let product = (s[2 * r], x[r * stride + j])
              weighed[j] =
                fused
                ? weighed[j].addingProduct(product.0, product.1)
                : weighed[j] + product.0 * product.1
            }
          }
          var y = old + room(0)
          hk_sum_rows(rows, n, x, stride, &y, accumulate)
          expectSame(y.results(n), sum, "sum \(rows)×\(n)")
          y = old + room(0)
          hk_weigh_rows(rows, n, s, 2, x, stride, &y, accumulate)
          expectSame(y.results(n), weighed, "weigh \(rows)×\(n)")
        }
      }
    }

    @Test(arguments: levels) func dotProducts(level: Int32) {
      var numbers = Numbers(22)
      let fused = fuses(level)
      at(level) {
        for (rows, n) in Self.shapes {
          let stride = n + 5
          let x = numbers.some(rows * stride)
          let z = numbers.some(rows * stride)
          var y = room(rows * 2)
          hk_dot_rows(rows, n, x, stride, z, [0.25], &y, 2)
          for r in 0..<rows {
            let dot = laneSum((0..<n).map { (x[r * stride + $0], z[$0]) }, fused: fused)
            #expect(y[2 * r] == 0.25 + dot, "\(rows)×\(n)")
            #expect(y[2 * r + 1].isNaN)
          }
          var pairs = room(rows)
          hk_dot_rows(rows, n, x, stride, z, nil, &pairs, 1)
          let first = pairs.results(rows)
          hk_dot_pairs(rows, n, x, stride, z, stride, &pairs, 1, 1)
          for r in 0..<rows {
            let row = r * stride
            let dot = laneSum((0..<n).map { (x[row + $0], z[row + $0]) }, fused: fused)
            #expect(pairs[r] == first[r] + dot, "\(rows)×\(n)")
          }
          hk_dot_pairs(rows, n, x, stride, z, stride, &y, 2, 0)
          #expect(y[0] == laneSum((0..<n).map { (x[$0], z[$0]) }, fused: fused))
        }
      }
    }

    @Test(arguments: levels, [Int32(0), 1]) func scalingRows(level: Int32, accumulate: Int32) {
      var numbers = Numbers(23)
      at(level) {
        for (rows, n) in Self.shapes {
          let x = numbers.some(rows * (n + 1))
          let s = numbers.some(rows * 3)
          var y = room(rows * (n + 2))
          var expected = y
          for r in 0..<rows {
            for j in 0..<n {
              let old = numbers.one()
              y[r * (n + 2) + j] = old
              let product = s[3 * r] * x[r * (n + 1) + j]
              expected[r * (n + 2) + j] = accumulate == 1 ? old + product : product
            }
          }
          hk_scale_rows(rows, n, s, 3, x, n + 1, &y, n + 2, accumulate)
          expectSame(y, expected, "\(rows)×\(n)")
        }
      }
    }

    @Test(arguments: levels) func gatheringAndScattering(level: Int32) {
      var numbers = Numbers(24)
      let index: [Int32] = [3, 0, -1, 3, 5, 4, 3]
      at(level) {
        for n in [1, 15, 16, 40] {
          let table = numbers.some(5 * n)
          var y = room(index.count * n)
          hk_gather_rows(index.count, n, index, 5, table, &y)
          let gathered = index.flatMap {
            (0..<5).contains($0)
              ? Array(table[Int($0) * n..<(Int($0) + 1) * n]) : [Float](repeating: 0, count: n)
          }
          expectSame(y.results(index.count * n), gathered)

          let dy = numbers.some(index.count * n)
          var dtable = table + room(0)
          var expected = table
          for (r, i) in index.enumerated() where (0..<5).contains(i) {
            for j in 0..<n { expected[Int(i) * n + j] += dy[r * n + j] }
          }
          hk_scatter_rows(index.count, n, index, 5, dy, &dtable)
          expectSame(dtable.results(5 * n), expected)
        }
      }
    }
  }
}
