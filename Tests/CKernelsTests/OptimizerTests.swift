import CKernels
import Testing

extension KernelTests {
  @Suite struct Optimizers {
    @Test(arguments: levels, [false, true]) func adamToTheBit(level: Int32, twoGradients: Bool) {
      var numbers = Numbers(31)
      at(level) {
        for n in [1, 15, 16, 17, 100] {
          let (g0, g1) = (numbers.some(n), numbers.some(n))
          let start = (w: numbers.some(n), m: numbers.some(n), v: numbers.some(n).map(abs))
          var (w, m, v) = (start.w + room(0), start.m + room(0), start.v + room(0))
          hk_adam(n, g0, twoGradients ? g1 : nil, 0.01, 0.1, 0.001, 1e-7, &w, &m, &v)
          var expected = start
          for i in 0..<n {
            let g = twoGradients ? g0[i] + g1[i] : g0[i]
            expected.m[i] += (g - start.m[i]) * 0.1
            expected.v[i] += (g * g - start.v[i]) * 0.001
            expected.w[i] -= 0.01 * expected.m[i] / (expected.v[i].squareRoot() + 1e-7)
          }
          expectSame(w.results(n), expected.w, "w")
          expectSame(m.results(n), expected.m, "m")
          expectSame(v.results(n), expected.v, "v")
        }
      }
    }

    @Test(arguments: levels) func sgdToTheBit(level: Int32) {
      var numbers = Numbers(32)
      at(level) {
        for n in [1, 16, 37] {
          let (g0, g1, start) = (numbers.some(n), numbers.some(n), numbers.some(n))
          var w = start + room(0)
          hk_sgd(n, g0, nil, 0.3, &w)
          expectSame(w.results(n), (0..<n).map { start[$0] - 0.3 * g0[$0] })
          w = start + room(0)
          hk_sgd(n, g0, g1, 0.3, &w)
          expectSame(w.results(n), (0..<n).map { start[$0] - 0.3 * (g0[$0] + g1[$0]) })
        }
      }
    }

    @Test(arguments: levels) func countingWhatIsNotFinite(level: Int32) {
      at(level) {
        var x = [Float](repeating: 1, count: 100)
        x[98] = .greatestFiniteMagnitude
        #expect(hk_count_nonfinite(100, x) == 0)
        for (count, place) in [0, 15, 16, 47, 99].enumerated() {
          x[place] = [.nan, .infinity, -.infinity][place % 3]
          #expect(hk_count_nonfinite(100, x) == count + 1)
        }
        #expect(hk_count_nonfinite(99, x) == 4)
        #expect(hk_count_nonfinite(0, x) == 0)
      }
    }
  }
}
