import ArgumentParser
import Screens
import Snapshots
import TensorFiles
import Tensors
import Training

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
  @Option(help: "Train so many steps; otherwise as many as the lesson has.")
  var step: Int?
  @Option(help: "Only what one query sees: its number, from 0.")
  var query: Int?
  @Option(help: "Only one head: layer.head, each from 0.", transform: HeadChoice.init)
  var head: HeadChoice?
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
  @Flag(help: "One JSON object.")
  var json = false
  @Option(
    name: .shortAndLong,
    help: .init(
      "Write the screen of the Anatomy to this file instead: .svg, .ansi or .txt.",
      valueName: "file"))
  var output: String?
  @Option(help: "With --output: the operation under the cursor, by its name; otherwise the score.")
  var operation: String?
  @Option(help: "With --output: the width of the picture in cells.")
  var columns = 120
  @Option(help: "With --output: the height of the picture in cells.")
  var rows = 40
  @Flag(help: "With --output: replace the file if it exists.")
  var force = false
  @OptionGroup(title: "What is trained")
  var options: LessonOptions
  @OptionGroup(title: "The screen of --tour")
  var screen: ScreenOptions

  func validate() throws {
    if tour, json || recordTour != nil || query != nil || head != nil || text != nil {
      throw ValidationError(
        "--tour opens a screen: leave --json, --query, --head, --text and --record-tour out.")
    }
    if let step, step < 0 { throw ValidationError("--step needs 0 or more, not \(step).") }
    if output == nil, operation != nil || force {
      throw ValidationError("--operation and --force belong to --output FILE.")
    }
    if json, output != nil { throw ValidationError("--json and --output exclude each other.") }
    guard (20...1_000).contains(columns), (5...1_000).contains(rows) else {
      throw ValidationError("--columns takes 20 … 1000 and --rows 5 … 1000.")
    }
    if let query, query < 0 { throw ValidationError("--query needs 0 or more, not \(query).") }
  }

  func run() throws {
    if let recordTour {
      return try TourRecording.write(to: recordTour, step: step ?? TourRecording.step)
    }
    if tour { return try openTour() }
    let picture = try output.map { path throws(Failure) in
      try AnatomyPicture(path, columns: columns, rows: rows, isForced: force)
    }
    let trainer: Trainer
    let lesson: any Lesson
    if let entry = LessonCatalog.entry(source) {
      let data = try options.data.map { path throws(Failure) in
        try DataFile.open(path, unit: options.dataUnit, for: entry)
      }
      let bound = try DataFile.entry(entry, on: data)
      let settings = try options.settings(bound)
      guard bound.compared.isEmpty else {
        throw Failure(
          "\(entry.name) trains \(bound.compared.count) models: name one, as in "
            + "headlight anatomy dates --mechanism \(bound.compared[0].rawValue)")
      }
      lesson = bound.make(settings)
      trainer = Trainer(
        lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
        threads: 1, historyBudget: 0)
      try train(trainer, to: step ?? lesson.length)
    } else {
      (lesson, trainer) = try recorded()
    }
    let input = text.map(LessonInput.typed) ?? .probe
    var snapshot = lesson.reader(trainer.weights).snapshot(of: input, at: trainer.step)
    guard let diagram = Explainer(lesson, trainer.weights).diagram(of: snapshot, input) else {
      throw Failure("there is nothing to read in \"\(safe(text ?? ""))\"")
    }
    snapshot.diagram = diagram
    let page = try AnatomyPage(snapshot, diagram, query: query, head: head)
    if let picture {
      return try picture.write(
        snapshot, lesson, operation: operation, query: query, head: head)
    }
    Output.write(json ? page.json(lesson) : page.text(lesson))
  }

  /// The comparison on the screen, with the tour over it.
  private func openTour() throws {
    guard let entry = LessonCatalog.entry(TourRecording.lesson) else { return }
    try InteractiveTraining(
      entry: entry, settings: entry.defaults, run: try RunOptions.parse([]), data: nil,
      screen: screen, opensTour: true
    ).train()
  }

  private func train(_ trainer: Trainer, to step: Int) throws {
    while trainer.step < step {
      do { _ = try trainer.advance() } catch { throw Failure("\(error)", status: .halted) }
    }
  }

  /// The lesson and the weights of a recorded run, at its newest saved step.
  private func recorded() throws(Failure) -> (any Lesson, Trainer) {
    if let option = options.given.first(where: { $0 != "--data" }) {
      throw Failure("\(option) cannot change the run in \(source): leave it out")
    }
    let description: RunDescription
    let newest: (checkpoint: Checkpoint, warnings: [String])
    do {
      description = try RunDirectory.readDescription(source)
      newest = try RunDirectory.newestCheckpoint(source)
    } catch {
      let lessons = LessonCatalog.all.map(\.name).joined(separator: ", ")
      throw Failure("\(error); \"\(safe(source))\" is no lesson either: there are \(lessons)")
    }
    let lesson = try RunRecorder.lesson(of: description, source, data: options.data)
    let trainer = Trainer(
      lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
      threads: 1, historyBudget: 0)
    trainer.state = try RunRecorder.state(newest.checkpoint, for: trainer)
    guard step == nil || step == trainer.step else {
      throw Failure(
        "the newest saved step of \(source) is \(trainer.step): leave --step out, or name a lesson")
    }
    return (lesson, trainer)
  }
}

