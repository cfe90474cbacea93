public import Subjects

/// The pairs that a lesson trains on instead of its own data, and the file that they came from.
public struct LessonData: Sendable {
  /// The rows, already split into training and held-out ones.
  public let pairs: Pairs
  /// Where the file was found; a resumed run looks for it there.
  public let path: String
  /// The hash of the file's bytes, in hexadecimal: other bytes are another run.
  public let sha256: String
  /// The labels that a kept run has; nil where they are those of the rows.
  public let labels: [String]?

  /// Pairs that were read from the file at `path`.
  public init(_ pairs: Pairs, path: String, sha256: String, labels: [String]? = nil) {
    self.labels = labels
    self.pairs = pairs
    self.path = path
    self.sha256 = sha256
  }

  /// The most scores of a batch: one for each target symbol at each position, 256 MB of them.
  static let maximumScores = 1 << 26

  /// Checks that the scores of a batch have room in memory.
  public func check(batchSize: Int) throws(PairsError) {
    let row = (pairs.targetLength + 1) * pairs.targets.tokens
    guard row * batchSize > Self.maximumScores else { return }
    throw .tooManyScores(
      line: pairs.longestTargetLine, symbols: pairs.targetLength,
      vocabulary: pairs.targets.symbols.count, batchSize: Self.maximumScores / row)
  }

  /// The name of the file.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// What belongs on the screen about the data.
  var fact: Fact {
    .pairs(
      file: name, source: pairs.sourceUnit, target: pairs.targetUnit,
      training: (pairs.isSplit ? pairs.training : pairs.rows).count,
      heldOut: pairs.isSplit ? pairs.heldOut.count : nil)
  }
}

extension TextUnit {
  /// The unit that suits a side of a file of pairs: words where it has sentences, else characters.
  ///
  /// A sentence is what has spaces and, on the average, more than 40 characters; characters would
  /// make its map wider than any screen. Each side is looked at by itself: Chinese has no spaces.
  public static func fitting(_ bytes: [UInt8], _ side: PairSide) -> TextUnit {
    var (rows, characters, spaced) = (0, 0, 0)
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      let text =
        side == .source
        ? line[..<tab] : line[(tab + 1)...].prefix { $0 != UInt8(ascii: "\t") }
      rows += 1
      // The bytes that begin a scalar; accents on their own do not matter to an average.
      characters += text.count { $0 & 0xc0 != 0x80 }
      spaced += text.contains(UInt8(ascii: " ")) ? 1 : 0
    }
    return characters > 40 * rows && 2 * spaced > rows ? .words : .characters
  }
}
