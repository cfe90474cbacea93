/// How a tokenizer marks where words begin, and what of its tokens are bytes.
public enum TokenMarkers: String, Sendable {
  /// Byte-level: `Ġthe` begins with a blank, and every byte has a character of its own.
  case bpe
  /// `▁the` begins with a blank; `<0xE2>` is a byte.
  case sentencepiece
  /// `##ing` goes on with the word before.
  case wordpiece

  /// What the tokens seem to be marked by, where nobody says it.
  public init?(guessing labels: [String?]) {
    // Ġ is a letter of Maltese, so one alone is no mark.
    let marked = labels.count { $0?.unicodeScalars.first == "Ġ" }
    if marked >= 2 {
      self = .bpe
    } else if labels.contains(where: { $0?.contains("▁") == true }) {
      self = .sentencepiece
    } else {
      return nil
    }
  }

  /// The token as a person reads it: a blank is a ␣, a byte of a character that is cut is <E2>.
  public func readable(_ token: String) -> String {
    switch self {
    case .wordpiece: token
    case .sentencepiece: String(token.map { $0 == "▁" ? "␣" : $0 })
    case .bpe: Self.decoded(token)
    }
  }

  private static func decoded(_ token: String) -> String {
    var bytes: [UInt8] = []
    for scalar in token.unicodeScalars {
      // A token with any other character is no byte-level one: an added token such as <|end|>.
      guard let byte = byte(of: scalar) else { return token }
      bytes.append(byte)
    }
    let shown = bytes.map { $0 == 0x20 ? Array("␣".utf8) : [$0] }.flatMap(\.self)
    if let text = String(validating: shown, as: UTF8.self) { return text }
    return bytes.map { byte in
      (0x21..<0x7f).contains(byte)
        ? String(UnicodeScalar(byte))
        : byte == 0x20
          ? "␣" : "<" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) + ">"
    }.joined()
  }

  /// The bytes that have no visible character of their own, in order.
  private static let hidden: [UInt8] = Array(0...0x20) + Array(0x7f...0xa0) + [0xad]

  /// The byte that a character of GPT-2's table stands for.
  private static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0x21...0x7e, 0xa1...0xac, 0xae...0xff: return UInt8(scalar.value)
    case 0x100...0x143:
      let place = Int(scalar.value - 0x100)
      return place < hidden.count ? hidden[place] : nil
    default: return nil
    }
  }
}
