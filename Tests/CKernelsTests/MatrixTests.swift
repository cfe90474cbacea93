import CKernels
import Testing

extension KernelTests {
  @Suite struct Matrices {
    /// A product's shape and storage.
    struct Product: CustomStringConvertible {
      var m: Int, n: Int, depth: Int
      var turnsA = false, turnsB = false, hasBias = false, adds = false
      var padding = 0

      var description: String {
        "\(m)×\(n)×\(depth) A\(turnsA ? "ᵀ" : "") B\(turnsB ? "ᵀ" : "") bias \(hasBias) +\(adds)"
      }
      var aStrides: (row: Int, column: Int) {
        turnsA ? (1, m + padding) : (depth + padding, 1)
      }
      var bStrides: (row: Int, column: Int) {
        turnsB ? (1, depth + padding) : (n + padding, 1)
      }
      var cRow: Int { n + padding }

      func operands(_ numbers: inout Numbers) -> (a: [Float], b: [Float], bias: [Float], c: [Float])
      {
        let a = numbers.some((m + padding) * (depth + padding))
        let b = numbers.some((depth + padding) * (n + padding))
        let bias = numbers.some(n)
        var c = room(m * cRow)
        for i in 0..<m where adds { for j in 0..<n { c[i * cRow + j] = numbers.one() } }
        return (a, b, bias, c)
      }

      func run(_ a: [Float], _ b: [Float], _ bias: [Float], _ c: inout [Float]) {
        hk_matmul(
          m, n, depth, a, aStrides.row, aStrides.column, b, bStrides.row, bStrides.column,
          adds ? 1 : 0, hasBias ? bias : nil, &c, cRow)
      }

      /// The documented chain of every element, bit for bit; what lies between rows is kept.
      func chain(_ a: [Float], _ b: [Float], _ bias: [Float], _ c: [Float], fused: Bool) -> [Float]
      {
        var result = c
        for i in 0..<m {
          for j in 0..<n {
            var sum = adds ? c[i * cRow + j] : 0
            if hasBias { sum += bias[j] }
            var x = i * aStrides.row
            var y = j * bStrides.column
            for _ in 0..<depth {
              sum = fused ? sum.addingProduct(a[x], b[y]) : sum + a[x] * b[y]
              x += aStrides.column
              y += bStrides.row
            }
            result[i * cRow + j] = sum
          }
        }
        return result
      }
    }

    /// Shapes around every tile edge, then some that cross the blocks of depth and of rows.
    static let products: [Product] = {
      var products: [Product] = []
      var numbers = Numbers(5)
      for m in [1, 2, 3, 5, 6, 7, 11, 12, 13, 17, 24, 25] {
        for n in [1, 2, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47] {
          let choice = numbers.bits()
          products.append(
            Product(
              m: m, n: n, depth: Int(choice >> 8) % 9, turnsA: choice & 1 != 0,
              turnsB: choice & 2 != 0, hasBias: choice & 4 != 0, adds: choice & 8 != 0,
              padding: Int(choice >> 4) & 3))
        }
      }
      for (m, n, depth) in [
        (16, 16, 16), (500, 9, 4), (3, 70, 600), (130, 100, 5), (130, 300, 3), (40, 3, 300),
        (14, 70, 261),
      ] {
        for choice in 0..<4 {
          products.append(
            Product(
              m: m, n: n, depth: depth, turnsA: choice & 1 != 0, turnsB: choice & 2 != 0,
              hasBias: choice < 2, adds: choice > 0, padding: choice))
        }
      }
      return products
    }()

    @Test func everyElementIsItsChain() {
      var numbers = Numbers(2)
      for product in Self.products {
        let (a, b, bias, start) = product.operands(&numbers)
        for fused in Set(levels.map(fuses)) {
          let expected = product.chain(a, b, bias, start, fused: fused)
          for level in levels where fuses(level) == fused {
            var c = start
            at(level) { product.run(a, b, bias, &c) }
            expectSame(c, expected, "level \(level) \(product)")
          }
        }
      }
    }

