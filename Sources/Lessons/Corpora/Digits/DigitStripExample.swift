public import Snapshots

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
