/// What is put around the tokens of one or two texts.
indirect enum PostProcessor: Sendable {
  case sequence([PostProcessor])
  case trimming(OffsetTrimming?)
  case pair(PairProcessing)
  case template(TemplateProcessing)

  /// The names of the post-processors, as files write them.
  static let supported =
    "BertProcessing, ByteLevel, RobertaProcessing, Sequence, TemplateProcessing"

  /// The encodings of which the whole is made, in order.
  func process(_ encodings: [Encoding], addingSpecialTokens: Bool) -> [Encoding] {
    switch self {
    case .sequence(let parts):
      return parts.reduce(encodings) { encodings, part in
        part.process(encodings, addingSpecialTokens: addingSpecialTokens)
      }
    case .trimming(let trimming):
      guard let trimming else { return encodings }
      return encodings.map { encoding in
        var encoding = encoding
        trimming.trim(&encoding)
        return encoding
      }
    case .pair(let processing):
      return processing.process(encodings, addingSpecialTokens: addingSpecialTokens)
    case .template(let processing):
      return processing.process(encodings, addingSpecialTokens: addingSpecialTokens)
    }
  }

  /// How many tokens are put around one text or two.
  func addedCount(isPair: Bool) -> Int {
    let empty = Array(repeating: Encoding(), count: isPair ? 2 : 1)
    return process(empty, addingSpecialTokens: true).reduce(0) { $0 + $1.count }
  }
}
