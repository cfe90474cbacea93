import ArgumentParser
import Lessons
import Training

/// `headlight train LESSON`: trains a lesson, on the screen or headless.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a lesson, on this terminal or headless.",
    discussion: """
      The lessons are listed by "headlight lessons". On a terminal training begins paused: press \
      space. With --headless it prints its progress: a bar on a terminal, lines in a pipe, JSON \
      lines with --json, and ends with the held-out values and the hashes of weights and attention.
      The lesson compare trains three mechanisms side by side; --headless trains them one after the \
      other: --steps, --until and --break hold for each, --seconds for all together.
      """)

  @Argument(
    help: "The lesson, otherwise dates, or that of --resume; \"headlight lessons\" lists them.")
  var lesson: String?
  @Flag(help: "Train without a screen and print the progress.")
  var headless = false
  @Flag(help: "With --headless: one JSON object a line.")
  var json = false
  @Flag(help: "All ways to attend of the lesson side by side, as C puts them; on the screen only.")
  var sideBySide = false
  @OptionGroup(title: "What is trained")
  var options: LessonOptions
  @OptionGroup(title: "When it ends, where it is kept")
  var ending: RunOptions
  @OptionGroup(title: "The screen")
  var screen: ScreenOptions
  @OptionGroup(title: "What is on it (Y copies the line of the present screen)")
  var moment: MomentOptions

  func validate() throws {
    if headless, sideBySide || moment.moment != nil {
      throw ValidationError(
        "--headless has no screen: leave --side-by-side and the options of what is on it out.")
    }
    if sideBySide, ending.out != nil || ending.resume != nil {
      throw ValidationError("--side-by-side is on the screen only: leave --out and --resume out.")
    }
    if !moment.change.isEmpty, ending.out != nil || ending.resume != nil {
      throw ValidationError("--change belongs to a run in memory: leave --out and --resume out.")
    }
    if json, !headless { throw ValidationError("--json belongs to --headless.") }
    if let resumed = ending.resume, let option = options.namesThatMakeAnotherRun.first {
      throw ValidationError(
        "\(option) cannot change the run in \(resumed): leave it out, or begin a run with --out.")
    }
  }

  func run() throws {
    // Not in `validate`, which comes before unknown options: after a slip such as "--sed 3", the 3
    // would be taken for a lesson.
    let name = lesson ?? LessonCatalog.all[0].name
    guard let entry = LessonCatalog.entry(name) else {
      throw Failure.unknownWord(
        name, commands: Headlight.configuration.subcommands.map { $0._commandName },
        lessons: LessonCatalog.all.map(\.name))
    }
    var data: LessonData?
    if let path = options.data, ending.resume == nil {
      data = try DataFile.open(path, options, for: entry)
    }
    let bound = try DataFile.entry(entry, on: data)
    let settings = try options.settings(
      bound, steps: ending.resume == nil ? ending.steps : nil)
    for lesson in bound.runs(settings) { try DataFile.check(lesson) }
    let legs = moment.change.map(LessonLeg.init)
    if headless {
      try HeadlessTraining(
        entry: bound, settings: settings, run: ending, named: lesson, data: options.data,
        isJSON: json, change: ending.resume == nil ? nil : options.change
      ).train()
    } else {
      var settings = settings
      settings.legs = legs.sorted { $0.start < $1.start }
      try InteractiveTraining(
        entry: bound, settings: settings, run: ending, named: lesson, data: options.data,
        screen: screen, change: ending.resume == nil ? nil : options.change,
        moment: moment.moment, isSideBySide: sideBySide, kernels: moment.kernels
      )
      .train()
    }
  }
}
