import Screens
import Subjects

extension Drawing {
  /// `i`: all that is known of the run, one line each, then its ways to attend.
  mutating func drawAbout() {
    let room = min(100, layout.columns - 2 * layout.margin - 2)
    let lines = state.about.flatMap { wrapped($0, to: room) }
    let ways = state.run.ways
    let more =
      ways.count > 1 ? [""] + wrapped(texts.waysOfLesson(ways.map(texts.way)), to: room) : []
    for (place, line) in (lines + more).enumerated() where 2 + place < layout.readout - 1 {
      canvas.write(
        line, row: 2 + place, column: layout.margin + 1,
        place < lines.count ? .plain : palette.label)
    }
  }
}
