/// A text and the pieces it has been cut into so far.
struct PieceList: Sendable {
  /// A part of the text that the model will read by itself, or an added token.
  struct Piece {
    /// The bytes.
    var range: Range<Int>
    /// Where in the original the piece begins, whatever was removed from its beginning.
    var origin: Int32
    /// The added token that it is.
    var token: Int?
  }

  /// The text of all pieces.
  private(set) var text: AlignedText
  /// The pieces in order; a part of the text may belong to none.
  private(set) var pieces: [Piece]

  /// A text as one piece.
  init(_ text: AlignedText) {
    self.text = text
    pieces =
      text.bytes.isEmpty
      ? [] : [Piece(range: 0..<text.bytes.count, origin: text.origin, token: nil)]
  }

  /// Cuts every piece that is no added token; empty pieces are dropped.
  mutating func split(
    _ body: (_ bytes: [UInt8], Range<Int>) -> [(range: Range<Int>, token: Int?)]
  ) {
    var cut: [Piece] = []
    cut.reserveCapacity(pieces.count)
    for piece in pieces {
      if piece.token != nil {
        cut.append(piece)
        continue
      }
      for (range, token) in body(text.bytes, piece.range) where !range.isEmpty {
        let origin = range == piece.range ? piece.origin : text.starts[range.lowerBound]
        cut.append(Piece(range: range, origin: origin, token: token))
      }
    }
    pieces = cut
  }

  /// Cuts every piece at the matches of a pattern.
  mutating func split(
    at pattern: TextPattern, _ behaviour: SplitBehaviour, isInverted: Bool = false
  ) {
    split { bytes, range in
      var matches = pattern.matches(in: bytes, range)
      if isInverted {
        for place in matches.indices { matches[place].isMatch.toggle() }
      }
      return behaviour.pieces(matches).map { ($0, nil) }
    }
  }

  /// Writes every piece that is no added token anew: `body` appends what becomes of it.
  mutating func rewrite(_ body: (_ old: AlignedText, Piece, _ new: inout AlignedText) -> Void) {
    var new = AlignedText(origin: text.origin)
    for place in pieces.indices {
      let start = new.bytes.count
      if pieces[place].token == nil {
        body(text, pieces[place], &new)
      } else {
        new.append(text, pieces[place].range)
      }
      pieces[place].range = start..<new.bytes.count
    }
    pieces.removeAll { $0.range.isEmpty }
    text = new
  }
}
