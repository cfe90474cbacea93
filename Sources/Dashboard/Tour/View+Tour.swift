import Screens
import Snapshots
import Subjects

/// The words of a stop, between the title and the screen they are about.
///
/// They take the same rows at every stop, so that nothing below jumps from one to the next.
struct TourBand {
  let state: State

  init(_ state: State) { self.state = state }

  /// What the rows of the words depend on.
  struct Size: Hashable {
    private let stage: Tour.Stage?
    private let columns: Int
    private let rows: Int
    private let language: Language

    init(_ state: State) {
      (stage, language) = (state.tour?.stage, state.language)
      (columns, rows) = (state.columns, state.rows)
    }
  }

  /// The rows that the longest words need on this terminal; 0 while nobody walks.
  static func rows(_ state: State) -> Int {
    guard state.tour?.stage == .walking else { return 0 }
    let room = room(state)
    let most = state.texts.tourWords.map { words in
      // No number of a run is wider.
      let filled = words.filled(
        Dictionary(uniqueKeysWithValues: TourNumbers.names.map { ($0, ".0000") }))
      return lines(filled, state.texts, room).count
    }
    return 1 + (most.max() ?? 0) + (state.rows >= 34 ? 1 : 0)
  }

  private static func room(_ state: State) -> Int {
    max(10, state.columns - 2 * (state.columns >= 100 ? 2 : 1))
  }

  /// The sentences, then what to try, wrapped.
  private static func lines(
    _ words: TourWords, _ texts: any TourTexts, _ room: Int
  ) -> [(text: String, accent: Int)] {
    var lines = wrapped(words.say, to: room).map { (text: $0, accent: 0) }
    guard let keys = words.tryKeys, let shows = words.tryShows else { return lines }
    let head = texts.trying(keys)
    for (place, line) in wrapped(head + texts.colon + shows, to: room).enumerated() {
      lines.append((line, place == 0 ? min(head.count, line.count) : 0))
    }
    return lines
  }

  /// The screen with the words below its title.
  func above(_ body: Screen, _ drawing: Drawing) -> Screen {
    var canvas = Canvas(columns: state.columns, rows: state.bandRows)
    draw(on: &canvas, row: state.rows >= 34 ? 1 : 0, drawing)
    let band = canvas.screen
    var screen = Screen(columns: state.columns, rows: state.rows, title: body.title)
    for row in 0..<state.rows {
      for column in 0..<state.columns {
        screen[row, column] =
          row == 0
          ? body[0, column]
          : row <= band.rows ? band[row - 1, column] : body[row - band.rows, column]
      }
    }
    screen.cursor = body.cursor.map {
      Screen.Position(row: $0.row == 0 ? 0 : $0.row + band.rows, column: $0.column)
    }
    return screen
  }

  /// The question and the counter, then the words.
  func draw(on canvas: inout Canvas, row: Int, _ drawing: Drawing) {
    guard let stop = state.tourStop, let words = state.tourWords else { return }
    let texts = state.texts
    let palette = drawing.palette
    let margin = drawing.layout.margin
    let counter = StyledText(
      texts.stopOf(stop.label, texts.tourQuestions.count), palette.label)
    let end = canvas.write(counter, row: row, endingAt: state.columns - margin)
    canvas.write(
      texts.tourQuestions[stop.question - 1], row: row, column: margin, palette.accent,
      in: Rectangle(row: row, rows: 1, columns: max(0, end - 1)))
    for (place, line) in Self.lines(words, texts, Self.room(state)).enumerated() {
      let head = String(line.text.prefix(line.accent))
      let column = canvas.write(head, row: row + 1 + place, column: margin, palette.accent)
      canvas.write(
        String(line.text.dropFirst(line.accent)), row: row + 1 + place, column: column)
    }
  }
}

extension State {
  /// The rows between the title and the screen that the tour's words are about.
  var bandRows: Int {
    keyboard.isHelpOpen || desk.rows - (tour?.rows ?? 0) < Layout.least.rows ? 0 : tour?.rows ?? 0
  }

  /// The rows of everything but these words.
  var bodyRows: Int { desk.rows - bandRows }

  /// Whether there is room for the words of the tour only.
  var isTourAlone: Bool { (tour?.rows ?? 0) > 0 && bandRows == 0 && !keyboard.isHelpOpen }

  /// Whether the tour has not begun and says what it waits for.
  var isOfferingTour: Bool { tour.map { $0.stage != .walking } ?? false }

  /// A place on the terminal as a place on the screen below the words; nil on the words.
  func pointed(_ mouse: Mouse) -> Mouse? {
    guard !isOfferingTour else { return nil }
    var mouse = mouse
    if mouse.position.row > 0 { mouse.position.row -= bandRows }
    return mouse.position.row > 0 || bandRows == 0 ? mouse : nil
  }
}

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
          exact.map { share($0.exactMatch) }))
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
    let own = ["n N", "esc", "Q", "space"]
    let others = here.filter { !own.contains($0.caption) }
    // The arrows explain themselves; that a number can be followed does not.
    let first = others.filter { $0.caption == "enter" }
    return [
      ("n", texts.nextStop, stop == TourStop.all.last),
      ("N", texts.previousStop, state.tour?.stop == 0),
      ("esc", texts.leaveTour, false),
    ] + first + others.filter { $0.caption != "enter" }
  }
}