/// One head of a model: `1.3`.
struct HeadChoice: Hashable, Sendable {
  /// Counted from 0.
  var layer: Int
  /// Counted from 0.
  var head: Int

  init(_ text: String) throws {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let layer = parts[0], let head = parts[1], layer >= 0, head >= 0 else {
      throw ValidationError("--head takes layer.head, such as 1.3, not \"\(safe(text))\".")
    }
    (self.layer, self.head) = (layer, head)
  }
}

/// A diagram as text, whole or cut down to a query and a head.
struct AnatomyPage {
  private let snapshot: Snapshot
  private let diagram: Diagram
  private let query: Int?
  private let head: HeadChoice?

  init(
    _ snapshot: Snapshot, _ diagram: Diagram, query: Int?, head: HeadChoice?
  ) throws(Failure) {
    (self.snapshot, self.diagram, self.query, self.head) = (snapshot, diagram, query, head)
    let rows = snapshot.attention.first?.queries.count ?? snapshot.reading.written.count
    if let query, query >= rows {
      throw Failure("--query \(query): there are \(rows) queries, 0 … \(rows - 1)")
    }
    guard let head else { return }
    let layers = Set(diagram.operations.compactMap { Self.layer($0) })
    guard layers.isEmpty ? head.layer == 0 : layers.contains(head.layer) else {
      throw Failure("--head \(head.layer).\(head.head): there is no layer \(head.layer)")
    }
    let heads = diagram.values.compactMap { $0.numbers.shape[.head] }.max() ?? 1
    guard head.head < heads else {
      throw Failure(
        "--head \(head.layer).\(head.head): a layer has \(heads) heads, 0 … \(heads - 1)")
    }
  }

  /// The layer that an operation's group counts; nil outside of layers.
  private static func layer(_ operation: Diagram.Operation) -> Int? {
    operation.group.lazy.compactMap { name in
      name.hasPrefix("layer ") ? Int(name.dropFirst(6)) : nil
    }.first
  }

  /// A value's numbers, cut to the query and the head where the operation has them.
  private func part(_ tensor: Tensor, _ operation: Diagram.Operation) -> Tensor {
    var tensor = tensor
    // An encoder's queries are its own positions.
    let isOwn = operation.group.first != Diagram.encoder
    if let query, isOwn, let rows = tensor.shape[.query], query < rows {
      tensor = tensor.at(query, of: .query)
    }
    if let head, (Self.layer(operation) ?? head.layer) == head.layer,
      let heads = tensor.shape[.head], head.head < heads
    {
      tensor = tensor.at(head.head, of: .head)
    }
    return tensor
  }

  // MARK: JSON

