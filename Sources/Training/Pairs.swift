public import Tensors

/// The pairs that a user brings: a source and a target a line, with a tab between them.
///
/// What is accepted: UTF-8 with or without a byte-order mark, LF or CRLF at the ends of lines, blank
/// lines anywhere. Quotes and backslashes are plain text. Everything else is an error that names
/// the line: a row that was guessed would be learned.
public struct Pairs: Sendable {
  /// What a model reads and writes one by one.
  public enum Unit: String, CaseIterable, Hashable, Sendable {
    /// A character as a person sees it, with its accents: a grapheme cluster.
    case characters
    /// What white space separates.
    case words
  }

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

  /// The symbols of one side, each with an id.
  public struct Vocabulary: Hashable, Sendable {
    /// The symbols in their order; a symbol's id is its place here plus 3.
    public let symbols: [String]
    private let ids: [String: Int32]

    /// A vocabulary of different symbols, which are sorted.
    init(_ symbols: Set<String>) {
      self.symbols = symbols.sorted()
      ids = Dictionary(uniqueKeysWithValues: zip(self.symbols, 3...))
    }

    /// The number of ids, with padding, start or unknown, and end.
    public var tokens: Int { symbols.count + 3 }

    /// The id of a symbol; nil if no row has it.
    public func id(of symbol: String) -> Int32? { ids[symbol] }

    /// The symbol of an id; nil for padding, start or unknown, and end.
    public func symbol(of id: Int32) -> String? {
      let place = Int(id) - 3
      return symbols.indices.contains(place) ? symbols[place] : nil
    }
  }

  /// The id of what fills up a short row; it is masked and never drawn.
  public static let padding: Int32 = 0
  /// The id of a source symbol that no row has.
  public static let unknown: Int32 = 1
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
  /// The most different symbols of a side: each needs an embedding and a place in the softmax.
  public static let maximumVocabulary = 20_000
  /// The fewest rows of which some are kept from training.
  public static let fewestRowsToSplit = 10

  /// What is read and written one by one.
  public let unit: Unit
  /// All rows in the order of the file.
  public let rows: [Row]
  /// The rows to train with.
  public let training: [Row]
  /// The rows kept from training; all rows if `isSplit` is false.
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

  /// The pairs of a file's bytes.
  ///
  /// - Throws: where the first row is that cannot be used, what is there and what was expected.
  public init(tsv bytes: [UInt8], unit: Unit = .characters) throws(PairsError) {
    var reader = PairsReader(unit: unit)
    try reader.read(bytes)
    guard !reader.rows.isEmpty else { throw .noRows(lines: reader.line) }
    for side in [reader.sources, reader.targets] where side.symbols.count > Self.maximumVocabulary {
      throw .tooManyDifferentSymbols(side.side, found: side.symbols.count, unit: unit)
    }
    self.unit = unit
    rows = reader.rows
    sources = Vocabulary(reader.sources.symbols)
    targets = Vocabulary(reader.targets.symbols)
    sourceLength = reader.sources.length
    targetLength = reader.targets.length
    longestTargetLine = reader.targets.longestLine
    let isKept = Self.isHeldOut(rows, unit)
    isSplit = isKept.contains(true)
    training = isSplit ? zip(rows, isKept).filter { !$1 }.map(\.0) : rows
    heldOut = isSplit ? zip(rows, isKept).filter { $1 }.map(\.0) : rows
  }

  /// What to know about the split, as a sentence; nil where some rows are kept from training.
  public var note: String? {
    guard !isSplit else { return nil }
    let count = rows.count == 1 ? "1 row is" : "\(rows.count) rows are"
    return rows.count < Self.fewestRowsToSplit
      ? "\(count) too few to keep any from training: held-out values are of the rows trained with"
      : "all \(rows.count) rows have the same source: held-out values are of the rows trained with"
  }

  /// The training row of `stream`.
  public func trainingRow(_ stream: RandomStream) -> Row {
    training[stream.below(training.count)]
  }

