import Tensors

/// Which position of a text stands for which of another: the longest common subsequence of equal tokens.
///
/// Of several longest ones it is that which pairs the earliest positions of the first text.
public struct TextAlignment: Hashable, Sendable {
  /// For each position of the first text its partner in the second; nil where it has none.
  public let partners: [Int?]
  /// How many have one.
  public let pairs: Int

  /// The most positions of a text that are aligned.
  public static let longest = 1_024

  /// The alignment of two texts; nil where they have no token in common, or are too long.
  public init?(_ text: Labels, _ other: Labels) {
    guard text.count <= Self.longest, other.count <= Self.longest, let first = text.symbols,
      let second = other.symbols
    else { return nil }
    let width = second.count + 1
    // Lengths of common subsequences of what follows each pair of positions.
    var lengths = [UInt16](repeating: 0, count: (first.count + 1) * width)
    for i in first.indices.reversed() {
      for j in second.indices.reversed() {
        lengths[i * width + j] =
          first[i] == second[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var partners = [Int?](repeating: nil, count: first.count)
    var (i, j, pairs) = (0, 0, 0)
    while i < first.count, j < second.count {
      if first[i] == second[j] {
        partners[i] = j
        (i, j, pairs) = (i + 1, j + 1, pairs + 1)
      } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    guard pairs > 0 else { return nil }
    self.partners = partners
    self.pairs = pairs
  }

  /// One head of another text's attention under the positions of this one.
  ///
  /// Where a query or a key has no partner there is no difference: the weight is this text's own. Nil
  /// where not all weights of both are there.
  public func aligned(
    _ other: AttentionWeights, to own: AttentionWeights, head: Int
  ) -> AttentionWeights? {
    guard own.map.queries == partners.count, own.map.keys == partners.count,
      let weights = own.map.weights(of: head), let earlier = other.map.weights(of: head)
    else { return nil }
    var numbers = weights
    for (query, partner) in partners.enumerated() {
      guard let partner else { continue }
      for (key, place) in partners.enumerated() {
        guard let place else { continue }
        numbers[query * partners.count + key] = earlier[partner * other.map.keys + place]
      }
    }
    var aligned = own
    aligned.map = AttentionMap(
      Tensor([.head: 1, .query: partners.count, .key: partners.count], numbers))
    aligned.statistics = []
    return aligned
  }
}
