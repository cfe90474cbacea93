import Snapshots
import Subjects

/// Counts how often a row's largest weight lies where it should.
struct PatternCount {
  private(set) var matched = 0
  private(set) var counted = 0

  /// Counts a row, unless it is free; tells whether it is on target.
  @discardableResult
  mutating func count(_ weights: [Float], _ expectation: Expectation?) -> Bool? {
    guard let hit = Self.isOnTarget(weights, expectation) else { return nil }
    counted += 1
    matched += hit ? 1 : 0
    return hit
  }

  /// The share that matched; nil where nothing was counted.
  var share: Double? { counted > 0 ? Double(matched) / Double(counted) : nil }

  /// Whether the largest weight of a row lies where it should; nil for rows that are not counted.
  ///
  /// A row with NaN has no largest weight: it is counted, and it is not on target.
  static func isOnTarget(_ weights: [Float]?, _ expectation: Expectation?) -> Bool? {
    guard let weights, !weights.isEmpty, case .keys(let keys) = expectation else { return nil }
    guard !weights.contains(where: \.isNaN) else { return false }
    var best = 0
    for place in weights.indices where weights[place] > weights[best] { best = place }
    return keys.contains(best)
  }
}

extension LessonReader {
  /// The mean, over the rows of the first held-out examples that are not free, of the weight on the
  /// keys that a row should look at: 1 where all attention is on the pattern.
  ///
  /// Several heads count as their mean. nil where there is no attention, or nothing to expect.
  public func massOnPattern(examples: Int) -> Double? {
    var (mass, rows) = (0.0, 0)
    for number in 0..<examples {
      let snapshot = snapshot(of: .example(number), at: 0)
      for attention in snapshot.attention where attention.carriesPattern {
        let map = attention.map
        for (query, written) in snapshot.reading.written.enumerated() {
          guard query < map.queries, case .keys(let wanted) = written.expectation else {
            continue
          }
          for head in 0..<map.heads {
            mass += wanted.reduce(0) { $0 + Double(map[head, query, $1] ?? 0) }
          }
          rows += attention.heads
        }
      }
    }
    return rows > 0 ? mass / Double(rows) : nil
  }
}
