public import Snapshots
import Tensors

/// The numbers of one map that is shown, with what its rows and columns are called.
public struct ExportedMap: Hashable, Sendable {
  /// What it is called beside others: where in the model, or the run that it is of.
  public var name: String
  /// Where in the model.
  public var site: Site
  /// What each head is called; a mean over several is `mean`.
  public var heads: [String]
  /// What the rows are called.
  public var queries: [String]
  /// What the columns are called.
  public var keys: [String]
  /// The weights `[head, query, key]`.
  public var weights: [Float]
}

extension State {
  /// The numbers of what a screen shows: of Map, Words and Anatomy the selected head, of Heads all heads
  /// of the stack, of Compare what each run shows; nil where not all of them are there.
  public func exportedMaps(_ view: ScreenName) -> [ExportedMap]? {
    switch view {
    case .map, .words, .anatomy:
      guard let picture else { return [] }
      return map(picture, picture.name.site.name, stack?[picture.name]?.label).map { [$0] }
    case .heads:
      guard let stack, let snapshot else { return [] }
      let sites = snapshot.attention.filter { site in
        stack.heads.contains { $0.name.site == site.site }
      }
      let maps = sites.compactMap { site -> ExportedMap? in
        guard let numbers = site.map.dense?.elements else { return nil }
        let own = stack.heads.filter { $0.name.site == site.site }
        return ExportedMap(
          name: site.site.name, site: site.site, heads: own.map(\.label),
          queries: Array(site.queries), keys: Array(site.keys), weights: numbers)
      }
      return maps.count == sites.count ? maps : nil
    case .compare:
      let pictures = paneViews.compactMap { view in view.picture.map { (view, $0) } }
      let maps = pictures.compactMap { view, picture in
        map(picture, view.title, view.head.map { "\($0)" } ?? (view.heads > 1 ? "mean" : "0"))
      }
      return maps.count == pictures.count ? maps : nil
    }
  }

  private func map(_ picture: Picture, _ name: String, _ head: String?) -> ExportedMap? {
    let (rows, columns) = (picture.queries.indices, picture.keys.indices)
    guard picture.isExact(rows, columns) else { return nil }
    return ExportedMap(
      name: name, site: picture.name.site, heads: [head ?? "0"],
      queries: Array(picture.queries.labels), keys: Array(picture.keys.labels),
      weights: rows.flatMap { picture.row($0) })
  }
}
