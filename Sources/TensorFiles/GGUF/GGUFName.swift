/// A key or a tensor's name in the header of a GGUF file: eight bytes where a String takes sixteen.
struct GGUFName {
  /// Where its length stands.
  let start: UInt32
  private let hash: UInt32

  /// The name whose length stands at `start` of the header `bytes`, which was checked so far.
  init(_ bytes: [UInt8], at start: Int) {
    self.start = UInt32(start)
    // FNV-1a. Equal hashes only cost a comparison of the names themselves.
    var hash: UInt32 = 0x811c_9dc5
    let length = Int(clamping: bytes.number(at: start, as: UInt64.self))
    for byte in bytes[(start + 8)..<(start + 8 + length)] {
      hash = (hash ^ UInt32(byte)) &* 0x0100_0193
    }
    self.hash = hash
  }

  /// Where its bytes are.
  func range(_ bytes: [UInt8]) -> Range<Int> {
    let first = Int(start) + 8
    return first..<(first + Int(clamping: bytes.number(at: Int(start), as: UInt64.self)))
  }

  /// A name that occurs twice, and where it does so; brings `names` into an order of their own.
  static func duplicate(
    _ names: inout [GGUFName], _ bytes: [UInt8]
  ) -> (one: Range<Int>, two: Range<Int>)? {
    names.sort {
      if $0.hash != $1.hash { return $0.hash < $1.hash }
      return bytes[$0.range(bytes)].lexicographicallyPrecedes(bytes[$1.range(bytes)])
    }
    for (first, second) in zip(names, names.dropFirst()) where first.hash == second.hash {
      let (one, two) = (first.range(bytes), second.range(bytes))
      if bytes[one] == bytes[two] {
        return one.lowerBound < two.lowerBound ? (one, two) : (two, one)
      }
    }
    return nil
  }
}
