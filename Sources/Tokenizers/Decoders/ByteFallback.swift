/// Joins tokens `<0xE2>` that follow one another to characters.
enum ByteFallback {
  /// The tokens with characters for bytes; of bytes that make none each becomes U+FFFD.
  static func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var decoded: [[UInt8]] = []
    var bytes: [UInt8] = []
    func finish() {
      guard !bytes.isEmpty else { return }
      if let text = String(validating: bytes, as: UTF8.self) {
        decoded.append(Array(text.utf8))
      } else {
        decoded += Array(repeating: Array("\u{fffd}".utf8), count: bytes.count)
      }
      bytes.removeAll()
    }
    for token in tokens {
      if let byte = byte(token[...]) {
        bytes.append(byte)
      } else {
        finish()
        decoded.append(token)
      }
    }
    finish()
    return decoded
  }

  /// The byte that a token `<0xE2>` stands for.
  static func byte(_ token: ArraySlice<UInt8>) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token.last == UInt8(ascii: ">"),
      let text = String(validating: token.dropFirst(3).dropLast(), as: UTF8.self)
    else { return nil }
    return UInt8(text, radix: 16)
  }
}
