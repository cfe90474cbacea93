import Layers
import Snapshots
public import Subjects
public import Tapes
import Tensors
public import Training

/// A sentence in which one word decides its class: attention pooling, the second method.
///
/// Over an LSTM all words from the cue on are bright, because every state after it remembers it.
/// Without an encoder a single word lights up, under tanh at most as bright as the cap
/// e² / (e² + T − 1); with a linear score there is no cap.
public struct KeywordsLesson: Lesson, Hashable {
  /// The name on the command line.
  public let name = "keywords"
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public var length: Int { settings.length(own: 800) }

  /// The lesson as it comes.
  public static let defaults = LessonSettings(
    mechanism: .pooling, encoder: .lstm, units: 64, batchSize: 32, learningRate: 1.4e-3)

  /// The lesson with `settings`.
  public init(_ settings: LessonSettings = Self.defaults) { self.settings = settings }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }

  /// What belongs on the screen about this choice of settings.
  public var facts: [Fact] {
    switch (settings.mechanism, settings.encoder) {
    case (.none, .lstm): [.withoutAttention(.lstmState)]
    case (.none, _): [.withoutAttention(.meanOfWords)]
    case (_, .lstm): [.statesRemember]
    default: [settings.score == .tanh ? .cappedScores : .linearScores]
    }
  }

  /// It reads texts; what it writes is one label, so there is nothing to give it.
  public var abilities: Abilities { [.types, .hasExamples] }

  /// The words of a text.
  public func symbols(_ text: String) -> [String] { Keywords.words(text) }

  var model: PoolingClassifier {
    PoolingClassifier(
      tokens: Keywords.tokens, classes: Keywords.classNames.count, mechanism: settings.mechanism,
      encoder: settings.encoder, score: settings.score, units: settings.units)
  }

  private var stream: RandomStream { RandomStream(seed: settings.seed) }

  func heldOutExample(_ number: Int) -> KeywordsExample {
    Keywords.heldOut(stream("held out")(number))
  }

  /// Where the one query should look: at the cue.
  ///
  /// Over an LSTM at any word from the cue on: a weight belongs to a state, and all these have read
  /// the cue.
  func expectation(_ example: KeywordsExample) -> Expectation {
    settings.encoder == .lstm
      ? .keys(Set(example.cue..<example.words.count)) : .keys([example.cue])
  }

  /// Makes one word in ten unknown, like a word that no sentence has.
  ///
  /// A sentence that lost its cue can be of any class, so silence means none. Without such sentences
  /// one class, another for every seed, becomes what the model says when nothing speaks against it,
  /// and then no word of that class's sentences has to be bright.
  private static func missingSome(_ ids: [Int32], _ lots: RandomStream) -> [Int32] {
    ids.enumerated().map { lots.below(10, $0) == 0 ? Keywords.unknown : $1 }
  }

  /// What a trainer trains.
  public var objective: Objective {
    let (lesson, model) = (self, model)
    return Objective(
      batchSize: settings.batchSize,
      tape: { model.tape(batch: $0, keys: Keywords.maximumLength) },
      fill: { player, step, rows in
        let examples = rows.map { Keywords.training(lesson.stream("training")(step)($0)) }
        let lots = lesson.stream("missing words")(step)
        let read = zip(rows, examples).map { Self.missingSome($1.ids, lots($0)) }
        Padded(read, keys: Keywords.maximumLength).set(player)
        player.set("labels", positions: examples.map { Int32($0.label) })
        let share = 1 / Float(lesson.settings.batchSize)
        player.withNumbers("share") { $0.update(repeating: share) }
      },
      learningRate: fallingRate)
  }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    KeywordsReader(self, weights)
  }
}

/// Reads sentences with the current weights.
private final class KeywordsReader: LessonReader {
  private let lesson: KeywordsLesson
  private let reader: ClassifierReader

  init(_ lesson: KeywordsLesson, _ weights: ParameterMemory) {
    self.lesson = lesson
    reader = ClassifierReader(lesson.model, weights)
  }

  func snapshot(of input: Input, at step: Int, teacherForcing: Bool) -> Snapshot {
    let example: KeywordsExample? =
      switch input {
      case .own: Keywords.probe
      case .example(let number): lesson.heldOutExample(number)
      case .typed(let text): Keywords.example(of: text)
      }
    var text = example?.text ?? ""
    if case .typed(let typed) = input { text = typed }
    let words = example?.words ?? Keywords.words(text)
    let ids = example?.ids ?? Keywords.encode(text)
    guard !ids.isEmpty else { return .unread(text, at: step) }
    let verdict = reader.read([ids], keys: ids.count)[0]
    let name = Keywords.classNames[verdict.label]
    let expectation = example.map(lesson.expectation)
    let written = Written(
      token: name, probability: verdict.probability, expectation: expectation,
      isOnTarget: PatternCount.isOnTarget(verdict.weights, expectation))
    let target = example.map { Keywords.classNames[$0.label] }
    let reading = Reading(
      source: text, target: target, targetTokens: target.map { [$0] } ?? [], text: name,
      written: [written], unknown: Keywords.unknownPositions(text))
    return Snapshot(
      step: step, reading: reading,
      attention: lesson.model.attention(of: verdict, query: name, keys: words))
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var right = 0
    var pattern = PatternCount()
    let portion = 100
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map(lesson.heldOutExample)
      let verdicts = reader.read(examples.map(\.ids), keys: Keywords.maximumLength)
      for (example, verdict) in zip(examples, verdicts) {
        right += verdict.isRight(example.label) ? 1 : 0
        pattern.count(verdict.weights, lesson.expectation(example))
      }
    }
    let share = Double(right) / Double(count)
    return Evaluation(
      step: step, accuracy: share, exactMatch: share, patternMatch: pattern.share,
      examples: count)
  }
}
