import Testing

@testable import Screens

@Suite("Text from outside")
struct SafeTests {
  @Test(
    "What moves, hides or reorders is spelled",
    arguments: [
      ("\u{1B}[2J", "^[[2J"),
      ("a\u{0}b\tc\r\n\u{7F}", "a^@b^Ic^M^J^?"),
      ("\u{9B}31m", "\u{FFFD}31m"),
      ("a\u{202E}b", "a<U+202E>b"),
      ("\u{200B}\u{FEFF}\u{2066}", "<U+200B><U+FEFF><U+2066>"),
      ("a\u{200D}b", "a<U+200D>b"),
      ("x\u{00AD}y", "x<U+00AD>y"),
      ("\u{E0041}", "<U+E0041>"),
      ("\u{E000}\u{10FFFD}", "<U+E000><U+10FFFD>"),
      ("\u{2028}", "<U+2028>"),
      ("\u{3164}\u{115F}", "<U+3164><U+115F>"),
      ("\u{378}", "<U+0378>"),
      ("a\u{FE0F}", "a<U+FE0F>"),
      ("plain, dürr and 漢字", "plain, dürr and 漢字"),
    ])
  func spelling(given: String, shown: String) {
    #expect(safe(given) == shown)
  }

  @Test("Bytes that are not UTF-8 become the replacement character")
  func invalid() {
    #expect(safe(bytes: [0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
    #expect(safe(bytes: [0xED, 0xA0, 0x80]).unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
  }

  @Test(
    "Width in cells",
    arguments: [
      ("abc", 3), ("漢字", 4), ("ｆ", 2), ("é", 1), ("e\u{301}", 1), ("👍", 2), ("👍🏽", 2),
      ("👨‍👩‍👧", 2), ("👩‍❤️‍💋‍👨", 2), ("🇫🇷", 2), ("🇫", 1), ("❤️", 2), ("❤", 1), ("1️⃣", 2),
      ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("", 0), ("^", 1), ("\u{1}", 2),
      ("●○·▾▸", 5),
    ])
  func widths(text: String, cells: Int) {
    #expect(width(of: text) == cells)
  }

  @Test("A joiner stays only inside an emoji, and an emoji joins no more than four")
  func joiners() {
    #expect(safe("👨‍👩‍👧") == "👨‍👩‍👧")
    #expect(safe("👨\u{200D}") == "👨<U+200D>")
    #expect(safe("👨\u{200D}a") == "👨<U+200D>a")
    // Persian and Hindi spell with them, once, between letters or behind the last.
    for text in ["می\u{200C}روم", "ی\u{200C}", "क्\u{200D}ष"] {
      #expect(safe(text) == text && safe(safe(text)) == text)
    }
    #expect(safe("می\u{200C}\u{200C}روم").contains("<U+200C>"))
    #expect(safe("\u{200C}م").hasPrefix("<U+200C>") && safe("م\u{200C}a").contains("<U+200C>"))
    let chain = [String](repeating: "👨", count: 6).joined(separator: "\u{200D}")
    #expect(safe(chain).contains("<U+200D>"))
  }

  @Test("At most four combining marks sit on a character")
  func marks() {
    let zalgo = "a" + String(repeating: "\u{301}", count: 9)
    #expect(safe(zalgo).unicodeScalars.count == 5)
    #expect(width(of: zalgo) == 1)
    #expect(safe("\u{301}") == "\u{25CC}\u{301}")
    #expect(safe("\u{1}\u{301}") == "^A\u{25CC}\u{301}")
  }

  @Test("Clipping never cuts a wide character")
  func clipping() {
    #expect(safe("漢字", cells: 3) == "漢")
    #expect(safe("漢字", cells: 1) == "")
    #expect(safe("a\u{1}b", cells: 2) == "a^")
    #expect(safe("abc", cells: 0) == "")
  }

  @Test("Safe text is safe: every scalar, alone and after a letter")
  func everyScalar() {
    for value in UInt32(0)...0x10FFFF {
      // Every assigned plane, and a sample of the ideographs and private planes.
      if value > 0x32000, value % 257 != 0, value < 0xE0000 { continue }
      if value > 0xE0200, value % 257 != 0 { continue }
      guard let scalar = Unicode.Scalar(value) else { continue }
      let once = safe("a" + String(scalar))
      #expect(safe(once) == once, "U+\(String(value, radix: 16))")
      let isHarmless = once.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && !(0x80..<0xA0).contains($0.value)
          && $0.properties.generalCategory != .format
          && $0.properties.generalCategory != .privateUse
      }
      #expect(isHarmless, "U+\(String(value, radix: 16))")
    }
  }
}
