/// A frame given as a list: special tokens and texts, each with its type.
struct TemplateProcessing: Sendable {
  /// A part of the frame.
  enum Part: Sendable {
    /// The first or the second text.
    case sequence(Int, type: Int)
    /// Special tokens.
    case special([PairProcessing.Special], type: Int)
  }

  /// The frame of one text.
  let single: [Part]
  /// The frame of two.
  let pair: [Part]

  /// Puts the frame around one or two texts.
  func process(_ encodings: [Encoding], addingSpecialTokens: Bool) -> [Encoding] {
    var framed: [Encoding] = []
    for part in encodings.count > 1 ? pair : single {
      switch part {
      case .sequence(let index, let type):
        guard encodings.indices.contains(index) else { continue }
        var encoding = encodings[index]
        encoding.setType(type)
        encoding.setSequence(index)
        framed.append(encoding)
      case .special(let tokens, let type):
        guard addingSpecialTokens else { continue }
        var encoding = Encoding()
        for special in tokens {
          encoding.append(id: special.id, token: special.token, type: type, isSpecial: true)
        }
        framed.append(encoding)
      }
    }
    return framed
  }
}
