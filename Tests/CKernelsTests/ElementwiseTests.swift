import CKernels
import Foundation
import Testing

extension KernelTests {
  @Suite struct Elementwise {
    typealias Map = @Sendable (Int, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) -> Void
    struct Function: CustomStringConvertible, Sendable {
      let description: String
      let map: Map
      let exact: @Sendable (Double) -> Double
      let ulps: Double
    }
    static let functions = [
      Function(description: "exp", map: { hk_exp($0, $1, $2) }, exact: { exp($0) }, ulps: 1),
      Function(description: "tanh", map: { hk_tanh($0, $1, $2) }, exact: { tanh($0) }, ulps: 1.5),
      Function(
        description: "sigmoid", map: { hk_sigmoid($0, $1, $2) }, exact: { 1 / (1 + exp(-$0)) },
        ulps: 2.5),
    ]

    /// A dense sweep, and patterns of bits that reach every exponent, the denormal ones included.
    static let inputs: [Float] = {
      var numbers = Numbers(11)
      var inputs = (0..<12_000).map { Float($0 - 6_500) / 60 }
      for _ in 0..<12_000 { inputs.append(Float(bitPattern: numbers.bits())) }
      for _ in 0..<4_000 { inputs.append(numbers.one() * 2) }
      return inputs
    }()

    @Test(arguments: levels, functions) func accuracy(level: Int32, function: Function) {
      let x = Self.inputs
      var y = room(x.count)
      at(level) { function.map(x.count, x, &y) }
      let results = y.results(x.count)
      var worst = (ulps: 0.0, input: Float(0))
      for (x, y) in zip(x, results) {
        let exact = function.exact(Double(x))
        if exact.isNaN {
          #expect(y.isNaN, "\(x)")
        } else if abs(exact) > Double(Float.greatestFiniteMagnitude) {
          #expect(y == .infinity, "\(x)")
        } else if abs(exact) >= Double(Float.leastNormalMagnitude) {
          let ulps = abs(Double(y) - exact) / Double(Float(exact).ulp)
          if !(ulps <= worst.ulps) { worst = (ulps, x) }
        } else {
          // Below the normal numbers: exp still gives denormal ones, sigmoid's 1 / (1 + ∞) gives 0.
          #expect(abs(Double(y) - exact) <= (function.description == "sigmoid" ? 1.2e-38 : 2e-45))
        }
      }
      #expect(worst.ulps <= function.ulps, "at \(worst.input)")
    }

    @Test(arguments: levels) func limits(level: Int32) {
      let x: [Float] = [.infinity, -.infinity, .nan, 89, -104, -0.0, 0, 1e30, -1e30]
      at(level) {
        var y = room(9)
        hk_exp(9, x, &y)
        #expect(y[2].isNaN)
        y[2] = 0
        #expect(y.results(9) == [.infinity, 0, 0, .infinity, 0, 1, 1, .infinity, 0])
        hk_tanh(9, x, &y)
        #expect(y[2].isNaN && y[5].sign == .minus)
        y[2] = 0
        #expect(y.results(9) == [1, -1, 0, 1, -1, 0, 0, 1, -1])
        hk_sigmoid(9, x, &y)
        #expect(y[2].isNaN)
        y[2] = 0
        #expect(abs(y[4]) < 1e-37)
        y[4] = 0
        #expect(y.results(9) == [1, 0, 0, 1, 0, 0.5, 0.5, 1, 0])
        hk_relu(9, x, &y)
        #expect(y[2].isNaN)
        y[2] = 0
        #expect(y.results(9) == [.infinity, 0, 0, 89, 0, 0, 0, 1e30, 0])
      }
    }

    @Test(arguments: levels, functions) func tailsHaveTheBitsOfTheBody(
      level: Int32, function: Function
    ) {
      var numbers = Numbers(12)
      let x = numbers.some(64, scale: 3)
      at(level) {
        var whole = room(64)
        function.map(64, x, &whole)
        for n in 0...50 {
          var part = room(n)
          function.map(n, x, &part)
          expectSame(part.results(n), Array(whole[0..<n]), "\(n)")
          var inPlace = Array(x[0..<n]) + room(0)
          inPlace.withUnsafeMutableBufferPointer { p in
            function.map(n, UnsafePointer(p.baseAddress), p.baseAddress)
          }
          expectSame(inPlace.results(n), Array(whole[0..<n]), "\(n)")
        }
      }
    }

    /// Everything that is made of single roundings is known to the bit.
    @Test(arguments: levels, [Int32(0), 1]) func exactFunctions(level: Int32, accumulate: Int32) {
      var numbers = Numbers(13)
      at(level) {
        for n in [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 50, 100] {
          let a = numbers.some(n)
          let b = numbers.some(n)
          let old = numbers.some(n)
          func check(_ what: String, _ kernel: (inout [Float]) -> Void, _ f: (Int) -> Float) {
            var z = (accumulate == 1 ? old : [Float](repeating: .nan, count: n)) + room(0)
            kernel(&z)
            let expected = (0..<n).map { accumulate == 1 ? old[$0] + f($0) : f($0) }
            expectSame(z.results(n), expected, "\(what) \(n)")
          }
          check("add", { hk_add(n, a, b, &$0, accumulate) }, { a[$0] + b[$0] })
          check("multiply", { hk_multiply(n, a, b, &$0, accumulate) }, { a[$0] * b[$0] })
          check("scale", { hk_scale(n, 0.3, a, &$0, accumulate) }, { 0.3 * a[$0] })
          check("copy", { hk_copy(n, a, &$0, accumulate) }, { a[$0] })
          check(
            "tanh′", { hk_tanh_backward(n, a, b, &$0, accumulate) },
            { b[$0] * (1 - a[$0] * a[$0]) })
          check(
            "sigmoid′", { hk_sigmoid_backward(n, a, b, &$0, accumulate) },
            { b[$0] * (a[$0] * (1 - a[$0])) })
          check(
            "relu′", { hk_relu_backward(n, a, b, &$0, accumulate) },
            { a[$0] > 0 ? b[$0] : 0 })
        }
      }
    }

    @Test(arguments: levels) func filling(level: Int32) {
      at(level) {
        for n in 0...40 {
          var y = room(n)
          hk_fill(n, 2.5, &y)
          #expect(y.results(n) == [Float](repeating: 2.5, count: n))
        }
      }
    }
  }
}
