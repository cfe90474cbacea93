public import Snapshots

/// What a subject shows of one moment; it comes as a whole, so that no screen is half updated.
public struct Frame: Hashable, Sendable {
  /// All runs of the subject, on one step.
  public var scenes: [Scene]
  /// What it has to say.
  public var notices: [Notice]

  /// These scenes, and what is said with them.
  public init(_ scenes: [Scene], notices: [Notice] = []) {
    self.scenes = scenes
    self.notices = notices
  }
}

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
