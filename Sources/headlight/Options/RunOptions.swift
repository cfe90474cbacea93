import ArgumentParser
import Snapshots
import Subjects

/// When training ends and where it is kept.
struct RunOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Train so many steps (after --resume: so many more).")
  var steps: Int?
  @Option(parsing: .unconditional, help: "Train so many seconds.")
  var seconds: Double?
  @Option(
    help: """
      Train until a condition holds for held-out values, evaluated every 50 steps: \
      "exact_match >= 0.99".
      """,
    transform: RunOptions.condition)
  var until: Condition?
  @Option(
    name: .customLong("break"),
    help: "Pause the screen, or end a headless run, at the first step at which this holds.",
    transform: RunOptions.condition)
  var breakpoint: Condition?
  @Option(parsing: .unconditional, help: "Threads, 1 or 2; the results are the same.")
  var threads = 1
  @Option(help: "Keep the run, or all that compare trains, in this new directory.")
  var out: String?
  @Option(help: "Go on with what is kept in this directory, bit for bit.")
  var resume: String?
  @Flag(help: "Replace a run that --out names.")
  var force = false
  @Option(parsing: .unconditional, help: "Steps between two saved states of --out and --resume.")
  var checkpointEvery = 100

  /// `--until` and `--break` as conditions to pause at.
  var breakpoints: [Breakpoint] {
    (until.map { [Breakpoint($0, isAboutHeldOut: true)] } ?? [])
      + (breakpoint.map { [Breakpoint($0)] } ?? [])
  }

  static func condition(_ text: String) throws -> Condition {
    do { return try Condition(text) } catch { throw ValidationError("\(error).") }
  }

  func validate() throws {
    if let steps, steps < 0 { throw ValidationError("--steps needs 0 or more, not \(steps).") }
    if let seconds, !(seconds > 0) {
      throw ValidationError("--seconds needs a number above 0, not \(seconds).")
    }
    guard (1...64).contains(threads) else {
      throw ValidationError("--threads takes 1 … 64, not \(threads).")
    }
    guard checkpointEvery > 0 else {
      throw ValidationError("--checkpoint-every needs 1 or more, not \(checkpointEvery).")
    }
    if out != nil, resume != nil {
      throw ValidationError("--out begins a run and --resume goes on with one: give one of them.")
    }
    for (option, path) in [("--out", out), ("--resume", resume)] where path?.isEmpty == true {
      throw ValidationError("\(option) needs the name of a directory, and was given none.")
    }
    if force, out == nil { throw ValidationError("--force belongs to --out RUN.") }
  }
}
