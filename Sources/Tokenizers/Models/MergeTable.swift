/// Which two tokens merge into which third, and how early.
///
/// Open addressing with 16 bytes a slot: a pair of ids, a rank, the id of the merged token.
struct MergeTable: Sendable {
  private var keys: [UInt64] = Array(repeating: .max, count: 1_024)
  private var values: [UInt64] = Array(repeating: 0, count: 1_024)
  private let seed = UInt64.random(in: .min ... .max)
  /// The number of pairs.
  private(set) var count = 0
  /// The id of the token merged last.
  private(set) var lastID = -1

  /// A table without merges.
  init() {}

  /// Adds a merge; of two of one pair the later counts.
  mutating func add(_ left: Int, _ right: Int, rank: Int, id: Int) {
    if 2 * (count + 1) > keys.count { grow() }
    lastID = id
    insert(Self.key(left, right), UInt64(UInt32(truncatingIfNeeded: rank)) << 32 | UInt64(id))
  }

  /// The rank and the id of the merge of two tokens.
  @inline(__always)
  func merge(_ left: Int, _ right: Int) -> (rank: UInt32, id: Int)? {
    let key = Self.key(left, right)
    var slot = place(key)
    while true {
      if keys[slot] == key {
        return (UInt32(truncatingIfNeeded: values[slot] >> 32), Int(values[slot] & 0xffff_ffff))
      }
      if keys[slot] == .max { return nil }
      slot = (slot + 1) & (keys.count - 1)
    }
  }

  private static func key(_ left: Int, _ right: Int) -> UInt64 {
    UInt64(UInt32(truncatingIfNeeded: left)) << 32 | UInt64(UInt32(truncatingIfNeeded: right))
  }

  @inline(__always)
  private func place(_ key: UInt64) -> Int {
    let product = (key ^ seed).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return Int(truncatingIfNeeded: product.high ^ product.low) & (keys.count - 1)
  }

  private mutating func insert(_ key: UInt64, _ value: UInt64) {
    var slot = place(key)
    while keys[slot] != .max, keys[slot] != key { slot = (slot + 1) & (keys.count - 1) }
    if keys[slot] == .max { count += 1 }
    (keys[slot], values[slot]) = (key, value)
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: .max, count: 2 * oldKeys.count)
    values = Array(repeating: 0, count: 2 * oldKeys.count)
    count = 0
    for (key, value) in zip(oldKeys, oldValues) where key != .max { insert(key, value) }
  }
}
