import Subjects

/// What one side of the rows has had so far.
struct PairsSide {
  let side: PairSide
  let unit: TextUnit
  /// The different symbols.
  private(set) var counts: SymbolCounts
  /// The most symbols of a row.
  private(set) var length = 0
  /// The line of the row that has the most.
  private(set) var longestLine = 0

  init(side: PairSide, unit: TextUnit) {
    self.side = side
    self.unit = unit
    counts = SymbolCounts(mergesEquivalents: side == .source)
  }

  /// Adds the symbols of a row's side.
  mutating func collect(_ text: String, line: Int) throws(PairsError) {
    guard !text.unicodeScalars.allSatisfy(Pairs.isWhiteSpace) else {
      throw .empty(side, line: line)
    }
    let found = Pairs.symbols(text, unit)
    guard found.count <= Pairs.maximumLength else {
      throw .tooLong(side, line: line, found: found.count, unit: unit)
    }
    for symbol in found { counts.count(symbol) }
    if found.count > length { (length, longestLine) = (found.count, line) }
  }
}
