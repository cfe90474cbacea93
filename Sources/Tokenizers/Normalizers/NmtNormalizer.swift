/// The first half of sentencepiece's rules: some control characters away, odd blanks to blanks.
enum NmtNormalizer {
  /// Changes the text.
  static func normalize(_ text: inout AlignedText) {
    text.flatMap { value, kept in
      switch value {
      case 0x01...0x08, 0x0b, 0x0e...0x1f, 0x7f, 0x8f, 0x9f: break
      case 0x09, 0x0a, 0x0c, 0x0d, 0x1680, 0x200b...0x200f, 0x2028, 0x2029, 0x2581, 0xfeff,
        0xfffd:
        kept.append(0x20)
      default: kept.append(value)
      }
    }
  }
}
