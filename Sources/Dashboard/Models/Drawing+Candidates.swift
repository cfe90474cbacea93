import Screens
import Snapshots

/// What could be written next, beside the map or in a line below it.
extension Drawing {
  /// A column of tokens with their probabilities, and how they change without the heads that are off.
  mutating func drawCandidates(in area: Rectangle) {
    let lines = state.candidateLines
    guard let candidates = state.candidates, !lines.isEmpty else { return }
    canvas.write(
      heading(candidates), row: area.row + 1, column: area.column, palette.label, in: area)
    // What leaving heads out does takes a second line of each.
    let isTall = area.row + 2 + 2 * lines.count <= area.bottom
    var row = area.row + 2
    for line in lines where row < area.bottom {
      let number = isTall ? nil : line.change.map(signed)
      canvas.write(clipped(safe(line.label), to: area.columns - 6), row: row, column: area.column)
      canvas.write(
        StyledText(number ?? shareText(line.probability, 2), palette.label), row: row,
        endingAt: area.right)
      row += 1
      guard isTall, let change = line.change else { continue }
      let text = signed(line.logProbability) + "  Δ " + signed(change)
      canvas.write(StyledText(text, palette.label), row: row, endingAt: area.right)
      row += 1
    }
    guard lines.contains(where: { $0.change != nil }), row < area.bottom else { return }
    canvas.write(
      StyledText(isTall ? texts.logProbability : texts.logChange, palette.label), row: row,
      endingAt: area.right)
  }

  /// The same in one line.
  mutating func drawCandidateLine() {
    guard let row = layout.candidates, let candidates = state.candidates else { return }
    let end = layout.columns - layout.margin
    let lines = state.candidateLines
    let isChanged = lines.contains { $0.change != nil }
    var column = canvas.write(
      heading(candidates) + (isChanged ? "  " + texts.logChange : ""), row: row,
      column: layout.margin, palette.label)
    for line in lines {
      let number = line.change.map(signed) ?? shareText(line.probability, 2)
      let label = clipped(safe(line.label), to: 10)
      guard column + 3 + width(of: label) + width(of: number) <= end else { return }
      column = canvas.write(label, row: row, column: column + 2)
      column = canvas.write(number, row: row, column: column + 1, palette.label)
    }
  }

  private func heading(_ candidates: Candidates) -> String {
    candidates.isMask ? texts.maskAt(candidates.place + 1) : texts.nextToken
  }

  private func signed(_ change: Double) -> String {
    (change < 0 ? "−" : "+") + fixed(abs(change), 2)
  }
}
