/// Tokens as bytes, found by their bytes or their id.
///
/// All bytes are in one arena, so a token takes its length and 20 bytes more. Keys are never
/// strings: Swift's strings are equal when Unicode says so, and a vocabulary may hold `é` in one
/// scalar and in two. The hash has a seed of its own, so no file can be written to make it slow.
struct TokenTable: Sendable {
  /// The greatest id, beyond which a table by id would take more memory than any vocabulary needs.
  static let greatestID = (1 << 22) - 1

  /// What is known of a token; together, as looking one up touches memory at random.
  private struct Entry {
    var start: UInt32
    var length: UInt32
    var id: Int32
  }

  private var arena: [UInt8] = []
  private var tokens: [Entry] = []
  /// Open addressing: an entry, or −1.
  private var slots: [Int32] = Array(repeating: -1, count: 1_024)
  /// The entry of each id, or −1.
  private var entries: [Int32] = []
  private let seed = UInt64.random(in: .min ... .max)
  /// The length of the longest token in bytes.
  private(set) var longest = 0

  /// A table without tokens.
  init() {}

  /// The number of tokens.
  var count: Int { tokens.count }

  /// The first id above all others.
  var idBound: Int { entries.count }

  /// Adds a token; nil when it is there already or there is no room.
  ///
  /// Of two tokens with one id the first is the one that the id stands for.
  mutating func add(_ token: some Collection<UInt8>, id: Int) -> Int? {
    let start = arena.count
    arena.append(contentsOf: token)
    guard arena.count <= Int(UInt32.max), 0...Self.greatestID ~= id,
      find(arena, start..<arena.count) == nil
    else {
      arena.removeLast(arena.count - start)
      return nil
    }
    if 2 * (tokens.count + 1) > slots.count { grow() }
    let entry = Int32(tokens.count)
    tokens.append(
      Entry(start: UInt32(start), length: UInt32(arena.count - start), id: Int32(id)))
    longest = max(longest, arena.count - start)
    insert(entry)
    stand(id, for: entry)
    return Int(entry)
  }

  /// Adds a token of a list in which one may stand twice.
  ///
  /// Its text has the first id, and both ids stand for it. False when there is no room.
  mutating func addListed(_ token: some Collection<UInt8>, id: Int) -> Bool {
    if add(token, id: id) != nil { return true }
    let bytes = Array(token)
    guard 0...Self.greatestID ~= id, let entry = find(bytes, 0..<bytes.count) else { return false }
    stand(id, for: Int32(entry))
    return true
  }

  private mutating func stand(_ id: Int, for entry: Int32) {
    while entries.count <= id { entries.append(-1) }
    if entries[id] < 0 { entries[id] = entry }
  }

  /// The id of the token whose bytes these are.
  @inline(__always)
  func id(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard let entry = find(bytes, range) else { return nil }
    return Int(tokens[entry].id)
  }

  /// The id of a token.
  func id(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    return id(bytes, 0..<bytes.count)
  }

  /// Whether an id is that of the token with these bytes.
  func isToken(_ id: Int, _ text: [UInt8]) -> Bool {
    guard entries.indices.contains(id), entries[id] >= 0 else { return false }
    let entry = Int(entries[id])
    // An id can stand for a token of another id when a list has the token twice.
    return tokens[entry].id == Int32(id) && isEqual(entry, text, 0..<text.count)
  }

  /// The bytes of the token that an id stands for.
  func bytes(_ id: Int) -> ArraySlice<UInt8>? {
    guard entries.indices.contains(id), entries[id] >= 0 else { return nil }
    return bytes(entry: Int(entries[id]))
  }

  /// The bytes of an entry, in the order in which they were added.
  func bytes(entry: Int) -> ArraySlice<UInt8> {
    let token = tokens[entry]
    return arena[Int(token.start)..<Int(token.start + token.length)]
  }

  /// The id of an entry.
  func id(entry: Int) -> Int { Int(tokens[entry].id) }

  /// The entry whose bytes these are.
  func find(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard range.count <= longest, count > 0 else { return nil }
    var slot = Int(truncatingIfNeeded: hash(bytes, range)) & (slots.count - 1)
    while true {
      let entry = Int(slots[slot])
      if entry < 0 { return nil }
      if isEqual(entry, bytes, range) { return entry }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  private func isEqual(_ entry: Int, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let token = tokens[entry]
    guard Int(token.length) == range.count else { return false }
    let start = Int(token.start)
    for offset in 0..<range.count where arena[start + offset] != bytes[range.lowerBound + offset] {
      return false
    }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for entry in tokens.indices { insert(Int32(entry)) }
  }

  private mutating func insert(_ entry: Int32) {
    let token = tokens[Int(entry)]
    let range = Int(token.start)..<Int(token.start + token.length)
    var slot = Int(truncatingIfNeeded: hash(arena, range)) & (slots.count - 1)
    while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = entry
  }

  /// Eight bytes at a time, each mixed in by a full product (wyhash's way).
  private func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    var hash = seed ^ UInt64(range.count)
    var word: UInt64 = 0
    var filled: UInt64 = 0
    for place in range {
      word |= UInt64(bytes[place]) << filled
      filled += 8
      if filled == 64 {
        hash = Self.mix(hash ^ word)
        (word, filled) = (0, 0)
      }
    }
    return Self.mix(hash ^ word)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
  }
}
