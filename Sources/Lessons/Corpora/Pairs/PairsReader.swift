import Subjects

/// Reads rows line by line and stops at the first that is malformed.
struct PairsReader {
  private(set) var rows: [Pairs.Row] = []
  private(set) var sources: PairsSide
  private(set) var targets: PairsSide
  /// The lines so far.
  private(set) var line = 0
  /// The first row, and whether a third column stands behind it, as in all others.
  private var first: (line: Int, hasThirdColumn: Bool)?

  init(source: TextUnit, target: TextUnit) {
    sources = PairsSide(side: .source, unit: source)
    targets = PairsSide(side: .target, unit: target)
  }

  /// The rows of which a third column was left out.
  var thirdColumns: Int { first?.hasThirdColumn == true ? rows.count : 0 }

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
    // Anki's and Tatoeba's files say in a third column where a row comes from.
    guard tabs <= 2 else { throw .tooManyTabs(line: line, found: tabs) }
    let known = first ?? (line, tabs == 2)
    first = known
    guard known.hasThirdColumn == (tabs == 2) else {
      throw .otherColumns(line: line, found: tabs + 1, first: known.line)
    }
    guard rows.count < Pairs.maximumRows else { throw .tooManyRows(line: line) }
    // Cut as bytes: a combining mark after the tab belongs to the target.
    let source = String(decoding: text[..<tab], as: UTF8.self)
    let rest = text[(tab + 1)...]
    let target = String(decoding: rest.prefix { $0 != .tab }, as: UTF8.self)
    try sources.collect(source, line: line)
    try targets.collect(target, line: line)
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

extension UInt8 {
  fileprivate static let tab = UInt8(ascii: "\t")
  fileprivate static let lineFeed = UInt8(ascii: "\n")
  fileprivate static let carriageReturn = UInt8(ascii: "\r")
  fileprivate static let space = UInt8(ascii: " ")
}
