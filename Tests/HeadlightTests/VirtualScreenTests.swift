import Screens
import Testing

/// The terminal of the tests is itself tested: what it takes for granted, every journey does.
@Suite struct VirtualScreenTests {
  /// A screen of 10 columns and 4 rows that was fed `text`.
  private func screen(_ text: String, columns: Int = 10, rows: Int = 4) -> VirtualScreen {
    var screen = VirtualScreen(columns: columns, rows: rows)
    screen.feed(text.utf8)
    return screen
  }

  @Test func textAndCursor() {
    let result = screen("ab\r\n\u{1b}[3;4Hcd\u{1b}[1Ge\u{1b}[2df")
    #expect(result.screen.picture == "ab\n f\ne  cd\n")
    #expect(result.cursor == Screen.Position(row: 1, column: 2))
    #expect(result.unknown.isEmpty)
  }

  @Test func sequencesMayBeCutAnywhere() {
    let text = "\u{1b}[1;38;2;10;20;30mé漢\u{1b}[0m\u{1b}]2;title\u{1b}\\x\u{1b}]11;?\u{07}"
    let whole = screen(text)
    var pieces = VirtualScreen(columns: 10, rows: 4)
    for byte in text.utf8 { pieces.feed([byte]) }
    #expect(pieces.screen == whole.screen)
    #expect(pieces.title == "title")
    #expect(pieces.questions == [.background])
    #expect(pieces.screen[0, 0].style.foreground == .rgb(10, 20, 30))
    #expect(pieces.screen[0, 2] == .continuation(pieces.screen[0, 1].style))
    #expect(pieces.screen.line(0) == "é漢x")
  }

  @Test(arguments: [
    ("31", Color.indexed(1)), ("94", .indexed(12)), ("38;5;200", .indexed(200)),
    ("38;2;1;2;3", .rgb(1, 2, 3)), ("31;39", .standard), ("31;0", .standard), ("", .standard),
  ])
  func foregrounds(code: String, color: Color) {
    let result = screen("\u{1b}[\(code)mx")
    #expect(result.screen[0, 0].style.foreground == color)
    #expect(result.unknown.isEmpty)
  }

  @Test func attributes() {
    let result = screen("\u{1b}[1;2;7ma\u{1b}[22mb\u{1b}[27mc\u{1b}(B\u{1b}[md")
    let styles = (0..<4).map { result.screen[0, $0].style }
    #expect(styles[0] == Style(isBold: true, isDim: true, isReversed: true))
    #expect(styles[1] == Style(isReversed: true))
    #expect(styles[2] == .plain)
    #expect(styles[3] == .plain)
  }

  @Test func erasingKeepsTheBackground() {
    let result = screen("abcdef\r\u{1b}[44m\u{1b}[2X\u{1b}[1;5H\u{1b}[K")
    let blue = Cell(" ", Style(background: .indexed(4)))
    #expect(result.screen.line(0) == "  cd")
    #expect([0, 1, 4, 9].allSatisfy { result.screen[0, $0] == blue })
    #expect(screen("ab\r\ncd\u{1b}[H\u{1b}[2J").screen.picture == "\n\n\n")
    #expect(screen("abcd\r\ncd\u{1b}[1;2H\u{1b}[J").screen.picture == "a\n\n\n")
  }

  @Test func insertDeleteRepeat() {
    #expect(screen("abcdef\u{1b}[1;2H\u{1b}[2P").screen.line(0) == "adef")
    #expect(screen("abcdef\u{1b}[1;2H\u{1b}[2@").screen.line(0) == "a  bcdef")
    #expect(screen("abc\r\u{1b}[4hx\u{1b}[4ly").screen.line(0) == "xybc")
    #expect(screen("a\u{1b}[4b").screen.line(0) == "aaaaa")
  }

  @Test func scrolling() {
    let four = "1\r\n2\r\n3\r\n4"
    #expect(screen(four + "\n").screen.picture == "2\n3\n4\n")
    #expect(screen(four + "\u{1b}[H\u{1b}M").screen.picture == "\n1\n2\n3")
    #expect(screen(four + "\u{1b}[2;3r\u{1b}[3;1H\n").screen.picture == "1\n3\n\n4")
    #expect(screen(four + "\u{1b}[2;1H\u{1b}[L").screen.picture == "1\n\n2\n3")
    #expect(screen(four + "\u{1b}[2;1H\u{1b}[M").screen.picture == "1\n3\n4\n")
    #expect(screen(four + "\u{1b}[S").screen.picture == "2\n3\n4\n")
  }

