public import Snapshots

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
