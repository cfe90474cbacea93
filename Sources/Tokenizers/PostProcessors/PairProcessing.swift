/// The frame of BERT and RoBERTa: a token before, one after, and between two texts.
struct PairProcessing: Sendable {
  /// A special token.
  struct Special: Sendable {
    let token: String
    let id: Int
  }

  /// The token before all.
  let first: Special
  /// The token after each text.
  let last: Special
  /// RoBERTa puts `last` before a second text too and gives it type 0.
  let isRoberta: Bool
  /// How offsets are trimmed, if they are.
  var trimming: OffsetTrimming?

  /// Puts the frame around one or two texts.
  func process(_ encodings: [Encoding], addingSpecialTokens: Bool) -> [Encoding] {
    var encodings = encodings
    for place in encodings.indices {
      trimming?.trim(&encodings[place])
      if isRoberta { encodings[place].setType(0) }
    }
    guard addingSpecialTokens else { return encodings }
    return encodings.enumerated().map { place, encoding in
      let type = isRoberta || place == 0 ? 0 : 1
      var framed = Encoding()
      if place == 0 {
        framed.append(id: first.id, token: first.token, type: type, isSpecial: true)
      } else if isRoberta {
        framed.append(id: last.id, token: last.token, type: type, isSpecial: true)
      }
      framed.append(encoding)
      framed.append(id: last.id, token: last.token, type: type, isSpecial: true)
      return framed
    }
  }
}
