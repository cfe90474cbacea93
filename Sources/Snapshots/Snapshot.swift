/// What one moment of a run looked like: an immutable copy that any view can draw.
public struct Snapshot: Hashable, Sendable {
  /// What it is a moment of.
  public var moment: Moment
  /// The input and what was written.
  public var reading: Reading
  /// The attention, a site each; empty for a model without attention.
  public var attention: [AttentionWeights]
  /// Every operation of the forward pass with its numbers; nil unless somebody asked for it.
  public var diagram: Diagram?

  /// A snapshot of one moment.
  public init(
    _ moment: Moment, reading: Reading, attention: [AttentionWeights], diagram: Diagram? = nil
  ) {
    self.moment = moment
    self.reading = reading
    self.attention = attention
    self.diagram = diagram
  }

  /// A snapshot at a training step: the number of updates that had been made.
  public init(
    step: Int, reading: Reading, attention: [AttentionWeights], diagram: Diagram? = nil
  ) {
    self.init(.step(step), reading: reading, attention: attention, diagram: diagram)
  }

  /// The training step; nil of what is no moment of a training.
  public var step: Int? {
    if case .step(let step) = moment { step } else { nil }
  }
}