  /// The held-out row of a number, which may be any: after the last row the first comes again.
  public func heldOutRow(_ number: Int) -> Row {
    let rest = number % heldOut.count
    return heldOut[rest < 0 ? rest + heldOut.count : rest]
  }

  /// The symbols of a text, one by one, as a person reads them.
  public func symbols(_ text: String) -> [String] { Self.symbols(text, unit) }

  /// The ids of a source's or of a typed text's symbols, with `unknown` for what no row has.
  public func encode(_ text: String) -> [Int32] {
    symbols(text).map { sources.id(of: $0) ?? Self.unknown }
  }

  /// The positions in `text` of symbols that no row's source has.
  public func unknownPositions(_ text: String) -> Set<Int> {
    Set(encode(text).enumerated().filter { $0.element == Self.unknown }.map(\.offset))
  }

  /// The ids of a row's target, without an end mark.
  public func encode(target: String) -> [Int32] {
    symbols(target).map { symbol in
      guard let id = targets.id(of: symbol) else {
        fatalError("no target has the symbol \(symbol)")
      }
      return id
    }
  }

  /// The text of a target's ids up to the end mark; padding and start have none.
  public func decode(_ ids: [Int32]) -> String {
    ids.prefix { $0 != Self.end }.compactMap(targets.symbol(of:))
      .joined(separator: unit == .words ? " " : "")
  }

  // MARK: Splitting

  static func symbols(_ text: String, _ unit: Unit) -> [String] {
    switch unit {
    case .characters: text.map { String($0) }
    case .words:
      // Scalar by scalar: a combining mark after a space would take the space with it.
      text.unicodeScalars.split(whereSeparator: isWhiteSpace).map { String($0) }
    }
  }

  /// Whether a scalar separates words.
  fileprivate static func isWhiteSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar == " " || (9...13).contains(scalar.value) : scalar.properties.isWhitespace
  }

  private static let lots = RandomStream(seed: 1)("held-out pairs")

  /// Whether each row is kept from training: a tenth of the different sources, at least one.
  ///
  /// Sources and not rows, because a source with two targets would be on both sides. Kept are those
  /// with the smallest hashes, so no seed changes the choice.
  private static func isHeldOut(_ rows: [Row], _ unit: Unit) -> [Bool] {
    // What a model cannot tell apart is one source: the same words with other white space, and
    // the same characters composed in another way, which Swift's strings do not tell apart either.
    var places: [String: Int] = [:]
    var sources: [(lot: UInt64, text: String)] = []
    let sourceOfRow = rows.map { row in
      let text =
        unit == .words ? symbols(row.source, unit).joined(separator: " ") : row.source
      if let place = places[text] { return place }
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      sources.append((lots.bits(Int(truncatingIfNeeded: hash)), text))
      places[text] = sources.count - 1
      return sources.count - 1
    }
    var isKept = [Bool](repeating: false, count: sources.count)
    if rows.count >= fewestRowsToSplit, sources.count > 1 {
      let order = sources.indices.sorted { sources[$0] < sources[$1] }
      for place in order.prefix(max(1, sources.count / 10)) { isKept[place] = true }
    }
    return sourceOfRow.map { isKept[$0] }
  }
}

/// Reads rows line by line and stops at the first that is malformed.
private struct PairsReader {
  let unit: Pairs.Unit
  private(set) var rows: [Pairs.Row] = []
  private(set) var sources = PairsSide(side: .source)
  private(set) var targets = PairsSide(side: .target)
  /// The lines so far.
  private(set) var line = 0

  init(unit: Pairs.Unit) { self.unit = unit }

  mutating func read(_ bytes: [UInt8]) throws(PairsError) {
    guard bytes.count <= Pairs.maximumBytes else { throw .tooManyBytes(found: bytes.count) }
    // A byte-order mark is not part of the first word.
    var first = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while first < bytes.count {
      let end = bytes[first...].firstIndex(of: .lineFeed) ?? bytes.count
      line += 1
      try read(line: bytes[first..<end])
      first = end + 1
    }
  }

