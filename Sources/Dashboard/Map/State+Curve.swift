import Screens
import Subjects

extension State {
  /// The names of everything that has a curve, in order.
  var curveNames: [String] {
    (timeline?.metrics ?? [:]).filter { !$0.value.isEmpty }.keys.sorted()
  }

  /// The metric whose curve is drawn: the one that was asked for, where the run has it.
  var curveName: String {
    if let asked = standpoint.map.curve, timeline?.metrics[asked]?.isEmpty == false { return asked }
    return timeline?.curveName ?? "loss"
  }

  /// What the metric of the curve says at the step in use.
  var curveValue: Double? {
    guard let timeline else { return nil }
    return curveName == timeline.curveName ? timeline.presentLoss : timeline.values[curveName]
  }

  /// `:curve NAME`: draws that metric over the steps; without a name the run's own choice.
  mutating func chooseCurve(_ name: String) -> [Command] {
    guard name.isEmpty || curveNames.contains(name) else {
      message = Message(
        texts.expected("curve", texts.expectedOneOf(curveNames), name), isError: true)
      return []
    }
    standpoint.map.curve = name.isEmpty ? nil : name
    message = Message(texts.curveIs(safe(curveName)))
    return []
  }
}
