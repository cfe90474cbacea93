public import Subjects

/// Why pairs cannot be used; the description is the sentence a person reads.
///
/// It holds no text of the file, so it can be shown as it is. The file's name is for the caller to
/// put in front.
public enum PairsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file has more bytes than `Pairs.maximumBytes`.
  case tooManyBytes(found: Int)
  /// The file has more rows than `Pairs.maximumRows`; the first too many is at the line.
  case tooManyRows(line: Int)
  /// The file has no row.
  case noRows(lines: Int)
  /// A line has more bytes than `Pairs.maximumLineBytes`.
  case lineTooLong(line: Int, bytes: Int)
  /// A line has a NUL at a byte, counted from 1.
  case nul(line: Int, byte: Int)
  /// A line is not UTF-8 from a byte on, counted from 1.
  case notUTF8(line: Int, byte: Int, value: UInt8)
  /// A line has a carriage return at a byte, counted from 1, that does not end it.
  case carriageReturn(line: Int, byte: Int)
  /// A line has no tab.
  case noTab(line: Int)
  /// A line has more than two tabs.
  case tooManyTabs(line: Int, found: Int)
  /// A line has two columns where the first row has three, or the other way round.
  case otherColumns(line: Int, found: Int, first: Int)
  /// A side of a row is empty, or nothing but white space.
  case empty(PairSide, line: Int)
  /// A side of a row has more symbols than `Pairs.maximumLength`.
  case tooLong(PairSide, line: Int, found: Int, unit: TextUnit)
  /// A batch's targets, padded to the longest, have more scores than memory should hold.
  case tooManyScores(line: Int, symbols: Int, vocabulary: Int, batchSize: Int)
  /// A line has one label more than `PairsCorpus.maximumLabels`.
  case tooManyLabels(line: Int)
  /// All rows have the same label.
  case oneLabel

  /// The line that the error is about, from 1; nil if it is about the whole file.
  public var line: Int? {
    switch self {
    case .tooManyBytes, .noRows, .oneLabel: nil
    case .tooManyRows(let line), .lineTooLong(let line, _), .nul(let line, _),
      .notUTF8(let line, _, _), .carriageReturn(let line, _), .noTab(let line),
      .tooManyTabs(let line, _), .otherColumns(let line, _, _), .empty(_, let line),
      .tooLong(_, let line, _, _),
      .tooManyScores(let line, _, _, _), .tooManyLabels(let line):
      line
    }
  }

  /// One sentence: where, what was found, what was expected, what to try.
  public var description: String {
    (line.map { "line \($0): " } ?? "") + problem
  }

  private var problem: String {
    let row = "expected a source, one tab and a target"
    switch self {
    case .tooManyBytes(let found):
      return "found \(found) bytes, expected at most \(Pairs.maximumBytes); use a part of the file"
    case .tooManyRows:
      return "found more than \(Pairs.maximumRows) rows; use a part of the file"
    case .noRows(let lines):
      return "found no row in \(lines) \(lines == 1 ? "line" : "lines"), \(row) on each line"
    case .lineTooLong(_, let bytes):
      return "found \(bytes) bytes, expected at most \(Pairs.maximumLineBytes); "
        + "use short pairs, one on each line"
    case .nul(_, let byte):
      return "found a NUL at byte \(byte), expected text; save the file as UTF-8"
    case .notUTF8(_, let byte, let value):
      let digits = String(value, radix: 16)
      return "found 0x\(value < 16 ? "0" : "")\(digits) at byte \(byte), which is not UTF-8; "
        + "save the file as UTF-8"
    case .carriageReturn(_, let byte):
      return "found a carriage return at byte \(byte), expected LF or CRLF at the end of a line"
    case .noTab:
      return "found no tab, \(row); spaces and commas do not separate"
    case .tooManyTabs(_, let found):
      return "found \(found) tabs, \(row); remove the other columns"
    case .otherColumns(_, let found, let first):
      return "found \(found) columns where line \(first) has \(5 - found), \(row); "
        + "a third column is left out where all rows have one"
    case .empty(let side, _):
      return "found an empty \(side.rawValue), \(row)"
    case .tooLong(let side, _, let found, let unit):
      return "found a \(side.rawValue) of \(found) \(unit.rawValue), "
        + "expected at most \(Pairs.maximumLength)"
        + (unit == .characters
          ? "; use shorter pairs or read word by word (--\(side.rawValue)-unit words)"
          : "; use shorter pairs")
    case .tooManyScores(_, let symbols, let vocabulary, let batchSize):
      return "found a target of \(symbols) symbols, of which targets have \(vocabulary) "
        + "different ones: too many scores for the memory of a batch; "
        + (batchSize > 0
          ? "shorten it or use --batch-size \(batchSize) or less" : "use a part of the file")
    case .tooManyLabels:
      return "found more than \(PairsCorpus.maximumLabels) different labels; "
        + "targets that are texts and not labels are for dates and translate"
    case .oneLabel:
      return "found the same label in all rows, expected at least two different ones"
    }
  }
}
