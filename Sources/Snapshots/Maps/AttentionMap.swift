public import Tensors

/// The attention weights of one site, of any size: a summary a head, and the weights that somebody
/// asked for.
///
/// A small map is one tile a head that is all of it. Of a large one nothing but summaries need exist,
/// and tiles where a person looks.
public struct AttentionMap: Hashable, Sendable {
  /// A part of one head's weights.
  public struct Tile: Hashable, Sendable {
    /// Which head.
    public let head: Int
    /// The rows.
    public let queries: Range<Int>
    /// The columns.
    public let keys: Range<Int>
    /// The weights, row by row.
    public let numbers: [Float]

    /// The weights `numbers` of some rows and columns.
    public init(head: Int, queries: Range<Int>, keys: Range<Int>, numbers: [Float]) {
      precondition(
        numbers.count == queries.count * keys.count,
        "\(numbers.count) weights for \(queries.count) × \(keys.count)")
      self.head = head
      self.queries = queries
      self.keys = keys
      self.numbers = numbers
    }

    /// Whether all of these weights are in it.
    public func holds(_ queries: Range<Int>, _ keys: Range<Int>) -> Bool {
      self.queries.lowerBound <= queries.lowerBound && queries.upperBound <= self.queries.upperBound
        && self.keys.lowerBound <= keys.lowerBound && keys.upperBound <= self.keys.upperBound
    }

    /// The weights of some keys of one query, which must be in it.
    public func row(_ query: Int, _ keys: Range<Int>) -> ArraySlice<Float> {
      let first =
        (query - queries.lowerBound) * self.keys.count + keys.lowerBound - self.keys.lowerBound
      return numbers[first..<(first + keys.count)]
    }
  }

  /// A key that takes a large part of all mass without saying anything.
  public struct Sink: Hashable, Sendable {
    /// Which key.
    public var key: Int
    /// Its share of the mass of all rows that have a choice.
    public var mass: Float
  }

  /// The number of queries.
  public let queries: Int
  /// The number of keys.
  public let keys: Int
  /// The number of heads.
  public let heads: Int
  /// Whether the mechanism knows of heads; one that does may have a single one.
  public let hasHeads: Bool
  /// A summary of each head; empty where none was made yet.
  public private(set) var summaries: [HeadSummary] = []
  /// The sinks of the stack that the site belongs to, ascending; nil before that was decided.
  public private(set) var sinks: [Sink]?
  /// The tiles of each head.
  private var tiles: [[Tile]]

  /// The most tiles of a head that are kept.
  static let mostTiles = 4

  /// The map of `weights`, which is `[query, key]` or `[head, query, key]` in any order.
  public init(_ weights: Tensor) {
    hasHeads = weights.shape.contains(.head)
    let order: [Axis] = hasHeads ? [.head, .query, .key] : [.query, .key]
    let numbers = weights.permuted(to: order).elements
    queries = weights.shape[.query] ?? 0
    keys = weights.shape[.key] ?? 0
    heads = hasHeads ? weights.shape[.head] ?? 0 : 1
    let (rows, columns, size) = (0..<queries, 0..<keys, queries * keys)
    tiles = (0..<heads).map { head in
      let own = Array(numbers[(head * size)..<((head + 1) * size)])
      return [Tile(head: head, queries: rows, keys: columns, numbers: own)]
    }
  }

  /// A map of which only summaries are known, a head each, and what tiles there are.
  public init(
    queries: Int, keys: Int, summaries: [HeadSummary], tiles: [Tile] = [], hasHeads: Bool = true
  ) {
    precondition(
      summaries.allSatisfy { $0.queries == queries && $0.keys == keys },
      "summaries of \(queries) × \(keys)")
    self.queries = queries
    self.keys = keys
    self.summaries = summaries
    self.hasHeads = hasHeads
    heads = summaries.count
    self.tiles = summaries.map { _ in [] }
    for tile in tiles { add(tile) }
  }

  /// Whether there is nothing that could be drawn.
  public var isEmpty: Bool { heads == 0 || queries == 0 || keys == 0 }

  /// Whether all weights are there.
  public var isWhole: Bool { weightCount == heads * queries * keys }

  /// How many weights are there.
  public var weightCount: Int { tiles.joined().reduce(0) { $0 + $1.numbers.count } }

  /// Whether everything is known that a screen says of whole maps.
  public var isSummarized: Bool { isEmpty || (sinks != nil && summaries.count == heads) }

  /// Keeps a tile, if it is news; those that it holds make room, and the oldest where there are many.
  public mutating func add(_ tile: Tile) {
    guard tiles.indices.contains(tile.head),
      !tiles[tile.head].contains(where: { $0.holds(tile.queries, tile.keys) })
    else { return }
    tiles[tile.head].removeAll { tile.holds($0.queries, $0.keys) }
    tiles[tile.head].append(tile)
    let extra = tiles[tile.head].count - Self.mostTiles
    if extra > 0 { tiles[tile.head].removeFirst(extra) }
  }

  /// A tile of `head` that holds all of these weights; nil where there is none.
  public func tile(_ head: Int, _ queries: Range<Int>, _ keys: Range<Int>) -> Tile? {
    guard tiles.indices.contains(head) else { return nil }
    return tiles[head].last { $0.holds(queries, keys) }
  }

  /// One weight; nil where no tile has it.
  public subscript(head: Int, query: Int, key: Int) -> Float? {
    guard let tile = tile(head, query..<(query + 1), key..<(key + 1)) else { return nil }
    let row = (query - tile.queries.lowerBound) * tile.keys.count
    return tile.numbers[row + key - tile.keys.lowerBound]
  }

  /// All weights of a head, row by row; nil where some are not there.
  public func weights(of head: Int) -> [Float]? {
    tile(head, 0..<queries, 0..<keys)?.numbers
  }

  /// All weights, `[query, key]` or `[head, query, key]`; nil where some are not there.
  public var dense: Tensor? {
    let all = (0..<heads).compactMap { weights(of: $0) }
    guard all.count == heads else { return nil }
    return hasHeads
      ? Tensor([.head: heads, .query: queries, .key: keys], all.flatMap(\.self))
      : Tensor([.query: queries, .key: keys], all[0])
  }
}

// MARK: - Summaries

extension AttentionMap {
  /// Makes the summaries of heads that are all there and have none yet.
  mutating func summarize(
    _ labels: Labels, _ kind: AttentionWeights.Kind, candidates: Set<Int>
  ) {
    guard summaries.count != heads else { return }
    let earlier = EarlierPlaces(labels, kind)
    summaries = (0..<heads).compactMap { head in
      guard let weights = weights(of: head) else { return nil }
      var builder = SummaryBuilder(
        queries: queries, keys: keys, kind: kind, candidates: candidates, earlier: earlier)
      weights.withUnsafeBufferPointer { weights in
        for query in 0..<queries {
          builder.add(UnsafeBufferPointer(rebasing: weights[(query * keys)..<((query + 1) * keys)]))
        }
      }
      return builder.summary()
    }
  }

  /// Says which keys are the sinks of the stack.
  mutating func settle(_ sinks: [Sink]) {
    self.sinks = sinks
    let keys = Set(sinks.map(\.key))
    for head in summaries.indices { summaries[head].leaveOut(keys) }
  }
}
