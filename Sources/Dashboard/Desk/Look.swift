public import Subjects

/// How runs that stand together are looked at.
public struct Look: Hashable, Sendable {
  /// The run that keys act on.
  public internal(set) var current: RunID
  /// The runs that were looked at, the last of them last; one that was just added counts as such.
  private(set) var seen: [RunID] = []
  /// What of each run is selected.
  var selections: [RunID: Selection] = [:]
  /// The row of the crosshair.
  public var query = 0
  /// The column of the crosshair.
  public var key = 0
  /// Whether the user placed the crosshair; until then it stands where the picture is clearest.
  public var isCrosshairPlaced = false
  /// Whether the difference to the pin, or to the step before, is drawn.
  public var showsDifference = false
  /// Whether panes after the first are drawn as their difference to it.
  public var showsPaneDifference = false

  init(current: RunID) { self.current = current }

  /// `run` is looked at, or comes into view.
  mutating func note(_ run: RunID) {
    seen.removeAll { $0 == run }
    seen.append(run)
  }
}
