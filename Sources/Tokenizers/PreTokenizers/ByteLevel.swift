/// GPT-2's pre-tokenizer: words with the blank before them, written in the byte alphabet.
struct ByteLevel: Sendable {
  /// Whether a text that does not begin with a blank gets one.
  var addsPrefixSpace = true
  /// Whether the text is cut into words.
  var splits = true

  private static let words = TextPattern.known(KnownPatterns.gpt2)

  /// Cuts the pieces.
  func preTokenize(_ pieces: inout PieceList) {
    if addsPrefixSpace {
      pieces.rewrite { old, piece, new in
        if old.bytes[piece.range.lowerBound] != 0x20 {
          new.append(0x20, as: piece.range.lowerBound, of: old)
        }
        new.append(old, piece.range)
      }
    }
    if splits { pieces.split(at: Self.words, .isolated) }
    pieces.rewrite { old, piece, new in
      for place in piece.range {
        new.append(ByteAlphabet.scalars[Int(old.bytes[place])], as: place, of: old)
      }
    }
  }

  /// Appends the byte alphabet's scalars for a scalar.
  static func append(_ value: UInt32, _ scalars: inout [UInt32]) {
    var bytes: [UInt8] = []
    bytes.append(scalar: value)
    for byte in bytes { scalars.append(ByteAlphabet.scalars[Int(byte)]) }
  }
}
