public import Screens
import Snapshots

/// Where the user is and how they look: a part a screen.
///
/// Coming back to where one was is setting it to what it was.
@dynamicMemberLookup
public struct Standpoint: Hashable, Sendable {
  /// The screen that is shown.
  public var place = Place.map
  /// The screens that Esc goes back to, the last first.
  public var placesBefore: [Place] = []
  /// Which of the companies is looked at.
  var company = 0
  /// The map.
  public var map = MapLook()
  /// The heads.
  public var heads = HeadsLook()
  /// The operations.
  public var anatomy = Anatomy()
  /// The first line of tokens that is drawn in Words, where not all fit.
  public var firstWordLine = 0
  /// The first pane that is drawn in Compare, where not all fit.
  public var firstPane = 0

  /// Where one begins: at `place`, looking at a company.
  init(place: Place = .map, company: Int = 0) {
    self.place = place
    self.company = company
  }

  /// A member of how the map is looked at.
  public subscript<Value>(dynamicMember member: WritableKeyPath<MapLook, Value>) -> Value {
    get { map[keyPath: member] }
    set { map[keyPath: member] = newValue }
  }

  /// A member of how heads are looked at.
  public subscript<Value>(dynamicMember member: WritableKeyPath<HeadsLook, Value>) -> Value {
    get { heads[keyPath: member] }
    set { heads[keyPath: member] = newValue }
  }
}

/// How the map is looked at.
public struct MapLook: Hashable, Sendable {
  /// How weights become brightness.
  public var scale = Scale.relative
  /// Whether the user chose the scale; until then sinks are hidden where there are any.
  public var isScaleChosen = false
  /// The first row that is drawn, where not all fit.
  public var firstQuery = 0
  /// The first column that is drawn, where not all fit.
  public var firstKey = 0
}

/// How heads are looked at.
public struct HeadsLook: Hashable, Sendable {
  /// The order of the heads.
  public var headOrder = HeadOrder.layer
  /// Which heads are shown: a role or a condition; empty is all.
  public var headFilter = ""
  /// The first row of heads that is drawn, where not all fit.
  public var firstHeadRow = 0
  /// The first column of heads that is drawn, where not all fit.
  public var firstHeadColumn = 0
}
