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
