import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct Additive {
    /// Shapes as keys, batch, units, and room between two keys.
    static let shapes = [
      (1, 1, 1, 0), (2, 3, 5, 0), (3, 2, 16, 4), (5, 4, 17, 0), (9, 3, 40, 7), (7, 2, 128, 0),
      (3, 2, 85, 3),
    ]

    struct Scene {
      let keys: Int, batch: Int, u: Int, pKey: Int
      let p: [Float], q: [Float], v: [Float], weight: [Float]

      init(_ shape: (Int, Int, Int, Int)) {
        (keys, batch, u) = (shape.0, shape.1, shape.2)
        pKey = batch * u + shape.3
        var numbers = Numbers(u + 1)
        p = numbers.some(keys * pKey, scale: 2)
        q = numbers.some(batch * u, scale: 2)
        v = numbers.some(u)
        weight = numbers.some(batch * (keys + 1))
      }
      /// The part of `x` that belongs to key t: batch · u floats.
      func key(_ t: Int, of x: [Float]) -> [Float] { Array(x[t * pKey..<t * pKey + batch * u]) }

      /// tanh(p + q) of key t, by the plain kernels.
      func features(_ t: Int) -> [Float] {
        var sum = room(batch * u)
        hk_add(batch * u, key(t, of: p), q, &sum, 0)
        var result = room(batch * u)
        hk_tanh(batch * u, sum, &result)
        return result.results(batch * u)
      }
    }

    @Test(arguments: levels) func scoreHasTheBitsOfItsParts(level: Int32) {
      at(level) {
        for shape in Self.shapes {
          let scene = Scene(shape)
          let (keys, batch, u) = (scene.keys, scene.batch, scene.u)
          for bias in [nil, [Float(0.3)]] {
            var e = room(batch * (keys + 1))
            hk_additive_score(
              keys, batch, u, scene.p, scene.pKey, scene.q, scene.v, bias, &e, keys + 1)
            var expected = room(batch * (keys + 1))
            for t in 0..<keys {
              var column = room(batch)
              hk_dot_rows(batch, u, scene.features(t), u, scene.v, bias, &column, 1)
              for b in 0..<batch { expected[b * (keys + 1) + t] = column[b] }
            }
            expectSame(e, expected, "\(shape)")
            for b in 0..<batch {
              for t in 0..<keys {
                var exact = Double(bias?[0] ?? 0)
                for j in 0..<u {
                  let key = Double(scene.p[t * scene.pKey + b * u + j])
                  exact += Double(scene.v[j]) * tanh(key + Double(scene.q[b * u + j]))
                }
                expectClose([e[b * (keys + 1) + t]], [exact], 1e-5)
              }
            }
          }
        }
      }
    }

    @Test(arguments: levels, [Int32(0), 1]) func scoreBackward(level: Int32, accumulate: Int32) {
      at(level) {
        for shape in Self.shapes {
          let scene = Scene(shape)
          let (keys, batch, u) = (scene.keys, scene.batch, scene.u)
          var numbers = Numbers(99)
          let oldP = numbers.some(keys * scene.pKey)
          let oldQ = numbers.some(batch * u)
          let oldV = numbers.some(u)
          var (dp, dq, dv) = (oldP + room(0), oldQ + room(0), oldV + room(0))
          var dbias: [Float] = [0.5]
          let de = scene.weight
          hk_additive_score_backward(
            keys, batch, u, scene.p, scene.pKey, scene.q, scene.v, de, keys + 1, &dp, &dq,
            accumulate, &dv, &dbias)

          // The same by the plain kernels, in the documented order.
          var (partP, partQ, partV) = (oldP, oldQ, oldV)
          if accumulate == 0 { partQ = partQ.map { _ in 0 } }
          var partBias: Float = 0.5
          for t in 0..<keys {
            let features = scene.features(t)
            let column = (0..<batch).map { de[$0 * (keys + 1) + t] }
            for b in 0..<batch { partBias += column[b] }
            var outer = room(batch * u)
            hk_scale_rows(batch, u, column, 1, scene.v, 0, &outer, u, 0)
            var g = room(batch * u)
            hk_tanh_backward(batch * u, features, outer, &g, 0)
            for i in 0..<batch * u {
              partP[t * scene.pKey + i] += g[i]
              partQ[i] += g[i]
            }
            hk_weigh_rows(batch, u, column, 1, features, u, &partV, 1)
          }
          expectSame(dp.results(keys * scene.pKey), partP, "dp \(shape)")
          expectSame(dq.results(batch * u), partQ, "dq \(shape)")
          expectSame(dv.results(u), partV, "dv \(shape)")
          #expect(dbias == [partBias])

          // Any of the results may be left out, and changes no other.
          var alone = oldP + room(0)
          hk_additive_score_backward(
            keys, batch, u, scene.p, scene.pKey, scene.q, scene.v, de, keys + 1, &alone, nil,
            accumulate, nil, nil)
          expectSame(alone, dp)
          alone = oldV + room(0)
          hk_additive_score_backward(
            keys, batch, u, scene.p, scene.pKey, scene.q, scene.v, de, keys + 1, nil, nil,
            accumulate, &alone, nil)
          expectSame(alone, dv)
        }
      }
    }

    @Test(arguments: levels) func scoreBackwardIsTheSlope(level: Int32) {
      let scene = Scene((3, 2, 21, 0))
      let (keys, batch, u) = (scene.keys, scene.batch, scene.u)
      /// Σ de · e in double.
      func loss(_ p: [Double], _ q: [Double], _ v: [Double]) -> Double {
        var sum = 0.0
        for t in 0..<keys {
          for b in 0..<batch {
            let e = (0..<u).reduce(0.0) {
              $0 + v[$1] * tanh(p[t * scene.pKey + b * u + $1] + q[b * u + $1])
            }
            sum += Double(scene.weight[b * (keys + 1) + t]) * e
          }
        }
        return sum
      }
      func slope(_ x: [Double], _ i: Int, _ f: ([Double]) -> Double) -> Double {
        var (low, high) = (x, x)
        low[i] -= 1e-5
        high[i] += 1e-5
        return (f(high) - f(low)) / 2e-5
      }
      let p = scene.p.map(Double.init)
      let q = scene.q.map(Double.init)
      let v = scene.v.map(Double.init)
      let byP = p.indices.map { slope(p, $0) { loss($0, q, v) } }
      let byQ = q.indices.map { slope(q, $0) { loss(p, $0, v) } }
      let byV = v.indices.map { slope(v, $0) { loss(p, q, $0) } }
      at(level) {
        var (dp, dq, dv) = (p.map { _ in Float(0) }, room(q.count), v.map { _ in Float(0) })
        hk_additive_score_backward(
          keys, batch, u, scene.p, scene.pKey, scene.q, scene.v, scene.weight, keys + 1, &dp, &dq,
          0, &dv, nil)
        expectClose(dp, byP, 2e-6, "dp")
        expectClose(dq.results(q.count), byQ, 2e-6, "dq")
        expectClose(dv, byV, 2e-6, "dv")
      }
    }

    @Test(arguments: levels) func weightedSumHasTheBitsOfItsParts(level: Int32) {
      at(level) {
        for shape in Self.shapes {
          let scene = Scene(shape)
          let (keys, batch, n) = (scene.keys, scene.batch, scene.u)
          var context = room(batch * n)
          hk_weighted_sum(
            keys, batch, n, scene.weight, keys + 1, scene.p, scene.pKey, &context)
          var expected = [Float](repeating: 0, count: batch * n)
          for t in 0..<keys {
            let column = (0..<batch).map { scene.weight[$0 * (keys + 1) + t] }
            var products = room(batch * n)
            hk_scale_rows(batch, n, column, 1, scene.key(t, of: scene.p), n, &products, n, 0)
            for i in expected.indices { expected[i] += products[i] }
          }
          expectSame(context.results(batch * n), expected, "\(shape)")
        }
      }
    }

    @Test(arguments: levels, [Int32(0), 1]) func weightedSumBackward(
      level: Int32, accumulate: Int32
    ) {
      at(level) {
        for shape in Self.shapes {
          let scene = Scene(shape)
          let (keys, batch, n) = (scene.keys, scene.batch, scene.u)
          var dweight = scene.weight + room(0)
          hk_weighted_sum_backward(
            keys, batch, n, scene.p, scene.pKey, scene.q, &dweight, keys + 1, accumulate)
          var expected = scene.weight
          for t in 0..<keys {
            for b in 0..<batch {
              let pairs = (0..<n).map { j in
                (scene.p[t * scene.pKey + b * n + j], scene.q[b * n + j])
              }
              let dot = laneSum(pairs, fused: fuses(level))
              let place = b * (keys + 1) + t
              expected[place] = accumulate == 1 ? expected[place] + dot : dot
            }
          }
          expectSame(dweight.results(expected.count), expected, "\(shape)")
        }
      }
    }
  }
}
