/// Sentencepiece's pre-tokenizer: blanks become `▁`, which begins a piece.
struct Metaspace: Sendable {
  /// When a piece that does not begin with `▁` gets one.
  enum Prefix: String, CaseIterable, Sendable {
    /// Every piece.
    case always
    /// The piece at the beginning of the text.
    case first
    /// None.
    case never
  }

  /// What blanks become.
  let replacement: Unicode.Scalar
  /// When one is put before a piece.
  let prefix: Prefix
  /// Whether the text is cut before each.
  let splits: Bool

  /// Cuts the pieces.
  func preTokenize(_ pieces: inout PieceList) {
    let mark = replacement.value
    pieces.rewrite { old, piece, new in
      let start = piece.range.lowerBound
      let first = old.bytes.scalar(at: start).value
      let isWanted =
        switch prefix {
        case .always: true
        case .first: piece.origin == 0
        case .never: false
        }
      if isWanted, first != mark, first != 0x20 { new.append(mark, as: start, of: old) }
      var place = start
      while place < piece.range.upperBound {
        let (scalar, width) = old.bytes.scalar(at: place)
        new.append(scalar == 0x20 ? mark : scalar, as: place, of: old)
        place += width
      }
    }
    if splits { pieces.split(at: .scalars(ScalarSet(replacement)), .mergedWithNext) }
  }
}