    @Test(arguments: levels) func closeToDoublePrecision(level: Int32) {
      var numbers = Numbers(3)
      let product = Product(m: 19, n: 37, depth: 700, turnsB: true, hasBias: true, adds: true)
      let (a, b, bias, start) = product.operands(&numbers)
      var c = start
      at(level) { product.run(a, b, bias, &c) }
      var expected: [Double] = []
      for i in 0..<product.m {
        for j in 0..<product.n {
          var sum = Double(start[i * product.n + j]) + Double(bias[j])
          for k in 0..<700 { sum += Double(a[i * 700 + k]) * Double(b[j * 700 + k]) }
          expected.append(sum)
        }
      }
      expectClose(c.results(product.m * product.n), expected, 2e-5)
    }

    /// A row alone, in any group and at any place has the same bits.
    @Test(arguments: levels, [1, 3, 20, 45]) func aRowDependsOnItselfAlone(level: Int32, n: Int) {
      var numbers = Numbers(4)
      let (m, depth) = (110, 70)
      let a = numbers.some(m * depth)
      let b = numbers.some(depth * n)
      at(level) {
        for turned in [false, true] {
          let strides = turned ? (1, depth) : (n, 1)
          var whole = room(m * n)
          hk_matmul(m, n, depth, a, depth, 1, b, strides.0, strides.1, 0, nil, &whole, n)
          for group in [1, 2, 5, 13, 30] {
            var first = 0
            while first < m {
              let rows = min(group, m - first)
              var part = room(rows * n)
              let slice = Array(a[first * depth..<(first + rows) * depth])
              hk_matmul(rows, n, depth, slice, depth, 1, b, strides.0, strides.1, 0, nil, &part, n)
              expectSame(part.results(rows * n), Array(whole[first * n..<(first + rows) * n]))
              first += 3 * rows
            }
          }
        }
      }
    }

    @Test(arguments: levels) func cuttingTheDepthChangesNoBit(level: Int32) {
      var numbers = Numbers(6)
      let (m, n, depth) = (15, 40, 330)
      let a = numbers.some(m * depth)
      let b = numbers.some(depth * n)
      at(level) {
        var whole = room(m * n)
        hk_matmul(m, n, depth, a, depth, 1, b, n, 1, 0, nil, &whole, n)
        var parts = room(m * n)
        for (first, last) in [(0, 1), (1, 100), (100, 330)] {
          let columns = (0..<m).flatMap { a[$0 * depth + first..<$0 * depth + last] }
          let rows = Array(b[first * n..<last * n])
          hk_matmul(
            m, n, last - first, columns, last - first, 1, rows, n, 1, first == 0 ? 0 : 1, nil,
            &parts, n)
        }
        expectSame(parts, whole)
      }
    }

    @Test(arguments: levels) func withoutBetaOldNumbersAreNotRead(level: Int32) {
      at(level) {
        for n in [1, 9, 32] {
          var c = [Float](repeating: .nan, count: 20 * n)
          hk_matmul(20, n, 0, [], 1, 1, [], 1, 1, 0, nil, &c, n)
          expectSame(c, [Float](repeating: 0, count: 20 * n))
        }
      }
    }

    @Test(arguments: levels) func transposing(level: Int32) {
      var numbers = Numbers(7)
      at(level) {
        for rows in [1, 3, 4, 8, 15, 16, 17, 33] {
          for columns in [1, 4, 7, 16, 19, 40] {
            let x = numbers.some(rows * (columns + 2))
            var y = room(columns * (rows + 3))
            var expected = y
            for i in 0..<rows {
              for j in 0..<columns { expected[j * (rows + 3) + i] = x[i * (columns + 2) + j] }
            }
            hk_transpose(rows, columns, x, columns + 2, &y, rows + 3)
            expectSame(y, expected, "\(rows)×\(columns)")
          }
        }
      }
    }
  }
}
