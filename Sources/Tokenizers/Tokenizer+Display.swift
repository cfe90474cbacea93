extension Tokenizer {
  /// How the vocabulary marks the beginning of a word, for display.
  public enum Markers: String, Sendable {
    /// Byte-level tokens: `Ġ` is a blank.
    case bpe
    /// Sentencepiece: `▁` is a blank.
    case sentencepiece
    /// WordPiece: `##` continues a word.
    case wordpiece
    /// None that is known.
    case none
  }

  /// How the tokens are marked.
  public var markers: Markers {
    if case .wordPiece = model { return .wordpiece }
    if usesByteAlphabet { return .bpe }
    if decoder?.isSentencePiece ?? false || preTokenizer?.isSentencePiece ?? false {
      return .sentencepiece
    }
    return .none
  }

  /// A token as a person reads it: byte-level tokens decoded, `▁` as a blank; bytes that are no
  /// whole character as `<0xE2>`.
  public func text(of id: Int) -> String {
    guard let bytes = bytes(id) else { return "" }
    if addedTokens.tokens[id] != nil { return String(decoding: bytes, as: UTF8.self) }
    switch markers {
    case .bpe:
      guard let decoded = ByteAlphabet.bytes(bytes[...]) else { break }
      return Self.readable(decoded)
    case .sentencepiece:
      if let byte = ByteFallback.byte(bytes[...]), byte < 0x80 { return Self.readable([byte]) }
      let blank = WordPieceDecoder.replace(bytes, Array("▁".utf8), by: [0x20])
      return String(decoding: blank, as: UTF8.self)
    case .wordpiece, .none: break
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private var usesByteAlphabet: Bool {
    decoder?.isByteLevel ?? false || preTokenizer?.isByteLevel ?? false
  }

  /// Bytes as text; each byte that is part of no whole character is written `<0xE2>`.
  private static func readable(_ bytes: [UInt8]) -> String {
    var text = ""
    var place = 0
    while place < bytes.count {
      let first = bytes[place]
      let width = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
      if place + width <= bytes.count,
        let character = String(validating: bytes[place..<(place + width)], as: UTF8.self)
      {
        text += character
        place += width
      } else {
        text += "<0x" + String(first, radix: 16, uppercase: true) + ">"
        place += 1
      }
    }
    return text
  }
}

extension Decoder {
  /// Whether tokens are written in the byte alphabet.
  var isByteLevel: Bool {
    switch self {
    case .byteLevel: true
    case .sequence(let decoders): decoders.contains(where: \.isByteLevel)
    default: false
    }
  }

  /// Whether tokens write blanks as `▁`.
  var isSentencePiece: Bool {
    switch self {
    case .metaspace: true
    case .replace(let replacement):
      if case .literal(let text) = replacement.pattern {
        text.elementsEqual("▁".utf8)
      } else {
        false
      }
    case .sequence(let decoders): decoders.contains(where: \.isSentencePiece)
    default: false
    }
  }
}

extension PreTokenizer {
  /// Whether pieces are written in the byte alphabet.
  var isByteLevel: Bool {
    switch self {
    case .byteLevel: true
    case .sequence(let parts): parts.contains(where: \.isByteLevel)
    default: false
    }
  }

  /// Whether pieces write blanks as `▁`.
  var isSentencePiece: Bool {
    switch self {
    case .metaspace: true
    case .sequence(let parts): parts.contains(where: \.isSentencePiece)
    default: false
    }
  }
}
