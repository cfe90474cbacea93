public import Tensors

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
