/// How often each symbol of a side occurs.
struct SymbolCounts {
  /// Whether characters that are composed in another way count as one symbol.
  ///
  /// A reader cannot tell them apart; a writer has to write the bytes of one of them.
  let mergesEquivalents: Bool
  private var merged: [String: (bytes: [UInt8], count: Int)] = [:]
  private var exact: [[UInt8]: Int] = [:]

  init(mergesEquivalents: Bool) { self.mergesEquivalents = mergesEquivalents }

  mutating func count(_ symbol: String) {
    let bytes = Array(symbol.utf8)
    guard mergesEquivalents else { return exact[bytes, default: 0] += 1 }
    guard let known = merged[symbol] else { return merged[symbol] = (bytes, 1) }
    // Of two spellings the one with the smaller bytes, whichever came first.
    let spelling = bytes.lexicographicallyPrecedes(known.bytes) ? bytes : known.bytes
    merged[symbol] = (spelling, known.count + 1)
  }

  /// The symbols in the order of strings, then of bytes, with their numbers.
  var sorted: [(symbol: String, count: Int)] {
    let all = mergesEquivalents ? Array(merged.values) : exact.map { (bytes: $0, count: $1) }
    return all.map {
      (symbol: String(decoding: $0.bytes, as: UTF8.self), bytes: $0.bytes, count: $0.count)
    }
    .sorted {
      $0.symbol == $1.symbol
        ? $0.bytes.lexicographicallyPrecedes($1.bytes) : $0.symbol < $1.symbol
    }
    .map { ($0.symbol, $0.count) }
  }
}
