import Snapshots
import Subjects
import Tensors

@testable import Dashboard

/// What a ``ScriptedSubject`` shows: two layers of two heads that read a sentence.
enum ScriptedPicture {
  static let tokens = ["^", "the", "cat", "sat", "on", "the", "mat", "."]

  /// Heads get sharper with the steps; a second run is half as far.
  static func snapshot(_ step: Int?, _ input: Input, _ place: Int) -> Snapshot {
    let text =
      switch input {
      case .own: tokens.dropFirst().joined(separator: " ")
      case .example(let number): "example \(number) of it"
      case .typed(let text): text
      }
    let words = ["^"] + text.split(separator: " ").map(String.init)
    let share = min(0.98, Float(step ?? 250) / 260) / Float(1 + place)
    let sites = (0..<2).map { layer in
      HeadSamples.site(
        Site("decoder.\(layer).self"),
        layer == 0 ? [(.previous, share), (nil, 0)] : [(.first, share), (.duplicate, share)],
        tokens: words, kind: .causal)
    }
    return Snapshot(
      step.map { .step($0) } ?? .still,
      reading: Reading(source: text, target: nil, text: "", written: []), attention: sites)
  }

  /// The same without some heads, whose rows are empty.
  static func without(_ off: HeadsOff, _ snapshot: Snapshot) -> Snapshot {
    var snapshot = snapshot
    for (place, attention) in snapshot.attention.enumerated() {
      var weights = attention.weights
      let size = weights.elements.count / attention.heads
      for head in off[attention.site] ?? [] {
        for cell in (head * size)..<((head + 1) * size) { weights.elements[cell] = 0 }
      }
      snapshot.attention[place].weights = weights
    }
    return snapshot
  }

  /// How a run of `known` steps stands at one of them.
  static func timeline(_ step: Int?, _ known: Steps?, isRunning: Bool) -> Timeline? {
    guard let step, let known else { return nil }
    var timeline = Timeline()
    (timeline.step, timeline.known) = (step, known)
    timeline.activity = isRunning ? .running : .paused
    let steps = if case .listed(let steps) = known { steps } else { Array(0...(known.last ?? 0)) }
    for step in steps { timeline.loss.record(2.5 / Double(1 + step / 40), at: step) }
    return timeline
  }

  /// Some operations.
  static func diagram(_ snapshot: Snapshot) -> Diagram {
    TourSamples.additive(snapshot.attention[0].weights.at(0, of: .head))
  }
}
