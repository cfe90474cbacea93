import Screens

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
    // The five answers are a line each.
    var lines = words.say.split(separator: "\n").flatMap { wrapped(String($0), to: room) }
      .map { (text: $0, accent: 0) }
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
      stop.question > 0
        ? texts.stopOf(stop.question, texts.tourQuestions.count, stop.part, stop.parts)
        : texts.lastStop, palette.label)
    let question =
      stop.question > 0 ? texts.tourQuestions[stop.question - 1] : texts.fiveAnswers
    let end = canvas.write(counter, row: row, endingAt: state.columns - margin)
    canvas.write(
      clipped(question, to: max(0, end - margin - 2)), row: row, column: margin, palette.accent,
      in: Rectangle(row: row, rows: 1, columns: max(0, end - 1)))
    for (place, line) in Self.lines(words, texts, Self.room(state)).enumerated() {
      let head = String(line.text.prefix(line.accent))
      let column = canvas.write(head, row: row + 1 + place, column: margin, palette.accent)
      canvas.write(
        String(line.text.dropFirst(line.accent)), row: row + 1 + place, column: column)
    }
  }
}
