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
      var column = canvas.write(
        "\(place + 1)", row: row, column: layout.margin + 2, palette.label)
      column = canvas.write(
        offer.name, row: row, column: column + 1, isHere ? palette.accent : .plain)
      let status = list.status(of: offer, state)
      let begin = canvas.write(
        StyledText(status, palette.label), row: row, endingAt: layout.columns - layout.margin)
      let sentence = texts.lesson(offer.name) ?? offer.summary
      let area = Rectangle(
        row: row, column: list.sentence, rows: 1, columns: max(0, begin - 1 - list.sentence))
      canvas.write(
        width(of: sentence) <= area.columns ? sentence : safe(sentence, cells: area.columns),
        row: row, column: list.sentence, in: area)
    }
    for (place, line) in list.notes(state).enumerated() where list.note + place < layout.readout {
      canvas.write(line, row: list.note + place, column: layout.margin + 2, palette.label)
    }
  }
}
