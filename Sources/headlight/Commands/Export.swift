import ArgumentParser
import Dashboard
import Lessons
import Pretrained
import Screens
import Snapshots
import Subjects
import TensorFiles

/// `headlight export SUBJECT -o FILE`: what a screen shows, as a figure or as numbers.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write what a screen shows to a file: a figure for a paper, or the numbers.",
    discussion: """
      The ending of the file says what it is: .svg is a figure with text of at least 7 points at its \
      width; .png is the bare map, a square of pixels a cell; .ansi and .txt are the screen; .json, \
      .npy and .safetensors are the weights [head, query, key]. On a screen the key e does the same.
      A lesson is trained first; a run on disk is taken at its newest step. Queries and heads are \
      counted from 0.
      Of a pretrained model and a text all numbers are written, if no view, head or place is named: \
      attentions [layer, head, query, key], last_hidden_state, logits and ids, to .safetensors, .npz \
      or .json.
      """)

  @Argument(
    help: .init(
      "The lesson, the directory of a run, or a pretrained model; or several.", valueName: "subject"
    ))
  var subjects: [String]
  @Option(
    name: .shortAndLong,
    help: .init(
      "The file: .svg, .png, .ansi, .txt, .json, .npy or .safetensors; of a model .npz too.",
      valueName: "file"))
  var output: String
  @Option(
    name: .customLong("view"),
    help: "What is shown: map, heads, words, compare or anatomy. (default: map)")
  var wantedView: ScreenName?
  @Option(
    parsing: .unconditional, help: "The step; otherwise a lesson's last, or a run's newest.")
  var step: Int?
  @Option(
    help: .init(
      """
      A moving picture (.svg) from one step to another, of at most \(StepRange.mostFrames) pictures: \
      0..310, or 0..310:10 for every tenth step. Where nothing moves the last one is shown.
      """, valueName: "a..b"), transform: Export.steps)
  var steps: StepRange?
  @Option(help: .init("The head that is shown.", valueName: "layer.head"))
  var head: String?
  @Option(help: "The attention that is shown, by its path, where a model has several.")
  var site: String?
  @Option(parsing: .unconditional, help: "The row that Words and Anatomy are about.")
  var query: Int?
  @Option(parsing: .unconditional, help: "The column of the crosshair.")
  var key: Int?
  @Option(help: "With --view anatomy: this operation alone, by its name, with what it reads.")
  var operation: String?
  @Option(parsing: .unconditional, help: "Which of several runs is shown, from 0.")
  var pane: Int?
  @Option(parsing: .unconditional, help: "Read this text.")
  var text: String?
  @Option(
    parsing: .unconditional,
    help: "With --text and a model: a second text, read with the first as a pair.")
  var pair: String?
  @OptionGroup(title: "Tokens for a pretrained model") var tokens: TokenOptions
  @Option(
    parsing: .unconditional,
    help: "Read this held-out example, or this probe of another program's run.")
  var example: Int?
  @Option(help: "The scale of the colours: auto, linear, sqrt, log or sink.")
  var scale: Scale?
  @Option(help: "The colours: viridis, cividis, magma or greys.")
  var colors: Ladder?
  @Option(help: "The width of a figure: 84mm is a column of a journal, 174mm its page.")
  var width: String?
  @Option(parsing: .unconditional, help: "The width of .ansi and .txt in cells.")
  var columns = 120
  @Option(parsing: .unconditional, help: "Their height.")
  var rows = 40
  @Flag(help: "Replace the file if it exists.")
  var force = false
  @OptionGroup(title: "What is trained")
  var options: LessonOptions
  @OptionGroup(title: "How it is drawn (a figure is made for light paper, if nothing else is said)")
  var screen: ScreenOptions

  func validate() throws {
    if operation != nil, view != .anatomy {
      throw ValidationError("--operation belongs to --view anatomy.")
    }
    if steps != nil, step != nil {
      throw ValidationError("--step and --steps exclude each other.")
    }
    let numbers = [
      ("--step", step), ("--query", query), ("--key", key), ("--pane", pane),
      ("--example", example),
    ]
    for case (let name, let number?) in numbers where number < 0 {
      throw ValidationError("\(name) needs 0 or more, not \(number).")
    }
    guard (20...1_000).contains(columns), (5...1_000).contains(rows) else {
      throw ValidationError("--columns takes 20 … 1000 and --rows 5 … 1000.")
    }
    if text != nil, example != nil {
      throw ValidationError("--text and --example exclude each other.")
    }
    if tokens.ids != nil, text != nil || example != nil {
      throw ValidationError("--ids says what is read: leave --text and --example out.")
    }
    if pair != nil, text == nil {
      throw ValidationError("--pair belongs to --text: the first of the two.")
    }
    if let head, HeadLabel(head) == nil {
      throw ValidationError("--head takes layer.head, such as 1.3, not \"\(safe(head))\".")
    }
    if let width, FigureOptions.millimetres(width) == nil {
      throw ValidationError(
        "--width takes \(Int(FigureOptions.widths.lowerBound))mm … "
          + "\(Int(FigureOptions.widths.upperBound))mm, not \"\(safe(width))\".")
    }
  }

  private var view: ScreenName { wantedView ?? .map }

  /// What a pretrained model reads; nil is a sentence of its own.
  private var modelText: ModelText? { tokens.text ?? text.map { ModelText($0, pair: pair) } }

  /// Whether nothing of a picture is named: then a model's file holds all numbers.
  private var isWhole: Bool {
    wantedView == nil && head == nil && site == nil && query == nil && key == nil
      && operation == nil && step == nil && steps == nil && example == nil && pane == nil
      && subjects.count == 1
  }

  func run() throws {
    let isModel = SubjectOpening.isModel(subjects)
    if isModel, isWhole, let format = StreamedFile.Format(endingOf: output) {
      let export = ModelExport(path: subjects[0], text: modelText, output: output, format: format)
      Output.write("\(safe(output)): \(try export.write(replacing: force))\n")
      return
    }
    if isModel, StreamedFile.Format(endingOf: output) == .npz {
      throw Failure(
        "an .npz file holds all numbers of one text in one model: leave the view, the head and the place "
          + "out, or write .npy")
    }
    if !isModel, let option = pair != nil ? "--pair" : tokens.ids != nil ? "--ids" : nil {
      throw Failure("\(option) is for a pretrained model: leave it out")
    }
    let request = try request()
    try ExportFile.check(request, isMoving: steps != nil)
    let relay = Relay()
    let opened = try SubjectOpening(
      names: subjects, options: options, isCompared: view == .compare, text: modelText
    ).open(relay)
    defer {
      opened.subject.stop()
      _ = opened.subject.end(within: .seconds(1))
    }
    var exposure = Exposure(pump: pump(opened, request.format, relay), wanted: wanted(isModel))
    exposure.pump.endsOnProblem = isModel
    exposure.hasRoles = opened.hasRoles
    // A moving picture begins with the first step; until then it is where its subject stands.
    try exposure.begin(
      at: step, length: steps == nil ? opened.length : nil, request)
    var states: [State] = []
    for step in steps.map({ exposure.reachable($0.steps) }) ?? [] {
      try exposure.go(to: step)
      try exposure.getReady(request)
      states.append(exposure.pump.state)
    }
    var file = ExportFile(request: request, state: exposure.pump.state, steps: states)
    if let fps = screen.fps { file.pace = 1 / Double(fps) }
    let note = try file.write()
    Output.write("\(safe(output)): \(note)\n")
  }

  private static func steps(_ text: String) throws -> StepRange {
    guard let range = StepRange(text) else {
      throw ValidationError(
        "--steps takes a first and a last step, as 0..310, not \"\(safe(text))\".")
    }
    return range
  }

  private func request() throws(Failure) -> ExportRequest {
    guard let format = ExportFormat(path: output) else {
      throw Failure(.export(.unknownFormat(path: output, known: ExportFormat.endings)))
    }
    var options = FigureOptions(view)
    if let width = width.flatMap(FigureOptions.millimetres) { options.width = width }
    options.isOneOperation = operation != nil
    if screen.dark { options.background = .dark }
    return ExportRequest(path: output, format: format, options: options, isForced: force)
  }

  private func pump(
    _ opened: SubjectOpening.Opened, _ format: ExportFormat, _ relay: Relay
  ) -> Pump {
    var state = State(
      opened.runs, columns: columns, rows: rows,
      rung: screen.color ?? (format == .txt ? .mono : .truecolor),
      background: screen.light ? .light : .dark)
    state.language = screen.chosenLanguage
    if let colors { state.ladder = colors }
    return Pump(subject: opened.subject, relay: relay, state: state)
  }

  /// What is to be seen.
  private func wanted(_ isModel: Bool) -> Exposure.Wanted {
    var moment = ScreenMoment()
    // A model was opened with its text.
    moment.input = (isModel ? nil : text.map(Input.typed)) ?? example.map(Input.example)
    moment.view = view
    (moment.pane, moment.head, moment.query, moment.key) = (pane, head, query, key)
    moment.scale = scale
    return Exposure.Wanted(moment: moment, site: site, operation: operation)
  }
}
