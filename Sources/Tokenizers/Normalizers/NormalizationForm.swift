/// A form of Unicode's normalization (UAX 15), with the offsets that the reference gives.
///
/// Source: the crate `unicode_normalization_alignments`. A scalar that is composed of two has the
/// range of the first; marks that are put in order take the ranges of the places they come to.
struct NormalizationForm: Sendable {
  /// Whether characters that only look alike are the same, as `ﬁ` and `fi`.
  let isCompatibility: Bool
  /// Whether what was decomposed is composed again.
  let isComposed: Bool

  /// NFD.
  static let canonicalDecomposition = NormalizationForm(isCompatibility: false, isComposed: false)

  /// Changes the text; ASCII has one form only.
  func normalize(_ text: inout AlignedText) {
    guard !text.isASCII else { return }
    var changes = decomposed(text.bytes)
    if isComposed { changes = Self.composed(changes) }
    text.transform(changes)
  }

  private func decomposed(_ bytes: [UInt8]) -> [AlignedText.Change] {
    var changes: [AlignedText.Change] = []
    changes.reserveCapacity(bytes.count)
    var classes: [UInt8] = []
    /// Where the marks begin that are not in order yet.
    var pending = 0
    func sortPending() {
      guard changes.count - pending > 1 else { return }
      let order = (pending..<changes.count).sorted {
        let (one, other) = (classes[$0 - pending], classes[$1 - pending])
        return one == other ? $0 < $1 : one < other
      }
      let sorted = order.map { changes[$0] }
      changes.replaceSubrange(pending..., with: sorted)
    }
    var place = 0
    while place < bytes.count {
      let (value, width) = bytes.scalar(at: place)
      place += width
      var isFirst = true
      Decompositions.shared.decompose(value, compatibility: isCompatibility) { scalar in
        let combiningClass = Self.combiningClass(scalar)
        if combiningClass == 0 {
          sortPending()
          pending = changes.count + 1
          classes.removeAll(keepingCapacity: true)
        } else {
          classes.append(combiningClass)
        }
        changes.append(AlignedText.Change(scalar: scalar, change: isFirst ? 0 : 1))
        isFirst = false
      }
    }
    sortPending()
    return changes
  }

  private static func composed(_ changes: [AlignedText.Change]) -> [AlignedText.Change] {
    var result: [AlignedText.Change] = []
    result.reserveCapacity(changes.count)
    /// The last starter, which may still grow.
    var starter: Int?
    var lastClass: UInt8 = 0
    for change in changes {
      let combiningClass = combiningClass(change.scalar)
      if let place = starter {
        let isAdjacent = place == result.count - 1
        if isAdjacent || lastClass < combiningClass,
          let composite = Decompositions.shared.compose(result[place].scalar, change.scalar)
        {
          result[place].scalar = composite
          result[place].change += change.change - 1
          continue
        }
      }
      if combiningClass == 0 { starter = result.count }
      lastClass = combiningClass
      result.append(change)
    }
    return result
  }

  /// The canonical combining class; most scalars have none.
  private static func combiningClass(_ value: UInt32) -> UInt8 {
    guard value >= 0x300, ScalarProperties.isMark(value) else { return 0 }
    return Unicode.Scalar(value)?.properties.canonicalCombiningClass.rawValue ?? 0
  }
}
