public import Snapshots

/// What a model makes of a text: it writes on, it writes an answer, or it fills places that were masked.
public struct Continuation: Hashable, Sendable {
  /// The tokens of the text that was read; empty where the model has no numbers for them.
  public var read: [Int] = []
  /// The tokens that were written.
  public var ids: [Int] = []
  /// The same, each as a person reads it.
  public var tokens: [String] = []
  /// ln of the probability of each token that was written.
  public var logProbabilities: [Float] = []
  /// What was written, as text.
  public var text = ""
  /// What could stand in each masked place; empty for a model that writes.
  public var masks: [Candidates] = []
}
