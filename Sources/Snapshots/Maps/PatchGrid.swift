/// Patches of an image that stand on an axis one row of patches after the other.
public struct PatchGrid: Hashable, Sendable {
  /// The rows of patches.
  public var rows: Int
  /// The patches in a row.
  public var columns: Int
  /// The positions before the first patch that are none, such as `[CLS]`.
  public var prefix: Int

  /// `rows` × `columns` patches behind `prefix` other positions.
  public init(rows: Int, columns: Int, prefix: Int) {
    (self.rows, self.columns, self.prefix) = (rows, columns, prefix)
  }
}
