import Layers
public import Snapshots
public import Subjects
public import Tapes
import Tensors
public import Training

/// A strip of handwritten digits is read column by column: additive attention over image columns.
///
/// The first method comes from image captioning; here its features are the columns of an image, read
/// by a GRU in both directions, and the decoder writes a digit a step.
public struct DigitsLesson: Lesson, Hashable {
  /// The name on the command line.
  public let name = "digits"
  /// What was chosen.
  public let settings: LessonSettings
  /// The length in steps, over which the learning rate falls.
  public var length: Int { settings.length(own: 1_600) }

  /// The lesson as it comes.
  public static let defaults = LessonSettings(
    mechanism: .additive, encoder: .gru, units: 64, batchSize: 32, learningRate: 4e-3)

  /// The most digits of a strip; the end mark follows them.
  static let steps = DigitStrips.digitCounts.upperBound + 1

  /// The lesson with `settings`.
  public init(_ settings: LessonSettings = Self.defaults) { self.settings = settings }

  /// The most digits of a strip and the end mark.
  public var mostQueries: Int? { Self.steps }

  /// The examples of an evaluation on the way, and of the last one.
  public var evaluationExamples: (onTheWay: Int, final: Int) { (200, 1_000) }

  /// What belongs on the screen about this choice of settings.
  public var facts: [Fact] {
    settings.mechanism == .none
      ? [.withoutAttention(.encoderState)] : [.handwrittenDigits(images: 1_797, side: 8)]
  }

  /// Images cannot be typed.
  public var abilities: Abilities { [.hasExamples, .forcesTeacher] }

  /// The model that reads columns instead of tokens.
  var model: SequenceModel {
    SequenceModel(
      sourceTokens: 1, targetTokens: DigitStrips.tokens, embedding: 32, units: settings.units,
      isBidirectional: true, mechanism: settings.mechanism, decoderState: settings.decoderState,
      heads: settings.heads, score: settings.score, isMasked: false,
      columnHeight: Self.window * DigitStrips.height)
  }

  private var stream: RandomStream { RandomStream(seed: settings.seed) }

  func heldOutExample(_ number: Int) -> DigitStripExample {
    DigitStrips.heldOut(stream("held out")(number))
  }

  /// The strip behind an input; one cannot be typed: the probe stays.
  func example(of input: Input) -> DigitStripExample {
    if case .example(let number) = input { return heldOutExample(number) }
    return DigitStrips.probe
  }

  /// The digits and the end mark after them, filled up with padding.
  static func target(_ example: DigitStripExample) -> [Int32] {
    let tokens = DigitStrips.encode(example.digits) + [DigitStrips.end]
    return tokens + [Int32](repeating: DigitStrips.padding, count: steps - tokens.count)
  }

  /// The columns that one position sees: its own and its two neighbours, so that a stroke has a
  /// direction.
  private static let window = 3

  /// A strip as the screen draws it.
  static func image(of example: DigitStripExample) -> InputImage {
    InputImage(
      height: DigitStrips.height, width: DigitStrips.width,
      pixels: (0..<DigitStrips.height).flatMap { row in example.columns.map { $0[row] } },
      window: window,
      parts: zip(example.digits, example.spans).map { .init("\($0)", columns: $1) })
  }

  /// The columns of strips as the input `columns` `[key, batch, embedding]`.
  static func set(_ player: Player, _ examples: [DigitStripExample]) {
    let height = DigitStrips.height
    player.withNumbers("columns") { target in
      for (row, example) in examples.enumerated() {
        for key in example.columns.indices {
          let start = (key * examples.count + row) * window * height
          for place in 0..<window {
            let column = key + place - window / 2
            for pixel in 0..<height {
              let isInside = example.columns.indices.contains(column)
              target[start + place * height + pixel] = isInside ? example.columns[column][pixel] : 0
            }
          }
        }
      }
    }
  }

  /// Takes a tenth of the pixels away and makes strips lighter or darker.
  ///
  /// There are 1,500 images to learn from: without this the model learns them by heart.
  private static func smudge(_ player: Player, _ stream: RandomStream, _ rows: Range<Int>) {
    player.withNumbers("columns") { columns in
      for (place, row) in rows.enumerated() {
        let own = stream(row)
        let strength = 0.75 + 0.5 * own("strength").unit()
        for key in 0..<DigitStrips.width {
          let width = window * DigitStrips.height
          let start = (key * rows.count + place) * width
          for pixel in 0..<width {
            let isKept = own.below(10, key * width + pixel) > 0
            columns[start + pixel] *= isKept ? strength : 0
          }
        }
      }
    }
  }

