import Screens
import Snapshots

extension State {
  /// Which of so many places are compared: all or, on maps too large for that, about one of each
  /// block of an overview.
  static func compared(_ count: Int, of extent: (queries: Int, keys: Int)) -> StrideTo<Int> {
    let isSmall = extent.queries * extent.keys <= 65_536
    return stride(from: 0, to: count, by: isSmall ? 1 : max(1, count / Thumbnail.mostSide))
  }
}

extension PaneView {
  /// Whether anything that is drawn of it is only the largest of its block.
  func isOverview(_ panes: CompareLayout) -> Bool {
    guard let picture else { return false }
    return !picture.isExact(rows(panes), columns(panes))
  }

  /// The rows of its own map that are drawn.
  func rows(_ panes: CompareLayout) -> Range<Int> {
    isOneRow
      ? 0..<1
      : (panes.firstQuery..<(panes.firstQuery + panes.queriesShown))
        .clamped(to: 0..<(picture?.queries.count ?? 0))
  }

  /// The columns of its own map that are drawn.
  func columns(_ panes: CompareLayout) -> Range<Int> {
    (panes.firstKey..<(panes.firstKey + panes.keysShown))
      .clamped(to: 0..<(picture?.keys.count ?? 0))
  }
}
