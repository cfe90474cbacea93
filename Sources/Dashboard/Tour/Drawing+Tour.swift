import Screens
import Subjects

extension Drawing {
  mutating func drawTourAlone() {
    TourBand(state).draw(on: &canvas, row: 1, self)
  }

  /// What the tour is, and where its runs can come from; or how far these are.
  mutating func drawOffer() {
    guard let tour = state.tour else { return }
    let column = layout.margin
    let room = min(96, layout.columns - 2 * column)
    var row = layout.rows >= 18 ? 2 : 1
    func take(_ text: String, _ style: Style = .plain, indent: Int = 0) {
      for line in wrapped(text, to: room - indent) where row < layout.readout {
        canvas.write(line, row: row, column: column + indent, style)
        row += 1
      }
    }
    take(texts.tourHeading, palette.accent)
    let blank = layout.rows >= 18 ? 1 : 0
    row += blank
    take(texts.tourIntro)
    row += blank
    for question in texts.tourQuestions { take(question, indent: 2) }
    row += blank
    switch tour.stage {
    case .offer:
      drawChoice("enter", texts.trainChoice, &row, room)
      if state.hasRecording {
        drawChoice("s", texts.recordingChoice, &row, room)
      }
      row += blank
      take(state.hasRecording ? texts.keptAside : texts.noRecording, palette.label)
    case .training:
      let timeline = state.tourPanes?.first?.timeline
      let exact = timeline?.evaluation
      take(
        texts.tourTraining(
          timeline?.step ?? 0, timeline?.presentLoss.map { loss($0) } ?? "–",
          exact.map { shareText($0.exactMatch) }))
      let part = exact.map { min(1, $0.exactMatch / Tour.goodEnough) } ?? 0
      let cells = Int(Double(room - 2) * part)
      if row < layout.readout {
        canvas.write(
          String(repeating: "█", count: cells), row: row, column: column, palette.accent)
        canvas.write(
          String(repeating: "─", count: room - 2 - cells), row: row, column: column + cells,
          palette.label)
      }
    case .opening, .walking: take(texts.tourOpening)
    }
  }

  private mutating func drawChoice(_ key: String, _ text: String, _ row: inout Int, _ room: Int) {
    for (place, line) in wrapped(text, to: room - 9).enumerated() where row < layout.readout {
      if place == 0 { canvas.write(key, row: row, column: layout.margin + 2, palette.accent) }
      canvas.write(line, row: row, column: layout.margin + 9)
      row += 1
    }
  }

  /// The keys of the offer, or the one that leaves it.
  func offerKeyLine() -> [(caption: String, text: String, isDim: Bool)] {
    let back = ("esc", texts.leaveOffer, false)
    guard state.tour?.stage == .offer else { return [back] }
    return [("enter", texts.trainKey, false)]
      + (state.hasRecording ? [("s", texts.recordingKey, false)] : []) + [back]
  }

  /// The keys of the tour before those of the screen that it is about.
  func tourKeyLine(
    _ here: [(caption: String, text: String, isDim: Bool)]
  ) -> [(caption: String, text: String, isDim: Bool)] {
    guard let stop = state.tourStop else { return here }
    let own = ["n N", "esc", "Q", "space", "0 – 9"]
    let others = here.filter { !own.contains($0.caption) }
    // The arrows explain themselves; that a number can be followed does not.
    let first = others.filter { $0.caption == "enter" }
    return [
      ("n", texts.nextStop, stop == TourStop.all.last),
      ("N", texts.previousStop, state.tour?.stop == 0),
      ("1 – 5", texts.toQuestion, false),
      ("esc", texts.leaveTour, false),
    ] + first + others.filter { $0.caption != "enter" }
  }
}
