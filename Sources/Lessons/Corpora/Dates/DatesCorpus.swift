public import Snapshots
public import Subjects
import Tensors
public import Training

/// `3rd of May 2014` → `2014-05-03`: everything is generated from the seed, no file is read.
///
/// What becomes visible: the digits of the year are read off the year, the month's off the month,
/// wherever they stand.
public struct DatesCorpus: Corpus {
  private let stream: RandomStream

  /// The dates of a seed.
  public init(seed: UInt64) { stream = RandomStream(seed: seed) }

  /// A text.
  public let answer = Answer.text
  /// The number of ids of a source.
  public var sourceTokens: Int { Dates.sourceTokens }
  /// The number of ids of a target.
  public var targetTokens: Int { Dates.targetTokens }
  /// The longest source and every target.
  public let longest = Padding(keys: Dates.maximumLength, queries: Dates.targetLength)
  /// There is no end mark: a target always has ten characters.
  public let marks = Marks(start: Dates.start)
  /// Held-out dates.
  public let declared = DeclaredInputs(32, .dates)

  /// The sample in a row of a step's batch.
  public func trainingSample(step: Int, row: Int) -> Sample {
    Self.sample(Dates.training(stream("training")(step)(row)))
  }

  private static func sample(_ example: DateExample) -> Sample {
    Sample(.tokens(Dates.encode(example.source)), target: Dates.encode(target: example.target))
  }

  /// What an input stands for.
  public func example(of input: Input) -> Example {
    switch input {
    case .own: Self.example(Self.probe)
    case .example(let number): Self.example(Dates.heldOut(stream("held out")(number)))
    case .typed(let text):
      Example(
        Sample(.tokens(Dates.encode(text)), target: []), text: text, symbols: symbols(text),
        answer: nil, unknown: Dates.unknownPositions(text))
    }
  }

  private static func example(_ date: DateExample) -> Example {
    Example(
      sample(date), text: date.source, symbols: date.source.map { String($0) },
      answer: date.target, expectations: date.expectations,
      unknown: Dates.unknownPositions(date.source))
  }

  /// The example that the map shows: the same for every seed, and held out.
  static let probe = DateExample(
    source: "3rd of May 2014", target: "2014-05-03",
    expectations: [
      .keys([11]), .keys([12]), .keys([13]), .keys([14]), .free, .keys([7, 8, 9]),
      .keys([7, 8, 9]), .free, .free, .keys([0]),
    ])

  /// A character of a target.
  public func name(of token: Int32) -> String { Dates.name(of: token) }
  /// The characters of a target.
  public func text(of tokens: [Int32]) -> String { Dates.decode(tokens) }
}
