import Lessons
import Snapshots

extension LessonSettings {
  /// Whether its model has heads, which share the units among them.
  var splitsUnits: Bool { mechanism == .multihead || encoder == .transformer }

  /// Why these settings do not go together; nil where they do.
  var problem: String? {
    if encoder == .transformer, units < 4 || !units.isMultiple(of: 2) {
      return "--units \(units) is no width of a transformer: its positions are written as pairs of "
        + "sine and cosine, so it needs an even number from 4 on"
    }
    return splitsUnits ? headsProblem : nil
  }

  /// Why the units cannot be shared by the heads; nil where they can.
  var headsProblem: String? {
    units.isMultiple(of: heads)
      ? nil
      : "--units \(units) cannot be split into --heads \(heads): the heads must divide the units"
  }
}
