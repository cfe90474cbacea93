import Snapshots

// What screens said of a map before it was summarised row by row: every number straight from all
// weights, in plain Swift. The summary must say the same to the bit.

/// Sums over the rows of one head.
struct Counting<Token: Hashable> {
  let keys: [Token]
  let kind: AttentionWeights.Kind
  var sums: [HeadStatistics.Role: HeadStatistics.Score] = [:]
  var entropy: Float = 0
  var entropyRows = 0
  /// Where each token stood in the rows before, in order.
  private var earlier: [Token: [Int]] = [:]

  init(keys: [Token], kind: AttentionWeights.Kind) {
    self.keys = keys
    self.kind = kind
  }

  mutating func add(_ row: ArraySlice<Float>, query: Int, token: Token) {
    let mass = row.reduce(0, +)
    let places = earlier[token] ?? []
    earlier[token, default: []].append(query)
    guard mass > 0 else { return }
    let allowed = kind == .causal ? min(query + 1, keys.count) : keys.count
    addEntropy(row.prefix(allowed), allowed)
    func score(_ role: HeadStatistics.Role, _ targets: [Int]) {
      let targets = targets.filter { $0 >= 0 && $0 < allowed }
      guard !targets.isEmpty, allowed > 1 else { return }
      var sum = sums[role] ?? HeadStatistics.Score(value: 0, chance: 0, rows: 0)
      sum.value += targets.reduce(0) { $0 + row[row.startIndex + $1] }
      sum.chance += Float(targets.count) / Float(allowed)
      sum.rows += 1
      sums[role] = sum
    }
    guard kind.isOneSequence else { return score(.first, [0]) }
    if query > 0 { score(.first, [0]) }
    score(.previous, [query - 1])
    score(.next, [query + 1])
    score(.own, [query])
    score(.induction, places.map { $0 + 1 })
    score(.duplicate, places)
  }

  private mutating func addEntropy(_ row: ArraySlice<Float>, _ allowed: Int) {
    guard allowed > 1 else { return }
    entropy += entropySum(row) / binaryLogarithm(Float(allowed))
    entropyRows += 1
  }
}

/// −Σ a log₂ a over one row; 0 log 0 is 0.
private func entropySum(_ row: ArraySlice<Float>) -> Float {
  var sum: Float = 0
  for weight in row where weight >= .leastNormalMagnitude {
    sum -= weight * binaryLogarithm(weight)
  }
  return sum
}

/// log₂ of a positive normal number, by the series 2 artanh((m − 1) / (m + 1)) of its mantissa m.
///
/// The library's own logarithm differs between platforms in the last bit; statistics must not.
/// With 1 ≤ m < 2 the ratio is below 1/3, so eight terms leave less than 10⁻⁸.
private func binaryLogarithm(_ x: Float) -> Float {
  let bits = x.bitPattern
  let exponent = Float(Int32(bits >> 23) - 127)
  let mantissa = Float(bitPattern: bits & 0x7F_FFFF | 0x3F80_0000)
  let ratio = (mantissa - 1) / (mantissa + 1)
  let square = ratio * ratio
  var sum: Float = 1 / 15
  sum = sum * square + 1 / 13
  sum = sum * square + 1 / 11
  sum = sum * square + 1 / 9
  sum = sum * square + 1 / 7
  sum = sum * square + 1 / 5
  sum = sum * square + 1 / 3
  sum = sum * square + 1
  return exponent + ratio * sum * 2.885_390_1  // 2 / ln 2
}

/// All that is said of one head's whole map.
struct Oracle {
  let weights: [Float]
  let queries: Int
  let keys: Int
  let kind: AttentionWeights.Kind

  subscript(query: Int, key: Int) -> Float { weights[query * keys + key] }

  private func row(_ query: Int) -> ArraySlice<Float> {
    weights[(query * keys)..<((query + 1) * keys)]
  }

