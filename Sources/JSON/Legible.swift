/// Text from outside as it may stand in a message: one line, visible, of bounded length.
///
/// Names in files are chosen by whoever wrote the file. An escape sequence in one would reach the
/// terminal through an error message, and a bidirectional mark would reorder the sentence.
/// What cannot be seen is written as `\u{1b}`; long text is cut with `…`.
package func legible(_ text: String, limit: Int = 120) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    guard count < limit else { return shown + "…" }
    if isInvisible(scalar) {
      shown += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      shown.unicodeScalars.append(scalar)
    }
    count += 1
  }
  return shown
}

/// Whether a scalar moves, hides or reorders what stands around it instead of showing itself.
package func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x1f, 0x7f...0x9f, 0xad, 0x061c, 0x180e, 0x200b...0x200f, 0x2028...0x202e,
    0x2060...0x206f, 0xfeff, 0xfff9...0xfffb, 0xe0000...0xe0fff:
    true
  default: false
  }
}
