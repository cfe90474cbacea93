public import Screens

/// How the map is looked at.
public struct MapLook: Hashable, Sendable {
  /// How weights become brightness.
  public var scale = Scale.relative
  /// Whether the user chose the scale; until then sinks are hidden where there are any.
  public var isScaleChosen = false
  /// What stands beside it where there is room.
  public var aside = Aside.panel
  /// The metric whose curve was asked for; nil is the run's own choice.
  public var curve: String?
  /// The first row that is drawn, where not all fit.
  public var firstQuery = 0
  /// The first column that is drawn, where not all fit.
  public var firstKey = 0
}
