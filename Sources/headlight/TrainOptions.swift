public import ArgumentParser
public import Screens
import Snapshots
import Terminal
public import Training

extension Mechanism: ExpressibleByArgument {}
extension DecoderState: ExpressibleByArgument {}
extension ColorRung: ExpressibleByArgument {}

/// The optimizers by name.
enum OptimizerName: String, ExpressibleByArgument, CaseIterable {
  case adam, sgd

  var optimizer: Optimizer { self == .adam ? .kerasAdam : .sgd }
}

/// Options of everything that draws on a terminal.
struct ScreenOptions: ParsableArguments {
  @Option(help: "Colours: truecolor, 256, 16, 8 or mono. Otherwise the terminal is asked.")
  var color: ColorRung?
  @Flag(help: "The terminal has a light background.")
  var light = false
  @Flag(help: "The terminal has a dark background.")
  var dark = false
  @Option(help: "Language of the interface: en.")
  var language = "en"
  @Option(help: "At most so many frames a second; for slow lines.")
  var fps: Int?

  func validate() throws {
    if light, dark { throw ValidationError("--light and --dark exclude each other.") }
    if let fps, fps < 1 { throw ValidationError("--fps needs at least 1, not \(fps).") }
    guard language == "en" else {
      throw ValidationError("There is no interface in \"\(safe(language))\"; there is: en.")
    }
  }

  var terminal: TerminalOptions {
    TerminalOptions(rung: color, background: light ? .light : dark ? .dark : nil)
  }
}

/// What is trained and how.
struct LessonOptions: ParsableArguments {
  @Option(help: "additive, or none: the baseline without attention.")
  var mechanism: Mechanism?
  @Option(
    help: """
      What the decoder starts each step from: carried (its own last state) or reset (zeros, as in \
      the tutorials that pass no initial state).
      """)
  var decoderState: DecoderState?
  @Option(help: "Units of each direction of the encoder, of the decoder and of the attention.")
  var units: Int?
  @Option(help: "adam (Keras's: ε 1e-7) or sgd.")
  var optimizer: OptimizerName?
  @Option(help: "First learning rate; it falls over the lesson's own length.")
  var learningRate: Float?
  @Option(help: "Examples in a batch.")
  var batchSize: Int?
  @Option(help: "Seed of weights and data.")
  var seed: Int?

  func validate() throws {
    func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
      guard let value, !range.contains(value) else { return }
      throw ValidationError(
        "\(name) takes \(range.lowerBound) … \(range.upperBound), not \(value).")
    }
    try check("--units", units, 1...1_024)
    try check("--batch-size", batchSize, 1...4_096)
    try check("--seed", seed, 0...Int.max)
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate needs a number above 0, not \(learningRate).")
    }
  }

  /// The lesson as chosen.
  var lesson: DatesLesson {
    var options = DatesLesson.Options()
    if let mechanism { options.mechanism = mechanism }
    if let decoderState { options.decoderState = decoderState }
    if let units { options.units = units }
    if let optimizer { options.optimizer = optimizer.optimizer }
    if let learningRate { options.learningRate = learningRate }
    if let batchSize { options.batchSize = batchSize }
    if let seed { options.seed = UInt64(seed) }
    return DatesLesson(options)
  }

  /// The names of the options that were given: a resumed run has its own.
  var given: [String] {
    [
      mechanism.map { _ in "--mechanism" }, decoderState.map { _ in "--decoder-state" },
      units.map { _ in "--units" }, optimizer.map { _ in "--optimizer" },
      learningRate.map { _ in "--learning-rate" }, batchSize.map { _ in "--batch-size" },
      seed.map { _ in "--seed" },
    ].compactMap(\.self)
  }
}

/// When training ends and where it is kept.
struct RunOptions: ParsableArguments {
  @Option(help: "Train so many steps (after --resume: so many more).")
  var steps: Int?
  @Option(help: "Train so many seconds.")
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
  @Option(help: "Threads, 1 or 2; the results are the same.")
  var threads = 1
  @Option(help: "Keep the run in this new directory.")
  var out: String?
  @Option(help: "Go on with the run in this directory, bit for bit.")
  var resume: String?
  @Flag(help: "Replace a run that --out names.")
  var force = false
  @Option(help: "Steps between two saved states of --out and --resume.")
  var checkpointEvery = 100

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
    if force, out == nil { throw ValidationError("--force belongs to --out RUN.") }
  }
}
