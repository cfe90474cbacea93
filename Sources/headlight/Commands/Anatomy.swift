import ArgumentParser
import Lessons
import Runs
import Screens
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `headlight anatomy LESSON`: every operation of one reading with its numbers.
struct Anatomy: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every operation of one reading, with axes, shapes and numbers.",
    discussion: """
      The lesson is trained first, for its own length or for as many steps as --step says; then its \
      example is read, and each operation of that is printed in the order in which it is computed. \
      On the screen of "headlight train" the same is behind the key A.
      Queries and heads are counted from 0, as on the Heads screen: --head 1.3 is layer 1, head 3.
      """)

  @Argument(help: "The lesson, or the directory of a run (train … --out RUN).")
  var source = LessonCatalog.all[0].name
  // A negative number is a number out of range, not an option that takes the number's place.
  @Option(
    parsing: .unconditional, help: "Train so many steps; otherwise as many as the lesson has.")
  var step: Int?
  @Option(parsing: .unconditional, help: "Only what one query sees: its number, from 0.")
  var query: Int?
  @Option(help: "Only one head: layer.head, each from 0.", transform: Anatomy.label)
  var head: HeadLabel?
  @Option(help: "Read this text instead of the lesson's own example.")
  var text: String?
  @Flag(
    help: """
      Open the tour of the five questions on this terminal, on the recording that comes with \
      headlight.
      """)
  var tour = false
  @Option(
    help: .init(
      "Train the lesson compare and write its runs to this directory, as the tour reads them.",
      valueName: "directory"))
  var recordTour: String?
  @Option(
    help: """
      Print the same in code instead, as it is pasted: the lines of keras or of pytorch, with the \
      sizes and the names of the values; with --json, what each value is computed from, too.
      """)
  var code: Diagram.Framework?
  @Flag(help: "One JSON object.")
  var json = false
  @OptionGroup(title: "What is trained")
  var options: LessonOptions
  @OptionGroup(title: "The screen of --tour")
  var screen: ScreenOptions

  /// The longest text that is read, in characters: as on the screen.
  private static let longestText = 500

  func validate() throws {
    if tour, json || recordTour != nil || query != nil || head != nil || text != nil {
      throw ValidationError(
        "--tour opens a screen: leave --json, --query, --head, --text and --record-tour out.")
    }
    if let step, step < 0 { throw ValidationError("--step needs 0 or more, not \(step).") }
    if code != nil, query != nil || head != nil || tour {
      throw ValidationError("--code prints lines: leave --query, --head and --tour out.")
    }
    if let query, query < 0 { throw ValidationError("--query needs 0 or more, not \(query).") }
  }

  func run() throws {
    if let recordTour {
      return try TourRecording.write(to: recordTour, step: step ?? TourRecording.step)
    }
    if tour { return try openTour() }
    if let text, text.count > Self.longestText {
      throw Failure(
        "--text has \(text.count) characters; every operation is kept with all its numbers, so at most "
          + "\(Self.longestText) are read: shorten it")
    }
    let trainer: Trainer
    let lesson: Lesson
    if let entry = LessonCatalog.entry(source) {
      let data = try options.data.map { path throws(Failure) in
        try DataFile.open(path, options, for: entry)
      }
      let bound = try DataFile.entry(entry, on: data)
      let settings = try options.settings(bound)
      guard bound.compared.isEmpty else {
        throw Failure(
          "\(entry.name) trains \(bound.compared.count) models: name one, as in "
            + "headlight anatomy dates --mechanism \(bound.compared[0].rawValue)")
      }
      lesson = bound.make(settings)
      try MemoryNeed.check([lesson])
      trainer = lesson.trainer(threads: 1, historyBudget: 0)
      // What can be said of the untrained model is said before it is trained.
      let (snapshot, diagram) = try read(lesson, trainer)
      if let query, let most = lesson.mostQueries, query >= most {
        throw Failure("--query \(query): there are at most \(most) queries, 0 … \(most - 1)")
      }
      let isKnown = lesson.mostQueries == nil
      _ = try DiagramText(snapshot, diagram, query: isKnown ? query : nil, head: head)
      try train(trainer, to: step ?? lesson.length)
    } else {
      (lesson, trainer) = try recorded()
    }
    let (snapshot, diagram) = try read(lesson, trainer)
    if let code {
      let page = ProgramText(snapshot, diagram, code)
      Output.write(json ? page.json(lesson) : page.text(lesson))
      return
    }
    let page = try DiagramText(snapshot, diagram, query: query, head: head)
    Output.write(json ? page.json(lesson) : page.text(lesson))
  }

  /// The reading that is printed, with its operations.
  private func read(_ lesson: Lesson, _ trainer: Trainer) throws(Failure)
    -> (Snapshot, Diagram)
  {
    let input = text.map(Input.typed) ?? .own(0)
    var snapshot = lesson.reader(trainer.weights).snapshot(of: input, at: trainer.step)
    guard let diagram = Explainer(lesson, trainer.weights).diagram(of: snapshot, input) else {
      throw Failure("there is nothing to read in \"\(safe(text ?? ""))\"")
    }
    snapshot.diagram = diagram
    return (snapshot, diagram)
  }

  private static func label(_ text: String) throws -> HeadLabel {
    guard let label = HeadLabel(text) else {
      throw ValidationError("--head takes layer.head, such as 1.3, not \"\(safe(text))\".")
    }
    return label
  }

  /// The comparison on the screen, with the tour over it.
  private func openTour() throws {
    guard let entry = LessonCatalog.entry(TourRecording.lesson) else { return }
    try InteractiveTraining(
      entry: entry, settings: entry.defaults, run: try RunOptions.parse([]), data: nil,
      screen: screen, opensTour: true
    ).train()
  }

  /// Trains, and says on standard error how far that is.
  private func train(_ trainer: Trainer, to step: Int) throws {
    let isTerminal = isatty(STDERR_FILENO) == 1
    var told = Clock.wall
    while trainer.step < step {
      do { _ = try trainer.advance() } catch { throw Failure(error, status: .halted) }
      // Once a second on a terminal, where the line is written over; else now and then.
      guard Clock.wall - told > (isTerminal ? 0.2 : 2) else { continue }
      told = Clock.wall
      Output.progress("training: step \(trainer.step) of \(step)", isTerminal: isTerminal)
    }
    if isTerminal { Output.progress("", isTerminal: true) }
  }

  /// The lesson and the weights of a recorded run, at its newest saved step.
  private func recorded() throws(Failure) -> (Lesson, Trainer) {
    if let option = options.names.first(where: { $0 != "--mechanism" }) {
      throw Failure("\(option) cannot change the run in \(source): leave it out")
    }
    do { _ = try RunDirectory.readDescription(source) } catch {
      let lessons = LessonCatalog.all.map(\.name).joined(separator: ", ")
      throw Failure("\(error); \"\(safe(source))\" is no lesson either: there are \(lessons)")
    }
    let (lesson, trainer) = try RunOpening.newest(
      source, options.chosenMechanism, data: options.data, needsRows: true)
    guard step == nil || step == trainer.step else {
      throw Failure(
        "the newest saved step of \(source) is \(trainer.step): leave --step out, or name a lesson")
    }
    return (lesson, trainer)
  }
}
