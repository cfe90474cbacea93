public import Subjects
public import Tensors

/// The pairs that a user brings: a source and a target a line, with a tab between them.
///
/// What is accepted: UTF-8 with or without a byte-order mark, LF or CRLF at the ends of lines, blank
/// lines anywhere. Quotes and backslashes are plain text. Everything else is an error that names
/// the line: a row that was guessed would be learned.
public struct Pairs: Sendable {
  /// One row.
  public struct Row: Hashable, Sendable {
    /// Its line in the file, from 1.
    public let line: Int
    /// What is read.
    public let source: String
    /// What should be written.
    public let target: String

    /// A row of a line.
    public init(line: Int, source: String, target: String) {
      self.line = line
      self.source = source
      self.target = target
    }
  }

  /// The id of what fills up a short row; it is masked and never drawn.
  public static let padding: Int32 = 0
  /// The id of a symbol that no row has, or that is too rare for one of its own.
  public static let unknown: Int32 = 1
  /// What a person sees in place of an unknown symbol.
  public static let unknownMark = "?"
  /// The id that a decoder is given before the first symbol.
  public static let start: Int32 = 1
  /// The id of the end mark, which a decoder writes after the last symbol.
  public static let end: Int32 = 2

  /// The most bytes of a file.
  public static let maximumBytes = 8 << 20
  /// The most bytes of a line, without its end.
  public static let maximumLineBytes = 1 << 16
  /// The most rows.
  public static let maximumRows = 200_000
  /// The most symbols of a source, and of a target: the attention of a row has at most 256 × 256.
  public static let maximumLength = 256
  /// The fewest rows of which some are kept from training.
  public static let fewestRowsToSplit = 10

  /// What of a source is read one by one.
  public let sourceUnit: TextUnit
  /// What of a target is written one by one.
  public let targetUnit: TextUnit
  /// All rows in the order of the file; none where only a run's vocabulary is known.
  public let rows: [Row]
  /// The rows to train with.
  public let training: [Row]
  /// The sources kept from training, each once, by their bytes; all if `isSplit` is false.
  ///
  /// Of several targets of a source the most frequent one counts, of these the one with the smallest
  /// bytes: nothing here depends on the order of the file.
  public let heldOut: [Row]
  /// Whether rows were kept from training; no source is on both sides then.
  public let isSplit: Bool
  /// The symbols of all sources.
  public let sources: Vocabulary
  /// The symbols of all targets.
  public let targets: Vocabulary
  /// The symbols of the longest source.
  public let sourceLength: Int
  /// The symbols of the longest target, without an end mark.
  public let targetLength: Int
  /// The line of the longest target.
  let longestTargetLine: Int
  /// What was left out of the file or is odd about it, as sentences.
  public let notes: [PairsNote]

  /// The pairs of a file's bytes, both sides read by the same unit.
  ///
  /// - Throws: where the first row is that cannot be used, what is there and what was expected.
  public init(tsv bytes: [UInt8], unit: TextUnit = .characters) throws(PairsError) {
    try self.init(tsv: bytes, source: unit, target: unit)
  }

  /// The pairs of a file's bytes.
  ///
  /// - Throws: where the first row is that cannot be used, what is there and what was expected.
  public init(tsv bytes: [UInt8], source: TextUnit, target: TextUnit) throws(PairsError) {
    var reader = PairsReader(source: source, target: target)
    try reader.read(bytes)
    guard !reader.rows.isEmpty else { throw .noRows(lines: reader.line) }
    (sourceUnit, targetUnit) = (source, target)
    rows = reader.rows
    sources = Vocabulary(reader.sources.counts)
    targets = Vocabulary(reader.targets.counts)
    sourceLength = reader.sources.length
    targetLength = reader.targets.length
    longestTargetLine = reader.targets.longestLine
    let split = PairsSplit(rows, source)
    (isSplit, training, heldOut) = (split.isSplit, split.training, split.heldOut)
    notes = Self.notes(
      split, source, target, sources, targets, thirdColumns: reader.thirdColumns)
  }

  /// The sides of a run that is only read from: its vocabularies and greatest lengths, no rows.
  public init(
    source: TextUnit, target: TextUnit, sources: Vocabulary, targets: Vocabulary, sourceLength: Int,
    targetLength: Int
  ) {
    (sourceUnit, targetUnit) = (source, target)
    (self.sources, self.targets) = (sources, targets)
    (self.sourceLength, self.targetLength) = (sourceLength, targetLength)
    (rows, training, heldOut, isSplit) = ([], [], [], false)
    (longestTargetLine, notes) = (0, [])
  }

  /// The training row of `stream`.
  public func trainingRow(_ stream: RandomStream) -> Row {
    training[stream.below(training.count)]
  }

  /// The symbols of a source or of a typed text, one by one, as a person reads them.
  public func symbols(_ text: String) -> [String] { Self.symbols(text, sourceUnit) }

  /// The ids of a source's or of a typed text's symbols, with `unknown` for what has none.
  public func encode(_ text: String) -> [Int32] {
    symbols(text).map { sources.id(of: $0) ?? Self.unknown }
  }

  /// The positions in `text` of symbols that have no id.
  public func unknownPositions(_ text: String) -> Set<Int> {
    Set(encode(text).enumerated().filter { $0.element == Self.unknown }.map(\.offset))
  }

  /// The ids of a row's target, without an end mark, with `unknown` for what is too rare.
  public func encode(target: String) -> [Int32] {
    Self.symbols(target, targetUnit).map { targets.id(of: $0) ?? Self.unknown }
  }

  /// The text of a target's ids up to the end mark; padding and start have none.
  public func decode(_ ids: [Int32]) -> String {
    ids.prefix { $0 != Self.end }
      .compactMap { id in
        // A model whose targets are all known has no unknown: it is the start mark, which has no text.
        id == Self.unknown && targets.leftOut > 0 ? Self.unknownMark : targets.symbol(of: id)
      }
      .joined(separator: targetUnit == .words ? " " : "")
  }

  // MARK: Splitting

  static func symbols(_ text: String, _ unit: TextUnit) -> [String] {
    switch unit {
    case .characters: text.map { String($0) }
    case .words:
      // Scalar by scalar: a combining mark after a space would take the space with it.
      text.unicodeScalars.split(whereSeparator: isWhiteSpace).map { String($0) }
    }
  }

  /// Whether a scalar separates words.
  static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar == " " || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
  }
}
