public import Snapshots

/// Why training stopped: a value that is not finite.
public struct Halt: Hashable, Sendable {
  /// The run it happened to, where several stand on one step.
  public var run: RunID?
  /// The step whose batch gave the value.
  public var step: Int
  /// The loss: NaN, an infinity or, where only a gradient failed, a number.
  public var loss: Double
  /// The first value that was not finite, where it could be told.
  public var culprit: Culprit?
  /// The step that the weights are of.
  public var lastGood: Int

  /// What failed at `step`.
  public init(run: RunID?, step: Int, loss: Double, culprit: Culprit?, lastGood: Int) {
    self.run = run
    self.step = step
    self.loss = loss
    self.culprit = culprit
    self.lastGood = lastGood
  }

  /// NaN is equal to NaN here: a halt that is shown again is the same halt.
  public static func == (a: Halt, b: Halt) -> Bool {
    a.run == b.run && a.step == b.step && a.loss.bitPattern == b.loss.bitPattern
      && a.culprit == b.culprit && a.lastGood == b.lastGood
  }
}
