import CKernels

/// How two maps of the same keys differ.
public struct MapChange: Hashable, Sendable {
  /// The largest difference, now − then, and its place; nil where none is a number.
  public let most: HeadSummary.Cell?
  /// How many differences are not numbers.
  public let notNumbers: Int

  /// What a head's weights differ by from an earlier map's; nil where not all weights are there.
  ///
  /// A row that only one of the two has is no difference.
  public init?(_ map: AttentionMap, _ head: Int, from earlier: AttentionMap, _ other: Int) {
    guard map.keys == earlier.keys, let now = map.weights(of: head),
      let then = earlier.weights(of: other)
    else { return nil }
    var (largest, misses): (Float, Int) = (0, 0)
    let place = hk_largest_change(min(now.count, then.count), now, then, &largest, &misses)
    most =
      place < 0
      ? nil
      : HeadSummary.Cell(
        query: place / map.keys, key: place % map.keys, weight: now[place] - then[place])
    notNumbers = misses
  }
}
