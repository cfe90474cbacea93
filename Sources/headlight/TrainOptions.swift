public import ArgumentParser
import Dashboard
public import Layers
public import Screens
import Snapshots
import Terminal
public import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
  @Option(
    help: """
      Language of the interface: en or zh (简体中文). Otherwise that of LC_ALL, LC_MESSAGES or LANG.
      """,
    transform: ScreenOptions.language)
  var language: Language?
  @Option(parsing: .unconditional, help: "At most so many frames a second; for slow lines.")
  var fps: Int?

  func validate() throws {
    if light, dark { throw ValidationError("--light and --dark exclude each other.") }
    if let fps, fps < 1 { throw ValidationError("--fps needs at least 1, not \(fps).") }
  }

  private static func language(_ name: String) throws -> Language {
    guard let language = Language(rawValue: name) else {
      let known = Language.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no interface in \"\(safe(name))\"; there is: \(known).")
    }
    return language
  }

  /// The language that was asked for, else that of the environment, else English.
  var chosenLanguage: Language {
    if let language { return language }
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    // The first that is set decides, as it does for the C library.
    let set = names.lazy.compactMap { getenv($0).map { String(cString: $0) } }
      .first { !$0.isEmpty }
    return Language.allCases.first { set?.hasPrefix($0.rawValue) == true } ?? .english
  }

  var terminal: TerminalOptions {
    TerminalOptions(rung: color, background: light ? .light : dark ? .dark : nil)
  }
}

extension LessonSettings {
  /// Whether its model has heads, which share the units among them.
  var splitsUnits: Bool { mechanism == .multihead || encoder == .transformer }

  /// Why the units cannot be shared by the heads; nil where they can.
  var headsProblem: String? {
    units.isMultiple(of: heads)
      ? nil
      : "--units \(units) cannot be split into --heads \(heads): the heads must divide the units"
  }
}

extension LessonSettings.Encoder: ExpressibleByArgument {}
extension AttentionPooling.Score: ExpressibleByArgument {}
extension Pairs.Unit: ExpressibleByArgument {}

/// What is trained and how.
struct LessonOptions: ParsableArguments {
  @Option(help: "additive, pooling, multihead, or none: the baseline without attention.")
  var mechanism: Mechanism?
  @Option(help: "What reads the input before attention does: gru, lstm, transformer or none.")
  var encoder: LessonSettings.Encoder?
  @Option(help: "What pooling applies to a position's projection: tanh (as published) or linear.")
  var score: AttentionPooling.Score?
  @Option(
    help: """
      What the decoder starts each step from: carried (its own last state) or reset (zeros, as in \
      the tutorials that pass no initial state).
      """)
  var decoderState: DecoderState?
  @Option(
    parsing: .unconditional,
    help: "Units of the recurrent layers and of the attention; the width of a transformer.")
  var units: Int?
  @Option(parsing: .unconditional, help: "Layers of a transformer.")
  var layers: Int?
  @Option(parsing: .unconditional, help: "Heads of multi-head attention.")
  var heads: Int?
  @Option(help: "adam (Keras's: ε 1e-7) or sgd.")
  var optimizer: OptimizerName?
  @Option(
    parsing: .unconditional, help: "First learning rate; it falls over the lesson's own length.")
  var learningRate: Float?
  @Option(parsing: .unconditional, help: "Examples in a batch.")
  var batchSize: Int?
  @Option(parsing: .unconditional, help: "Seed of weights and data.")
  var seed: Int?
  @Option(
    help: .init(
      """
      Train on your own pairs, a source, a tab and a target on each line (UTF-8): dates, compare \
      and translate write the target, keywords chooses it. A tenth is held out. With --resume: where \
      the file is now.
      """, valueName: "file.tsv"))
  var data: String?
  @Option(help: "What of --data is read one by one: characters or words. Otherwise what fits it.")
  var dataUnit: Pairs.Unit?

  func validate() throws {
    func check(_ name: String, _ value: Int?, _ range: ClosedRange<Int>) throws {
      guard let value, !range.contains(value) else { return }
      throw ValidationError(
        "\(name) takes \(range.lowerBound) … \(range.upperBound), not \(value).")
    }
    try check("--units", units, 1...1_024)
    try check("--layers", layers, 1...16)
    try check("--heads", heads, 1...64)
    try check("--batch-size", batchSize, 1...4_096)
    try check("--seed", seed, 0...Int.max)
    if dataUnit != nil, data == nil {
      throw ValidationError("--data-unit belongs to --data FILE.tsv.")
    }
    if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
      throw ValidationError("--learning-rate needs a number above 0, not \(learningRate).")
    }
  }

  /// The settings as chosen; a choice that means nothing to the lesson is refused.
  func settings(_ entry: LessonEntry) throws(Failure) -> LessonSettings {
    var settings = entry.defaults
    func refuse(_ option: String, _ value: String, _ known: [String]) -> Failure {
      Failure(
        known.isEmpty
          ? "\(option) means nothing to the lesson \(entry.name): leave it out"
          : "the lesson \(entry.name) has no \(option) \(value); it has: "
            + known.joined(separator: ", "))
    }
    if let mechanism {
      guard entry.compared.isEmpty else {
        throw Failure(
          "the lesson \(entry.name) trains all of "
            + entry.compared.map(\.rawValue).joined(separator: ", ")
            + ": leave --mechanism out, or try: headlight train dates --mechanism "
            + "\(mechanism.rawValue)")
      }
      guard entry.mechanisms.contains(mechanism) else {
        throw refuse("--mechanism", mechanism.rawValue, entry.mechanisms.map(\.rawValue))
      }
      settings.mechanism = mechanism
    }
    if let encoder {
      guard entry.encoders.contains(encoder) else {
        throw refuse("--encoder", encoder.rawValue, entry.encoders.map(\.rawValue))
      }
      settings.encoder = encoder
    }
    func allow(_ choice: LessonChoice, _ isGiven: Bool) throws(Failure) {
      if isGiven, !entry.choices.contains(choice) { throw refuse(choice.rawValue, "", []) }
    }
    try allow(.decoderState, decoderState != nil)
    try allow(.score, score != nil)
    try allow(.layers, layers != nil)
    try allow(.heads, heads != nil)
    settings.decoderState = decoderState ?? settings.decoderState
    settings.score = score ?? settings.score
    settings.layers = layers ?? settings.layers
    settings.heads = heads ?? settings.heads
    settings.units = units ?? settings.units
    settings.optimizer = optimizer?.optimizer ?? settings.optimizer
    settings.learningRate = learningRate ?? settings.learningRate
    settings.batchSize = batchSize ?? settings.batchSize
    if let seed { settings.seed = UInt64(seed) }
    // Heads that were asked for must fit even where another mechanism begins: m goes to multi-head.
    let splits = settings.splitsUnits || entry.compared.contains(.multihead) || heads != nil
    if splits, let problem = settings.headsProblem { throw Failure(problem) }
    return settings
  }

  /// The names of the options that were given: a resumed run has its own.
  var given: [String] {
    let given: [(String, Bool)] = [
      ("--mechanism", mechanism != nil), ("--encoder", encoder != nil), ("--score", score != nil),
      ("--decoder-state", decoderState != nil), ("--units", units != nil),
      ("--layers", layers != nil), ("--heads", heads != nil), ("--optimizer", optimizer != nil),
      ("--learning-rate", learningRate != nil), ("--batch-size", batchSize != nil),
      ("--seed", seed != nil), ("--data-unit", dataUnit != nil),
    ]
    return given.filter(\.1).map(\.0)
  }
}

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