  private mutating func read(line bytes: ArraySlice<UInt8>) throws(PairsError) {
    let text = bytes.last == .carriageReturn ? bytes.dropLast() : bytes
    guard !text.allSatisfy({ $0 == .space }) else { return }
    guard text.count <= Pairs.maximumLineBytes else {
      throw .lineTooLong(line: line, bytes: text.count)
    }
    // What is no text at all comes before what is not in two columns: it says more.
    // Of two faults the first: a NUL after what is not UTF-8 is half a character of UTF-16.
    let (nul, invalid) = (text.firstIndex(of: 0), firstInvalid(text))
    if let nul, nul < invalid ?? text.endIndex {
      throw .nul(line: line, byte: nul - text.startIndex + 1)
    }
    if let invalid {
      throw .notUTF8(line: line, byte: invalid - text.startIndex + 1, value: text[invalid])
    }
    if let place = text.firstIndex(of: .carriageReturn) {
      throw .carriageReturn(line: line, byte: place - text.startIndex + 1)
    }
    guard let tab = text.firstIndex(of: .tab) else { throw .noTab(line: line) }
    let tabs = text.count { $0 == .tab }
    guard tabs == 1 else { throw .tooManyTabs(line: line, found: tabs) }
    guard rows.count < Pairs.maximumRows else { throw .tooManyRows(line: line) }
    // Cut as bytes: a combining mark after the tab belongs to the target.
    let source = String(decoding: text[..<tab], as: UTF8.self)
    let target = String(decoding: text[(tab + 1)...], as: UTF8.self)
    try sources.collect(source, unit, line: line)
    try targets.collect(target, unit, line: line)
    rows.append(Pairs.Row(line: line, source: source, target: target))
  }

  /// The first byte that does not belong to well-formed UTF-8 (Unicode 16, table 3-7).
  ///
  /// Surrogates, overlong forms and what lies beyond U+10FFFF are not well-formed.
  private func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int? {
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let (more, second): (Int, ClosedRange<UInt8>) =
        switch bytes[place] {
        case 0x00...0x7f: (0, 0x80...0xbf)
        case 0xc2...0xdf: (1, 0x80...0xbf)
        case 0xe0: (2, 0xa0...0xbf)
        case 0xed: (2, 0x80...0x9f)
        case 0xe1...0xef: (2, 0x80...0xbf)
        case 0xf0: (3, 0x90...0xbf)
        case 0xf1...0xf3: (3, 0x80...0xbf)
        case 0xf4: (3, 0x80...0x8f)
        default: (-1, 0x80...0xbf)
        }
      guard more >= 0, bytes.endIndex - place > more else { return place }
      let rest = bytes[(place + 1)..<(place + 1 + more)]
      guard rest.allSatisfy({ (0x80...0xbf).contains($0) }), rest.first.map(second.contains) ?? true
      else { return place }
      place += more + 1
    }
    return nil
  }
}

/// What one side of the rows has had so far.
private struct PairsSide {
  let side: PairsError.Side
  /// The different symbols.
  private(set) var symbols: Set<String> = []
  /// The most symbols of a row.
  private(set) var length = 0
  /// The line of the row that has the most.
  private(set) var longestLine = 0

  init(side: PairsError.Side) { self.side = side }

  /// Adds the symbols of a row's side.
  mutating func collect(
    _ text: String, _ unit: Pairs.Unit, line: Int
  ) throws(PairsError) {
    guard !text.unicodeScalars.allSatisfy(Pairs.isWhiteSpace) else {
      throw .empty(side, line: line)
    }
    let found = Pairs.symbols(text, unit)
    guard found.count <= Pairs.maximumLength else {
      throw .tooLong(side, line: line, found: found.count, unit: unit)
    }
    symbols.formUnion(found)
    if found.count > length { (length, longestLine) = (found.count, line) }
  }
}

extension UInt8 {
  fileprivate static let tab = UInt8(ascii: "\t")
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate static let space = UInt8(ascii: " ")
}
