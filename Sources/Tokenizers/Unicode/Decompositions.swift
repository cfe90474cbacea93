/// What the scalars of Unicode are made of, and which two of them make a third.
///
/// The standard library compares strings by canonical equivalence but gives no compatibility
/// forms, and Foundation takes a third of a second to begin. The tables are 53 KB of text, read
/// when the first scalar asks for them.
struct Decompositions: Sendable {
  /// The tables, read once.
  static let shared = Decompositions()

  /// The mapped scalars of all entries, one after another.
  private var mapped: [UInt32] = []
  /// Where the canonical mapping of a scalar is in `mapped`.
  private var canonicalRanges: [UInt32: Range<Int>] = [:]
  /// Where the compatibility mapping of a scalar is in `mapped`, when it is another.
  private var compatibilityRanges: [UInt32: Range<Int>] = [:]
  /// The composite of a first and a second scalar, as 32 bits each.
  private var composites: [UInt64: UInt32] = [:]

  private init() {
    var composed: [(UInt32, Range<Int>)] = []
    Self.read(Self.canonical) { value, scalars, isComposed in
      let range = mapped.count..<(mapped.count + scalars.count)
      mapped += scalars
      canonicalRanges[value] = range
      if isComposed, scalars.count > 1 { composed.append((value, range)) }
    }
    Self.read(Self.compatibility) { value, scalars, _ in
      compatibilityRanges[value] = mapped.count..<(mapped.count + scalars.count)
      mapped += scalars
    }
    // The tables hold full decompositions; a composite is its shorter composite and one more.
    composed.sort { ($0.1.count, $0.0) < ($1.1.count, $1.0) }
    for (value, range) in composed {
      var first = mapped[range.lowerBound]
      for scalar in mapped[range].dropFirst().dropLast() {
        first = composites[Self.pair(first, scalar)] ?? first
      }
      composites[Self.pair(first, mapped[range.upperBound - 1])] = value
    }
  }

  /// Gives the full decomposition of a scalar, piece by piece.
  func decompose(_ value: UInt32, compatibility: Bool, _ body: (UInt32) -> Void) {
    if 0xac00..<0xd7a4 ~= value {
      let index = value - 0xac00
      body(0x1100 + index / 588)
      body(0x1161 + index % 588 / 28)
      if index % 28 != 0 { body(0x11a7 + index % 28) }
    } else if let range = (compatibility ? compatibilityRanges[value] : nil)
      ?? canonicalRanges[value]
    {
      for scalar in mapped[range] { body(scalar) }
    } else {
      body(value)
    }
  }

  /// The scalar that two adjacent ones make; nil when they stay two.
  func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if 0x1100..<0x1113 ~= first, 0x1161..<0x1176 ~= second {
      return 0xac00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
    }
    if 0xac00..<0xd7a4 ~= first, (first - 0xac00) % 28 == 0, 0x11a8..<0x11c3 ~= second {
      return first + (second - 0x11a7)
    }
    return composites[Self.pair(first, second)]
  }

  private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 {
    UInt64(first) << 32 | UInt64(second)
  }

  private static func read(
    _ table: StaticString, _ body: (UInt32, _ mapped: [UInt32], _ isComposed: Bool) -> Void
  ) {
    var numbers: [UInt32] = []
    var number: UInt32 = 0
    var (isComposed, hasCount) = (true, false)
    func finish() {
      let count = hasCount ? numbers[1] : 1
      let mapped = Array(numbers.dropFirst(hasCount ? 2 : 1))
      for step in 0..<count {
        body(numbers[0] + step, [mapped[0] + step] + mapped.dropFirst(), isComposed)
      }
      numbers.removeAll(keepingCapacity: true)
      (number, isComposed, hasCount) = (0, true, false)
    }
    table.withUTF8Buffer { bytes in
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "-"): isComposed = false
        case UInt8(ascii: " "):
          numbers.append(number)
          finish()
        case UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: ","):
          if byte == UInt8(ascii: "+") { hasCount = true }
          numbers.append(number)
          number = 0
        case UInt8(ascii: "a")...: number = number << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
        default: number = number << 4 | UInt32(byte - UInt8(ascii: "0"))
        }
      }
      numbers.append(number)
      finish()
    }
  }
}
