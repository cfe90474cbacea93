/// A set of scalars, by ranges, properties and other sets; a bitmap answers for ASCII.
struct ScalarSet: Sendable {
  /// Bits of `ScalarProperties` of which one must be set.
  private let mask: UInt32
  private let ranges: [ClosedRange<UInt32>]
  private let subsets: [ScalarSet]
  /// Sets in which a scalar must be too.
  private let intersections: [ScalarSet]
  private let isNegated: Bool
  /// Whether the other case of a scalar counts as the scalar.
  private let ignoresCase: Bool
  /// The version of Unicode that knows the scalars; nil: the newest.
  private let version: Int?
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// The union of `ranges`, scalars with a bit of `mask`, and `subsets`.
  init(
    mask: UInt32 = 0, ranges: [ClosedRange<UInt32>] = [], subsets: [ScalarSet] = [],
    intersections: [ScalarSet] = [], isNegated: Bool = false, ignoresCase: Bool = false,
    version: Int? = nil
  ) {
    (self.mask, self.ranges, self.subsets) = (mask, ranges, subsets)
    (self.intersections, self.isNegated) = (intersections, isNegated)
    (self.ignoresCase, self.version) = (ignoresCase, version)
    for value in 0..<UInt32(128) where computed(value) {
      if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
    }
  }

  /// One scalar.
  init(_ scalar: Unicode.Scalar) { self.init(ranges: [scalar.value...scalar.value]) }

  /// White space as Unicode has it.
  static let whitespace = ScalarSet(mask: ScalarProperties.whitespace)
  /// Numbers of any kind.
  static let numbers = ScalarSet(mask: ScalarProperties.number)
  /// What words are made of, `\w`.
  static let word = ScalarSet(mask: ScalarProperties.word)
  /// The same with the two joiners, as Rust's regular expressions have it.
  static let joinedWord = ScalarSet(
    mask: ScalarProperties.word, ranges: [0x200c...0x200d], version: 16)
  /// Punctuation as BERT has it: all of ASCII that is no letter, digit or blank, and Unicode 8's,
  /// to which two scalars belonged that do no more.
  static let punctuation = ScalarSet(
    mask: ScalarProperties.punctuation,
    ranges: [
      0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e, 0x166d...0x166d, 0x111c9...0x111c9,
    ], version: ScalarProperties.categoryVersion)

  /// Whether a scalar is in the set.
  @inline(__always)
  func contains(_ value: UInt32) -> Bool {
    if value < 64 { return low >> UInt64(value) & 1 != 0 }
    if value < 128 { return high >> UInt64(value - 64) & 1 != 0 }
    return computed(value)
  }

  private func computed(_ value: UInt32) -> Bool {
    var isMember = hasMember(value)
    if !isMember, ignoresCase {
      let lower = Self.lowercased(value)
      let upper = Self.uppercased(value)
      isMember = hasMember(lower) || hasMember(upper) || hasMember(Self.lowercased(upper))
    }
    return isMember != isNegated
  }

  private func hasMember(_ value: UInt32) -> Bool {
    var isMember = false
    if mask != 0, ScalarProperties.bits(value) & mask != 0 {
      isMember = version.map { ScalarProperties.isKnown(value, to: $0) } ?? true
    }
    if !isMember { isMember = ranges.contains { $0.contains(value) } }
    if !isMember { isMember = subsets.contains { $0.contains(value) } }
    return isMember && intersections.allSatisfy { $0.contains(value) }
  }

  /// The lower case of a scalar where that is one scalar.
  static func lowercased(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return 0x41...0x5a ~= value ? value + 32 : value }
    return single(Unicode.Scalar(value)?.properties.lowercaseMapping) ?? value
  }

  /// The upper case of a scalar where that is one scalar.
  static func uppercased(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return 0x61...0x7a ~= value ? value - 32 : value }
    return single(Unicode.Scalar(value)?.properties.uppercaseMapping) ?? value
  }

  private static func single(_ mapping: String?) -> UInt32? {
    guard let scalars = mapping?.unicodeScalars, scalars.count == 1 else { return nil }
    return scalars.first?.value
  }
}
