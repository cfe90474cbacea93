import Lessons
import Snapshots
import Subjects

extension LessonSettings {
  /// Whether its model has heads, which share the units among them.
  var splitsUnits: Bool { mechanism == .multihead || encoder == .transformer }

  /// Why these settings do not go together; nil where they do.
  var problem: Problem? {
    if encoder == .transformer, units < 4 || !units.isMultiple(of: 2) {
      return .unitsOfTransformer(units)
    }
    return splitsUnits ? headsProblem : nil
  }

  /// Why the units cannot be shared by the heads; nil where they can.
  var headsProblem: Problem? {
    units.isMultiple(of: heads) ? nil : .unitsOfHeads(units, heads: heads)
  }
}
