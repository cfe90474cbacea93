import ArgumentParser
import Lessons
import Runs
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Terminal
import Training

/// `headlight watch RUN…`: looks at runs on disk, of this or of any other program, finished or while
/// somebody writes them.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at runs on disk, of this or any other program, finished or growing.",
    discussion: """
      RUN is what "headlight train --out RUN" keeps, or the directory that another program writes, for \
      example by headlight_writer.py with PyTorch, Keras or JAX. Of a run of headlight every step is \
      computed again, to the same bits; of another program's there are the pictures that it wrote. \
      At the newest step the screen goes along with whoever writes. Several directories stand side by \
      side on one step. Nothing in them is changed, but the file "stop" where you ask for it.
      """)

  @Argument(help: .init("The directory of the run, or several.", valueName: "run"))
  var directories: [String]
  @Option(parsing: .unconditional, help: "The step to begin at; otherwise the newest.")
  var step: Int?
  @Option(
    name: .customLong("break"), parsing: .singleValue,
    help: "Tell at which step this holds, and ask whether the writer is to stop; may be repeated.",
    transform: Watch.condition)
  var conditions: [Condition] = []
  @Flag(help: "Ask the writer to stop where a condition holds, without a question.")
  var stop = false
  @Option(
    help: .init(
      "Where the pairs of a run on --data are now, if they were moved.", valueName: "file.tsv"))
  var data: String?
  @OptionGroup(title: "The screen")
  var screen: ScreenOptions

  /// A condition over metrics of any name.
  static func condition(_ text: String) throws -> Condition {
    do { return try Condition(text, metrics: nil) } catch {
      var error = error
      error.example =
        error.example.hasPrefix("\"") ? error.example : "loss < .1 or max_head(entropy) > .98"
      throw ValidationError("\(error).")
    }
  }

  func validate() throws {
    if stop, conditions.isEmpty { throw ValidationError("--stop belongs to --break EXPR.") }
    if let step, step < 0 { throw ValidationError("--step needs 0 or more, not \(step).") }
    if directories.contains("") { throw ValidationError("watch needs the name of a directory.") }
  }

  func run() throws {
    guard systemGivesThreads(within: 2) else { throw Failure.noThread }
    let wake = Relay()
    let opened = try WatchedSubject(
      directories, step: step, breakpoints: conditions.map { Breakpoint($0) }, stops: stop,
      data: data
    ) { wake.poke() }
    let notes = Notes()
    let terminal: Terminal
    do { terminal = try Terminal.open(options: screen.terminal) } catch {
      opened.subject.stop()
      _ = opened.subject.end(within: .seconds(1))
      throw Failure(error)
    }
    wake.connect(terminal.wakeUp)
    let bench = Workbench(opened.subject, opened.runs, notes, terminal.wakeUp)
    try ScreenLoop(
      terminal: terminal, bench: bench, runs: opened.runs, notes: notes, screen: screen,
      pace: nil, hasRecording: TourRecording.directory != nil, opensTour: false
    ).follow()
  }
}
