import Snapshots

extension AnatomyPage {
  /// How the number under the cursor came about; nil on a group or where it is not told.
  var derivation: Derivation? {
    operation.flatMap { diagram.derivation(of: $0, cell: cell(of: $0)) }
  }

  /// The chosen term of the number that is written out.
  var chosenTerm: Derivation.Term? {
    guard state.anatomy.isFollowing, let ranked = derivation?.ranked, !ranked.isEmpty else {
      return nil
    }
    return ranked[state.anatomy.term.clamped(to: 0...(ranked.count - 1))]
  }

  /// What Enter goes to: the first factor of the chosen term that an operation made.
  var chosenSource: Derivation.Source? {
    guard let term = chosenTerm else { return nil }
    return term.sources.first { diagram.producer(of: $0.value) != nil } ?? term.sources.first
  }

  /// The value that an operation writes in which a cell of `value` lies.
  func whole(_ value: Int, cell: Int) -> (value: Int, cell: Int) {
    var (value, cell) = (value, cell)
    while !diagram.operations.contains(where: { $0.output == value }),
      diagram.values[value].part != nil
    {
      (value, cell) = diagram.whole(value, cell: cell)
    }
    return (value, cell)
  }
}
