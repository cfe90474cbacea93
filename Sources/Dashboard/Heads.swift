import Screens
import Snapshots
import Tensors

/// The heads of one stack of layers that attend in the same way: an encoder's self-attention, a
/// decoder's causal attention, its cross attention.
struct HeadStack: Hashable {
  /// One head with what is known about it.
  struct Head: Hashable {
    var name: HeadName
    var layer: Int
    var statistics: HeadStatistics
    /// What its map looks like from afar, with all keys and without the sinks.
    var thumbnail: Thumbnail
    var sinkless: Thumbnail

    /// `1.3`: layer and head.
    var label: String { "\(layer).\(name.head)" }
  }

  /// The path of the sites without their numbers.
  var path: String
  var kind: AttentionWeights.Kind
  /// Numbers of the layers, ascending.
  var layers: [Int]
  /// The most heads that a layer has.
  var width: Int
  /// The heads, layer by layer.
  var heads: [Head]
  /// Keys that take a large part of all mass without saying anything, and their share of it.
  var sinks: Set<Int>
  var sinkMass: Float
  /// Labels of the sinks.
  var sinkNames: [String]
  /// The number of queries and keys.
  var extent: (queries: Int, keys: Int) { (heads[0].thumbnail.queries, heads[0].thumbnail.keys) }
  /// What the statistics were measured on, where that is not this input.
  var measuredOn: String?
  /// How far the weights of all heads stand out.
  private(set) var peak = Peak()

  /// The head called `name`.
  subscript(name: HeadName) -> Head? { heads.first { $0.name == name } }

  /// The heads of `layer`.
  func heads(ofLayer layer: Int) -> [Head] { heads.filter { $0.layer == layer } }
}

extension HeadStack {
  /// A key is a sink from this share of all mass on, and only at twice its even share.
  static let leastSinkMass: Float = 0.3

  /// The stacks of `snapshot`, in the order of its sites.
  static func stacks(of snapshot: Snapshot?) -> [HeadStack] {
    var order: [String] = []
    var sites: [String: [AttentionWeights]] = [:]
    for attention in snapshot?.attention ?? [] {
      guard attention.heads > 0, !attention.queries.isEmpty, !attention.keys.isEmpty else {
        continue
      }
      // Sites of one stack have the same axes, or their maps could not stand side by side.
      let path = "\(attention.site.stack) \(attention.kind.rawValue)"
      if sites[path] == nil { order.append(path) }
      sites[path, default: []].append(attention)
    }
    return order.compactMap { path in
      sites[path].map { HeadStack(String(path.prefix { $0 != " " }), $0) }
    }
  }

  private init(_ path: String, _ sites: [AttentionWeights]) {
    self.path = path
    kind = sites[0].kind
    measuredOn = sites[0].measuredOn
    // A model that does not count its layers has them in the order of its sites.
    let numbers = sites.enumerated().map { $1.layer ?? $0 }
    layers = Set(numbers).sorted()
    width = sites.map(\.heads).max() ?? 1
    let weights = sites.map { site in
      (0..<site.heads).map { head in
        (site.weights.shape.contains(.head) ? site.weights.at(head, of: .head) : site.weights)
          .permuted(to: [.query, .key]).elements
      }
    }
    let masses = Self.sinks(of: sites, weights)
    sinks = Set(masses.keys)
    sinkMass = masses.values.reduce(0, +)
    sinkNames = masses.keys.sorted().map { label(sites[0].keys[$0]) }
    heads = []
    for (place, site) in sites.enumerated() {
      let known = site.statistics.count == site.heads ? site.statistics : nil
      for (head, own) in weights[place].enumerated() {
        let whole = Thumbnail(
          own, queries: site.queries.count, keys: site.keys.count, kind: site.kind)
        let statistics =
          known?[head]
          ?? HeadStatistics(
            weights: own, queries: site.queries, keys: site.keys, kind: site.kind)
        heads.append(
          Head(
            name: HeadName(site: site.site, head: head), layer: numbers[place],
            statistics: statistics, thumbnail: whole,
            sinkless: sinks.isEmpty
              ? whole
              : Thumbnail(
                own, queries: site.queries.count, keys: site.keys.count, kind: site.kind,
                without: sinks)))
      }
    }
    heads.sort { ($0.layer, $0.name.head) < ($1.layer, $1.name.head) }
    for (site, own) in zip(sites, weights) {
      for head in own {
        peak.take(head, keys: site.keys.count, isCausal: site.kind == .causal, without: sinks)
      }
    }
  }

  /// The keys that are sinks, with their shares of the mass of all rows that have a choice.
  private static func sinks(
    of sites: [AttentionWeights], _ weights: [[[Float]]]
  ) -> [Int: Float] {
    let keys = sites[0].keys.count
    var candidates = sites[0].specials
    if sites[0].kind.isOneSequence { candidates.insert(0) }
    candidates = candidates.filter { $0 >= 0 && $0 < keys }
    guard !candidates.isEmpty, sites.allSatisfy({ $0.keys.count == keys }) else { return [:] }
    var sums: [Int: Float] = [:]
    var even: Float = 0
    var rows: Float = 0
    for (site, heads) in zip(sites, weights) {
      let first = site.kind.isOneSequence ? 1 : 0
      for query in stride(from: first, to: site.queries.count, by: 1) {
        let allowed = site.kind == .causal ? min(query + 1, keys) : keys
        rows += Float(heads.count)
        even += Float(heads.count) / Float(allowed)
        for head in heads {
          for key in candidates { sums[key, default: 0] += head[query * keys + key] }
        }
      }
    }
    guard rows > 0 else { return [:] }
    return sums.mapValues { $0 / rows }
      .filter { $0.value > leastSinkMass && $0.value > 2 * even / rows }
  }
}

