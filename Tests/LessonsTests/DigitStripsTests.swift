import Lessons
import Snapshots
import Tensors
import Testing
import Training

/// The data of the digits lesson, against what scikit-learn and NumPy say of the same images.
struct DigitStripsTests {
  private static let training = (0..<2_000).map { DigitStrips.training(RandomStream(seed: 1)($0)) }
  private static let heldOut = (0..<1_000).map { DigitStrips.heldOut(RandomStream(seed: 1)($0)) }
  private static let all = training + heldOut + [DigitStrips.probe]

  @Test func theImagesAreThoseOfScikitLearn() {
    let images = DigitImages.all
    #expect(images.count == 1_797)
    #expect(images.allSatisfy { $0.pixels.count == 64 })
    let classes = (0..<10).map { digit in images.count { $0.digit == digit } }
    #expect(classes == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    let rowSums = (0..<8).map { row in
      images.reduce(0) { sum, image in
        sum + (0..<8).reduce(0) { $0 + Int(image[row: row, column: $1]) }
      }
    }
    #expect(rowSums == [65_530, 80_453, 65_129, 72_207, 73_737, 63_065, 71_636, 69_961])
    // Fowler, Noll and Vo's hash of all pixels and labels in order.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for image in images {
      for value in image.pixels + [UInt8(image.digit)] {
        hash = (hash ^ UInt64(value)) &* 0x100_0000_01b3
      }
    }
    #expect(hash == 0x7768_69cc_e379_5967)
  }

  @Test func theFirstImageIsAZero() {
    let image = DigitImages.all[0]
    let picture = (0..<8).map { row in
      String((0..<8).map { Array(" .:-=+*#%")[Int(image[row: row, column: $0]) / 2] })
    }
    #expect(image.digit == 0)
    #expect(
      picture == [
        "  :*=   ",
        "  *#+#: ",
        " .#. += ",
        " :*  == ",
        " :=  == ",
        " :+  *- ",
        " .#:+*  ",
        "  -*+   ",
      ])
  }

  @Test func imagesAreEitherTrainedOrHeldOut() {
    #expect(Set(DigitImages.training).isDisjoint(with: DigitImages.heldOut))
    #expect(DigitImages.training.count + DigitImages.heldOut.count == 1_797)
    #expect((270...330).contains(DigitImages.heldOut.count))
    // Every digit is held out, and from all over the file.
    for digit in 0..<10 {
      let count = DigitImages.heldOut.count { DigitImages.all[$0].digit == digit }
      #expect((20...45).contains(count), "\(digit)")
    }
    for tenth in 0..<10 {
      #expect(DigitImages.heldOut.count { $0 * 10 / 1_797 == tenth } > 15)
    }
  }

  @Test func stripsForTrainingHaveNoHeldOutImage() {
    var (trained, kept): (Set<Int>, Set<Int>) = ([], [])
    for seed in 1...2 {
      for number in 0..<3_000 {
        trained.formUnion(DigitStrips.training(RandomStream(seed: UInt64(seed))(number)).images)
        kept.formUnion(DigitStrips.heldOut(RandomStream(seed: UInt64(seed))(number)).images)
      }
    }
    // All of each side is used, and nothing of the other.
    #expect(trained == Set(DigitImages.training))
    #expect(kept == Set(DigitImages.heldOut))
    #expect(kept.isSuperset(of: DigitStrips.probe.images))
  }

  @Test func spansHoldTheImagesOfTheDigitsAndTheRestIsPaper() {
    for example in Self.all {
      #expect(example.columns.count == DigitStrips.width)
      #expect(example.columns.allSatisfy { $0.count == DigitStrips.height })
      #expect(DigitStrips.digitCounts.contains(example.digits.count))
      #expect(example.spans.count == example.digits.count)
      #expect(example.expectations == example.spans.map { .keys(Set($0)) })
      var paper = Set(0..<DigitStrips.width)
      var edge = 0
      for (place, span) in example.spans.enumerated() {
        let image = DigitImages.all[example.images[place]]
        #expect(image.digit == example.digits[place])
        #expect(span.count == 8 && span.lowerBound >= edge)
        edge = span.upperBound
        paper.subtract(span)
        for column in 0..<8 {
          let ink = example.columns[span.lowerBound + column].map { Int($0 * 16) }
          #expect(ink == (0..<8).map { Int(image.pixels[$0 * 8 + column]) })
        }
      }
      #expect(edge <= DigitStrips.width)
      #expect(paper.allSatisfy { example.columns[$0].allSatisfy { $0 == 0 } })
    }
  }

  @Test func digitsStandAtRandomPlaces() {
    for count in DigitStrips.digitCounts {
      let examples = Self.training.filter { $0.digits.count == count }
      #expect(examples.count > 550)
      let slack = DigitStrips.width - 8 * count
      for place in 0..<count {
        let starts = Set(examples.map { $0.spans[place].lowerBound })
        #expect(starts.isSubset(of: Set(8 * place...8 * place + slack)))
        #expect(starts.count > slack * 2 / 3)
      }
    }
    #expect(Set(Self.training.map { $0.digits[0] }).count == 10)
  }

  @Test func theNumberOfDigitsCanBeChosen() {
    for number in 0..<100 {
      let stream = RandomStream(seed: 3)(number)
      #expect(DigitStrips.training(stream, digits: 5...5).digits.count == 5)
      #expect((1...7).contains(DigitStrips.heldOut(stream, digits: 1...7).digits.count))
    }
  }

  @Test func anExampleIsAFunctionOfItsStream() {
    for number in 0..<50 {
      let stream = RandomStream(seed: 7)(number)
      #expect(DigitStrips.training(stream) == DigitStrips.training(stream))
      #expect(DigitStrips.heldOut(stream) == DigitStrips.heldOut(stream))
    }
    let sevens = (0..<50).map { DigitStrips.training(RandomStream(seed: 7)($0)) }
    #expect(sevens != (0..<50).map { DigitStrips.training(RandomStream(seed: 8)($0)) })
    #expect(Set(sevens).count == 50)
  }

  @Test func digitsAreWrittenAndReadBack() {
    #expect(DigitStrips.probe.text == "31415")
    #expect(Set(DigitStrips.probe.images).count == 5)
    #expect(DigitStrips.encode([0, 9]) == [3, 12])
    for example in Self.all.prefix(100) {
      let ids = DigitStrips.encode(example.digits)
      #expect(DigitStrips.decode(ids + [DigitStrips.end, 5]) == example.text)
    }
    #expect(DigitStrips.decode([DigitStrips.start, 3, DigitStrips.padding, -1, 13, 12]) == "09")
    #expect(DigitStrips.tokens == 13)
  }
}
