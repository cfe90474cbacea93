import JSON
import ArgumentParser
import Lessons
import Pretrained
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

/// `headlight predict SUBJECT`: a text a line in, what a trained run or a pretrained model writes out.
struct Predict: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Let a trained run or a pretrained model write: standard input holds a text a line.",
    discussion: """
      A run gives an empty line for an empty line. A pretrained decoder goes on with each text, a model \
      with masks says what could stand in them, and a Keras model writes what it was made for; the \
      texts may also be given with --text, --text-file or --ids.
      """)

  /// The longest source that is read, in characters.
  private static let longest = 2_000

  @Argument(
    help: .init(
      "The directory of a run (train … --out RUN), or a pretrained model.", valueName: "run"))
  var path: String
  @Option(help: "Write the attention of every line to this safetensors file.")
  var attention: String?
  @Option(
    help: .init(
      "Where the pairs are now that the run was trained on, if they were moved.",
      valueName: "file.tsv"))
  var data: String?
  @Option(help: "Which of the runs that compare keeps side by side.")
  var mechanism: Mechanism?
  @OptionGroup(title: "What a pretrained model reads and writes") var writing: WritingOptions

  func run() throws {
    guard !ModelSession.recognises(path) else {
      if let option = runOption {
        throw Failure(
          "\(option) is for a run, and \(safe(path)) is a pretrained model: leave it out")
      }
      return try ModelWriting(path: path, options: writing).run()
    }
    if let option = writing.names.first {
      throw Failure(
        "\(option) is for a pretrained model, and \(safe(path)) is none: leave it out, or name a model"
      )
    }
    try predictRun()
  }

  private var runOption: String? {
    attention != nil
      ? "--attention" : data != nil ? "--data" : mechanism != nil ? "--mechanism" : nil
  }

  private func predictRun() throws {
    let (lesson, trainer) = try RunOpening.newest(
      path, mechanism, data: data, needsRows: false)
    let reader = lesson.reader(trainer.weights)
    var maps: [NamedNumbers] = []
    var labels: [(key: String, value: String)] = []
    var number = 0
    while var line = readLine() {
      number += 1
      // A byte-order mark is not part of the first word.
      if number == 1, line.unicodeScalars.first == "\u{feff}" { line.unicodeScalars.removeFirst() }
      guard line.count <= Self.longest else {
        throw Failure(
          "standard input, line \(number): \(line.count) characters; a source has at most "
            + "\(Self.longest)")
      }
      let snapshot = reader.snapshot(of: .typed(line), at: trainer.step)
      warn(snapshot.reading, lesson.corpus.symbols(snapshot.reading.source), number)
      // Elsewhere than on a terminal the bytes are what was asked for.
      let text = snapshot.reading.text
      guard Output.write((Output.isTerminal ? safe(text) : text) + "\n") else {
        throw Output.failure(Output.problem ?? EPIPE)
      }
      for own in snapshot.attention {
        guard let weights = own.map.dense else { continue }
        let name = "probe\(number - 1)/\(own.site)"
        maps.append(NamedNumbers(name, weights))
        labels.append(("axes.\(name)", weights.shape.axes.map(\.name).joined(separator: ",")))
        labels.append(("queries.\(name)", names(own.queries)))
        labels.append(("keys.\(name)", names(own.keys)))
      }
    }
    guard let attention else { return }
    do {
      try Safetensors.write(maps, metadata: labels, to: attention)
    } catch { throw Failure(error) }
  }

  private func warn(_ reading: Reading, _ symbols: [String], _ number: Int) {
    guard !reading.unknown.isEmpty else { return }
    let unknown = reading.unknown.sorted().map { "\"\(symbols[$0])\"" }
    Output.complain(
      "headlight: line \(number): the model does not know \(unknown.joined(separator: ", "))")
  }

  private func names(_ names: Labels) -> String {
    JSONText.line(.array(names.map { .string($0) }))
  }
}
