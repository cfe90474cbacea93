/// Where the user is and how they look: a part a screen.
///
/// Coming back to where one was is setting it to what it was.
@dynamicMemberLookup
public struct Standpoint: Hashable, Sendable {
  /// The screen that is shown.
  public var screen = ScreenName.map
  /// Whether nobody chose the screen yet: the first picture of a run does.
  var isFresh = true
  /// The screens that Esc goes back to, the last first.
  public var screensBefore: [ScreenName] = []
  /// Which of the companies is looked at.
  var company = 0
  /// The map.
  public var map = MapLook()
  /// The heads.
  public var heads = HeadsLook()
  /// The operations.
  public var anatomy = AnatomyLook()
  /// The first line of tokens that is drawn in Words, where not all fit.
  public var firstWordLine = 0

  /// Where one begins: at `place`, looking at a company.
  init(screen: ScreenName = .map, company: Int = 0) {
    self.screen = screen
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
