import Testing

@testable import Screens

@Suite("Exports")
struct ExportTests {
  private func sample() -> Screen {
    var canvas = Canvas(columns: 6, rows: 2, title: "a < b")
    canvas.write("a&", row: 0, column: 0, Style(isBold: true))
    canvas.write("漢", row: 0, column: 2, Style(foreground: .indexed(6)))
    canvas.fill(
      Rectangle(row: 1, column: 0, rows: 1, columns: 2),
      with: Cell(" ", Style(background: .rgb(1, 2, 3))))
    canvas.write("▄▄░", row: 1, column: 2, Style(foreground: .indexed(200), isDim: true))
    return canvas.screen
  }

  @Test("ANSI text sets exactly the style of each run and ends every line plain")
  func ansi() {
    let lines = ANSIText.text(of: sample()).split(separator: "\n").map(String.init)
    #expect(
      lines == [
        "\u{1B}[0;1ma&\u{1B}[0;36m漢\u{1B}[0m  ",
        "\u{1B}[0;48;2;1;2;3m  \u{1B}[0;2;38;5;200m▄▄░\u{1B}[0m ",
      ])
  }

  @Test("Each kind of colour has its own codes")
  func codes() {
    let bright = Style(foreground: .indexed(12), background: .indexed(9), isReversed: true)
    #expect(ANSIText.sequence(for: bright) == "\u{1B}[0;7;94;101m")
    #expect(ANSIText.sequence(for: Style(background: .indexed(3))) == "\u{1B}[0;43m")
    #expect(ANSIText.sequence(for: .plain) == "\u{1B}[0m")
  }

  @Test("An empty screen is a picture too")
  func empty() {
    let screen = Screen(columns: 0, rows: 0)
    #expect(ANSIText.text(of: screen) == "")
  }
}
