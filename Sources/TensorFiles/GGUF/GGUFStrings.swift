/// The texts of an array in a GGUF file's metadata, as their bytes: one memory for all of them.
public struct GGUFStrings: RandomAccessCollection, Sendable {
  private let bytes: [UInt8]
  /// Where the length of each stands.
  private let starts: [UInt32]

  /// The `count` texts from `place` on of the header `bytes`, which was checked.
  init(_ bytes: [UInt8], count: Int, at place: Int) {
    var starts: [UInt32] = []
    starts.reserveCapacity(count)
    var place = place
    for _ in 0..<count {
      starts.append(UInt32(place))
      place += 8 + Int(clamping: bytes.number(at: place, as: UInt64.self))
    }
    self.bytes = bytes
    self.starts = starts
  }

  /// The place of the first one.
  public var startIndex: Int { 0 }
  /// The place behind the last one.
  public var endIndex: Int { starts.count }

  /// The bytes of the text at `place`.
  public subscript(place: Int) -> ArraySlice<UInt8> {
    let start = Int(starts[place])
    let length = Int(clamping: bytes.number(at: start, as: UInt64.self))
    return bytes[(start + 8)..<(start + 8 + length)]
  }

  /// The text at `place`; what is not UTF-8 becomes U+FFFD.
  public func text(_ place: Int) -> String { String(decoding: self[place], as: UTF8.self) }
}
