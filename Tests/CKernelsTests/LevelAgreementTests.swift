import CKernels
import Testing

extension KernelTests {
  /// The levels against each other: the same lanes, the same tree, the same polynomials.
  @Suite struct Agreement {
    @Test func levelsThatFuseAgreeToTheBit() {
      var numbers = Numbers(71)
      let x = numbers.some(2_000, scale: 10)
      let z = numbers.some(2_000)
      var results: [[Float]] = []
      for level in levels {
        at(level) {
          var y = room(8_000)
          hk_exp(500, x, &y)
          y.withUnsafeMutableBufferPointer { p in
            guard let y = p.baseAddress else { return }
            hk_tanh(500, x, y + 500)
            hk_sigmoid(500, x, y + 1_000)
            hk_softmax(9, 50, x, nil, 0, y + 1_500)
            hk_log_softmax(9, 50, x, y + 2_000)
            hk_dot_rows(9, 50, x, 50, z, nil, y + 2_500, 1)
            hk_gru(5, 33, x, 99, z, z, nil, 0, y + 3_000, y + 3_500)
            hk_additive_score(5, 4, 33, x, 132, z, z, nil, y + 4_000, 5)
            hk_weighted_sum(5, 4, 33, z, 5, x, 132, y + 4_500)
            hk_matmul(11, 21, 31, x, 31, 1, z, 21, 1, 0, nil, y + 5_000, 21)
            hk_fill(4 * 5 * 33, 0.5, y + 5_500)
            hk_lstm(5, 33, x, 132, y + 5_500, z, z, nil, 0, y + 6_200, y + 6_400)
            hk_layer_norm(9, 50, x, z, z, 1e-6, y + 6_600, y + 7_100, y + 7_200)
            hk_dropout(300, x, [3, 4], 5, 6, 0.25, y + 7_300, 0)
          }
          results.append(y)
        }
      }
      for (level, result) in zip(levels, results) {
        if fuses(level) == fuses(levels[levels.count - 1]) {
          expectSame(result, results[results.count - 1], "level \(level)")
        } else {
          for i in result.indices where !result[i].isNaN {
            let other = results[results.count - 1][i]
            #expect(abs(result[i] - other) <= 4e-6 * max(1, abs(other)), "\(i)")
          }
        }
      }
    }
  }
}
