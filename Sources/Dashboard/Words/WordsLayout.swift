import Screens
import Snapshots

/// Where tokens and bars stand on Words: pure geometry that drawing, clicking and moving share.
///
/// The text is wrapped over lines; below it the keys are sorted by weight, a bar each. Text that
/// takes more than its part of the height scrolls with the selected token.
struct WordsLayout: Hashable {
  /// What can be pointed at.
  enum Hit: Hashable {
    case token(Int)
    case query(Int)
    case bar(Int)
  }

  /// One token: its line, counted from the first of the text, and its place in it.
  struct Token: Hashable {
    var line: Int
    var column: Int
    var columns: Int
  }

  /// A token that is wider is clipped.
  static let widest = 24
  /// The most keys that are worth a bar.
  static let mostBars = 40

  /// What the model says of the whole text; nil where it says more than one thing.
  var says: Int?
  /// The queries of another sequence than the text, in one line; nil where the text asks itself.
  var queries: Rectangle?
  var firstQuery = 0
  var queriesShown = 0
  var queryColumns = 1
  var text = Rectangle.empty
  /// How the tokens stand in lines; nil where there are none.
  var wrapped: WordLines?
  var tokens: [Token] { wrapped?.tokens ?? [] }
  /// How high a line of the text is: the mark, the tokens, the shade where colours are few.
  var lineRows = 2
  /// Whether patches of an image stand as they do in the image.
  var isTiled = false
  var lines: Int { wrapped?.lines ?? 0 }
  var firstLine = 0
  var linesShown = 0
  /// The heading over the bars; nil where there is no room for bars.
  var heading: Int?
  var bars = Rectangle.empty
  /// How high a bar is.
  var barRows = 1
  /// One row for the whole text as a bar a key, in the order of the text; empty where there is none.
  var chart = Rectangle.empty
  var chartKeyColumns = 1
  /// The row of the cap above the bars, and of the zero line and the crosshair's key below them.
  var chartCap: Int?
  var chartAxis: Int?
  var chartMark = 0
  /// The scores behind the bars, on the same columns; empty where there is no room for them.
  var scores = Rectangle.empty
  /// Keys from the largest weight on, of those with a bar, and which rank is the first of these.
  var ranking: [Int] = []
  var firstRank = 0
  /// How many keys there are in all.
  var ranks = 0
  /// The width of the labels before the bars, and where a bar begins and ends.
  var labelColumns = 1
  var barColumn = 0
  var barColumns = 0
  var sentence: Int?
  var legend = 0

  init(_ state: State) {
    let layout = MapLayout(state)
    guard !layout.isTooSmall, let picture = state.picture, let crosshair = state.crosshair else {
      return
    }
    let isTall = state.bodyRows >= 30
    legend = layout.isBesideWords ? layout.legend : layout.readout - (isTall ? 2 : 1)
    sentence = layout.isBesideWords ? layout.sentence : legend - (isTall ? 3 : 2)
    let (left, room) = Self.textColumns(state)
    let bottom = layout.isBesideWords ? layout.legend - 1 : (sentence ?? legend) - 1
    placeText(state, picture, crosshair, left: left, room: room, bottom: bottom)
    let top = text.bottom + 1
    if layout.isBesideWords {
      placeBars(state, picture, crosshair, in: layout.wordBars)
    } else if picture.isOneRow, picture.keys.count <= room - Self.chartLabels {
      placeChart(picture, top: top, bottom: bottom, left: left, room: room)
    } else {
      let area = Rectangle(row: top, column: left, rows: max(0, bottom - top), columns: room)
      placeBars(state, picture, crosshair, in: area)
    }
  }

  /// Where lines of the text begin, and their width.
  private static func textColumns(_ state: State) -> (left: Int, room: Int) {
    let margin = state.columns >= 100 ? 2 : 1
    let left = margin + (state.columns >= 72 ? 3 : 1)
    return (left, state.columns - left - margin)
  }

