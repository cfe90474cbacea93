import Screens

extension Drawing {
  /// What can be typed next, above the command line: one line each, a page at a time.
  mutating func drawCommandList() {
    guard state.prompt == .command else { return }
    let list = CommandList(state.keyboard.completing?.typed ?? state.line.text, state)
    guard !list.candidates.isEmpty else { return }
    let room = max(1, min(list.candidates.count, (layout.readout - 2) / 2))
    let chosen = state.keyboard.completing?.index
    let first = (chosen ?? 0) / room * room
    let shown = list.candidates[first..<min(first + room, list.candidates.count)]
    let top = layout.readout - room
    canvas.fill(
      Rectangle(row: top - 1, column: 0, rows: room + 1, columns: layout.columns), with: .blank)
    if list.candidates.count > room {
      let note = texts.candidatesShown(first + 1, first + shown.count, list.candidates.count)
      canvas.write(
        StyledText(note, palette.label), row: top - 1, endingAt: layout.columns - layout.margin)
    }
    let longest = list.candidates.map { width(of: $0.word) }.max() ?? 0
    for (place, candidate) in shown.enumerated() {
      let isHere = first + place == chosen
      let row = top + place
      canvas.write(isHere ? "▸" : " ", row: row, column: layout.margin, palette.accent)
      canvas.write(
        safe(candidate.word), row: row, column: layout.margin + 2,
        isHere ? palette.accent : .plain)
      let column = layout.margin + 2 + longest + 2
      canvas.write(
        clipped(candidate.does, to: max(1, layout.columns - layout.margin - column)), row: row,
        column: column, palette.label)
    }
  }
}
