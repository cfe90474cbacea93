public import Snapshots

/// One run at one moment.
public struct Scene: Hashable, Sendable {
  /// What the run is about.
  public var run: Run
  /// How it stands; nil where nothing happens in time.
  public var timeline: Timeline?
  /// What was read.
  public var input: Input
  /// What the model makes of it.
  public var snapshot: Snapshot
  /// The same with all heads; nil while none is left out.
  public var whole: Snapshot?
  /// How much of a reading is done that takes longer than a moment; nil while there is none.
  public var reading: Double?
  /// A few held-out examples with what the model now writes.
  public var examples: [Reading]

  /// A scene of `run`.
  public init(
    run: Run, timeline: Timeline?, input: Input = .own(0), snapshot: Snapshot,
    whole: Snapshot? = nil, examples: [Reading] = []
  ) {
    self.run = run
    self.timeline = timeline
    self.input = input
    self.snapshot = snapshot
    self.whole = whole
    self.examples = examples
  }
}
