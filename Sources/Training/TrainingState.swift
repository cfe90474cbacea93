import CKernels
public import Tapes
import Tensors

/// Everything that the next training step depends on, besides the seed.
public struct TrainingState: Hashable, Sendable {
  /// The number of updates made.
  public var step: Int
  /// The flat weights.
  public var weights: [Float]
  /// Adam's first moments; empty for SGD.
  public var first: [Float]
  /// Adam's second moments; empty for SGD.
  public var second: [Float]
  /// The loss that the last update learned from; nil before the first one and in what is saved.
  public var loss: Float?

  /// The state after `step` updates.
  public init(
    step: Int, weights: [Float], first: [Float], second: [Float], loss: Float? = nil
  ) {
    self.loss = loss
    self.step = step
    self.weights = weights
    self.first = first
    self.second = second
  }

  /// The first tensor with a number that is not finite; `adam.m/` or `adam.v/` stands before the name
  /// of a moment.
  public func firstNonFinite(_ layout: ParameterLayout) -> String? {
    for (prefix, flat) in zip(["", "adam.m/", "adam.v/"], [weights, first, second])
    where !flat.isEmpty {
      for (parameter, offset) in zip(layout.parameters, layout.offsets) {
        let count = parameter.shape.count
        let found = flat.withUnsafeBufferPointer { numbers in
          numbers.baseAddress.map { hk_count_nonfinite(count, $0 + offset) } ?? 0
        }
        if found > 0 { return prefix + parameter.name }
      }
    }
    return nil
  }

  /// The memory it takes, in bytes.
  public var byteCount: Int { (weights.count + first.count + second.count) * 4 }
}
