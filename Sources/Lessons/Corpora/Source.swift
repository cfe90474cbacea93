/// What a model reads of one source.
public enum Source: Hashable, Sendable {
  /// The ids of its symbols.
  case tokens([Int32])
  /// The columns of an image, all equally high.
  case columns([[Float]])

  /// The number of positions.
  public var count: Int {
    switch self {
    case .tokens(let ids): ids.count
    case .columns(let columns): columns.count
    }
  }
}
