import JSON
import Runs
import Screens

extension Inspection {
  /// The directory of a run.
  init(_ run: RunInspection, _ path: String) {
    var text = Self.row("run", safe(run.title, cells: 100))
    if !run.framework.isEmpty {
      text += Self.row("trained", "with " + safe(run.framework, cells: 60))
    }
    var steps = "none"
    if let first = run.steps.first, let last = run.steps.last {
      steps = "\(run.steps.count), from \(first) to \(last)"
    }
    text += Self.row(run.isOwn ? "steps" : "pictures", steps)
    for (name, entry) in run.sites {
      let axes = zip(entry.axes, entry.shape).map { "\($0) \($1)" }.joined(separator: ", ")
      text += Self.row("site", "\(safe(name, cells: 60)): \(entry.kind), \(axes), \(entry.dtype)")
    }
    let shown = run.metrics.prefix(20).map { safe($0, cells: 40) }.joined(separator: ", ")
    text += Self.row("metrics", run.metrics.isEmpty ? "none" : shown)
    for fault in run.faults { text += Self.row("problem", fault.sentence) }
    let strange = run.faults.contains { $0.weight == .strange }
    text += Self.row("whole", run.isWhole ? strange ? "yes, with strange numbers" : "yes" : "no")
    self.init(json: run.json, text: text, isWhole: run.isWhole)
  }
}
