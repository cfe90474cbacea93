import Testing

@testable import Screens

@Suite("Figures")
struct FigureTests {
  @Test("A stream gives its bytes back, repetitions near and far, short and long")
  func deflate() {
    let noise = (0..<3_000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 >> 3) }
    for bytes: [UInt8] in [
      [], [7], [1, 2, 3], Array(repeating: 5, count: 1_000), noise, noise + noise,
      noise + Array(repeating: 0, count: 40_000) + noise, (0...255).map { UInt8($0) },
    ] {
      #expect(inflated(Deflate.compressed(bytes)) == bytes)
    }
    let rows = (0..<60).flatMap { _ in noise.prefix(400) }
    #expect(inflated(Deflate.compressed(rows, row: 400)) == rows)
    #expect(Deflate.compressed(rows, row: 400).count < 1_000)
    #expect(Deflate.compressed(Array(repeating: 5, count: 10_000)).count < 100)
  }

  /// The chunks of a PNG whose sums are right.
  private func chunks(_ file: [UInt8]) -> [(name: String, content: [UInt8])] {
    var place = 8
    var chunks: [(String, [UInt8])] = []
    func big(_ at: Int) -> UInt32 { file[at..<(at + 4)].reduce(0) { $0 << 8 | UInt32($1) } }
    while place + 12 <= file.count {
      let count = Int(big(place))
      let body = Array(file[(place + 4)..<(place + 8 + count)])
      guard PNG.crc32(body) == big(place + 8 + count) else { return [] }
      chunks.append((String(decoding: body.prefix(4), as: UTF8.self), Array(body.dropFirst(4))))
      place += 12 + count
    }
    return chunks
  }

  @Test("Sums are those of the standards")
  func sums() {
    #expect(PNG.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(PNG.adler32(Array("Wikipedia".utf8)) == 0x11E6_0398)
    #expect(base64(Array("Man".utf8)) == "TWFu" && base64(Array("Ma".utf8)) == "TWE=")
    #expect(base64(Array("M".utf8)) == "TQ==" && base64([]) == "")
  }

  @Test("A PNG holds its pixels, one that is nothing is transparent, and what is said of it")
  func png() throws {
    let image = PixelImage(
      rows: 2, columns: 3, pixels: [Ink(0xFF0000), nil, Ink(1), Ink(1), Ink(0xFF0000), nil])
    let file = PNG.encoded(image, texts: [("Source", "dates → 漢")])
    let all = chunks(file)
    #expect(all.map(\.name) == ["IHDR", "iTXt", "PLTE", "tRNS", "IDAT", "IEND"])
    #expect(all[0].content == [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0])
    #expect(all[1].content == Array("Source".utf8) + [0, 0, 0, 0, 0] + Array("dates → 漢".utf8))
    #expect(
      all[2].content == [255, 0, 0, 255, 255, 255, 0, 0, 1] && all[3].content == [255, 0, 255])
    let stream = all[4].content
    let rows = try #require(inflated(Array(stream.dropFirst(2).dropLast(4))))
    #expect(rows == [0, 0, 1, 2, 0, 2, 0, 1])
    #expect(stream.suffix(4).reduce(0) { $0 << 8 | UInt32($1) } == PNG.adler32(rows))
    #expect(PNG.encoded(image.enlarged(by: 2)) == PNG.encoded(image.enlarged(by: 2)))
    #expect(
      image.enlarged(by: 2).pixels.prefix(6) == [
        Ink(0xFF0000), Ink(0xFF0000), nil, nil, Ink(1), Ink(1),
      ])
  }

  @Test("More than 256 colours take four bytes a pixel")
  func manyColors() throws {
    let pixels = (0..<600).map { Optional(Ink(UInt32($0 * 7))) }
    let all = chunks(PNG.encoded(PixelImage(rows: 20, columns: 30, pixels: pixels)))
    #expect(all[0].content[9] == 6)
    let rows = try #require(inflated(Array(all[1].content.dropFirst(2).dropLast(4))))
    #expect(rows.count == 20 * (30 * 4 + 1) && Array(rows[1..<9]) == [0, 0, 0, 255, 0, 0, 7, 255])
  }

  @Test("Numbers of a page are thousandths in few letters")
  func numbers() {
    let numbers = [0, 1, -1, 0.5, -0.25, 12.3456, 100, 0.0004, -0.0004, 84]
    #expect(
      numbers.map(FigureSVG.number)
        == ["0", "1", "-1", ".5", "-.25", "12.346", "100", "0", "0", "84"])
  }

  @Test("Text stays text, escaped and safe; turned letters go upwards")
  func words() {
    let figure = Figure(
      width: 84, height: 10, title: "a < b",
      marks: [
        .words(.init("<&\u{1B}[2J\u{202E}\"", at: .init(1, 2), .end, Ink(0), isTurned: true)),
        .box(.init(1, 2, 3, 4), Ink(0xAABBCC)), .box(.init(4, 2, 3, 4), Ink(0xAABBCD)),
        .ramp([Ink(0), Ink(0xFFFFFF)], .init(0, 0, 1, 1)),
      ])
    let page = FigureSVG.page(of: figure, notes: [("input", "<x>")])
    #expect(
      page.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"84mm\" height=\"10mm\""))
    #expect(page.contains("rotate(-90)") && page.contains("text-anchor=\"end\""))
    #expect(page.contains(">&lt;&amp;^[[2J&lt;U+202E&gt;&quot;</text>"))
    #expect(page.contains("<title>a &lt; b</title>") && page.contains("input: &lt;x&gt;"))
    #expect(page.contains("fill=\"#abc\"") && page.contains("fill=\"#aabbcd\""))
    #expect(page.contains("url(#ramp-") && page.components("<rect") == 2)
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
  }

  @Test("Letters that do not fit end in an ellipsis, and what fits is left alone")
  func fitted() {
    #expect(LetterWidths.fitted("May", to: 20) == "May")
    let long = String(repeating: "漢字👩‍🚀", count: 20)
    let short = LetterWidths.fitted(long, to: 20)
    #expect(short.hasSuffix("…") && LetterWidths.width(of: short) <= 20 && short.count > 4)
    #expect(LetterWidths.width(of: "iiii") < LetterWidths.width(of: "mmmm"))
  }
}

extension String {
  /// How often `part` is in it.
  fileprivate func components(_ part: String) -> Int {
    var (count, rest) = (0, self[...])
    while let found = rest.firstRange(of: part) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
