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
