import Screens
import Snapshots
import Subjects

extension State {
  /// The weights that the screen would draw and that are not there; empty where nothing is missing.
  ///
  /// They are those of the picture on Map, Heads and Words, and of the chosen pane on Compare. Until
  /// they come the summary stands in for them. Around what is in sight there is as much again, so that
  /// a step of the crosshair asks for nothing.
  var wantedTiles: [TileRequest] {
    guard place != .compare else { return wantedTiles(ofPane: pane) }
    guard !keyboard.isHelpOpen, let picture, let crosshair else { return [] }
    let layout = Layout(self)
    guard !layout.isTooSmall else { return [] }
    switch place {
    case .map: return picture.missing(layout.queriesInSight, layout.keysInSight)
    case .words: return picture.missing(crosshair.row..<(crosshair.row + 1), 0..<picture.keys.count)
    // The strongest cell of a head is known, another only where somebody placed the crosshair.
    case .heads:
      guard company.look.isCrosshairPlaced else { return [] }
      return picture.missing(
        crosshair.row..<(crosshair.row + 1), crosshair.column..<(crosshair.column + 1))
    case .compare, .anatomy: return []
    }
  }

  /// The same for what pane `index` draws on Compare.
  func wantedTiles(ofPane index: Int) -> [TileRequest] {
    let panes = CompareLayout(self)
    let shown = panes.firstPane..<(panes.firstPane + panes.panesShown)
    guard place == .compare, shown.contains(index), let view = paneView(index),
      let picture = view.picture
    else { return [] }
    return picture.missing(view.rows(panes), view.columns(panes))
  }
}

extension State {
  /// Asks for weights that the screen would draw and that are not there, once.
  mutating func askForTiles() -> [Command] {
    let isWhole = company.runs.allSatisfy { run in
      sightings[run]?.scene?.snapshot.attention.allSatisfy { $0.map.isWhole } ?? true
    }
    if isWhole { return [] }
    let wanted =
      place == .compare
      ? panes.indices.map { (run: panes[$0].run.id, tiles: wantedTiles(ofPane: $0)) }
      : [(run: current, tiles: wantedTiles)]
    return wanted.compactMap { run, tiles in
      guard !tiles.isEmpty, sightings[run]?.askedTiles != tiles else { return nil }
      sightings[run]?.askedTiles = tiles
      return .ask(.tiles(tiles), run)
    }
  }
}

extension Picture {
  /// What is not there of these rows and columns, with a margin, a request for each head that is
  /// drawn.
  func missing(_ queries: Range<Int>, _ keys: Range<Int>) -> [TileRequest] {
    guard !queries.isEmpty, !keys.isEmpty else { return [] }
    return drawn.filter { map.tile($0, queries, keys) == nil }.map { head in
      TileRequest(
        site: name.site, head: head, queries: queries.widened(within: self.queries.count),
        keys: keys.widened(within: self.keys.count))
    }
  }
}

extension Range<Int> {
  /// The same with half of its length more on either side, as far as there is any.
  fileprivate func widened(within count: Int) -> Range<Int> {
    let margin = (self.count + 1) / 2
    return Swift.max(0, lowerBound - margin)..<Swift.min(count, upperBound + margin)
  }
}