  /// What a trainer trains.
  public var objective: Objective {
    let (lesson, model) = (self, model)
    return Objective(
      batchSize: settings.batchSize,
      tape: { model.trainingTape(batch: $0, keys: DigitStrips.width, queries: Self.steps) },
      fill: { player, step, rows in
        let training = lesson.stream("training")(step)
        let batch = (0..<lesson.settings.batchSize).map { DigitStrips.training(training($0)) }
        let share = 1 / Float(batch.map { $0.digits.count + 1 }.reduce(0, +))
        let examples = Array(batch[rows])
        Self.set(player, examples)
        Self.smudge(player, lesson.stream("smudges")(step), rows)
        let targets = examples.map(Self.target)
        let width = rows.count
        func turned(_ value: (Int, Int) -> Int32) -> [Int32] {
          (0..<Self.steps).flatMap { query in (0..<width).map { value($0, query) } }
        }
        player.set("labels", positions: turned { targets[$0][$1] })
        player.set(
          "given", positions: turned { $1 == 0 ? DigitStrips.start : targets[$0][$1 - 1] })
        player.set(
          "share",
          (0..<Self.steps).flatMap { query in
            (0..<width).map { targets[$0][query] == DigitStrips.padding ? 0 : share }
          })
      },
      learningRate: fallingRate)
  }

  /// Whether its readers can leave out heads.
  public var hasHeads: Bool { settings.mechanism == .multihead }

  /// What leaves these heads out of a reading.
  public func leavingOut(_ heads: HeadsOff) -> [Intervention] { model.leavingOut(heads) }

  /// A reader that is bound to `weights`.
  public func reader(_ weights: ParameterMemory) -> any LessonReader {
    DigitsReader(self, weights)
  }
}

/// Reads strips with the current weights.
private final class DigitsReader: LessonReader {
  private let lesson: DigitsLesson
  private let reader: SequenceReader

  init(_ lesson: DigitsLesson, _ weights: ParameterMemory) {
    self.lesson = lesson
    reader = SequenceReader(lesson.model, weights: weights, start: DigitStrips.start)
  }

  private func read(
    _ examples: [DigitStripExample], forced: [[Int32]]? = nil
  ) -> [Transcript] {
    reader.read(
      rows: examples.count, keys: DigitStrips.width, length: DigitsLesson.steps, forced: forced
    ) { DigitsLesson.set($0, examples) }
  }

  func leaveOut(_ heads: HeadsOff) { reader.leaveOut(heads) }

  func headRoles(atMost inputs: Int) -> HeadRoles? {
    lesson.hasHeads ? HeadRoles(self, heldOut: min(32, inputs), .strips) : nil
  }

  func snapshot(of input: Input, at step: Int, teacherForcing: Bool) -> Snapshot {
    let example = lesson.example(of: input)
    let forced = teacherForcing ? [DigitsLesson.target(example)] : nil
    var transcript = read([example], forced: forced)[0]
    let count = transcript.tokens.firstIndex(of: DigitStrips.end) ?? transcript.tokens.count
    transcript.keepFirst(max(1, count))
    let expectations = example.expectations
    let written = transcript.tokens.enumerated().map { place, token in
      let expectation = place < expectations.count ? expectations[place] : nil
      return Written(
        token: DigitStrips.name(of: token), id: token,
        probability: transcript.probabilities[place], expectation: expectation,
        isOnTarget: PatternCount.isOnTarget(transcript.row(place), expectation))
    }
    let reading = Reading(
      source: example.text, target: example.text, text: DigitStrips.decode(transcript.tokens),
      written: written, image: DigitsLesson.image(of: example))
    let names = example.columns.indices.map { column in
      example.spans.firstIndex { $0.contains(column) }.map { "\(example.digits[$0])" } ?? " "
    }
    return Snapshot(
      step: step, reading: reading,
      attention: lesson.model.attention(
        in: transcript, queries: written.map(\.token), keys: names))
  }

  func evaluate(at step: Int, examples count: Int) -> Evaluation {
    var (exact, right, tokens) = (0, 0, 0)
    var pattern = PatternCount()
    let portion = 50
    for start in stride(from: 0, to: count, by: portion) {
      let examples = (start..<min(count, start + portion)).map(lesson.heldOutExample)
      for (example, transcript) in zip(examples, read(examples)) {
        let target = DigitsLesson.target(example).prefix(example.digits.count + 1)
        let hits = zip(transcript.judged, target).filter { $0 == $1 }.count
        right += hits
        tokens += target.count
        exact += hits == target.count ? 1 : 0
        for place in example.digits.indices {
          pattern.count(transcript.row(place) ?? [], example.expectations[place])
        }
      }
    }
    return Evaluation(
      step: step, accuracy: Double(right) / Double(max(1, tokens)),
      exactMatch: Double(exact) / Double(count), patternMatch: pattern.share, examples: count)
  }
}
