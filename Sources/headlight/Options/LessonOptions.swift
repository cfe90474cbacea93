import JSON
public import ArgumentParser
import Layers
import Lessons
import Snapshots
import Subjects
import TensorFiles
import Training

extension Mechanism: ExpressibleByArgument {}
extension TextUnit: ExpressibleByArgument {}

extension Option where Value == String? {
  /// The option of a row of the table; what it takes is checked when all options are known.
  init(_ option: LessonOption) {
    self.init(
      name: .customLong(String(option.name.dropFirst(2))), parsing: .unconditional,
      help: .init(stringLiteral: option.help))
  }
}

/// What is trained and how.
struct LessonOptions: ParsableArguments {
  @Option(.mechanism) var mechanism: String?
  @Option(.encoder) var encoder: String?
  @Option(.score) var score: String?
  @Option(.decoderState) var decoderState: String?
  @Option(.units) var units: String?
  @Option(.layers) var layers: String?
  @Option(.heads) var heads: String?
  @Option(.optimizer) var optimizer: String?
  @Option(.learningRate) var learningRate: String?
  @Option(.batchSize) var batchSize: String?
  @Option(.seed) var seed: String?
  @Option(
    help: .init(
      """
      Train on your own pairs, a source, a tab and a target on each line (UTF-8): dates, compare \
      and translate write the target, keywords chooses it. A tenth is held out. With --resume: where \
      the file is now.
      """, valueName: "file.tsv"))
  var data: String?
  @Option(.sourceUnit) var sourceUnit: String?
  @Option(.targetUnit) var targetUnit: String?
  @Option(
    help: """
      Both of these: characters or words. Otherwise what fits each side of --data by itself.
      """)
  var dataUnit: TextUnit?

  /// The rows of the table that were given, with what was given.
  private var given: [(option: LessonOption, text: String)] {
    let all: [(LessonOption, String?)] = [
      (.mechanism, mechanism), (.encoder, encoder), (.score, score),
      (.decoderState, decoderState), (.units, units), (.layers, layers), (.heads, heads),
      (.optimizer, optimizer), (.learningRate, learningRate), (.batchSize, batchSize),
      (.seed, seed), (.sourceUnit, sourceUnit), (.targetUnit, targetUnit),
    ]
    return all.compactMap { option, text in text.map { (option, $0) } }
  }

  /// The options that a run can change while it goes on.
  private static let changeable = [LessonOption.learningRate, .batchSize, .optimizer].map(\.name)

  /// The names of the options that were given and that no run can change: it would be another one.
  var namesThatMakeAnotherRun: [String] { names.filter { !Self.changeable.contains($0) } }

  /// What a resumed run is to do otherwise from its newest step on; nil where nothing is.
  var change: LessonLeg? {
    guard given.contains(where: { Self.changeable.contains($0.option.name) }) else { return nil }
    var scratch = LessonCatalog.all[0].defaults
    for (option, text) in given { _ = option.set(&scratch, option.parse(text) ?? .null) }
    return LessonLeg(
      from: 0, learningRate: learningRate == nil ? nil : scratch.learningRate,
      batchSize: batchSize == nil ? nil : scratch.batchSize,
      optimizer: optimizer == nil ? nil : scratch.optimizer)
  }

  /// The names of the options that were given: a resumed run has its own.
  var names: [String] { given.map(\.option.name) + (dataUnit == nil ? [] : ["--data-unit"]) }

  /// The mechanism that was given.
  var chosenMechanism: Mechanism? { mechanism.flatMap(Mechanism.init) }

  func validate() throws {
    var scratch = LessonCatalog.all[0].defaults
    for (option, text) in given {
      guard let value = option.parse(text), option.set(&scratch, value) else {
        throw ValidationError(
          "\(option.name) takes \(option.expected), not \"\(legible(text, limit: 40))\".")
      }
    }
    if data == nil, let name = names.first(where: { $0.hasSuffix("-unit") }) {
      throw ValidationError("\(name) belongs to --data FILE.tsv.")
    }
  }

  /// The unit of a side that was asked for; nil where the file is to decide.
  func unit(_ side: PairSide) -> TextUnit? {
    let own = side == .source ? sourceUnit : targetUnit
    return own.flatMap(TextUnit.init) ?? dataUnit
  }

  /// The settings as chosen; a choice that means nothing to the lesson is refused.
  ///
  /// `steps`: how long training was asked to go on.
  func settings(_ entry: LessonEntry, steps: Int? = nil) throws(Failure) -> LessonSettings {
    var settings = entry.defaults
    if let mechanism, !entry.compared.isEmpty {
      throw Failure(
        "the lesson \(entry.name) trains all of "
          + entry.compared.map(\.rawValue).joined(separator: ", ")
          + ": leave --mechanism out, or try: headlight train dates --mechanism "
          + "\(mechanism)")
    }
    for (option, text) in given {
      if let choice = option.choice, !entry.choices.contains(choice) {
        throw Failure("\(option.name) means nothing to the lesson \(entry.name): leave it out")
      }
      do throws(LessonOption.Refusal) {
        try option.apply(option.parse(text) ?? .null, to: &settings, of: entry)
      } catch {
        switch error {
        case .wrong(let found):
          throw Failure("\(option.name) takes \(option.expected), not \(found)")
        case .unknown(let value, let known):
          throw Failure(
            "the lesson \(entry.name) has no \(option.name) \(value); it has: "
              + known.joined(separator: ", "))
        }
      }
    }
    // The rate falls over the lesson's own length, or over all that is asked for where that is more:
    // beyond the end every step would be made at a twentieth of it.
    if let steps, steps > entry.make(settings).length { settings.steps = steps }
    if let problem = settings.problem { throw Failure(problem) }
    // Heads that were asked for must fit even where another mechanism begins: m goes to multi-head.
    let hasHeads = entry.compared.contains(.multihead) || heads != nil
    if hasHeads, let problem = settings.headsProblem { throw Failure(problem) }
    return settings
  }
}
