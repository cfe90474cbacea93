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
    guard screen != .compare else { return wantedTiles(ofPane: pane) }
    guard !keyboard.isHelpOpen, let picture, let crosshair else { return [] }
    let layout = MapLayout(self)
    guard !layout.isTooSmall else { return [] }
    switch screen {
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
    guard screen == .compare, panes.shown.contains(index), let view = paneView(index),
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
      screen == .compare
      ? panes.indices.map { (run: panes[$0].run.id, tiles: wantedTiles(ofPane: $0)) }
      : [(run: current, tiles: wantedTiles)]
    return wanted.compactMap { run, tiles in
      guard !tiles.isEmpty, sightings[run]?.askedTiles != tiles else { return nil }
      sightings[run]?.askedTiles = tiles
      return .ask(.tiles(tiles), run)
    }
  }
}
