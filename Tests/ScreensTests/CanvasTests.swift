import Testing

@testable import Screens

@Suite("Canvas")
struct CanvasTests {
  @Test("Text is written, clipped and made safe")
  func writing() {
    var canvas = Canvas(columns: 6, rows: 2)
    #expect(canvas.write("ab\u{1B}", row: 0, column: 1) == 5)
    canvas.write("漢字漢字", row: 1, column: 1)
    #expect(canvas.screen.picture == " ab^[\n 漢字")
    #expect(canvas.screen[1, 2].text == "")
    #expect(canvas.screen[1, 5].text == " ")
  }

  @Test("Drawing outside the canvas or its rectangle does nothing")
  func clipping() {
    var canvas = Canvas(columns: 4, rows: 1)
    canvas.write("wxyz", row: 0, column: -2)
    canvas.write("no", row: 3, column: 0)
    canvas.write("no", row: -1, column: 0)
    #expect(canvas.screen.picture == "yz")
    canvas.write("abcd", row: 0, column: 0, in: Rectangle(row: 0, column: 1, rows: 1, columns: 2))
    #expect(canvas.screen.picture == "ybc")
    canvas.write("字", row: 0, column: -1)
    #expect(canvas.screen.picture == " bc")
  }

  @Test("A wide character that loses a half loses both")
  func halves() {
    var canvas = Canvas(columns: 4, rows: 1)
    canvas.write("漢字", row: 0, column: 0)
    canvas.write("x", row: 0, column: 1)
    #expect(canvas.screen.picture == " x字")
    canvas.write("y", row: 0, column: 2)
    #expect(canvas.screen.picture == " xy")
    canvas.write("漢", row: 0, column: 0)
    canvas.write("字", row: 0, column: 1)
    #expect(canvas.screen.cells.map(\.text) == [" ", "字", "", " "])
  }

  @Test("Runs keep their styles and end where they are told")
  func runs() {
    var canvas = Canvas(columns: 8, rows: 1)
    let bold = Style(isBold: true)
    let text = StyledText("no ") + StyledText("漢", bold)
    #expect(text.cells == 5)
    #expect(canvas.write(text, row: 0, endingAt: 8) == 3)
    #expect(canvas.screen.picture == "   no 漢")
    #expect(canvas.screen[0, 6].style == bold)
    #expect(canvas.screen[0, 7] == .continuation(bold))
    #expect(canvas.screen[0, 3].style == .plain)
  }

  @Test("Rectangles")
  func rectangles() {
    let a = Rectangle(row: 1, column: 1, rows: 3, columns: 3)
    let b = Rectangle(row: 2, column: 0, rows: 9, columns: 2)
    #expect(a.intersection(b) == Rectangle(row: 2, column: 1, rows: 2, columns: 1))
    #expect(a.intersection(Rectangle(row: 7, rows: 1, columns: 1)).isEmpty)
    #expect(a.contains(Screen.Position(row: 3, column: 3)))
    #expect(!a.contains(Screen.Position(row: 4, column: 3)))
  }
}
