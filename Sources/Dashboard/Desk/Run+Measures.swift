import Subjects

extension Run {
  /// Whether held-out values are, or will be, measured of it.
  func hasHeldOut(_ timeline: Timeline?) -> Bool {
    abilities.contains(.trains) || timeline?.evaluations.isEmpty == false
  }

  /// Whether it has a loss, or will have one.
  func hasLoss(_ timeline: Timeline?) -> Bool {
    abilities.contains(.trains) || timeline?.loss.isEmpty == false
  }
}
