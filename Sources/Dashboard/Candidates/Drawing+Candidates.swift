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
    for (place, line) in lines.enumerated() {
      let row = area.row + 2 + place
      guard row < area.bottom else { break }
      let number = line.change.map(signed) ?? shareText(line.probability, 2)
      canvas.write(
        clipped(safe(line.label), to: area.columns - 6), row: row, column: area.column)
      canvas.write(StyledText(number, palette.label), row: row, endingAt: area.right)
    }
    let below = area.row + 2 + lines.count
    if lines.contains(where: { $0.change != nil }), below < area.bottom {
      canvas.write(
        StyledText(texts.logChange, palette.label), row: below, endingAt: area.right)
    }
  }

  /// The same in one line.
  mutating func drawCandidateLine() {
    guard let row = layout.candidates, let candidates = state.candidates else { return }
    let end = layout.columns - layout.margin
    var column = canvas.write(heading(candidates), row: row, column: layout.margin, palette.label)
    for line in state.candidateLines {
      let number =
        line.change.map { texts.logChange + " " + signed($0) }
        ?? shareText(line.probability, 2)
      let label = clipped(safe(line.label), to: 12)
      guard column + 4 + width(of: label) + width(of: number) <= end else { return }
      column = canvas.write(label, row: row, column: column + 3)
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
