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
    var columns: Int { [0, 2, 11, 18, 20][rawValue] }
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
  /// The rows below the image, of bars in the colours of the map.
  var imageBars = Rectangle.empty
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
  /// Whether anything is to be said beside the map.
  var hasPane = true
  /// Source and measurements, left of the map; empty where there is no room.
  var pane = Rectangle.empty
  var writes = Writes.none
  /// The width of what is written at a row.
  var tokenColumns = 1
  var legend = 0
  /// What stands beside the map, its heading first; empty where there is no room.
  var aside = Rectangle.empty
  /// The bars of the aside, and how high each is.
  var asideBars = Rectangle.empty
  var asideBarRows = 1
  /// How many rows there are from one bar to the next.
  var asideStride = 1
  /// Where its bars begin, and how long the longest is.
  var asideBarColumn = 0
  var asideBarColumns = 0
  var firstAsideKey = 0
  /// The lines of Keras in the aside, below what else stands there.
  var code = Rectangle.empty
  /// Where the words are the large panel: the place of their bars; empty on other screens.
  var wordBars = Rectangle.empty
  /// The line of what could be written next, where there is no room beside the map.
  var candidates: Int?
  /// The loss over steps.
  var curve = Rectangle.empty
  /// The share of held-out examples that are right, over steps.
  var exactCurve = Rectangle.empty
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
    // The labels of one sequence are the text: beside them there is only what could follow it.
    // On a narrow screen names over all columns are worth more than a list of these.
    hasPane =
      !(picture?.kind.isOneSequence ?? false) || state.hasCandidates && columns >= 100
      || state.run.hasLoss(state.timeline)
    let top = state.screen == .words ? WordsLayout.textRows(state) : 0
    let written = picture == nil ? state.snapshot?.reading.written.count ?? 0 : 0
    let queries = picture?.queries.count ?? max(1, written)
    chooseCells(state, picture, queries: queries, top: top)
    placeColumns(picture)
    placeRows(state, queries: queries, image: picture?.image, top: top)
    scroll(state, picture, queries: queries)
    placeAside(state, picture)
  }

  /// Whether the map stands beside the words, not the words beside the map.
  var isBesideWords: Bool { !wordBars.isEmpty }

  /// Keeps the crosshair in sight and the scroll position where it was otherwise.
  mutating func scroll(_ state: State, _ picture: Picture?, queries: Int) {
    firstQuery = scrolled(
      state.firstQuery, to: state.crosshair?.row ?? 0, shown: queriesShown, count: queries)
    firstKey = scrolled(
      state.firstKey, to: state.crosshair?.column ?? 0, shown: keysShown,
      count: picture?.keys.count ?? 0)
  }

  func scrolled(_ first: Int, to place: Int, shown: Int, count: Int) -> Int {
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
    let last = [exactCurve, patternCurve].filter { !$0.isEmpty }.map(\.bottom).max() ?? 0
    let bottom = max(last, (numbers ?? axis ?? curve.bottom - 1) + 1)
    return curve.columns > 1 && position.row >= curve.row && position.row < bottom
      && position.column >= curve.column && position.column < curve.right
  }

  /// The column of the timeline where `step` of `latest` stands.
  func column(ofStep step: Int, latest: Int) -> Int {
    guard latest > 0, curve.columns > 1 else { return curve.column }
    let last = curve.columns - 1
    // Half a column more rounds to the nearest.
    return curve.column + (step.clamped(to: 0...latest).scaled(2 * last, over: latest) + 1) / 2
  }

  /// The step of `latest` that stands in `column` of the timeline.
  func step(atColumn column: Int, latest: Int) -> Int {
    let last = max(1, curve.columns - 1)
    let place = (column - curve.column).clamped(to: 0...last)
    // Of steps without end half a column more or less is nothing.
    return latest < 1 << 40
      ? (place * latest + last / 2) / last : latest.scaled(place, over: last)
  }
}
