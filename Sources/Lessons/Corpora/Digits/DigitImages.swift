import Tensors

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
