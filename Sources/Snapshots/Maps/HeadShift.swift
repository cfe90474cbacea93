/// How far one head's attention lies from that of the same head in another model, on one text.
///
/// It tells what storing the weights in fewer bits did to a head: the tokens are the same, so row
/// stands beside row.
public struct HeadShift: Hashable, Sendable {
  /// One weight in both models.
  public struct Change: Hashable, Sendable {
    /// Which query.
    public var query: Int
    /// Which key.
    public var key: Int
    /// The weight in the other model.
    public var then: Float
    /// The weight in this one.
    public var now: Float

    /// The weight of `query` on `key`, which was `then` and is `now`.
    public init(query: Int, key: Int, then: Float, now: Float) {
      (self.query, self.key) = (query, key)
      (self.then, self.now) = (then, now)
    }
  }

  /// Where the head is.
  public var site: Site
  /// Which head.
  public var head: Int
  /// The mean over rows of ½ Σ |now − then|, 0 … 1: the part of a row's weight that lies on other keys.
  ///
  /// This is the total variation of the two rows, which is the same in both directions. A row that is a
  /// number in one model only counts as 1.
  public var shift: Float
  /// The weight that changed most; nil where none did.
  public var most: Change?

  /// A head whose weights differ by `shift`, and `most` at one place.
  public init(site: Site, head: Int, shift: Float, most: Change? = nil) {
    (self.site, self.head) = (site, head)
    (self.shift, self.most) = (shift, most)
  }
}
