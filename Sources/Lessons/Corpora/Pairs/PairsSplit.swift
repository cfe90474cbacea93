import Subjects
import Tensors

/// Which rows of pairs are trained with and which are kept from training.
///
/// A tenth of the different sources is kept, at least one. Sources and not rows, because a source with
/// two targets would be on both sides. Kept are those with the smallest hashes, so no seed and no
/// order of the file changes the choice.
struct PairsSplit {
  /// Whether any are kept.
  let isSplit: Bool
  /// The rows to train with, in the order of the file.
  let training: [Pairs.Row]
  /// The sources kept from training, each once, by their bytes; all if none is kept.
  let heldOut: [Pairs.Row]

  private static let lots = RandomStream(seed: 1)("held-out pairs")

  /// A source: what a model cannot tell apart, such as the same words with other white space, or the
  /// same characters composed in another way.
  private struct Source {
    var rows: [Int] = []
    var lot = UInt64.max
  }

  init(_ rows: [Pairs.Row], _ unit: TextUnit) {
    var places: [String: Int] = [:]
    var sources: [Source] = []
    for (number, row) in rows.enumerated() {
      let text =
        unit == .words ? Pairs.symbols(row.source, unit).joined(separator: " ") : row.source
      let place = places[text] ?? sources.count
      if place == sources.count {
        places[text] = place
        sources.append(Source())
      }
      sources[place].rows.append(number)
      // Of several spellings the smallest lot, whichever came first.
      sources[place].lot = min(
        sources[place].lot, Self.lots.bits(Int(truncatingIfNeeded: textHash(text))))
    }
    let distinct = sources.map { Self.typical($0.rows.map { rows[$0] }) }
    var kept = Set<Int>()
    if rows.count >= Pairs.fewestRowsToSplit, sources.count > 1 {
      let order = sources.indices.sorted {
        sources[$0].lot == sources[$1].lot
          ? distinct[$0].source < distinct[$1].source : sources[$0].lot < sources[$1].lot
      }
      kept = Set(order.prefix(max(1, sources.count / 10)))
    }
    isSplit = !kept.isEmpty
    let isAway = Set(kept.flatMap { sources[$0].rows })
    training = rows.indices.filter { !isAway.contains($0) }.map { rows[$0] }
    heldOut = distinct.indices.filter { kept.isEmpty || kept.contains($0) }.map { distinct[$0] }
      .sorted { $0.precedes($1) }
  }

  /// The row that stands for a source: of its most frequent target, with the smallest bytes.
  private static func typical(_ rows: [Pairs.Row]) -> Pairs.Row {
    guard rows.count > 1 else { return rows[0] }
    var counts: [[UInt8]: Int] = [:]
    for row in rows { counts[Array(row.target.utf8), default: 0] += 1 }
    let most = counts.values.max() ?? 0
    let frequent = rows.filter { counts[Array($0.target.utf8)] == most }
    return frequent.dropFirst().reduce(frequent[0]) { $1.precedes($0) ? $1 : $0 }
  }
}

extension Pairs.Row {
  /// The order of bytes: source, then target.
  func precedes(_ other: Pairs.Row) -> Bool {
    source.utf8.elementsEqual(other.source.utf8)
      ? target.utf8.lexicographicallyPrecedes(other.target.utf8)
      : source.utf8.lexicographicallyPrecedes(other.source.utf8)
  }
}

/// FNV-1a over the UTF-8 of a text.
func textHash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
