/// BERT's normalizer: control characters away, blanks around Chinese characters, accents and upper
/// case away, each if asked for.
///
/// Source: `BertNormalizer` of Hugging Face's tokenizers, whose properties are those of Unicode 8.
struct BertNormalizer: Sendable {
  /// Whether control characters are removed and white space becomes blanks.
  var cleansText = true
  /// Whether Chinese characters become words of their own.
  var separatesChinese = true
  /// Whether accents are removed.
  var stripsAccents = true
  /// Whether letters become lower case.
  var lowercases = true

  /// Changes the text.
  func normalize(_ text: inout AlignedText) {
    if cleansText { cleanse(&text) }
    if separatesChinese, !text.isASCII { separateChinese(&text) }
    if stripsAccents, !text.isASCII {
      NormalizationForm.canonicalDecomposition.normalize(&text)
      text.filter { value in !Self.isAccent(value) }
    }
    if lowercases { text.lowercase() }
  }

  private func cleanse(_ text: inout AlignedText) {
    text.flatMap { value, kept in
      if value == 0 || value == 0xfffd { return }
      if value == 0x09 || value == 0x0a || value == 0x0d { return kept.append(0x20) }
      if Self.isControl(value) { return }
      kept.append(ScalarSet.whitespace.contains(value) ? 0x20 : value)
    }
  }

  private func separateChinese(_ text: inout AlignedText) {
    text.flatMap { value, separated in
      if Self.isChinese(value) {
        separated += [0x20, value, 0x20]
      } else {
        separated.append(value)
      }
    }
  }

  private static let accents = ScalarProperties.mask([.nonspacingMark])
  private static let controls = ScalarProperties.mask([.control, .format, .privateUse])

  private static func isAccent(_ value: UInt32) -> Bool {
    switch value {
    // Nonspacing marks of Unicode 8 that are none today, and the other way round.
    case 0x1734, 0x1171e: true
    case 0x1885, 0x1886, 0xa9bd, 0x111c9: false
    default: ScalarProperties.bits(value) & accents != 0 && isKnown(value)
    }
  }

  private static func isControl(_ value: UInt32) -> Bool {
    if value < 0x80 { return value < 0x20 || value == 0x7f }
    return ScalarProperties.bits(value) & controls != 0 && isKnown(value)
  }

  private static func isKnown(_ value: UInt32) -> Bool {
    ScalarProperties.isKnown(value, to: ScalarProperties.categoryVersion)
  }

  /// The blocks that the reference names, with its 2B920 for 2B820.
  static func isChinese(_ value: UInt32) -> Bool {
    switch value {
    case 0x4e00...0x9fff, 0x3400...0x4dbf, 0x20000...0x2a6df, 0x2a700...0x2b73f,
      0x2b740...0x2b81f, 0x2b920...0x2ceaf, 0xf900...0xfaff, 0x2f800...0x2fa1f:
      true
    default: false
    }
  }
}
