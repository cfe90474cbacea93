public import Snapshots

/// A screen that a capital letter goes to.
public enum Place: String, Hashable, Sendable, CaseIterable {
  /// One head, query by key.
  case map
  /// All heads of one stack, layers by heads.
  case heads
  /// The tokens, shaded by the weights of one query.
  case words
  /// Several runs side by side.
  case compare
  /// One operation after the other, with its numbers.
  case anatomy
}

/// One head of a model.
public struct HeadName: Hashable, Sendable {
  /// Where its attention lives.
  public var site: Site
  /// Which head of it.
  public var head: Int

  /// Head `head` of `site`.
  public init(site: Site, head: Int) {
    self.site = site
    self.head = head
  }
}

/// Whether a head takes part in the model.
public enum HeadSwitch: String, Hashable, Sendable, CaseIterable {
  /// It does.
  case on
  /// Its output is taken as zero.
  case off
  /// The outputs of all other heads of its site are taken as zero.
  case alone
}

/// The order of the heads on the screen.
public enum HeadOrder: Hashable, Sendable {
  /// By layer, then by head: the place says which head it is.
  case layer
  /// Heads with a role first, those of a role together, the best first.
  case role
  /// The sharpest first.
  case entropy
  /// The best in one role first.
  case score(HeadStatistics.Role)
}

/// A mechanism that is wrong on purpose, to see what the mistake does.
public enum Exhibit: String, Hashable, Sendable, CaseIterable {
  /// Softmax over an axis of length 1: every weight is 1.
  case softmaxAxis = "softmax-axis"
  /// The weighted values are never summed.
  case noSum = "no-sum"
  /// Scores are not divided by √d.
  case noScale = "no-scale"
  /// Heads are split by reshaping without the transposition.
  case reshape
  /// Padding and the future can be looked at.
  case noMask = "no-mask"
}

/// One run of several that are compared.
public struct Pane: Hashable, Sendable {
  /// What it is: `additive`.
  public var title: String
  /// Its picture.
  public var snapshot: Snapshot
  /// How its training stands.
  public var progress: Progress
  /// Which mistake it shows, where it is wrong on purpose.
  public var exhibit: Exhibit?
  /// The picture with all heads; nil while none is left out.
  public var allHeadsOn: Snapshot?
  /// What Map, Heads and Words say about it when it is chosen; nil: what they said before.
  public var run: Run?

  /// A run called `title`.
  public init(
    title: String, snapshot: Snapshot, progress: Progress = Progress(), exhibit: Exhibit? = nil,
    allHeadsOn: Snapshot? = nil, run: Run? = nil
  ) {
    self.allHeadsOn = allHeadsOn
    self.run = run
    self.title = title
    self.snapshot = snapshot
    self.progress = progress
    self.exhibit = exhibit
  }
}