/// A map seen from afar: at most 128 × 128 values, each the largest of a block.
struct Thumbnail: Hashable {
  /// The most values in a row or column.
  static let mostSide = 128

  /// The number of queries and keys of the whole map.
  var queries: Int
  var keys: Int
  var isCausal: Bool
  private var rows: Int
  private var columns: Int
  private var values: [Float]

  /// `weights`, row by row; keys of `without` count as empty.
  init(
    _ weights: [Float], queries: Int, keys: Int, kind: AttentionWeights.Kind,
    without: Set<Int> = []
  ) {
    self.queries = queries
    self.keys = keys
    isCausal = kind == .causal
    var weights = weights
    for key in without {
      for query in 0..<queries { weights[query * keys + key] = 0 }
    }
    (rows, columns) = (queries, keys)
    values = weights
    if queries > Self.mostSide || keys > Self.mostSide {
      let size = (min(queries, Self.mostSide), min(keys, Self.mostSide))
      values = pooled(rows: size.0, columns: size.1)
      (rows, columns) = size
    }
  }

  /// The largest value of each of `rows` × `columns` blocks; what is not a number wins.
  ///
  /// More rows or columns than there are repeat them.
  ///
  /// `read` makes of the largest value in a part of a row what is compared.
  private func pooled(
    rows: Int, columns: Int, _ read: (Float, Int) -> Float = { value, _ in value }
  ) -> [Float] {
    let spans = (0..<columns).map { Self.span($0, of: columns, over: self.columns) }
    return (0..<rows).flatMap { row -> [Float] in
      let span = Self.span(row, of: rows, over: self.rows)
      return spans.map { columns -> Float in
        var most = -Float.infinity
        for row in span {
          var largest = -Float.infinity
          for column in columns {
            let value = values[row * self.columns + column]
            if value.isNaN { return .nan }
            largest = max(largest, value)
          }
          most = max(most, read(largest, row))
        }
        return most
      }
    }
  }

  private static func span(_ place: Int, of count: Int, over length: Int) -> Range<Int> {
    let first = place * length / count
    return first..<max(first + 1, (place + 1) * length / count)
  }

  /// How bright each of `rows` × `columns` points is, 0 … 1; nil where something is not a number.
  func shares(
    rows: Int, columns: Int, _ scale: Scale, reaching: Float? = nil
  ) -> [Double?] {
    guard isCausal else {
      return pooled(rows: rows, columns: columns).map {
        scale.share(of: $0, keys: keys, reaching: reaching)
      }
    }
    // Uniform over the keys that a causal row may look at is more than over all.
    let shares = pooled(rows: rows, columns: columns) { value, row in
      let query = min(queries, (row + 1) * queries / self.rows)
      let share = scale.share(of: value, keys: min(query, keys), reaching: reaching)
      return share.map { Float($0) } ?? .nan
    }
    return shares.map { $0.isNaN ? nil : Double($0) }
  }

  /// The size in which a map is drawn in at most `columns` × `rows` cells.
  struct Size: Hashable {
    /// In cells.
    var columns: Int
    var rows: Int
    /// Lines of points; two stand in a cell where it can have two colours.
    var lines: Int
    var isHalf: Bool
    /// Whether several weights share a point.
    var isPooled: Bool
  }

  /// The largest size with square points, as a cell is twice as high as wide: whole multiples of the
  /// map where that fits, else as much as fits.
  static func size(
    queries: Int, keys: Int, columns: Int, rows: Int, hasHalves: Bool
  ) -> Size {
    let (columns, rows) = (max(1, columns), max(1, rows))
    let isWhole = queries <= mostSide && keys <= mostSide
    let times = min(columns / (2 * keys), rows / queries)
    if isWhole, times >= 1 {
      return Size(
        columns: 2 * keys * times, rows: queries * times, lines: queries * times, isHalf: false,
        isPooled: false)
    }
    if isWhole, columns >= keys, 2 * rows >= queries {
      let rows = (queries + 1) / 2
      return Size(
        columns: keys, rows: rows, lines: hasHalves ? queries : rows, isHalf: hasHalves,
        isPooled: !hasHalves && queries > rows)
    }
    // Both axes shrink about alike, so that a diagonal stays one; a little wider shows more.
    let width = max(1, min(columns, 3 * keys * rows / queries, keys, mostSide))
    let most = min(queries, mostSide, hasHalves ? 2 * rows : rows)
    let even = hasHalves ? width * queries / keys : (width * queries + 2 * keys - 1) / (2 * keys)
    let lines = even.clamped(to: 1...max(1, most))
    return Size(
      columns: width, rows: hasHalves ? (lines + 1) / 2 : lines, lines: lines, isHalf: hasHalves,
      isPooled: true)
  }
}
