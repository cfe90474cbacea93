import CKernels
import Foundation
import Testing

extension KernelTests.Recurrent {
  /// One unit of one row of a long short-term memory in double.
  struct Memory {
    /// Pre-activations of i, f, g, o.
    var sums: [Double]
    var c: Double

    var next: (gates: [Double], h: Double, c: Double) {
      let gates = [sigmoid(sums[0]), sigmoid(sums[1]), tanh(sums[2]), sigmoid(sums[3])]
      let cell = gates[1] * c + gates[0] * gates[2]
      return (gates, gates[3] * tanh(cell), cell)
    }

    /// The derivative of dh · h′ + dc · c′ by whatever `change` changes.
    func slope(_ dh: Double, _ dc: Double, _ change: (inout Memory, Double) -> Void) -> Double {
      let step = 1e-5
      var (low, high) = (self, self)
      change(&low, -step)
      change(&high, step)
      return (dh * (high.next.h - low.next.h) + dc * (high.next.c - low.next.c)) / (2 * step)
    }
  }

  @Test(arguments: KernelTests.levels, units) func longShortTermMemory(level: Int32, u: Int) {
    var numbers = Numbers(u + 300)
    let rows = 4
    let xRow = 4 * u + 3
    let x = numbers.some(rows * xRow, scale: 2)
    let recurrent = numbers.some(rows * 4 * u, scale: 2)
    let (h, c) = (numbers.some(rows * u), numbers.some(rows * u))
    let mask: [Float] = [1, 9, 0, 9, 1, 9, 1, 9]
    let (dh, dc) = (numbers.some(rows * u), numbers.some(rows * u))
    KernelTests.at(level) {
      var (nextH, nextC) = (room(rows * u), room(rows * u))
      var gates = recurrent + room(0)
      hk_lstm(rows, u, x, xRow, &gates, h, c, mask, 2, &nextH, &nextC)
      var (dx, dhidden, dcell) = (room(rows * xRow), room(rows * u), room(rows * u))
      hk_lstm_backward(
        rows, u, gates, c, nextC, mask, 2, dh, dc, &dx, xRow, &dhidden, &dcell)
      for r in 0..<rows {
        for j in 0..<u {
          let place = r * u + j
          let memory = Memory(
            sums: (0..<4).map {
              Double(x[r * xRow + $0 * u + j]) + Double(recurrent[(4 * r + $0) * u + j])
            }, c: Double(c[place]))
          let next = memory.next
          expectClose((0..<4).map { gates[(4 * r + $0) * u + j] }, next.gates, 1e-6, "gates")
          guard mask[2 * r] != 0 else {
            #expect(nextH[place] == h[place] && nextC[place] == c[place])
            #expect(dhidden[place] == dh[place] && dcell[place] == dc[place])
            #expect((0..<4).allSatisfy { dx[r * xRow + $0 * u + j] == 0 })
            continue
          }
          expectClose([nextH[place], nextC[place]], [next.h, next.c], 1e-6, "states")
          let (downH, downC) = (Double(dh[place]), Double(dc[place]))
          for gate in 0..<4 {
            let slope = memory.slope(downH, downC) { $0.sums[gate] += $1 }
            expectClose([dx[r * xRow + gate * u + j]], [slope], 2e-6, "dx \(gate)")
          }
          expectClose([dcell[place]], [memory.slope(downH, downC) { $0.c += $1 }], 2e-6, "dc")
          #expect(dhidden[place] == 0)
        }
        #expect(dx[r * xRow + 4 * u].isNaN, "between the rows")
      }
      _ = [gates.results(rows * 4 * u), nextH.results(rows * u), nextC.results(rows * u)]
      _ = [dhidden.results(rows * u), dcell.results(rows * u)]

      // In place: the same bits.
      var (sameH, sameC) = (h + room(0), c + room(0))
      var again = recurrent + room(0)
      sameH.withUnsafeMutableBufferPointer { p in
        sameC.withUnsafeMutableBufferPointer { q in
          hk_lstm(
            rows, u, x, xRow, &again, p.baseAddress, q.baseAddress, mask, 2, p.baseAddress,
            q.baseAddress)
        }
      }
      expectSame(sameH, nextH)
      expectSame(sameC, nextC)
      var inPlace = dc + room(0)
      inPlace.withUnsafeMutableBufferPointer { p in
        hk_lstm_backward(
          rows, u, gates, c, nextC, mask, 2, dh, p.baseAddress, &dx, xRow, &dhidden,
          p.baseAddress)
      }
      expectSame(inPlace, dcell)
    }
  }
}
