import Screens
import Subjects

extension Drawing {
  /// The lessons in place of the screen, one line each: what is learned, and where it stands if it is open.
  mutating func drawLessons() {
    let list = LessonList(state)
    canvas.write(texts.lessonsHeading, row: list.heading, column: layout.margin)
    for (place, offer) in state.desk.lessons.enumerated() {
      guard let row = list.row(of: place) else { break }
      let isHere = place == state.keyboard.selectedLesson
      let mark = isHere ? "▸" : " "
      canvas.write(mark, row: row, column: layout.margin, palette.accent)
      // Those beyond nine have no digit to be opened by.
      canvas.write(
        place < 9 ? "\(place + 1)" : " ", row: row, column: layout.margin + 2, palette.label)
      canvas.write(
        shortened(offer.name, to: LessonList.widest), row: row, column: layout.margin + 4,
        isHere ? palette.accent : .plain)
      let status = list.status(of: offer, state)
      let begin = canvas.write(
        StyledText(status, palette.label), row: row, endingAt: list.end)
      let sentence = texts.lesson(offer.name) ?? offer.summary
      let cells = begin - 1 - list.sentence
      guard cells > 0 else { continue }
      canvas.write(clipped(sentence, to: cells), row: row, column: list.sentence)
    }
    for (place, line) in list.notes(state).enumerated() where list.note + place < layout.readout {
      canvas.write(line, row: list.note + place, column: layout.margin + 2, palette.label)
    }
  }
}
