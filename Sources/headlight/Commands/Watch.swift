import ArgumentParser
import Lessons
import Snapshots
import Subjects
import Tensors
import Terminal
import Training

/// `headlight watch RUN`: looks at a run on disk, finished or while somebody writes it.
struct Watch: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at a run on disk, finished or growing; nothing in it is changed.",
    discussion: """
      RUN is what "headlight train --out RUN" keeps, or all that compare keeps. Every step can be \
      gone to: it is computed again from the nearest checkpoint, to the same bits, so typed texts, \
      heads, the Anatomy and gradients are there at every step. At the newest step the screen goes \
      along with whoever writes the run.
      """)

  @Argument(help: .init("The directory of the run.", valueName: "run"))
  var directory: String
  @Option(parsing: .unconditional, help: "The step to begin at; otherwise the newest.")
  var step: Int?
  @Option(
    help: .init(
      "Where the pairs of a run on --data are now, if they were moved.", valueName: "file.tsv"))
  var data: String?
  @OptionGroup(title: "The screen")
  var screen: ScreenOptions

  func validate() throws {
    if let step, step < 0 { throw ValidationError("--step needs 0 or more, not \(step).") }
    if directory.isEmpty { throw ValidationError("watch needs the name of a directory.") }
  }

  func run() throws {
    let kept = try RunOpening.watched(directory, data: data)
    guard systemGivesThreads(within: 2) else { throw Failure.noThread }
    try MemoryNeed.check(kept.map(\.lesson))
    let wake = Relay()
    let live = LiveRun(
      watching: kept, begin: { Terminal.protectThread() }, wake: { wake.poke() })
    if let step { live.send(.seek(step), live.runs[0].id) }
    let notes = Notes()
    let terminal: Terminal
    do { terminal = try Terminal.open(options: screen.terminal) } catch {
      live.stop()
      _ = live.end(within: .seconds(1))
      throw Failure(error)
    }
    wake.connect(terminal.wakeUp)
    let bench = Workbench(live, live.runs, notes, terminal.wakeUp)
    try ScreenLoop(
      terminal: terminal, bench: bench, runs: live.runs, notes: notes, screen: screen,
      pace: nil, hasRecording: TourRecording.directory != nil, opensTour: false
    ).follow()
  }
}
