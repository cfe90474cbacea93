import Lessons
import Snapshots
import Subjects
import Tensors
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

  /// Measures what reading costs: for slow models a tenth is too little for what must be done at the
  /// end, which is the fewest examples and the pictures that are hashed and judged.
  mutating func measure(_ reader: LessonReader) {
    _ = reader.snapshot(of: .own(0), at: 0)
    let began = Clock.wall
    _ = reader.snapshot(of: .example(0), at: 0)
    let read = Clock.wall
    _ = reader.evaluate(at: 0, examples: Self.fewest)
    reading = read - began
    let least = Clock.wall - read + reading * Double(9 + Self.rolesOfFewest + Self.massOfFewest)
    kept = max(kept, min(least * 1.2, 0.6 * (end - began)))
  }

  /// The fewest readings by which the roles of heads, and the weight on the pattern, are measured.
  static let rolesOfFewest = 4
  static let massOfFewest = 10

  /// Whether training has to end now, with steps of so many seconds: half of one more may be too much.
  func isOver(_ step: Double) -> Bool { Clock.wall + step / 2 >= end - kept }

  /// Whether there is time for something that costs so many seconds before training ends.
  func allows(_ seconds: Double) -> Bool { Clock.wall + seconds < end - kept }

  /// How many single readings fit into a share of the time that is left, within a range.
  func readings(_ share: Double, _ range: ClosedRange<Int>) -> Int {
    let fitting = max(0, end - Clock.wall) * share / max(reading, 1e-6)
    return min(max(Int(min(fitting, 1e6)), range.lowerBound), range.upperBound)
  }

  /// The held-out values of as many examples as fit, at least ``fewest`` and at most `most`.
  func evaluate(_ reader: LessonReader, at step: Int, most: Int) -> Evaluation {
    let began = Clock.wall
    let few = reader.evaluate(at: step, examples: min(Self.fewest, most))
    let spent = Clock.wall - began
    let fitting = Double(few.examples) * (end - Clock.wall) * 0.8 / max(spent, 1e-6)
    let count = min(most, Int(min(fitting, 1e9)))
    return count > few.examples ? reader.evaluate(at: step, examples: count) : few
  }
}
