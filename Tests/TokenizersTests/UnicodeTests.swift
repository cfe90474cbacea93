import Foundation
import Testing

@testable import Tokenizers

/// Normal forms and offsets of what changes under them.
struct UnicodeTests {
  private func normalized(_ text: String, _ form: NormalizationForm) -> AlignedText {
    var aligned = AlignedText(text)
    form.normalize(&aligned)
    return aligned
  }

  /// Foundation is right about canonical decomposition only: its NFC of `a𠃅` with two marks puts one
  /// on the `a`, its NFKD of U+1FEE is not in order.
  @Test func decompositionIsUnicodes() {
    for value in Array(stride(from: 0, to: UInt32(0x3000), by: 2)) + [0x200c5, 0x1d15e, 0xac01] {
      guard let scalar = Unicode.Scalar(value), ScalarProperties.isKnown(value, to: 9) else {
        continue
      }
      let text = "a" + String(scalar) + "\u{301}\u{323}"
      let ours = normalized(text, .canonicalDecomposition).bytes
      if ours != Array(text.decomposedStringWithCanonicalMapping.utf8) {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }

  @Test(arguments: [false, true]) func compositionIsUndone(_ isCompatibility: Bool) {
    let composed = NormalizationForm(isCompatibility: isCompatibility, isComposed: true)
    let decomposed = NormalizationForm(isCompatibility: isCompatibility, isComposed: false)
    for value in stride(from: 0x80, to: UInt32(0x3000), by: 3) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = "a" + String(scalar) + "\u{301}\u{323}"
      let one = normalized(text, composed).bytes
      let again = String(decoding: one, as: UTF8.self)
      if normalized(again, composed).bytes != one
        || normalized(again, decomposed).bytes != normalized(text, decomposed).bytes
      {
        Issue.record("U+\(String(value, radix: 16))")
      }
    }
  }

  @Test(arguments: [
    ("e\u{323}\u{301}", "ẹ\u{301}"), ("e\u{301}\u{323}", "ẹ\u{301}"),
    ("\u{1112}\u{1161}\u{11ab}", "한"),
    ("\u{958}", "\u{915}\u{93c}"), ("Ω", "Ω"), ("\u{344}", "\u{308}\u{301}"), ("ǖ", "ǖ"),
    ("a𠃅\u{301}\u{323}", "a𠃅\u{323}\u{301}"), ("\u{1fee}\u{323}", "\u{385}\u{323}"),
  ]) func composesAsUnicodeSays(_ text: String, _ expected: String) {
    let nfc = NormalizationForm(isCompatibility: false, isComposed: true)
    #expect(normalized(text, nfc).bytes == Array(expected.utf8))
  }

  @Test func offsetsFollow() {
    let nfc = NormalizationForm(isCompatibility: false, isComposed: true)
    let text = normalized("e\u{301}x", nfc)
    #expect(text.bytes == Array("éx".utf8))
    #expect(text.original(0..<2) == 0..<1)
    #expect(text.original(2..<3) == 2..<3)
    let ligature = normalized("aﬁb", NormalizationForm(isCompatibility: true, isComposed: true))
    #expect(ligature.bytes == Array("afib".utf8))
    #expect(ligature.original(1..<3) == 1..<2)
  }

  /// 100,000 marks are put in order without quadratic time.
  @Test func manyMarks() {
    let text = "e" + String(repeating: "\u{301}\u{323}", count: 50_000)
    let nfd = NormalizationForm.canonicalDecomposition
    #expect(normalized(text, nfd).bytes.count == 1 + 200_000)
  }

  @Test func everyByteHasALetter() {
    #expect(Set(ByteAlphabet.scalars).count == 256)
    for byte in UInt8.min ... .max {
      #expect(ByteAlphabet.byte(ByteAlphabet.scalars[Int(byte)]) == byte)
    }
  }
}
