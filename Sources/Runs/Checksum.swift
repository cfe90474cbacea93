import TensorFiles

/// A hash of 64 bits against damage, not against forgery.
struct Checksum {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ name: String, _ dtype: StoredTensor.DType, _ lengths: [Int]) {
    add(Array(name.utf8))
    add(Array(dtype.rawValue.utf8))
    for length in lengths { mix(UInt64(length)) }
    mix(UInt64(lengths.count))
  }

  mutating func add(_ bytes: [UInt8]) {
    var place = 0
    while place + 8 <= bytes.count {
      mix(bytes.number(at: place, as: UInt64.self))
      place += 8
    }
    while place < bytes.count {
      mix(UInt64(bytes[place]))
      place += 1
    }
    mix(UInt64(bytes.count))
  }

  /// The hash in hexadecimal.
  var text: String { String(state, radix: 16) }

  /// Mixes a word in as FNV does a byte, and folds the upper half down.
  ///
  /// Products carry differences upwards only; without the fold two flipped sign bits would cancel.
  private mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0x9e37_79b9_7f4a_7c15
    state ^= state >> 32
  }
}
