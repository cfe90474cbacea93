import CKernels
public import Snapshots
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

/// Why training stopped: a value that is not finite.
///
/// Nothing was updated, and the trainer stands at the last good step: the failing one where only a
/// gradient failed, else the latest before it whose state and loss are finite.
public struct TrainingHalt: Error, Hashable, Sendable, CustomStringConvertible {
  /// The step whose batch gave the value.
  public var step: Int
  /// The loss: NaN, an infinity or, where only a gradient failed, a number.
  public var loss: Float
  /// The first value that was not finite, where it could be told.
  public var culprit: Culprit?
  /// Whether nothing went wrong and the step was given up because somebody asked for it.
  public var isGivenUp = false

  /// The first value that was not finite, in words: `energy (dense over unit)`.
  public var value: String? {
    switch culprit {
    case .value(let name, let operation): name + (operation.map { " (\($0))" } ?? "")
    case .gradient(let name): "the gradient of \(name)"
    case .state(let name): name
    case nil: nil
    }
  }

  /// `step 12: the loss is NaN; the first value that is not finite is energy (dense over unit)`.
  public var description: String {
    if isGivenUp { return "step \(step) was given up" }
    let origin = value.map { "; the first value that is not finite is \($0)" } ?? ""
    // The sign of a NaN says nothing and would be printed.
    let value = loss.isNaN ? "NaN" : "\(loss)"
    return "step \(step): the loss is \(value)\(origin)"
  }
}