  func json(_ lesson: any Lesson) -> String {
    let attention = snapshot.attention.first
    func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    let made = Set(diagram.operations.map(\.output))
    let given = diagram.values.indices.filter {
      !made.contains($0) && diagram.values[$0].part == nil
    }
    let page: [(String, JSONValue)] = [
      ("lesson", .string(lesson.name)),
      ("mechanism", .string(lesson.settings.mechanism.rawValue)),
      ("step", JSONValue(snapshot.step)), ("source", .string(snapshot.reading.source)),
      ("written", .string(snapshot.reading.text)),
      ("queries", texts(attention?.queries ?? snapshot.reading.written.map(\.token))),
      ("keys", texts(attention?.keys ?? [])),
      ("query", query.map { JSONValue($0) } ?? .null),
      ("head", head.map { .string("\($0.layer).\($0.head)") } ?? .null),
      ("operations", .array(diagram.operations.map(json))),
      ("given", .array(given.map { json(diagram.values[$0]) })),
    ]
    return JSONText.line(.object(object(page))) + "\n"
  }

  private func json(_ operation: Diagram.Operation) -> JSONValue {
    let value = diagram.values[operation.output]
    let numbers = part(value.numbers, operation)
    var members: [(String, JSONValue)] = [
      ("name", .string(value.name)), ("operation", .string(operation.operation)),
      ("formula", .string(operation.formula)),
      ("meaning", operation.meaning.map { .string($0.rawValue) } ?? .null),
      ("group", .array(operation.group.map { .string($0) })),
      ("inputs", .array(operation.inputs.map { .string(diagram.values[$0].name) })),
    ]
    members += contents(numbers)
    if let gradient = value.gradient {
      let cut = part(gradient, operation)
      members.append(("gradient", .array(cut.elements.map { JSONValue($0) })))
    }
    return .object(object(members))
  }

  private func json(_ value: Diagram.Value) -> JSONValue {
    .object(
      object(
        [("name", .string(value.name)), ("role", .string(value.role.rawValue))]
          + contents(value.numbers)))
  }

  private func object(_ members: [(String, JSONValue)]) -> JSONObject {
    var object = JSONObject()
    for (key, value) in members { object[key] = value }
    return object
  }

  private func contents(_ tensor: Tensor) -> [(String, JSONValue)] {
    [
      ("axes", .array(tensor.shape.axes.map { .string($0.name) })),
      ("shape", .array(tensor.shape.lengths.map { JSONValue($0) })),
      ("values", .array(tensor.elements.map { JSONValue($0) })),
    ]
  }

  // MARK: Text

  func text(_ lesson: any Lesson) -> String {
    var lines = [
      "\(lesson.name) · \(lesson.settings.mechanism.rawValue) · step \(snapshot.step)",
      "\"\(safe(snapshot.reading.source))\" → \"\(safe(snapshot.reading.text))\"", "",
    ]
    var group: [String] = []
    for operation in diagram.operations {
      if operation.group != group {
        group = operation.group
        lines += ["", group.isEmpty ? "the rest" : group.joined(separator: " · ")]
      }
      let value = diagram.values[operation.output]
      let numbers = part(value.numbers, operation)
      let inputs = operation.inputs.map { diagram.values[$0].name }.joined(separator: ", ")
      lines.append("  \(value.name)  [\(numbers.shape)]  = \(operation.operation)(\(inputs))")
      lines.append("    \(operation.formula)")
      lines.append("    " + summary(numbers))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first numbers, and what the others lie between.
  private func summary(_ tensor: Tensor) -> String {
    let most = 12
    let shown = tensor.elements.prefix(most).map { written($0) }.joined(separator: " ")
    guard tensor.elements.count > most, let least = tensor.elements.min(),
      let greatest = tensor.elements.max()
    else { return shown }
    return shown + " …   \(tensor.elements.count) numbers in \(written(least)) … "
      + written(greatest)
  }

  /// Four decimals are enough to recognise a number; --json has all of them.
  private func written(_ number: Float) -> String {
    guard number.isFinite, abs(number) < 1e6 else { return "\(number)" }
    return "\((number * 10_000).rounded() / 10_000)"
  }
}
