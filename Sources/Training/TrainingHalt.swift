public import Snapshots
import Tapes

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
