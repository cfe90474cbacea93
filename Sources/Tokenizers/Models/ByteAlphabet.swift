/// GPT-2's way to write any bytes as text: a printable scalar for each byte.
///
/// Bytes that are printable in Latin-1 stand for themselves, the 68 others for U+0100 and on; a
/// blank is `Ġ`.
enum ByteAlphabet {
  /// The scalar of each byte.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (0..<UInt32(256)).map { byte in
      switch byte {
      case 0x21...0x7e, 0xa1...0xac, 0xae...0xff: return byte
      default:
        next += 1
        return next - 1
      }
    }
  }()

  /// The byte of each scalar below U+0144; −1 where there is none.
  private static let bytes: [Int] = {
    var bytes = Array(repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar)] = byte }
    return bytes
  }()

  /// The byte that a scalar stands for.
  static func byte(_ scalar: UInt32) -> UInt8? {
    guard scalar < 0x144, bytes[Int(scalar)] >= 0 else { return nil }
    return UInt8(bytes[Int(scalar)])
  }

  /// The bytes that a text stands for; nil when a scalar stands for none.
  static func bytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var decoded: [UInt8] = []
    let text = Array(text)
    var place = 0
    while place < text.count {
      let (scalar, width) = text.scalar(at: place)
      guard let byte = byte(scalar) else { return nil }
      decoded.append(byte)
      place += width
    }
    return decoded
  }
}
