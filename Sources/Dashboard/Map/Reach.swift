import Snapshots

/// The weight up to which the relative scale goes, in steps of 1, .5, .2, .1 and so on.
///
/// While training runs, a scale that followed every frame would flicker: it goes up at once, so that
/// nothing is cut off, and comes down only when weights have left a step well behind. Where nothing
/// moves it is that of the picture alone, so that a step has the same picture whatever was seen before.
struct Reach: Hashable {
  /// The upper end; nil while four times uniform is enough.
  private(set) var top: Float?

  /// Moves on to weights that stand out by `peak`, while training runs or where it stands still.
  mutating func follow(_ peak: Peak, isRunning: Bool) {
    if !isRunning { self = Reach() }
    guard let top else {
      if peak.clear > 0 { self.top = Self.step(over: peak.clear).top }
      return
    }
    if peak.near == 0 { return self.top = nil }
    let most = peak.clear > 0 ? peak.clear : peak.near
    if most > top || most < 0.8 * Self.step(over: top).below {
      self.top = Self.step(over: most).top
    }
  }

  /// The least of 1, .5, .2, .1 … that is not less than `weight`, and the next below it.
  private static func step(over weight: Float) -> (top: Float, below: Float) {
    var top: Float = 1
    var below: Float = 0.5
    var place = 0
    while weight <= below, top > 1e-6 {
      place += 1
      top = below
      below = place % 3 == 1 ? top * 2 / 5 : top / 2
    }
    return (top, below)
  }
}
