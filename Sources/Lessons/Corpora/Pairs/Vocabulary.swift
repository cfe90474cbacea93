/// The symbols of one side of pairs, each with an id.
///
/// Of more than ``most`` different symbols the rarest have none: each needs an embedding and a place
/// in the softmax.
public struct Vocabulary: Hashable, Sendable {
  /// The most symbols that have an id.
  public static let most = 20_000

  /// The symbols in their order; a symbol's id is its place here plus 3.
  public let symbols: [String]
  /// The number of different symbols that were too rare for an id.
  public let leftOut: Int
  private let ids: [Bytes: Int32]
  /// Where a symbol is not there byte by byte, one of the same characters is taken.
  private let equivalents: [String: Int32]

  /// The UTF-8 of a symbol: `é` in one scalar and in two are equal as strings, not as bytes.
  private struct Bytes: Hashable {
    let utf8: [UInt8]

    init(_ symbol: String) { utf8 = Array(symbol.utf8) }
  }

  /// The vocabulary of symbols that occur so often.
  init(_ counts: SymbolCounts) {
    var all = counts.sorted
    let leftOut = max(0, all.count - Self.most)
    if leftOut > 0 {
      // Those of one number are told apart by their order, never by that of the file.
      let frequent = all.indices.sorted { (all[$0].count, $1) > (all[$1].count, $0) }
      let kept = Set(frequent.prefix(Self.most))
      all = all.indices.filter(kept.contains).map { all[$0] }
    }
    self.init(symbols: all.map(\.symbol), leftOut: leftOut)
  }

  /// The vocabulary of these symbols in this order, as a run keeps it.
  public init(symbols: [String]) { self.init(symbols: symbols, leftOut: 0) }

  private init(symbols: [String], leftOut: Int) {
    self.symbols = symbols
    self.leftOut = leftOut
    let numbered = zip(symbols, Int32(3)...)
    ids = Dictionary(numbered.map { (Bytes($0), $1) }, uniquingKeysWith: { first, _ in first })
    equivalents = Dictionary(numbered.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
  }

  /// The number of ids, with padding, start or unknown, and end.
  public var tokens: Int { symbols.count + 3 }

  /// The id of a symbol; nil if it has none.
  public func id(of symbol: String) -> Int32? { ids[Bytes(symbol)] ?? equivalents[symbol] }

  /// The symbol of an id; nil for padding, start or unknown, and end.
  public func symbol(of id: Int32) -> String? {
    let place = Int(id) - 3
    return symbols.indices.contains(place) ? symbols[place] : nil
  }
}
