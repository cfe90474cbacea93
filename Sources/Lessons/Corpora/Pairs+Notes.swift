extension Pairs {
  /// What to know about the file and its split before its numbers are believed.
  static func notes(
    _ split: PairsSplit, _ source: Unit, _ target: Unit, _ sources: Vocabulary,
    _ targets: Vocabulary, thirdColumns: Int
  ) -> [String] {
    var notes: [String] = []
    if thirdColumns > 0 { notes.append("the third column of \(thirdColumns) rows is left out") }
    for (side, unit, vocabulary) in [
      (PairsError.Side.source, source, sources), (.target, target, targets),
    ] where vocabulary.leftOut > 0 {
      notes.append(
        "\(vocabulary.leftOut) rare \(unit.rawValue) of the \(side.rawValue)s are unknown to the "
          + "model: it has room for the \(Vocabulary.most) most frequent")
    }
    if !split.isSplit {
      let count = split.training.count
      let rows = count == 1 ? "1 row is" : "\(count) rows are"
      notes.append(
        count < fewestRowsToSplit
          ? "\(rows) too few to keep any from training: held-out values are of the rows trained with"
          : "all \(count) rows have the same source: held-out values are of the rows trained with")
      return notes
    }
    notes += unseen(split, .source, source) + unseen(split, .target, target)
    return notes
  }

  /// A warning where most of what the held-out rows have on a side was never trained with.
  private static func unseen(
    _ split: PairsSplit, _ side: PairsError.Side, _ unit: Unit
  ) -> [String] {
    func symbols(_ row: Row) -> [String] {
      Self.symbols(side == .source ? row.source : row.target, unit)
    }
    var known = Set<String>()
    for row in split.training { known.formUnion(symbols(row)) }
    let all = split.heldOut.flatMap(symbols)
    let new = all.count { !known.contains($0) }
    guard 2 * new > all.count else { return [] }
    let advice =
      unit == .words
      ? "; --\(side.rawValue)-unit characters reads them character by character" : ""
    return [
      "\(new) of the \(all.count) \(unit.rawValue) in held-out \(side.rawValue)s are in no row "
        + "trained with, so they cannot be right" + advice
    ]
  }
}
