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
  /// How far each head is from the same head of the run that stands first, in the order of the model;
  /// empty for that run, and where heads are not those of one model.
  public var movedHeads: [HeadShift]
  /// A few held-out examples with what the model now writes.
  public var examples: [Reading]

  /// A scene of `run`.
  public init(
    run: Run, timeline: Timeline?, input: Input = .own(0), snapshot: Snapshot,
    whole: Snapshot? = nil, movedHeads: [HeadShift] = [], examples: [Reading] = []
  ) {
    self.run = run
    self.timeline = timeline
    self.input = input
    self.snapshot = snapshot
    self.whole = whole
    self.movedHeads = movedHeads
    self.examples = examples
  }
}