  func allowed(_ query: Int) -> Int { kind == .causal ? min(query + 1, keys) : keys }

  func mass(_ query: Int) -> Float { row(query).reduce(0, +) }

  func scores(_ tokens: [String]) -> (
    [HeadStatistics.Role: HeadStatistics.Score], entropy: Float?
  ) {
    var count = Counting(keys: (0..<keys).map(String.init), kind: kind)
    for query in 0..<queries { count.add(row(query), query: query, token: tokens[query]) }
    let scores = count.sums.mapValues { sum in
      HeadStatistics.Score(
        value: sum.value / Float(sum.rows), chance: sum.chance / Float(sum.rows), rows: sum.rows)
    }
    return (scores, count.entropyRows > 0 ? count.entropy / Float(count.entropyRows) : nil)
  }

  func brightest(_ query: Int, without hidden: Set<Int>) -> Int? {
    (0..<keys).filter { !self[query, $0].isNaN && !hidden.contains($0) }
      .max { self[query, $0] < self[query, $1] }
  }

  func strongest(_ hidden: Set<Int>) -> (query: Int, key: Int)? {
    var best: (query: Int, key: Int)?
    for query in 0..<queries where allowed(query) > 1 {
      for key in 0..<keys where !hidden.contains(key) && !self[query, key].isNaN {
        guard let most = best else {
          best = (query, key)
          continue
        }
        if self[query, key] > self[most.query, most.key] { best = (query, key) }
      }
    }
    return best
  }

  func columnMean(_ key: Int) -> Float {
    let asking = (kind == .causal ? min(key, queries - 1) : 0)..<queries
    return asking.reduce(0) { $0 + self[$1, key] } / Float(asking.count)
  }

  func peak(without hidden: Set<Int>) -> (clear: Float, near: Float) {
    var (clear, near): (Float, Float) = (0, 0)
    for (place, weight) in weights.enumerated() where weight > clear {
      let times = weight * Float(allowed(place / keys))
      guard times > 0.8 * 4, !hidden.contains(place % keys) else { continue }
      near = max(near, weight)
      if times > 4 { clear = weight }
    }
    return (clear, near)
  }

  /// The map from afar in `rows` × `columns` blocks, of at most 128 × 128 first.
  func pooled(without hidden: Set<Int>) -> [Float] {
    var weights = weights
    for key in hidden { for query in 0..<queries { weights[query * keys + key] = 0 } }
    let (rows, columns) = (min(queries, 128), min(keys, 128))
    return (0..<rows).flatMap { row in
      (0..<columns).map { column -> Float in
        var most = -Float.infinity
        for query in Self.span(row, of: rows, over: queries) {
          for key in Self.span(column, of: columns, over: keys) {
            let value = weights[query * keys + key]
            if value.isNaN { return .nan }
            most = max(most, value)
          }
        }
        return most
      }
    }
  }

  static func span(_ place: Int, of count: Int, over length: Int) -> Range<Int> {
    let first = place * length / count
    return first..<max(first + 1, (place + 1) * length / count)
  }

  /// The sinks of several maps of one stack.
  static func sinks(_ sites: [[Oracle]], candidates: Set<Int>) -> [Int: Float] {
    guard !candidates.isEmpty, let any = sites.first?.first else { return [:] }
    var sums: [Int: Float] = [:]
    var (even, rows): (Float, Float) = (0, 0)
    for heads in sites {
      for query in stride(from: any.kind.isOneSequence ? 1 : 0, to: heads[0].queries, by: 1) {
        rows += Float(heads.count)
        even += Float(heads.count) / Float(any.allowed(query))
        for head in heads { for key in candidates { sums[key, default: 0] += head[query, key] } }
      }
    }
    guard rows > 0 else { return [:] }
    return sums.mapValues { $0 / rows }.filter { $0.value > 0.3 && $0.value > 2 * even / rows }
  }
}
