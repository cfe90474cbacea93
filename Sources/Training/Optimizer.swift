import CKernels
public import Tapes

/// How weights follow gradients.
public enum Optimizer: Hashable, Sendable {
  /// w −= rate · g.
  case sgd
  /// Keras's Adam: m += (g − m)(1 − β₁), v += (g² − v)(1 − β₂),
  /// w −= m · rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) / (√v + ε).
  ///
  /// ε stands outside the bias correction, unlike PyTorch's: the numbers differ.
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-7)

  /// Keras's Adam with Keras's defaults.
  public static let kerasAdam = Optimizer.adam()

  /// The name on the command line.
  public var name: String {
    switch self {
    case .sgd: "sgd"
    case .adam: "adam"
    }
  }

  /// The optimizer called `name`; nil where there is none.
  public static func named(_ name: String) -> Optimizer? {
    [kerasAdam, sgd].first { $0.name == name }
  }

  /// One update, in place.
  ///
  /// - `update`: 1 for the first update.
  /// - `gradients`: one a shard, added in their order.
  public func apply(
    update: Int, rate: Float, gradients: [ParameterMemory], weights: ParameterMemory,
    first: ParameterMemory, second: ParameterMemory
  ) {
    let count = weights.layout.count
    let other = gradients.count > 1 ? UnsafePointer(gradients[1].base) : nil
    switch self {
    case .sgd: hk_sgd(count, gradients[0].base, other, rate, weights.base)
    case .adam(let beta1, let beta2, let epsilon):
      let correction =
        (1 - power(Double(beta2), update)).squareRoot() / (1 - power(Double(beta1), update))
      hk_adam(
        count, gradients[0].base, other, Float(Double(rate) * correction), 1 - beta1, 1 - beta2,
        epsilon, weights.base, first.base, second.base)
    }
  }
}

/// base ** exponent by repeated squaring: the same bits with every C library.
func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var factor = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= factor }
    factor *= factor
    rest >>= 1
  }
  return result
}

/// e ** x of one number, with the kernels' function.
package func exponential(_ x: Float) -> Float {
  var (input, output) = (x, Float(0))
  hk_exp(1, &input, &output)
  return output
}
