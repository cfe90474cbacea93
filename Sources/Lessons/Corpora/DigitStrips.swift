public import Snapshots
public import Tensors

/// A handwritten digit: 8 × 8 pixels and what it shows.
public struct DigitImage: Hashable, Sendable {
  /// The pixels, row by row from the top left: 0 is paper, 16 is ink.
  public let pixels: [UInt8]
  /// The digit that it shows: 0 … 9.
  public let digit: Int

  /// The pixel in a row from the top and a column from the left.
  public subscript(row row: Int, column column: Int) -> UInt8 {
    pixels[row * DigitImages.side + column]
  }
}

/// The 1,797 handwritten digits that scikit-learn comes with, complete and in their order.
public enum DigitImages {
  /// The rows and the columns of an image.
  public static let side = 8
  /// The value of a pixel that is all ink.
  public static let ink: UInt8 = 16

  /// All images.
  public static let all = decoded()

  /// The images that strips for training are made of.
  public static let training = all.indices.filter { !isHeldOut($0) }

  /// The images that held-out strips are made of.
  public static let heldOut = all.indices.filter(isHeldOut)

  /// Whether an image, about one in six, is kept from training; no seed changes the choice.
  ///
  /// Not the last ones of the file, which other people wrote than the first: what is measured would
  /// be how well one reads a hand never seen before. A small network that misreads 2 % of an even
  /// choice misreads 9 % of the last 297 images. So the people are the same on both sides, and
  /// only the images differ.
  public static func isHeldOut(_ image: Int) -> Bool { lots.below(6, image) == 0 }

  private static let lots = RandomStream(seed: 1)("held-out digits")

  private static func decoded() -> [DigitImage] {
    var values = [UInt8?](repeating: nil, count: 256)
    for (value, symbol) in DigitImagesData.alphabet.utf8.enumerated() {
      values[Int(symbol)] = UInt8(value)
    }
    let base = DigitImagesData.alphabet.utf8.count
    // What is not in the alphabet is the end of a line.
    let symbols = DigitImagesData.text.utf8.compactMap { values[Int($0)] }.map(Int.init)
    let (perImage, pixels) = (44, side * side)
    precondition(symbols.count.isMultiple(of: perImage), "an image is incomplete")
    return stride(from: 0, to: symbols.count, by: perImage).map { first in
      let numbers = stride(from: first, to: first + perImage, by: 2).flatMap { place in
        let three = symbols[place] * base + symbols[place + 1]
        return [three / 289, three / 17 % 17, three % 17]
      }
      return DigitImage(pixels: numbers.prefix(pixels).map(UInt8.init), digit: numbers[pixels])
    }
  }
}

/// Handwritten digits side by side, with paper between them.
public struct DigitStripExample: Hashable, Sendable {
  /// The columns of the strip from left to right, each from top to bottom: 0 is paper, 1 is ink.
  public let columns: [[Float]]
  /// What is written, from left to right.
  public let digits: [Int]
  /// The columns of each digit's image.
  public let spans: [Range<Int>]
  /// The images, by their place in `DigitImages.all`.
  public let images: [Int]

  /// The strip with `images` whose left edges are at `starts`, in order and without overlap.
  public init(images: [Int], starts: [Int]) {
    precondition(images.count == starts.count, "an edge for every image")
    spans = starts.map { $0..<($0 + DigitImages.side) }
    precondition(
      zip(spans, spans.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
        && spans.allSatisfy { (0..<DigitStrips.width).contains($0) },
      "digits may not overlap or leave the strip")
    self.images = images
    digits = images.map { DigitImages.all[$0].digit }
    let paper = [Float](repeating: 0, count: DigitImages.side)
    var columns = [[Float]](repeating: paper, count: DigitStrips.width)
    for (image, span) in zip(images, spans) {
      let pixels = DigitImages.all[image]
      for (column, place) in span.enumerated() {
        columns[place] = (0..<DigitImages.side).map { row in
          Float(pixels[row: row, column: column]) / Float(DigitImages.ink)
        }
      }
    }
    self.columns = columns
  }

  /// Where each digit should be read: in the columns of its image.
  public var expectations: [Expectation] { spans.map { .keys(Set($0)) } }

  /// What is written, as text: `31415`.
  public var text: String { digits.map(String.init).joined() }
}

/// The data of the digits lesson: strips of handwritten digits to be read from left to right.
///
/// Every example is a function of a stream alone, so that any step can be repeated.
/// An image is either for training or held out. All strips are equally wide, so none is padded:
/// what the digits leave is paper, in gaps of random widths.
public enum DigitStrips {
  /// The columns of a strip.
  public static let width = 56
  /// The pixels of a column.
  public static let height = DigitImages.side
  /// How many digits a strip has.
  public static let digitCounts = 4...6

  /// The id of what fills up a short target; it is masked.
  public static let padding: Int32 = 0
  /// The id that a decoder is given before the first digit.
  public static let start: Int32 = 1
  /// The id of the end mark, which a decoder writes after the last digit.
  public static let end: Int32 = 2
  /// The number of ids of a target: a digit's id is the digit plus 3.
  public static let tokens = 13

  /// The training example of `stream`, with a number of digits from `counts`.
  public static func training(
    _ stream: RandomStream, digits counts: ClosedRange<Int> = digitCounts
  ) -> DigitStripExample {
    example(stream, counts, of: DigitImages.training)
  }

  /// The held-out example of `stream`, of images that no training example has.
  public static func heldOut(
    _ stream: RandomStream, digits counts: ClosedRange<Int> = digitCounts
  ) -> DigitStripExample {
    example(stream, counts, of: DigitImages.heldOut)
  }

  /// The strip that the screen shows: 31415, the same for every seed, of held-out images.
  public static let probe: DigitStripExample = {
    var left = DigitImages.heldOut
    let images = [3, 1, 4, 1, 5].map { digit in
      guard let place = left.firstIndex(where: { DigitImages.all[$0].digit == digit }) else {
        fatalError("no held-out image shows \(digit)")
      }
      return left.remove(at: place)
    }
    return DigitStripExample(images: images, starts: [2, 12, 21, 36, 46])
  }()

  /// The ids of digits, without an end mark.
  public static func encode(_ digits: [Int]) -> [Int32] { digits.map { Int32($0) + 3 } }

  /// The text of ids up to the end mark; padding and start have none.
  public static func decode(_ ids: [Int32]) -> String {
    ids.prefix { $0 != end }.filter { (3...12).contains($0) }.map { String($0 - 3) }.joined()
  }

  /// A token as a person reads it; what is no digit has a sign.
  static func name(of token: Int32) -> String {
    let text = decode([token])
    return text.isEmpty ? "∅" : text
  }

  private static func example(
    _ stream: RandomStream, _ counts: ClosedRange<Int>, of choice: [Int]
  ) -> DigitStripExample {
    precondition(
      counts.lowerBound > 0 && counts.upperBound * DigitImages.side <= width,
      "\(counts) digits do not fit into \(width) columns")
    let count = counts.lowerBound + stream("count").below(counts.count)
    let images = (0..<count).map { choice[stream("image").below(choice.count, $0)] }
    // How much paper lies to the left of each digit, in all.
    let paper = width - count * DigitImages.side
    let gaps = (0..<count).map { stream("gap").below(paper + 1, $0) }.sorted()
    let starts = gaps.enumerated().map { place, gap in gap + place * DigitImages.side }
    return DigitStripExample(images: images, starts: starts)
  }
}