  @Test func wrapWaitsForTheNextCharacter() {
    #expect(screen("0123456789").cursor == Screen.Position(row: 0, column: 10))
    #expect(screen("0123456789a").screen.picture == "0123456789\na\n\n")
    #expect(screen("0123456789\rx").screen.line(0) == "x123456789")
    #expect(screen("012345678漢").screen.picture == "012345678\n漢\n\n")
  }

  @Test func combiningMarksJoinTheCellBefore() {
    #expect(screen("e\u{301}x").screen[0, 0].text == "e\u{301}")
    #expect(screen("漢\u{301}x").screen[0, 0].text == "漢\u{301}")
  }

  @Test func lineDrawing() {
    #expect(screen("\u{1b}(0lqk\u{1b}(Blqk").screen.line(0) == "┌─┐lqk")
    #expect(screen("\u{1b})0\u{0e}x\u{0f}x").screen.line(0) == "│x")
  }

  @Test func alternateScreenComesAndGoes() {
    var result = screen("main\u{1b}[?1049h\u{1b}[?25l\u{1b}[?1000;1006h\u{1b}[Hother")
    #expect(result.isAlternate)
    #expect(result.screen.line(0) == "other")
    #expect(result.modesLeft == [1000, 1006, 1049, 25])
    result.feed("\u{1b}[?1006l\u{1b}[?1000l\u{1b}[?1049l\u{1b}[?25h".utf8)
    #expect(result.screen.line(0) == "main")
    #expect(result.cursor == Screen.Position(row: 0, column: 4))
    #expect(result.modesLeft.isEmpty)
    #expect(result.unknown.isEmpty)
  }

  /// A program may die in the middle of anything; what it sends then counts.
  @Test(arguments: ["\u{1b}", "\u{1b}[", "\u{1b}[38;2;1", "\u{1b}]2;title", "\u{1b}]2;\u{1b}"])
  func whatIsCutShortGivesWay(to start: String) {
    var result = screen("\u{1b}[?2026h")
    result.feed(start.utf8)
    result.feed("\u{1b}[?2026lx".utf8)
    #expect(result.modesLeft.isEmpty)
    #expect(result.screen.line(0) == "x")
    result = screen("\u{1b}[?2026h")
    result.feed([0xe2, 0x96] + "\u{1b}[?2026lx".utf8)
    #expect(result.modesLeft.isEmpty)
    #expect(result.screen.line(0) == "x")
  }

  @Test(arguments: [
    "\u{1b}[5y", "\u{1b}]777;x\u{07}", "\u{1b}[?999h", "\u{1b}Q", "\u{05}", "\u{1b}[99m",
  ])
  func whatIsUnknownIsRecorded(text: String) {
    #expect(screen(text).unknown.count == 1)
  }

  @Test func questionsClipboardBell() {
    var result = screen("\u{1b}]11;?\u{1b}\\\u{1b}[c\u{1b}[6n\u{1b}]52;c;aGk=\u{07}\u{07}")
    #expect(result.takeQuestions() == [.background, .identity, .cursorPosition])
    #expect(result.questions.isEmpty)
    #expect(result.clipboard == ["aGk="])
    #expect(result.bells == 1)
  }

  @Test func aProgramOnAPseudoTerminal() throws {
    let script = "stty -echo; printf 'size '; stty size; read line; echo \"got $line\"; exit 3"
    let terminal = try PseudoTerminal(["/bin/sh", "-c", script], columns: 40, rows: 5)
    #expect(terminal.wait { $0.screen.line(0) == "size 5 40" })
    terminal.send("hello\r")
    #expect(terminal.wait { $0.screen.line(1) == "got hello" })
    #expect(terminal.end() == .exited(3))
    #expect(!terminal.isRestored)
  }

  @Test func aProgramDiesByASignal() throws {
    let terminal = try PseudoTerminal(["/bin/sh", "-c", "echo ready; read line"])
    #expect(terminal.wait { $0.screen.line(0) == "ready" })
    terminal.signal(15)
    #expect(terminal.end() == .killed(15))
    #expect(terminal.isRestored)
  }
}
