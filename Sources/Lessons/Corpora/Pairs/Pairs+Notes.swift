import Subjects

extension Pairs {
  /// What to know about the file and its split before its numbers are believed.
  static func notes(
    _ split: PairsSplit, _ source: TextUnit, _ target: TextUnit, _ sources: Vocabulary,
    _ targets: Vocabulary, thirdColumns: Int
  ) -> [PairsNote] {
    var notes: [PairsNote] = []
    if thirdColumns > 0 { notes.append(.thirdColumns(thirdColumns)) }
    for (side, unit, vocabulary) in [
      (PairSide.source, source, sources), (.target, target, targets),
    ] where vocabulary.leftOut > 0 {
      notes.append(.rare(vocabulary.leftOut, unit, side, most: Vocabulary.most))
    }
    guard split.isSplit else {
      let count = split.training.count
      return notes + [count < fewestRowsToSplit ? .tooFewRows(count) : .oneSource(rows: count)]
    }
    let unseen = [unseen(split, .source, source), unseen(split, .target, target)]
    return notes + unseen.compactMap(\.self)
  }

  /// A warning where most of what the held-out rows have on a side was never trained with.
  private static func unseen(
    _ split: PairsSplit, _ side: PairSide, _ unit: TextUnit
  ) -> PairsNote? {
    func symbols(_ row: Row) -> [String] {
      Self.symbols(side == .source ? row.source : row.target, unit)
    }
    var known = Set<String>()
    for row in split.training { known.formUnion(symbols(row)) }
    let all = split.heldOut.flatMap(symbols)
    let new = all.count { !known.contains($0) }
    return 2 * new > all.count ? .unseen(new, of: all.count, unit, side) : nil
  }
}
