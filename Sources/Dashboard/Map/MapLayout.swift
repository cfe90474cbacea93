import Screens
import Snapshots
import Subjects

/// Where everything stands: pure geometry that drawing, clicking and scrolling share.
///
/// The map comes first and gets the largest cells that leave room for the rest. Height that is
/// missing is taken from blanks, then from the timeline; width that is missing from the side panes.
/// Both axes, the legend, the read-out and the keys always stay.
struct MapLayout: Hashable {
  /// The smallest terminal that the map can be read on.
  static let least = (columns: 40, rows: 12)

  /// How much is said beside each row of the map.
  enum Writes: Int, Hashable {
    /// Nothing, only the dot, token and probability, the same with headings, everything.
    case none, dot, small, medium, full

    /// The width with the gap before it, for tokens of one cell.
    var columns: Int { [0, 2, 11, 18, 24][rawValue] }
  }

  var columns: Int
  var rows: Int
  var isTooSmall: Bool
  var margin = 1
  /// Whether there is room for what 80×24 must do without.
  var isWide = false

  var title = 0
  var marks = 1
  var header = 2
  /// The input above the map, where it is an image; its columns are those of the map.
  var image = Rectangle.empty
  /// The row below the image, of bars.
  var imageBars: Int?
  /// The part of the map that is drawn.
  var map = Rectangle.empty
  var cellRows = 1
  var cellColumns = 2
  var firstQuery = 0
  var firstKey = 0
  var queriesShown = 0
  var keysShown = 0
  /// The first column of the row labels, and their width.
  var labels = 0
  var labelColumns = 1
  /// Source and measurements, left of the map; empty where there is no room.
  var pane = Rectangle.empty
  var writes = Writes.none
  /// The width of what is written at a row.
  var tokenColumns = 1
  var legend = 0
  /// The loss over steps.
  var curve = Rectangle.empty
  /// The pattern over steps.
  var patternCurve = Rectangle.empty
  /// The time axis; its columns are those of the curve.
  var axis: Int?
  var numbers: Int?
  var heldOut = Rectangle.empty
  var sentence: Int?
  /// Whether the line above the sentence is free, for one that is too long.
  var isFreeAboveSentence = false
  var facts: Int?
  var readout = 0
  var keys = 0

  /// The geometry of `state`.
  init(_ state: State) {
    columns = state.columns
    rows = state.bodyRows
    isTooSmall = columns < Self.least.columns || rows < Self.least.rows
    guard !isTooSmall else { return }
    isWide = columns >= 100 && rows >= 30
    margin = columns >= 100 ? 2 : 1
    readout = rows - 2
    keys = rows - 1
    let picture = state.picture
    let written = picture == nil ? state.snapshot?.reading.written.count ?? 0 : 0
    let queries = picture?.queries.count ?? max(1, written)
    chooseCells(picture, queries: queries)
    placeColumns(picture, queries: queries)
    placeRows(
      queries: queries, image: picture?.image, heldOut: state.scene?.examples.count ?? 0)
    scroll(state, picture, queries: queries)
  }

  /// The height that everything but the map takes at least: title, marks, labels, legend,
  /// read-out, keys.
  private static let chrome = 6

  /// The width of the measurements beside the map; 0 where the map needs it.
  private func paneColumns(_ compact: Bool) -> Int {
    compact ? 0 : columns >= 72 ? 15 : columns >= 56 ? 13 : 0
  }

  private func mapColumn(_ compact: Bool) -> Int {
    let pane = paneColumns(compact)
    return margin + pane + (pane > 0 ? 1 : 0) + 1 + labelColumns + 1
  }

  /// Chooses the largest cells with which the whole map fits beside its labels.
  private mutating func chooseCells(_ picture: Picture?, queries: Int) {
    guard let picture else { return }
    labelColumns = min(8, picture.queries.widest)
    tokenColumns = picture.widestWritten.clamped(to: 1...8)
    let isWords = picture.keys.isWords
    // Words that do not fit over their columns are written over some of them only.
    let least = !isWords && picture.keys.isWide ? 2 : 1
    // Width, height, and the rows that must be left: a cell is twice as high as wide, so these
    // are square. Words need cells that are wider.
    let sizes =
      isWords
      ? [(6, 3, 17), (4, 2, 11), (6, 1, 0), (4, 1, 0), (2, 1, 0)]
      : [(6, 3, 17), (4, 2, 11), (2, 1, 0)]
    let dots = picture.written.isEmpty ? 0 : Writes.dot.columns
    // Words that can be read are worth more than the measurements beside a map that writes nothing.
    let isPaneInWay = isWords && picture.written.isEmpty
    for (wide, high, spare) in sizes {
      let left = mapColumn(isPaneInWay && wide > 2)
      let right = left + picture.keys.count * wide + dots + margin
      if right <= columns, high == 1 || queries * high + Self.chrome + spare <= rows {
        (cellColumns, cellRows) = (wide, high)
        return
      }
    }
    (cellColumns, cellRows) = (least, picture.image != nil && rows >= 36 ? 2 : 1)
  }

