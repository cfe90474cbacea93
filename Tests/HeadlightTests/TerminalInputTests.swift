import Screens
import Testing

@testable import Terminal

/// What a person does, byte by byte, and what the program hears.
@Suite struct TerminalInputTests {
  private func events(_ bytes: [UInt8], settled: Bool = true) -> [TerminalEvent] {
    var decoder = InputDecoder()
    for byte in bytes { decoder.take(byte) }
    if settled { decoder.settle() }
    return decoder.takeEvents()
  }

  private func events(_ text: String) -> [TerminalEvent] { events(Array(text.utf8)) }

  @Test(arguments: [
    ("a", Key.character("a")), ("é", .character("é")), ("😀", .character("😀")),
    ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{8}", .backspace), ("\u{7f}", .backspace),
    ("\u{3}", .control("c")), ("\u{1a}", .control("z")), ("\u{1c}", .control("\\")),
    ("\0", .control("@")), ("\u{1b}", .escape), ("\u{1b}x", .alt("x")), ("\u{1b}é", .alt("é")),
    ("\u{1b}[", .alt("[")), ("\u{1b}]", .alt("]")), ("\u{1b}O", .alt("O")),
    ("\u{1b}[A", .up), ("\u{1b}OA", .up), ("\u{1b}[B", .down), ("\u{1b}[1;2C", .shiftRight),
    ("\u{1b}[1;5D", .left), ("\u{1b}[H", .home), ("\u{1b}OF", .end), ("\u{1b}[1~", .home),
    ("\u{1b}[3~", .delete), ("\u{1b}[5~", .pageUp), ("\u{1b}[6~", .pageDown),
    ("\u{1b}[Z", .backTab), ("\u{1b}OP", .function(1)), ("\u{1b}[15~", .function(5)),
    ("\u{1b}[24~", .function(12)), ("\u{1b}OM", .enter), ("\u{1b}Op", .character("0")),
  ])
  func keys(text: String, key: Key) {
    #expect(events(text) == [.key(key)])
  }

