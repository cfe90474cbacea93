/// The lengths to which the rows of a shard are padded.
public struct Padding: Hashable, Sendable {
  /// The positions of a source.
  public var keys: Int
  /// The positions of a target.
  public var queries: Int

  /// Padding to these lengths.
  public init(keys: Int, queries: Int) {
    self.keys = keys
    self.queries = queries
  }
}
