import Snapshots
import Training

/// How `--seconds N` is spent: N bounds the whole process, and a tenth is kept for the evaluation.
struct TimeBudget {
  /// When everything is to be done.
  let end: Double
  /// The seconds kept for the final evaluation.
  private var kept: Double
  /// What one reading costs; known after ``measure``.
  private var reading = 0.0

  /// The fewest examples of a final evaluation.
  static let fewest = 20

  /// What is left of `seconds` since the program began, shared equally by so many runs.
  init(_ seconds: Double, sharedBy runs: Int) {
    let now = Clock.wall
    let left = max(0, Program.began + seconds - now)
    end = now + left / Double(runs)
    kept = seconds / Double(runs) / 10
  }

  /// Measures what a reading costs: for slow models a tenth is too little for what must be done.
  mutating func measure(_ reader: any LessonReader) {
    let began = Clock.wall
    _ = reader.snapshot(of: .probe, at: 0)
    _ = reader.snapshot(of: .probe, at: 0)
    reading = (Clock.wall - began) / 2
    kept = max(kept, reading * Double(2 * Self.fewest))
  }

  /// Whether training has to end now.
  var isOver: Bool { Clock.wall >= end - kept }

  /// Whether there is time for something that costs so many seconds before training ends.
  func allows(_ seconds: Double) -> Bool { Clock.wall + seconds < end - kept }

  /// How many single readings fit into a share of the time that is left, within a range.
  func readings(_ share: Double, _ range: ClosedRange<Int>) -> Int {
    let fitting = max(0, end - Clock.wall) * share / max(reading, 1e-6)
    return min(max(Int(min(fitting, 1e6)), range.lowerBound), range.upperBound)
  }

  /// The held-out values of as many examples as fit, at least ``fewest`` and at most `most`.
  func evaluate(_ reader: any LessonReader, at step: Int, most: Int) -> Evaluation {
    let began = Clock.wall
    let few = reader.evaluate(at: step, examples: min(Self.fewest, most))
    let spent = Clock.wall - began
    let fitting = Double(few.examples) * (end - Clock.wall) * 0.8 / max(spent, 1e-6)
    let count = min(most, Int(min(fitting, 1e9)))
    return count > few.examples ? reader.evaluate(at: step, examples: count) : few
  }
}