  @Test func severalKeysAtOnce() {
    #expect(
      events("\u{1b}\u{1b}[Aq") == [.key(.escape), .key(.up), .key(.character("q"))])
    #expect(events("e\u{301}") == [.key(.character("e")), .key(.character("\u{301}"))])
  }

  @Test(arguments: [
    "\u{1b}[?62;4c", "\u{1b}[12;40R", "\u{1b}[8;24;80t", "\u{1b}[<0;1M",
    "\u{1b}]10;rgb:0/0/0\u{07}",
    "\u{1b}]11;nonsense\u{1b}\\", "\u{1b}[" + String(repeating: "9", count: 300) + "m",
    "\u{1b}[2~", "\u{1b}[1;", "\u{1b}]11;rgb:ff", "\u{1b}P>|tmux 3.4\u{1b}\\",
    "\u{1b}P1$r0m\u{1b}\\", "\u{1b}_Gi=31;OK\u{1b}\\", "\u{1b}^q\n\u{7}q\u{1b}\\",
    "\u{1b}Xqé漢\u{1b}\\", "\u{1b}P\u{1b}\\", "\u{1b}\\", "\u{1b}[?2026;2$y", "\u{1b}[4;2$y",
    "\u{1b}[1 A", "\u{1b}[97;5u", "\u{1b}[27;5;97~", "\u{1b}[>0;276;0c", "\u{1b}Oz", "\u{1b}O5z",
    "\u{1b}Pq\u{18}", "\u{1b}[1\u{1a}", "\u{1b}[[z", "\u{1b}[?997;1n", "\u{1b}_q",
  ])
  func whatIsNoKeyIsDroppedWhole(text: String) {
    #expect(events(text) == [])
    #expect(events(text + "\u{1b}\\q").last == .key(.character("q")))
  }

  @Test func aKeyEndsWhatNeverEnds() {
    #expect(events("\u{1b}[12\u{3}") == [.key(.control("c"))])
    #expect(events("\u{1b}]11;rgb\u{3}") == [.key(.control("c"))])
    #expect(events("\u{1b}Pq\u{1b}\u{3}") == [.key(.control("c"))])
    #expect(events("\u{1b}Pq\u{1b}[Aq") == [.key(.up), .key(.character("q"))])
    let long = String(repeating: "q", count: InputDecoder.stringLimit)
    #expect(events("\u{1b}_\(long)s") == [.key(.character("s"))])
  }

  @Test func keysThatOnlySomeTerminalsSend() {
    #expect(events("\u{1b}[[A\u{1b}O5A") == [.key(.function(1)), .key(.up)])
    var decoder = InputDecoder(
      EntryKeys([
        Array("\u{1b}A".utf8): .up, Array("\u{1b}[a".utf8): .shiftUp,
        Array("\u{1b}[3$".utf8): .delete,
      ]))
    for byte in "\u{1b}A\u{1b}[a\u{1b}[3$q".utf8 { decoder.take(byte) }
    let keys: [Key] = [.up, .shiftUp, .delete, .character("q")]
    #expect(decoder.takeEvents() == keys.map { .key($0) })
  }

  /// The law of pieces: what is cut anywhere but behind a sequence's first escape may come as slowly
  /// as any line is, so it is the same as what comes whole.
  @Test(arguments: 0..<40) func pieces(seed: Int) {
    var lots = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
    func lot(_ count: Int) -> Int {
      lots ^= lots << 13
      lots ^= lots >> 7
      lots ^= lots << 17
      return Int(truncatingIfNeeded: lots >> 33) % count
    }
    let parts = [
      "q", "é", "漢", "😀", "\u{1b}[A", "\u{1b}OB", "\u{1b}[1;2C", "\u{1b}[5~", "\u{1b}é",
      "\u{1b}[[B", "\u{1b}[<0;10;5M", "\u{1b}[M !!", "\u{1b}[200~a\r\n\u{1b}[201q\u{1b}[201~",
      "\u{1b}]11;rgb:ff/ff/ff\u{7}", "\u{1b}]11;rgb:0/0/0\u{1b}\\", "\u{1b}[?62;22c",
      "\u{1b}P>|tmux 3.4\u{1b}\\", "\u{1b}_Gi=1;q\u{1b}\\", "\u{1b}^q\u{1b}\\", "\u{1b}Xq\u{18}",
      "\u{1b}P1$r0m\u{1b}[B", "\u{1b}[?2026;2$y", "\u{1b}[12;40R", "\u{1b}[1\u{3}",
    ]
    var wrong: Set<String> = []
    let mix = (0..<30).map { _ in parts[lot(parts.count)] }
    var whole = InputDecoder()
    var cut = InputDecoder()
    cut.isAnswerDue = lot(2) == 0
    for part in mix {
      let bytes = Array(part.utf8)
      bytes.withUnsafeBufferPointer { whole.take($0) }
      for (place, byte) in bytes.enumerated() {
        cut.take(byte)
        let isFirstEscape = byte == 0x1b && place == 0
        let mayWait = cut.patience.map { $0 >= .seconds(2) } ?? true
        if mayWait == isFirstEscape { wrong.insert("\(part.debugDescription) at byte \(place)") }
      }
    }
    #expect(wrong.isEmpty)
    #expect(cut.takeEvents() == whole.takeEvents())
    #expect(cut.patience == nil)
  }

  @Test func aLoneEscapeWaitsLongerForAnAnswer() {
    var decoder = InputDecoder()
    decoder.take(0x1b)
    #expect(decoder.patience == .milliseconds(25))
    decoder.isAnswerDue = true
    #expect(decoder.patience == .milliseconds(300))
  }

  @Test func invalidUTF8CostsNothingElse() {
    #expect(events([0xff, 0xfe, 0x71]) == [.key(.character("q"))])
    #expect(events([0xe6, 0xbc, 0x71]) == [.key(.character("q"))])
    #expect(events([0xe6, 0x1b, 0x5b, 0x41]) == [.key(.up)])
    #expect(events([0xed, 0xa0, 0x80, 0x71]) == [.key(.character("q"))])
    #expect(events([0xc0, 0x80, 0x71]) == [.key(.character("q"))])
    #expect(events([0xc2, 0x9b, 0x71]) == [.key(.character("q"))])
    #expect(events([0xe6, 0xbc], settled: true) == [])
  }

  @Test func mouse() {
    let place = Screen.Position(row: 4, column: 9)
    #expect(events("\u{1b}[<0;10;5M") == [.mouse(Mouse(.press, at: place))])
    #expect(events("\u{1b}[<0;10;5m") == [.mouse(Mouse(.release, at: place))])
    #expect(events("\u{1b}[<64;10;5M") == [.mouse(Mouse(.wheelUp, at: place))])
    #expect(events("\u{1b}[<65;10;5M") == [.mouse(Mouse(.wheelDown, at: place))])
    #expect(events("\u{1b}[<2;10;5M\u{1b}[<35;10;5M") == [])
    #expect(events([0x1b, 0x5b, 0x4d, 0x20, 0x2a, 0x25]) == [.mouse(Mouse(.press, at: place))])
    #expect(events([0x1b, 0x5b, 0x4d, 0x20, 0xff, 0xff]).count == 1)
  }

  @Test func focusAndBackground() {
    #expect(events("\u{1b}[I\u{1b}[O") == [.focus(true), .focus(false)])
    #expect(events("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\") == [.background(.light)])
    #expect(events("\u{1b}]11;rgb:1e/1e/2e\u{07}") == [.background(.dark)])
    #expect(events("\u{1b}]11;rgba:f/f/f/f\u{07}") == [.background(.light)])
  }

  @Test func typingWhileTheTerminalAnswers() {
    var decoder = InputDecoder()
    for byte in "a\u{1b}]11;rgb:0000/0000/0000\u{1b}\\b\u{1b}[?62cc".utf8 { decoder.take(byte) }
    #expect(decoder.hasIdentity)
    #expect(decoder.takeBackground() == .dark)
    #expect(decoder.takeEvents() == ["a", "b", "c"].map { .key(.character($0)) })
  }

  @Test func paste() {
    #expect(
      events("\u{1b}[200~a\rb\r\nc\n\u{1b}[201~q") == [.paste("a\nb\nc\n"), .key(.character("q"))])
    #expect(events("\u{1b}[200~\u{1b}[A\u{1b}[20\u{1b}[201~") == [.paste("\u{1b}[A\u{1b}[20")])
    #expect(events("\u{1b}[200~open") == [.paste("open")])
    #expect(events("\u{1b}[201~") == [])
  }

  @Test func aPasteHasALimit() {
    var decoder = InputDecoder()
    let start = Array("\u{1b}[200~".utf8)
    for byte in start { decoder.take(byte) }
    for _ in 0..<InputDecoder.pasteLimit + 5000 { decoder.take(UInt8(ascii: "x")) }
    for byte in "\u{1b}[201~q".utf8 { decoder.take(byte) }
    let events = decoder.takeEvents()
    #expect(events.count == 2)
    #expect(events.last == .key(.character("q")))
    guard case .paste(let text) = events.first else { return }
    #expect(text.utf8.count == InputDecoder.pasteLimit)
  }

  /// Whatever comes in, the decoder finds back to single keys.
  @Test(arguments: 0..<20) func noise(seed: Int) {
    var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
    var decoder = InputDecoder()
    for _ in 0..<5000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      let bytes = Array("\u{1b}[]O;<M~?200".utf8)
      let byte = UInt8(truncatingIfNeeded: state >> 32)
      decoder.take(byte % 3 == 0 ? bytes[Int(byte) % bytes.count] : byte)
      if byte == 7 { decoder.settle() }
    }
    decoder.settle()
    _ = decoder.takeEvents()
    #expect(decoder.patience == nil)
    decoder.take(UInt8(ascii: "q"))
    #expect(decoder.takeEvents() == [.key(.character("q"))])
  }
}