  /// How high a line is: tiles touch each other, words have room for marks between them.
  private static func lineRows(_ state: State, _ picture: Picture) -> Int {
    guard let grid = picture.grid else { return state.rung.isColorBehind ? 2 : 3 }
    // Two rows of four columns are a square.
    return 4 * grid.rows <= state.bodyRows ? 2 : 1
  }

  /// The first row below the whole text, where it stands above two panels.
  static func textRows(_ state: State) -> Int {
    guard let picture = state.picture else { return 0 }
    let hasQueries = !picture.kind.isOneSequence && picture.queries.count > 1
    let lineRows = lineRows(state, picture)
    let lines = WordLines(
      picture.keys, picture.grid, within: textColumns(state).room, known: state.wordLines
    )
    .lines
    return 2 + (hasQueries ? (state.bodyRows >= 46 ? 2 : 1) : 0) + lines * lineRows
  }

  private mutating func placeText(
    _ state: State, _ picture: Picture, _ crosshair: Heatmap.Index, left: Int, room: Int,
    bottom: Int
  ) {
    let isTall = state.bodyRows >= 30
    var top = isTall ? 2 : state.bodyRows >= 20 ? 2 : 1
    if !picture.kind.isOneSequence, picture.queries.count > 1 {
      placeQueries(picture, crosshair.row, row: top, column: left, room: room)
      top += state.bodyRows >= 46 ? 2 : 1
    } else if picture.queries.count == 1, picture.written.count == 1, state.bodyRows >= 20 {
      says = top
      top += isTall ? 2 : 1
    }
    lineRows = Self.lineRows(state, picture)
    isTiled = picture.grid != nil
    wrapped = WordLines(picture.keys, picture.grid, within: room, known: state.wordLines)
    let free = bottom - top
    // A heading and three bars are worth more than the fourth line of a text.
    let wantedBars = min(picture.keys.count, 16) + 2
    let forBars = free >= lineRows + 4 ? min(wantedBars, max(4, free - lines * lineRows)) : 0
    linesShown = min(lines, max(1, (free - forBars) / lineRows))
    text = Rectangle(
      row: top, column: left, rows: min(free, linesShown * lineRows), columns: room)
    let isAsking = picture.kind.isOneSequence && picture.queries.count > 1
    let selected = (isAsking ? crosshair.row : crosshair.column)
      .clamped(to: 0...(tokens.count - 1))
    firstLine = HeadsLayout.scrolled(
      state.firstWordLine, to: tokens[selected].line, shown: linesShown, count: lines)
  }

  private mutating func placeQueries(
    _ picture: Picture, _ query: Int, row: Int, column: Int, room: Int
  ) {
    queryColumns = min(Self.widest, picture.queries.widest) + 1
    let begin = column + 6
    queriesShown = min(picture.queries.count, max(1, (room - 6) / queryColumns))
    firstQuery = HeadsLayout.scrolled(
      0, to: query, shown: queriesShown, count: picture.queries.count)
    queries = Rectangle(
      row: row, column: begin, rows: 1, columns: queriesShown * queryColumns)
  }

  /// The height of the scores: as much as tells their ends from what lies between.
  static let scoreRows = 5
  /// The width of the numbers beside the chart.
  static let chartLabels = 10

