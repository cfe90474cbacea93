import Screens

extension Drawing {
  /// Help in place of the map: what the picture means, then every key.
  mutating func drawHelp() {
    let page = HelpPage(state)
    let room = HelpPage.room(layout)
    let first = state.firstHelpLine.clamped(to: 0...max(0, page.lines.count - room))
    for (place, line) in page.lines.dropFirst(first).prefix(room).enumerated() {
      for part in line {
        canvas.write(part.text(palette), row: 2 + place, column: layout.margin + part.column)
      }
    }
  }
}
