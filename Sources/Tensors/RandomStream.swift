/// Random numbers as a function of where they are used, not of how often one asked before.
///
/// A stream is a value: seed and path. Its n-th number is a hash of seed, path and n.
/// There is no generator to advance, so a training step can be repeated, taken back or computed
/// in shards in any order, and always sees the same numbers.
///
/// The hash is the finaliser of SplitMix64 (Steele, Lea, Flood 2014) over a Weyl sequence.
/// It is not meant for secrets.
public struct RandomStream: Hashable, Sendable {
  private let state: UInt64

  /// The root stream of `seed`.
  public init(seed: UInt64) { state = Self.mixed(seed &+ 0x9e37_79b9_7f4a_7c15) }

  private init(state: UInt64) { self.state = state }

  /// The substream for `number`: a step, a row, an element.
  public func callAsFunction(_ number: Int) -> RandomStream {
    RandomStream(state: Self.mixed(state ^ Self.mixed(UInt64(bitPattern: Int64(number)) &+ 1)))
  }

  /// The substream called `name`.
  public func callAsFunction(_ name: String) -> RandomStream {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return RandomStream(state: Self.mixed(state ^ Self.mixed(hash)))
  }

  /// 64 random bits for `element`.
  public func bits(_ element: Int = 0) -> UInt64 {
    Self.mixed(state &+ UInt64(bitPattern: Int64(element)) &* 0x9e37_79b9_7f4a_7c15)
  }

  /// A whole number in 0 ..< `bound`; the bias is below `bound` / 2⁶⁴.
  public func below(_ bound: Int, _ element: Int = 0) -> Int {
    precondition(bound > 0, "nothing is below \(bound)")
    return Int(bits(element).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in [0, 1) with 24 random bits: every value is exact in float32.
  public func unit(_ element: Int = 0) -> Float {
    Float(bits(element) >> 40) * 0x1p-24
  }

  /// A number from N(0, 1).
  ///
  /// Marsaglia's polar method (1964). The logarithm is computed with + − × ÷ alone, so that debug
  /// and release builds, and every C library, give the same bits.
  public func normal(_ element: Int = 0) -> Float {
    let pairs = self(element)
    var attempt = 0
    while true {
      let u = 2 * (Double(pairs.bits(2 * attempt) >> 11) * 0x1p-53) - 1
      let v = 2 * (Double(pairs.bits(2 * attempt + 1) >> 11) * 0x1p-53) - 1
      let square = u * u + v * v
      if square > 0, square < 1 {
        return Float(u * (-2 * Transcendental.logarithm(square) / square).squareRoot())
      }
      attempt += 1
    }
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
