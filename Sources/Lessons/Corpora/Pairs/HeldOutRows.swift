import Subjects
import Tensors

/// The held-out rows in the order in which samples are drawn from them.
///
/// The order depends on the bytes of the sources and on the seed, never on that of the file: a file
/// that is sorted would otherwise be judged by its easy beginning.
struct HeldOutRows: Sendable {
  /// The rows; after the last the first comes again.
  let rows: [Pairs.Row]

  init(_ pairs: Pairs, seed: UInt64) {
    let lots = RandomStream(seed: seed)("held-out order")
    let keyed = pairs.heldOut.map {
      (row: $0, lot: lots.bits(Int(truncatingIfNeeded: textHash($0.source))))
    }
    rows = keyed.sorted { $0.lot == $1.lot ? $0.row.precedes($1.row) : $0.lot < $1.lot }
      .map(\.row)
  }

  /// The row of a number, which may be any.
  subscript(number: Int) -> Pairs.Row {
    let rest = number % rows.count
    return rows[rest < 0 ? rest + rows.count : rest]
  }

  /// The row that an input stands for; nil for a typed text.
  ///
  /// The lesson's own example is the first; the others begin behind it, so that the next one is
  /// another one.
  func row(of input: Input) -> Pairs.Row? {
    switch input {
    case .own: rows.isEmpty ? nil : self[0]
    case .example(let number): rows.isEmpty ? nil : self[number % rows.count + 1]
    case .typed: nil
    }
  }

  /// The source that an input stands for.
  func text(of input: Input) -> String {
    if case .typed(let text) = input { return text }
    return row(of: input)?.source ?? ""
  }
}
