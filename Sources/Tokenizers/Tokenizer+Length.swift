extension Tokenizer {
  /// The tokens of a text, or of two, cut and padded as asked.
  public func encode(
    _ text: String, pair: String? = nil, addingSpecialTokens: Bool = true,
    truncating: Truncation?, padding: Padding? = nil
  ) -> Encoding {
    var encodings = [encode(text, sequence: 0)]
    if let pair { encodings.append(encode(pair, sequence: 1)) }
    if let truncating {
      let added =
        addingSpecialTokens ? postProcessor?.addedCount(isPair: pair != nil) ?? 0 : 0
      truncating.cut(&encodings, to: max(truncating.length - added, 0))
    }
    var whole = finish(encodings, addingSpecialTokens: addingSpecialTokens)
    padding?.lengthen(&whole)
    return whole
  }
}
