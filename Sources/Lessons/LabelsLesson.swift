import Layers
public import Snapshots
public import Subjects
public import Tapes
import Tensors
public import Training

/// A user's labels: a source is read and gets one of the labels, by attention pooling.
///
/// A label is the whole right side of a row, however many words it has; there are no dots, because
/// what decides is not known.
public struct LabelsLesson: Lesson {
  /// The lesson whose model it is.
  public let name = "keywords"
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public var length: Int { settings.length(own: 1_500) }
  private let file: LessonData
  private let heldOut: HeldOutRows
  /// The different labels in their order.
  public let labels: [String]
  private let places: [String: Int]

  /// The most different labels; more are texts to be written, not labels.
  public static let maximumLabels = 256

  /// The lesson with `settings`, on the pairs of `data`.
  public init(_ settings: LessonSettings, data: LessonData) {
    self.settings = settings
    file = data
    heldOut = HeldOutRows(data.pairs, seed: settings.seed)
    labels = data.labels ?? Set(data.pairs.rows.map { Self.label($0) }).sorted()
    places = Dictionary(zip(labels, 0...), uniquingKeysWith: { first, _ in first })
  }

  /// A row's label: its target with single spaces between the words.
  private static func label(_ row: Pairs.Row) -> String {
    Pairs.symbols(row.target, .words).joined(separator: " ")
  }

  /// Checks that the targets are labels: at least two different ones, and not too many.
  static func check(_ pairs: Pairs) throws(PairsError) {
    var labels: Set<String> = []
    for row in pairs.rows where labels.insert(label(row)).inserted {
      if labels.count > maximumLabels { throw .tooManyLabels(line: row.line) }
    }
    if labels.count < 2 { throw .oneLabel }
  }

  /// The pairs and their file.
  public var data: LessonData? { file }

  /// The characters or words of a text.
  public func symbols(_ text: String) -> [String] { file.pairs.symbols(text) }

  /// The held-out rows of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) {
    (min(heldOut.rows.count, 200), min(heldOut.rows.count, 1_000))
  }

  /// What belongs on the screen about the data and this choice of settings.
  public var facts: [Fact] { [file.fact, .labels(labels.count)] }

  /// It reads texts; what it writes is one label, so there is nothing to give it.
  public var abilities: Abilities { [.types, .hasExamples] }

  var model: PoolingClassifier {
    PoolingClassifier(
      tokens: file.pairs.sources.tokens, classes: labels.count, mechanism: settings.mechanism,
      encoder: settings.encoder, score: settings.score, units: settings.units)
  }

  /// The place of a row's label among all labels.
  fileprivate func place(_ row: Pairs.Row) -> Int {
    guard let place = places[Self.label(row)] else { fatalError("a label of no row") }
    return place
  }

  fileprivate func name(_ label: Int) -> String { labels[label] }

  /// What a trainer trains.
  public var objective: Objective {
    let (lesson, pairs, model) = (self, file.pairs, model)
    let batches = PairBatches(pairs, settings) { [Int32(lesson.place($0))] }
    return Objective(
      batchSize: settings.batchSize,
      padded: .init(
        longest: Padding(keys: pairs.sourceLength, queries: 1),
        padding: { Padding(keys: batches.padding($0, $1).keys, queries: 1) },
        tape: { model.tape(batch: $0, keys: $1.keys) }),
      fill: { player, step, rows in
        let batch = batches.rows(of: step)
        Padded(rows.map { batch[$0].source }, keys: player.tape.shape(of: "source")[.key] ?? 1)
          .set(player)
        player.set("labels", positions: rows.flatMap { batch[$0].target })
        let share = 1 / Float(lesson.settings.batchSize)
        player.withNumbers("share") { $0.update(repeating: share) }
      },
      learningRate: fallingRate)
  }

  /// How a text was labelled.
  public func explanation(of input: Input, as reading: Reading) -> Explanation? {
    let ids = file.pairs.encode(reading.source)
    guard !ids.isEmpty, let label = places[reading.target ?? reading.text] else { return nil }
    return model.explanation(ids, label: label)
  }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    LabelsReader(self, file.pairs, heldOut, ClassifierReader(model, weights))
  }
}

/// Labels a user's sources with the current weights.
private final class LabelsReader: LessonReader {
  private let lesson: LabelsLesson
  private let pairs: Pairs
  private let heldOut: HeldOutRows
  private let reader: ClassifierReader

  init(
    _ lesson: LabelsLesson, _ pairs: Pairs, _ heldOut: HeldOutRows, _ reader: ClassifierReader
  ) {
    self.lesson = lesson
    self.pairs = pairs
    self.heldOut = heldOut
    self.reader = reader
  }

  func snapshot(of input: Input, at step: Int, teacherForcing: Bool) -> Snapshot {
    let row = heldOut.row(of: input)
    let text = heldOut.text(of: input)
    let ids = pairs.encode(text)
    guard !ids.isEmpty else { return .unread(at: step) }
    let verdict = reader.read([ids], keys: ids.count)[0]
    let name = lesson.name(verdict.label)
    let target = row.map { lesson.name(lesson.place($0)) }
    let reading = Reading(
      source: text, target: target, targetTokens: target.map { [$0] } ?? [], text: name,
      written: [Written(token: name, probability: verdict.probability)],
      unknown: pairs.unknownPositions(text))
    return Snapshot(
      step: step, reading: reading,
      attention: lesson.model.attention(of: verdict, query: name, keys: pairs.symbols(text)))
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var right = 0
    let portion = 100
    for start in stride(from: 0, to: count, by: portion) {
      let rows = (start..<min(count, start + portion)).map { heldOut[$0] }
      let sources = rows.map { pairs.encode($0.source) }
      let verdicts = reader.read(sources, keys: pairs.paddedLength(of: sources))
      right += zip(rows, verdicts).count { $1.isRight(lesson.place($0)) }
    }
    let share = Double(right) / Double(count)
    return Evaluation(
      step: step, accuracy: share, exactMatch: share, patternMatch: nil, examples: count)
  }
}