  /// The width of what is said beside each row, with the gap before it.
  func columns(of writes: Writes) -> Int {
    switch writes {
    case .none, .dot: writes.columns
    case .small, .medium: writes.columns + tokenColumns - 1
    case .full: writes.columns + max(0, tokenColumns - 6)
    }
  }

  private mutating func placeColumns(_ picture: Picture?, queries: Int) {
    let count = picture?.keys.count ?? 0
    func room(_ compact: Bool) -> Int {
      let dots = picture?.written.isEmpty == true ? 0 : Writes.dot.columns
      return (columns - margin - mapColumn(compact) - dots) / cellColumns
    }
    // Measurements give way only when that shows more of a long input.
    let isCompact = room(false) < count
    labels = mapColumn(isCompact) - labelColumns - 1
    keysShown = max(0, min(count, room(isCompact)))
    pane = Rectangle(row: header, column: margin, rows: 0, columns: paneColumns(isCompact))
    map = Rectangle(
      row: header + 1, column: mapColumn(isCompact), rows: 0, columns: keysShown * cellColumns)
    let left = columns - margin - map.right
    let choices: [Writes] = isWide ? [.full, .medium, .small, .dot] : [.medium, .small, .dot]
    writes = choices.first { columns(of: $0) <= left } ?? .none
    if let picture, picture.written.isEmpty { writes = .none }
  }

  /// Gives the map its rows first, then whatever is next in importance, then blanks.
  private mutating func placeRows(queries: Int, image: InputImage?, heldOut: Int) {
    let above = imageRows(image)
    let free = rows - Self.chrome - above.image - above.bars
    queriesShown = min(queries, max(1, (free - min(2, free - 1)) / cellRows))
    map.rows = queriesShown * cellRows
    var body = map.rows + above.image + above.bars
    var left = rows - Self.chrome - body
    func take(_ wanted: Int = 1) -> Int {
      let taken = min(wanted, max(0, left))
      left -= taken
      return taken
    }
    var curveRows = take()
    let sentenceRows = take()
    let axisRows = take()
    let numberRows = take()
    let factRows = take()
    // Ten rows beside the map hold every measurement, however short the map is.
    let paneExtra = take(max(0, min(10 - body, left - 2)))
    body += paneExtra
    let blankLegend = take()
    let blankTimeline = take()
    let blankSentence = take()
    let blankReadout = take()
    var patternRows = isWide ? take() : 0
    let blankTitle = isWide ? take() : 0
    let blankFacts = isWide ? take() : 0
    if isWide {
      curveRows += take(min(4, left - left / 3))
      patternRows += take(min(2, left))
    }
    let more = isWide ? min(3, left / 4) : 0

    marks = 1 + blankTitle
    pane.row = marks + 1
    pane.rows = pane.columns > 0 ? body + 1 : 0
    self.image = Rectangle(
      row: pane.row, column: map.column, rows: above.image, columns: map.columns)
    imageBars = above.bars > 0 ? self.image.bottom : nil
    header = pane.row + above.image + above.bars
    map.row = header + 1
    legend = pane.row + 1 + body + blankLegend
    var row = legend + 1 + blankTimeline + more
    placeTimeline(row: row, curveRows: curveRows, patternRows: patternRows, heldOut: heldOut)
    row += curveRows + patternRows
    axis = axisRows > 0 ? row : nil
    row += axisRows
    numbers = numberRows > 0 ? row : nil
    row += numberRows + blankSentence + more
    sentence = sentenceRows > 0 ? row : nil
    isFreeAboveSentence = blankSentence + more > 0
    row += sentenceRows + blankFacts
    facts = factRows > 0 ? row : nil
    _ = blankReadout
    if self.heldOut.rows > 0 {
      self.heldOut.rows = min(heldOut + 1, (sentence ?? readout) - 1 - self.heldOut.row)
    }
  }

