/// The cells that one scalar takes by itself: 0 for marks that sit on another, 1, or 2.
///
/// The terminal and this table must agree, or a row of cells drifts. The ranges are those of East
/// Asian Width W and F (Unicode Annex 11) as the C library counts them, joined over code points
/// that are not assigned; emoji come from the standard library's own property, so no list of them
/// is kept here.
func width(of scalar: Unicode.Scalar) -> Int {
  if scalar.value < 0x300 { return 1 }
  if isMark(scalar) { return 0 }
  return isWide(scalar) ? 2 : 1
}

/// Whether `scalar` is drawn over the character before it.
///
/// Spacing marks (Mc) are not: the C library gives them a cell of their own. The vowels and final
/// consonants of Hangul written in parts are: they join the consonant before them.
func isMark(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: true
  case .otherLetter:
    (0x1160...0x11FF).contains(scalar.value)
      || (0xD7B0...0xD7FB).contains(scalar.value)
  default: false
  }
}

private func isWide(_ scalar: Unicode.Scalar) -> Bool {
  let value = scalar.value
  if value < 0x1100 { return false }
  if scalar.properties.isEmojiPresentation && !isRegionalIndicator(scalar) { return true }
  return wideRanges.contains { $0.contains(value) }
}

/// Whether `scalar` is one of the letters that make a flag in pairs.
func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
  (0x1F1E6...0x1F1FF).contains(scalar.value)
}

private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
  0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60,
  0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
]
