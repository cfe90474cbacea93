public import Snapshots
public import Subjects
import Tensors
public import Training

/// Strips of handwritten digits, read column by column.
///
/// The first method comes from image captioning; here its features are the columns of an image, and
/// the decoder writes a digit a step.
public struct DigitsCorpus: Corpus {
  private let stream: RandomStream

  /// The strips of a seed.
  public init(seed: UInt64) { stream = RandomStream(seed: seed) }

  /// The columns that one position sees: its own and its two neighbours, so that a stroke has a
  /// direction.
  private static let window = 3

  /// A text.
  public let answer = Answer.text
  /// A position is a column, not a token.
  public let sourceTokens = 1
  /// The pixels of the columns that a position sees.
  public let columnHeight: Int? = window * DigitStrips.height
  /// The number of ids of a target.
  public let targetTokens = DigitStrips.tokens
  /// Every strip; the most digits and the end mark.
  public let longest = Padding(
    keys: DigitStrips.width, queries: DigitStrips.digitCounts.upperBound + 1)
  /// Something is written at every position, the end mark after the last digit.
  public let marks = Marks(start: DigitStrips.start, end: DigitStrips.end)
  /// Held-out strips.
  public let declared = DeclaredInputs(32, .strips)
  /// Where the digits come from.
  public let facts: [Fact] = [.handwrittenDigits(images: 1_797, side: 8)]

  /// The sample in a row of a step's batch.
  public func trainingSample(step: Int, row: Int) -> Sample {
    let strip = DigitStrips.training(stream("training")(step)(row))
    return sample(strip, Self.smudged(Self.columns(strip), stream("smudges")(step)(row)))
  }

  /// The digits and the end mark after them, filled up with padding; what fills up is not counted.
  private func sample(_ strip: DigitStripExample, _ columns: [[Float]]) -> Sample {
    let tokens = DigitStrips.encode(strip.digits) + [DigitStrips.end]
    let padding = [Int32](
      repeating: DigitStrips.padding, count: longest.queries - tokens.count)
    return Sample(.columns(columns), target: tokens + padding, counted: tokens.indices)
  }

  /// The columns of a strip, each with its neighbours.
  private static func columns(_ strip: DigitStripExample) -> [[Float]] {
    let paper = [Float](repeating: 0, count: DigitStrips.height)
    return strip.columns.indices.map { key in
      (0..<window).flatMap { place -> [Float] in
        let column = key + place - window / 2
        return strip.columns.indices.contains(column) ? strip.columns[column] : paper
      }
    }
  }

  /// Takes a tenth of the pixels away and makes a strip lighter or darker.
  ///
  /// There are 1,500 images to learn from: without this the model learns them by heart.
  private static func smudged(_ columns: [[Float]], _ lots: RandomStream) -> [[Float]] {
    let strength = 0.75 + 0.5 * lots("strength").unit()
    return columns.enumerated().map { key, column in
      column.enumerated().map { pixel, ink in
        let isKept = lots.below(10, key * column.count + pixel) > 0
        return ink * (isKept ? strength : 0)
      }
    }
  }

  /// What an input stands for; a strip cannot be typed: the lesson's own stays.
  public func example(of input: Input) -> Example {
    var strip = DigitStrips.probe
    if case .example(let number) = input {
      strip = DigitStrips.heldOut(stream("held out")(number))
    }
    let names = strip.columns.indices.map { column in
      strip.spans.firstIndex { $0.contains(column) }.map { "\(strip.digits[$0])" } ?? " "
    }
    return Example(
      sample(strip, Self.columns(strip)), text: strip.text, symbols: names, answer: strip.text,
      expectations: strip.expectations, image: Self.image(of: strip))
  }

  /// A strip as the screen draws it.
  private static func image(of strip: DigitStripExample) -> InputImage {
    InputImage(
      height: DigitStrips.height, width: DigitStrips.width,
      pixels: (0..<DigitStrips.height).flatMap { row in strip.columns.map { $0[row] } },
      window: window,
      parts: zip(strip.digits, strip.spans).map { .init("\($0)", columns: $1) })
  }

  /// A digit.
  public func name(of token: Int32) -> String { DigitStrips.name(of: token) }
  /// The digits up to the end mark.
  public func text(of tokens: [Int32]) -> String { DigitStrips.decode(tokens) }
}