  /// The rows of the image and of the bars below it, as far as the map leaves room for them.
  ///
  /// A pixel is as wide as a column of the map: two of them stand in a cell that is one wide.
  private func imageRows(_ image: InputImage?) -> (image: Int, bars: Int) {
    guard let image else { return (0, 0) }
    let free = rows - Self.chrome - 6
    let halves = (image.height + 1) / 2
    let isWhole = cellColumns >= 2 && free >= image.height + 8
    let height = isWhole ? image.height : halves
    return free >= height + 1 ? (height, 1) : free >= height ? (height, 0) : (0, 0)
  }

  private mutating func placeTimeline(
    row: Int, curveRows: Int, patternRows: Int, heldOut: Int
  ) {
    let left = margin + (isWide ? 15 : 10)
    var right = columns - margin - 7
    if columns >= 110, heldOut > 0, curveRows + patternRows >= 2 {
      self.heldOut = Rectangle(
        row: row - 1, column: columns - margin - 38, rows: 1, columns: 38)
      right = self.heldOut.column - 10
    }
    curve = Rectangle(row: row, column: left, rows: curveRows, columns: right - left)
    patternCurve = Rectangle(
      row: row + curveRows, column: left, rows: patternRows, columns: right - left)
  }

  /// Keeps the crosshair in sight and the scroll position where it was otherwise.
  private mutating func scroll(_ state: State, _ picture: Picture?, queries: Int) {
    firstQuery = scrolled(
      state.firstQuery, to: state.crosshair?.row ?? 0, shown: queriesShown, count: queries)
    firstKey = scrolled(
      state.firstKey, to: state.crosshair?.column ?? 0, shown: keysShown,
      count: picture?.keys.count ?? 0)
  }

  private func scrolled(_ first: Int, to place: Int, shown: Int, count: Int) -> Int {
    var first = first
    if place < first { first = place }
    if place >= first + shown { first = place - shown + 1 }
    return first.clamped(to: 0...max(0, count - shown))
  }
}

extension MapLayout {
  /// The rows of the map that are drawn.
  var queriesInSight: Range<Int> { firstQuery..<(firstQuery + queriesShown) }

  /// The columns of the map that are drawn.
  var keysInSight: Range<Int> { firstKey..<(firstKey + keysShown) }

  /// The box in which a value of the map is drawn; nil where it is scrolled away.
  func box(query: Int, key: Int) -> Rectangle? {
    guard query >= firstQuery, query < firstQuery + queriesShown, key >= firstKey,
      key < firstKey + keysShown
    else { return nil }
    return Rectangle(
      row: map.row + (query - firstQuery) * cellRows,
      column: map.column + (key - firstKey) * cellColumns, rows: cellRows, columns: cellColumns)
  }

  /// The value of the map that is drawn at `position`.
  func index(at position: Screen.Position) -> Heatmap.Index? {
    guard map.contains(position) else { return nil }
    return Heatmap.Index(
      row: firstQuery + (position.row - map.row) / cellRows,
      column: firstKey + (position.column - map.column) / cellColumns)
  }

  /// The row of the map that is drawn in `row` of the screen.
  func row(ofQuery query: Int) -> Int { map.row + (query - firstQuery) * cellRows }

  /// Whether `position` belongs to the timeline.
  func isTimeline(_ position: Screen.Position) -> Bool {
    let bottom = (numbers ?? axis ?? curve.bottom - 1) + 1
    return curve.columns > 1 && position.row >= curve.row && position.row < bottom
      && position.column >= curve.column && position.column < curve.right
  }

  /// The column of the timeline where `step` of `latest` stands.
  func column(ofStep step: Int, latest: Int) -> Int {
    guard latest > 0, curve.columns > 1 else { return curve.column }
    let last = curve.columns - 1
    return curve.column + (step.clamped(to: 0...latest) * last + latest / 2) / latest
  }

  /// The step of `latest` that stands in `column` of the timeline.
  func step(atColumn column: Int, latest: Int) -> Int {
    let last = max(1, curve.columns - 1)
    return ((column - curve.column).clamped(to: 0...last) * latest + last / 2) / last
  }
}
