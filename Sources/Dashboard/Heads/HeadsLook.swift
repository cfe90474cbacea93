/// How heads are looked at.
public struct HeadsLook: Hashable, Sendable {
  /// The order of the heads.
  public var headOrder = HeadOrder.layer
  /// Which heads are shown: a role or a condition; empty is all.
  public var headFilter = ""
  /// How much is drawn of each head; nil is what has room.
  public var form: HeadsForm?
  /// The first row of heads that is drawn, where not all fit.
  public var firstHeadRow = 0
  /// The first column of heads that is drawn, where not all fit.
  public var firstHeadColumn = 0
}
