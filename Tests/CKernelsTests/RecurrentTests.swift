import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct Recurrent {
    static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// One unit of one row in double.
    ///
    /// It holds the pre-activations of z, r, c from the input, the same from the state, and the old
    /// state. In `after` the state's part of c is multiplied by r.
    struct Unit {
      var x: [Double]
      var recurrent: [Double]
      var h: Double

      /// z, r, c and the next state.
      var after: (z: Double, r: Double, c: Double, next: Double) {
        let z = sigmoid(x[0] + recurrent[0])
        let r = sigmoid(x[1] + recurrent[1])
        let c = tanh(x[2] + r * recurrent[2])
        return (z, r, c, z * h + (1 - z) * c)
      }

      /// The derivative of the next state by whatever `change` changes.
      func slope(_ change: (inout Unit, Double) -> Void) -> Double {
        let step = 1e-5
        var (low, high) = (self, self)
        change(&low, -step)
        change(&high, step)
        return (high.after.next - low.after.next) / (2 * step)
      }
    }

    static let units = [1, 4, 15, 16, 17, 40, 64]

    @Test(arguments: levels, units) func resetAfter(level: Int32, u: Int) {
      var numbers = Numbers(u)
      let rows = 4
      let xRow = 3 * u + 2
      let x = numbers.some(rows * xRow, scale: 2)
      let recurrent = numbers.some(rows * 3 * u, scale: 2)
      let h = numbers.some(rows * u)
      let mask: [Float] = [1, 9, 0, 9, 1, 9, 1, 9]
      let dnext = numbers.some(rows * u)
      let oldDh = numbers.some(rows * u)
      at(level) {
        var (next, gates) = (room(rows * u), room(rows * 3 * u))
        hk_gru(rows, u, x, xRow, recurrent, h, mask, 2, &next, &gates)
        var (dx, drecurrent) = (room(rows * xRow), room(rows * 3 * u))
        var dh = oldDh + room(0)
        hk_gru_backward(
          rows, u, recurrent, h, gates, mask, 2, dnext, &dx, xRow, &drecurrent, &dh)
        for r in 0..<rows {
          for j in 0..<u {
            let unit = Unit(
              x: (0..<3).map { Double(x[r * xRow + $0 * u + j]) },
              recurrent: (0..<3).map { Double(recurrent[(3 * r + $0) * u + j]) },
              h: Double(h[r * u + j]))
            let (z, reset, c, value) = unit.after
            let counts = mask[2 * r] != 0
            expectClose([0, 1, 2].map { gates[(3 * r + $0) * u + j] }, [z, reset, c], 1e-6)
            if counts {
              expectClose([next[r * u + j]], [value], 1e-6)
            } else {
              #expect(next[r * u + j] == h[r * u + j])
            }
            let down = Double(dnext[r * u + j])
            for gate in 0..<3 {
              let byX = counts ? down * unit.slope { $0.x[gate] += $1 } : 0
              let byRecurrent = counts ? down * unit.slope { $0.recurrent[gate] += $1 } : 0
              expectClose([dx[r * xRow + gate * u + j]], [byX], 2e-6, "dx")
              expectClose([drecurrent[(3 * r + gate) * u + j]], [byRecurrent], 2e-6, "drecurrent")
            }
            let kept = counts ? down * unit.slope { $0.h += $1 } : down
            expectClose([dh[r * u + j]], [Double(oldDh[r * u + j]) + kept], 2e-6, "dh")
          }
          #expect(dx[r * xRow + 3 * u].isNaN, "between the rows")
        }
        _ = [next.results(rows * u), drecurrent.results(rows * 3 * u), dh.results(rows * u)]

        // In place, and row by row: the same bits.
        var inPlace = h + room(0)
        inPlace.withUnsafeMutableBufferPointer { p in
          hk_gru(rows, u, x, xRow, recurrent, p.baseAddress, mask, 2, p.baseAddress, &gates)
        }
        expectSame(inPlace, next)
      }
    }

    /// The other convention: c = tanh(x_c + ((r · h) · R_c)), the product between the two halves being
    /// here a plain scaling by 0.7.
    @Test(arguments: levels, units) func resetBefore(level: Int32, u: Int) {
      var numbers = Numbers(u + 100)
      let rows = 4
      let xRow = 3 * u + 1
      let x = numbers.some(rows * xRow, scale: 2)
      let recurrent = numbers.some(rows * 2 * u, scale: 2)
      let h = numbers.some(rows * u)
      let mask: [Float] = [1, 0, 1, 1]
      let dnext = numbers.some(rows * u)
      let oldDh = numbers.some(rows * u)
      let factor: Float = 0.7
      at(level) {
        var (next, gates, reset) = (room(rows * u), room(rows * 3 * u), room(rows * u))
        hk_gru_before_gates(rows, u, x, xRow, recurrent, h, &gates, &reset)
        var product = room(rows * u)
        hk_scale(rows * u, factor, reset, &product, 0)
        hk_gru_before_state(rows, u, x, xRow, product, h, mask, 1, &next, &gates)
        var (dx, dproduct) = (room(rows * xRow), room(rows * u))
        var dh = oldDh + room(0)
        hk_gru_before_state_backward(
          rows, u, h, gates, mask, 1, dnext, &dx, xRow, &dproduct, &dh)
        var dreset = room(rows * u)
        hk_scale(rows * u, factor, dproduct, &dreset, 0)
        var drecurrent = room(rows * 2 * u)
        hk_gru_before_gates_backward(
          rows, u, h, gates, dreset, &dx, xRow, &drecurrent, &dh)

        func value(_ x: [Double], _ recurrent: [Double], _ h: Double) -> Double {
          let z = Self.sigmoid(x[0] + recurrent[0])
          let r = Self.sigmoid(x[1] + recurrent[1])
          return z * h + (1 - z) * tanh(x[2] + r * h * Double(factor))
        }
        let step = 1e-5
        for r in 0..<rows {
          for j in 0..<u {
            let inputs = (0..<3).map { Double(x[r * xRow + $0 * u + j]) }
            let states = (0..<2).map { Double(recurrent[(2 * r + $0) * u + j]) }
            let old = Double(h[r * u + j])
            let counts = mask[r] != 0
            let down = Double(dnext[r * u + j])
            expectClose([next[r * u + j]], [counts ? value(inputs, states, old) : old], 1e-6)
            for gate in 0..<3 {
              var (low, high) = (inputs, inputs)
              low[gate] -= step
              high[gate] += step
              let slope = (value(high, states, old) - value(low, states, old)) / (2 * step)
              let expected = counts ? down * slope : 0
              expectClose([dx[r * xRow + gate * u + j]], [expected], 2e-6, "dx \(gate)")
              if gate < 2 {
                #expect(drecurrent[(2 * r + gate) * u + j] == dx[r * xRow + gate * u + j])
              }
            }
            let slope = value(inputs, states, old + step) - value(inputs, states, old - step)
            let kept = counts ? down * slope / (2 * step) : down
            expectClose([dh[r * u + j]], [Double(oldDh[r * u + j]) + kept], 2e-6, "dh")
          }
        }
        _ = [next.results(rows * u), dh.results(rows * u), drecurrent.results(rows * 2 * u)]
      }
    }
  }
}
