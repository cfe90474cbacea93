/// What a screen says of one head's whole map, taken once from its rows.
///
/// Its size grows with the sides of a map and not with its area: whoever draws can read all of it,
/// whatever the size of the map, and the map itself need not exist anywhere at once.
public struct HeadSummary: Hashable, Sendable {
  /// A weight and its place.
  public struct Cell: Hashable, Sendable {
    /// Which query.
    public var query: Int
    /// Which key.
    public var key: Int
    /// The weight.
    public var weight: Float
  }

  /// What depends on which keys are left out.
  public struct Part: Hashable, Sendable {
    /// The map from afar; keys that are left out count as empty.
    public internal(set) var thumbnail: Thumbnail
    /// The first key that each query looks at most; −1 where nothing is a number.
    public internal(set) var brightest: [Int32]
    /// The weight on that key; −∞ where there is none.
    public internal(set) var largest: [Float]
    /// How far weights stand out from uniform ones.
    public internal(set) var peak = Peak()
    /// The first of the largest weights among the rows that have a choice; nil where there is none.
    public internal(set) var clearest: Cell?
  }

  /// The weights on one key that may be a sink, a query each.
  struct Column: Hashable, Sendable {
    var key: Int
    var weights: [Float]
  }

  /// What the head does.
  public let statistics: HeadStatistics
  /// The sum of each row.
  public let masses: [Float]
  /// How many weights are not numbers.
  public let notNumbers: Int
  /// The largest weight that is a number; −∞ where there is none.
  public let most: Float
  /// What all keys say.
  public let whole: Part
  /// What the keys say that are no sinks of the stack; the same as `whole` where there are none.
  public private(set) var sinkless: Part
  /// Who asks and who is asked.
  let kind: AttentionWeights.Kind
  /// The sum that each key gets from the queries that may look at it.
  private let columnSums: [Float]
  /// What the keys say that cannot be sinks.
  private let open: Part
  /// The keys that may be sinks, ascending.
  let columns: [Column]

  init(
    kind: AttentionWeights.Kind, statistics: HeadStatistics, masses: [Float],
    columnSums: [Float], notNumbers: Int, open: Part, columns: [Column]
  ) {
    self.kind = kind
    self.statistics = statistics
    self.masses = masses
    self.columnSums = columnSums
    self.notNumbers = notNumbers
    self.open = open
    self.columns = columns
    whole = open.adding(columns, kind)
    most = whole.largest.max() ?? -.infinity
    sinkless = whole
  }

  /// The number of queries.
  public var queries: Int { masses.count }
  /// The number of keys.
  public var keys: Int { columnSums.count }

  /// The mean weight that `key` gets from all queries that may look at it.
  public func columnMean(_ key: Int) -> Float {
    let first = kind == .causal ? min(key, queries - 1) : 0
    return columnSums[key] / Float(queries - first)
  }

  /// The weight of a cell whose key may be a sink: those are known, tile or not.
  public func column(_ key: Int, _ query: Int) -> Float? {
    columns.first { $0.key == key }.map { $0.weights[query] }
  }

  /// Says which keys are the sinks.
  mutating func leaveOut(_ sinks: Set<Int>) {
    let kept = columns.filter { !sinks.contains($0.key) }
    guard kept.count < columns.count else { return sinkless = whole }
    var part = open.adding(kept, kind)
    for column in columns where sinks.contains(column.key) {
      let place = part.thumbnail.column(of: column.key)
      for row in 0..<part.thumbnail.rows { part.thumbnail.take(0, row: row, column: place) }
    }
    sinkless = part
  }
}

extension HeadSummary.Part {
  /// The same with some more keys.
  func adding(_ columns: [HeadSummary.Column], _ kind: AttentionWeights.Kind) -> Self {
    var part = self
    for column in columns { part.add(column, kind) }
    return part
  }

  private mutating func add(_ column: HeadSummary.Column, _ kind: AttentionWeights.Kind) {
    let place = thumbnail.column(of: column.key)
    for (query, weight) in column.weights.enumerated() {
      thumbnail.take(weight, row: thumbnail.row(of: query), column: place)
      guard !weight.isNaN else { continue }
      let isFirst =
        weight > largest[query]
        || (weight == largest[query] && column.key < Int(brightest[query]))
      if isFirst { (brightest[query], largest[query]) = (Int32(column.key), weight) }
      let allowed = kind.allowed(query, of: thumbnail.keys)
      peak.take(weight, allowed: allowed)
      if allowed > 1 { takeClearest(.init(query: query, key: column.key, weight: weight)) }
    }
  }

  /// Takes a cell that may be the clearest: the largest, and of equal ones the first.
  mutating func takeClearest(_ cell: HeadSummary.Cell) {
    guard let best = clearest else { return clearest = cell }
    let isBefore = (cell.query, cell.key) < (best.query, best.key)
    if cell.weight > best.weight || (cell.weight == best.weight && isBefore) { clearest = cell }
  }
}
