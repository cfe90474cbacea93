/// Weights that somebody wants to see: a part of one head's map.
public struct TileRequest: Hashable, Sendable {
  /// Where in the model.
  public var site: Site
  /// Which head.
  public var head: Int
  /// The rows.
  public var queries: Range<Int>
  /// The columns.
  public var keys: Range<Int>

  /// A wish for some rows and columns of a head.
  public init(site: Site, head: Int, queries: Range<Int>, keys: Range<Int>) {
    self.site = site
    self.head = head
    self.queries = queries
    self.keys = keys
  }
}
