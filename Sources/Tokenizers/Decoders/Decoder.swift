/// A way back from tokens to text.
///
/// Every decoder changes a list of tokens, in UTF-8; the text is what the last one leaves, joined.
indirect enum Decoder: Sendable {
  case sequence([Decoder])
  case byteLevel
  case wordPiece(WordPieceDecoder)
  case metaspace(Metaspace)
  case replace(Replacement)
  case byteFallback
  case fuse
  case strip(StripDecoder)
  case bytePairs(suffix: [UInt8])
  case ctc(CTCDecoder)

  /// The names of the decoders, as files write them.
  static let supported =
    "BPEDecoder, ByteFallback, ByteLevel, CTC, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece"

  /// The tokens after this decoder.
  func decode(_ tokens: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .sequence(let decoders): return decoders.reduce(tokens) { $1.decode($0) }
    case .byteLevel:
      let bytes = tokens.flatMap { ByteAlphabet.bytes($0[...]) ?? $0 }
      // What is no UTF-8 becomes U+FFFD, as many as Unicode recommends.
      return [Array(String(decoding: bytes, as: UTF8.self).utf8)]
    case .wordPiece(let decoder): return decoder.decode(tokens)
    case .metaspace(let metaspace): return decode(tokens, metaspace)
    case .replace(let replacement): return tokens.map(replacement.replaced)
    case .byteFallback: return ByteFallback.decode(tokens)
    case .fuse: return [tokens.flatMap { $0 }]
    case .strip(let decoder): return tokens.map(decoder.stripped)
    case .bytePairs(let suffix):
      return tokens.enumerated().map { place, token in
        let blank: [UInt8] = place == tokens.count - 1 ? [] : [0x20]
        return suffix.isEmpty ? token : WordPieceDecoder.replace(token, suffix, by: blank)
      }
    case .ctc(let decoder): return decoder.decode(tokens)
    }
  }

  private func decode(_ tokens: [[UInt8]], _ metaspace: Metaspace) -> [[UInt8]] {
    tokens.enumerated().map { index, token in
      var decoded: [UInt8] = []
      var place = 0
      while place < token.count {
        let (scalar, width) = token.scalar(at: place)
        if scalar != metaspace.replacement.value {
          decoded += token[place..<(place + width)]
        } else if index > 0 || metaspace.prefix == .never {
          decoded.append(0x20)
        }
        place += width
      }
      return decoded
    }
  }
}