  /// Heading, cap, bars, zero line and the crosshair's key; what does not fit is left out.
  ///
  /// Bars grow with the room, the scores below them with what these leave.
  private mutating func placeChart(
    _ picture: Picture, top: Int, bottom: Int, left: Int, room: Int
  ) {
    let isTall = bottom - top >= 10
    let others = (picture.cap == nil ? 2 : 3) + (isTall ? 2 : 0)
    let free = bottom - top - others
    let hasScores = !picture.scores.isEmpty && free > Self.scoreRows + 8
    let high = hasScores ? (free - 4) * 3 / 5 : free
    guard high >= 1 else { return }
    heading = top
    chartCap = picture.cap == nil ? nil : top + (isTall ? 2 : 1)
    chartKeyColumns = ((room - Self.chartLabels) / picture.keys.count).clamped(to: 1...8)
    chart = Rectangle(
      row: (chartCap ?? top) + 1, column: left + Self.chartLabels, rows: high,
      columns: picture.keys.count * chartKeyColumns)
    chartAxis = isTall ? chart.bottom : nil
    chartMark = chart.bottom + (isTall ? 1 : 0)
    guard hasScores else { return }
    // An odd height has a row for 0.
    let rest = bottom - chartMark - 4
    scores = Rectangle(
      row: chartMark + 3, column: chart.column, rows: rest - (rest.isMultiple(of: 2) ? 1 : 0),
      columns: chart.columns)
  }

  /// The width of the names before the bars.
  static func barLabelColumns(_ picture: Picture) -> Int {
    if picture.image != nil { return 20 }
    let position = picture.keys.repeated.isEmpty ? 0 : "\(picture.keys.count)".count + 1
    return (picture.keys.widest + position + 1).clamped(to: 4...16)
  }

  private mutating func placeBars(
    _ state: State, _ picture: Picture, _ crosshair: Heatmap.Index, in area: Rectangle
  ) {
    ranks = picture.allowed(crosshair.row)
    let count = min(ranks, Self.mostBars, area.rows - 1)
    guard count >= 1 else { return }
    heading = area.row
    let shown = Ranking(
      of: picture.row(crosshair.row, 0..<ranks), around: crosshair.column, count: count)
    (firstRank, ranking) = (shown.first, shown.keys)
    // All rows alike, as high as lets the most that can be looked at stand below each other.
    barRows = min(2, max(1, (area.rows - 1) / min(picture.keys.count, Self.mostBars)))
    bars = Rectangle(
      row: area.row + 1, column: area.column, rows: count * barRows, columns: area.columns)
    labelColumns = Self.barLabelColumns(picture)
    barColumn = area.column + labelColumns + 8
    barColumns = min(
      Aside.longestBar, max(4, area.right - barColumn - (area.columns >= 60 ? 9 : 0)))
  }
}

extension WordsLayout {
  /// The cells of `token`; nil where it is scrolled away.
  func box(_ token: Int) -> Rectangle? {
    guard tokens.indices.contains(token) else { return nil }
    let place = tokens[token]
    guard place.line >= firstLine, place.line < firstLine + linesShown else { return nil }
    // Words have a row of marks above them; a tile is marked in itself.
    let marks = isTiled ? 0 : 1
    let row = text.row + (place.line - firstLine) * lineRows + marks
    guard row < text.bottom else { return nil }
    return Rectangle(
      row: row, column: text.column + place.column, rows: min(lineRows - marks, text.bottom - row),
      columns: place.columns)
  }

  /// The cells of `query` in the line of queries.
  func box(query: Int) -> Rectangle? {
    guard let queries, query >= firstQuery, query < firstQuery + queriesShown else { return nil }
    return Rectangle(
      row: queries.row, column: queries.column + (query - firstQuery) * queryColumns, rows: 1,
      columns: queryColumns)
  }

  /// What is drawn at `position`.
  func hit(at position: Screen.Position) -> Hit? {
    if chart.contains(position) {
      return .bar((position.column - chart.column) / chartKeyColumns)
    }
    if bars.contains(position) { return .bar(ranking[(position.row - bars.row) / barRows]) }
    if let queries, queries.contains(position) {
      return .query(firstQuery + (position.column - queries.column) / queryColumns)
    }
    return tokensInSight.first { box($0)?.contains(position) == true }.map(Hit.token)
  }

  /// The tokens of the lines that are not scrolled away.
  var tokensInSight: Range<Int> {
    guard let wrapped else { return 0..<0 }
    return wrapped.first(of: firstLine)..<wrapped.first(of: firstLine + linesShown)
  }
}
