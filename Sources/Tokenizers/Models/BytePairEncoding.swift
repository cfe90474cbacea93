/// A model that begins with scalars and merges neighbours, the earliest learnt pair first.
///
/// Sources: Sennrich et al. 2016; `BPE` of Hugging Face's tokenizers; for `byScores`
/// `llm_tokenizer_spm` of llama.cpp.
struct BytePairEncoding: Sendable {
  /// What decides which neighbours merge.
  enum Merges: Sendable {
    /// A list of pairs.
    case table(MergeTable)
    /// Any two whose text is a token; first the one with the lowest rank, given by entry.
    case byScores([UInt32])
  }

  /// The tokens.
  let table: TokenTable
  /// The merges.
  let merges: Merges
  /// The id of a scalar that is no token; without one such a scalar is dropped.
  var unknown: Int?
  /// Whether neighbours that are unknown are one token.
  var fusesUnknown = false
  /// Whether a scalar that is no token is written in tokens `<0xE2>`.
  var fallsBackToBytes = false
  /// Whether a piece that is a token is taken as it is.
  var ignoresMerges = false
  /// What stands before a scalar that does not begin a piece.
  var prefix: [UInt8] = []
  /// What stands after the scalar that ends a piece.
  var suffix: [UInt8] = []
  /// The ids of `<0x00>` … `<0xFF>`; −1 where there is none.
  let byteIDs: [Int]
  /// The ids of scalars below U+0200 as they stand; −1 where there is none.
  private let lowIDs: [Int]

  init(table: TokenTable, merges: Merges) {
    self.table = table
    self.merges = merges
    byteIDs = Self.byteIDs(table)
    lowIDs = (0..<UInt32(0x200)).map { value in
      var bytes: [UInt8] = []
      bytes.append(scalar: value)
      return table.id(bytes, 0..<bytes.count) ?? -1
    }
  }

  /// The ids of the tokens `<0x00>` … `<0xFF>`; −1 where there is none.
  static func byteIDs(_ table: TokenTable) -> [Int] {
    (0..<256).map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return table.id("<0x" + (byte < 16 ? "0" : "") + digits + ">") ?? -1
    }
  }

  /// Appends the tokens of a piece of text.
  func tokenize(_ bytes: [UInt8], _ range: Range<Int>, _ tokens: inout [ModelToken]) {
    if ignoresMerges, let id = table.id(bytes, range) {
      tokens.append(ModelToken(id: id, range: range))
      return
    }
    var symbols = symbols(bytes, range)
    merge(&symbols, bytes, range.lowerBound)
    var start = range.lowerBound
    for symbol in symbols where symbol.length > 0 {
      tokens.append(ModelToken(id: symbol.id, range: start..<(start + symbol.length)))
      start += symbol.length
    }
  }

  /// A token so far, in a list of neighbours; one of length 0 was merged into another.
  struct Symbol {
    var id: Int
    var length: Int
    var start: Int
    var previous: Int
    var next: Int
  }

  /// The scalars of a piece as tokens.
  private func symbols(_ bytes: [UInt8], _ range: Range<Int>) -> [Symbol] {
    var symbols: [Symbol] = []
    symbols.reserveCapacity(range.count)
    var start = 0
    func add(_ id: Int, _ length: Int) {
      symbols.append(
        Symbol(
          id: id, length: length, start: start, previous: symbols.count - 1,
          next: symbols.count + 1))
      start += length
    }
    var pending = 0
    var place = range.lowerBound
    let hasAffixes = !prefix.isEmpty || !suffix.isEmpty
    var affixed: [UInt8] = []
    while place < range.upperBound {
      let (scalar, width) = bytes.scalar(at: place)
      let end = place + width
      var id: Int?
      if hasAffixes {
        affixed.removeAll(keepingCapacity: true)
        if place > range.lowerBound { affixed += prefix }
        affixed += bytes[place..<end]
        if end == range.upperBound { affixed += suffix }
        id = table.id(affixed, 0..<affixed.count)
      } else if scalar < 0x200 {
        let known = lowIDs[Int(scalar)]
        id = known < 0 ? nil : known
      } else {
        id = table.id(bytes, place..<end)
      }
      if let id {
        if pending > 0, let unknown { add(unknown, pending) }
        pending = 0
        add(id, width)
      } else if fallsBackToBytes,
        let ids = fallback(hasAffixes ? affixed[...] : bytes[place..<end])
      {
        // The reference leaves an unknown scalar pending here, and so it comes after the bytes.
        for id in ids { add(id, 1) }
      } else if let unknown {
        if pending > 0, !fusesUnknown {
          add(unknown, pending)
          pending = 0
        }
        pending += width
      }
      place = end
    }
    if pending > 0, let unknown { add(unknown, pending) }
    return symbols
  }

  private func fallback(_ bytes: ArraySlice<UInt8>) -> [Int]? {
    var ids: [Int] = []
    for byte in bytes {
      guard byteIDs[Int(byte)] >= 0 else { return nil }
      ids.append(byteIDs[Int(byte)])
    }
    return ids
  }
}
