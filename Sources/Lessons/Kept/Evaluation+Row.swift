import JSON
import Runs
import Subjects
import TensorFiles

extension Evaluation {
  /// The held-out values of a row of metrics; nil where none were measured.
  init?(_ row: RunMetrics.Row) {
    guard let exact = row.values["exact_match"]?.double else { return nil }
    self.init(
      step: row.step, accuracy: row.values["accuracy"]?.double ?? exact, exactMatch: exact,
      patternMatch: row.values["pattern_match"]?.double,
      examples: row.values["examples"]?.integer ?? 0)
  }
}
