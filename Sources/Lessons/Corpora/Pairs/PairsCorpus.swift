public import Snapshots
public import Subjects
import Tensors
public import Training

/// A user's pairs: a source is read and its target written, or chosen among all targets.
///
/// Targets that are written have different lengths, so an end mark follows each: it is a query of the
/// map like any other symbol, and nothing is written after it. A label is the whole right side of a
/// row, however many words it has. What a query should look at is not known, so there are no dots and
/// no pattern match.
public struct PairsCorpus: Corpus {
  /// A text, or a label.
  public let answer: Answer
  /// The pairs and their file; with all labels where these are chosen.
  public let data: LessonData?
  private let pairs: Pairs
  private let training: RandomStream
  private let heldOut: HeldOutRows
  private let labels: [String]
  private let places: [String: Int]

  /// The most different labels; more are texts to be written, not labels.
  public static let maximumLabels = 256

  /// The pairs of `data` for a seed.
  public init(_ data: LessonData, _ answer: Answer, seed: UInt64) {
    self.answer = answer
    pairs = data.pairs
    training = RandomStream(seed: seed)("training")
    heldOut = HeldOutRows(pairs, seed: seed)
    guard answer == .label else {
      (labels, places, self.data) = ([], [:], data)
      return
    }
    labels = data.labels ?? Set(pairs.rows.map { Self.label($0) }).sorted()
    places = Dictionary(zip(labels, 0...), uniquingKeysWith: { first, _ in first })
    self.data = LessonData(pairs, path: data.path, sha256: data.sha256, labels: labels)
  }

  /// A row's label: its target with single spaces between the words.
  private static func label(_ row: Pairs.Row) -> String {
    Pairs.symbols(row.target, .words).joined(separator: " ")
  }

  /// Checks that the targets are labels: at least two different ones, and not too many.
  static func checkLabels(_ pairs: Pairs) throws(PairsError) {
    var labels: Set<String> = []
    for row in pairs.rows where labels.insert(label(row)).inserted {
      if labels.count > maximumLabels { throw .tooManyLabels(line: row.line) }
    }
    if labels.count < 2 { throw .oneLabel }
  }

  /// The number of ids of a source.
  public var sourceTokens: Int { pairs.sources.tokens }
  /// The number of ids of a target, or of labels.
  public var targetTokens: Int { answer == .label ? labels.count : pairs.targets.tokens }
  /// The longest source, and the longest target with its end mark.
  public var longest: Padding {
    Padding(keys: pairs.sourceLength, queries: answer == .label ? 1 : pairs.targetLength + 1)
  }
  /// A text has an end mark; a label has none.
  public var marks: Marks {
    answer == .label
      ? Marks()
      : Marks(start: Pairs.start, end: Pairs.end, stopsAtEnd: true, unknown: Pairs.unknown)
  }
  /// Held-out rows.
  public var declared: DeclaredInputs {
    DeclaredInputs(min(32, max(1, heldOut.rows.count)), .rows)
  }
  /// The file, and how many labels it has.
  public var facts: [Fact] {
    (data.map { [$0.fact] } ?? []) + (answer == .label ? [.labels(labels.count)] : [])
  }
  /// Fewer where targets are long, because each symbol is a playing of its own.
  public var evaluationExamples: (onTheWay: Int, final: Int) {
    let count = heldOut.rows.count
    let length = longest.queries
    return (min(count, 200, max(10, 4_000 / length)), min(count, 1_000, max(50, 40_000 / length)))
  }

  /// The sample in a row of a step's batch.
  public func trainingSample(step: Int, row: Int) -> Sample {
    sample(pairs.trainingRow(training(step)(row)))
  }

  private func sample(_ row: Pairs.Row) -> Sample {
    Sample(.tokens(pairs.encode(row.source)), target: target(row))
  }

  private func target(_ row: Pairs.Row) -> [Int32] {
    guard answer == .label else { return pairs.encode(target: row.target) + [Pairs.end] }
    guard let place = places[Self.label(row)] else { fatalError("a label of no row") }
    return [Int32(place)]
  }

  /// One long row costs its own batches only.
  public let isPaddedToItsOwn = true

  /// The lengths of some rows: 2,000 are counted in a few milliseconds, and tell enough.
  public var trainingLengths: [Padding] {
    stride(from: 0, to: pairs.training.count, by: max(1, pairs.training.count / 2_000)).map {
      let row = pairs.training[$0]
      return Padding(keys: pairs.encode(row.source).count, queries: target(row).count)
    }
  }

  /// What an input stands for.
  public func example(of input: Input) -> Example {
    example(heldOut.text(of: input), heldOut.row(of: input))
  }

  /// The held-out row of a number; the lesson's own example is the first of them.
  public func heldOut(_ number: Int) -> Example {
    example(heldOut[number].source, heldOut[number])
  }

  private func example(_ text: String, _ row: Pairs.Row?) -> Example {
    let target = row.map(target) ?? []
    return Example(
      Sample(.tokens(pairs.encode(text)), target: target), text: text, symbols: symbols(text),
      answer: row.map { _ in self.text(of: target) }, unknown: pairs.unknownPositions(text))
  }

  /// The characters or words of a text.
  public func symbols(_ text: String) -> [String] { pairs.symbols(text) }

  /// What stands for a written token on an axis; a label.
  public func name(of token: Int32) -> String {
    if answer == .label { return labels[Int(token)] }
    return token == Pairs.end ? "end" : pairs.targets.symbol(of: token) ?? Pairs.unknownMark
  }

  /// A target up to its end mark; a label.
  public func text(of tokens: [Int32]) -> String {
    answer == .label ? tokens.map(name).joined() : pairs.decode(tokens)
  }

  /// One of few lengths, because each is a program of its own.
  public func paddedKeys(_ samples: [Sample]) -> Int {
    let longest = max(1, samples.map(\.source.count).max() ?? 1)
    return max(longest, min(pairs.sourceLength, (longest + 15) / 16 * 16))
  }
}
