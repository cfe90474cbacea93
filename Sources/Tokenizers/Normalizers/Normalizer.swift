/// A change to text before it is cut.
indirect enum Normalizer: Sendable {
  case sequence([Normalizer])
  case bert(BertNormalizer)
  case form(NormalizationForm)
  case lowercase
  case strip(StripNormalizer)
  case stripAccents
  case replace(Replacement)
  case prepend([UInt32])
  case nmt
  case precompiled(PrecompiledCharacters)
  case byteLevel

  /// The names of the normalizers, as files write them.
  static let supported =
    "BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, "
    + "Replace, Sequence, Strip, StripAccents"

  /// How many times longer a text can become by what the file asks to write into it.
  var growth: Int {
    switch self {
    case .sequence(let parts):
      parts.reduce(1) { growth, part in
        let (product, overflow) = growth.multipliedReportingOverflow(by: part.growth)
        return overflow ? .max : product
      }
    case .replace(let replacement): replacement.growth
    case .prepend(let prefix): 1 + 4 * prefix.count
    default: 1
    }
  }

  /// Changes the text.
  func normalize(_ text: inout AlignedText) {
    switch self {
    case .sequence(let normalizers):
      for normalizer in normalizers { normalizer.normalize(&text) }
    case .bert(let normalizer): normalizer.normalize(&text)
    case .form(let form): form.normalize(&text)
    case .lowercase: text.lowercase()
    case .strip(let normalizer): normalizer.normalize(&text)
    case .stripAccents:
      text.filter { !ScalarProperties.isMark($0) }
    case .replace(let replacement): replacement.normalize(&text)
    case .prepend(let prefix): text.prepend(prefix)
    case .nmt: NmtNormalizer.normalize(&text)
    case .precompiled(let characters): characters.normalize(&text)
    case .byteLevel: text.flatMap { scalar, bytes in ByteLevel.append(scalar, &bytes) }
    }
  }
}
