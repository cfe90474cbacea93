import Screens
import Subjects

/// Where panes stand side by side: pure geometry that drawing, clicking and scrolling share.
///
/// All panes have the same cells and scroll together. Where not all panes fit, those are drawn that
/// were looked at last.
struct CompareLayout: Hashable {
  /// The least width of a pane.
  static let least = 20
  static let gap = 2

  var source: Int?
  var titles = 0
  var marks = 0
  var header = 0
  /// The panes that are drawn, from left to right.
  var shown: [Int] = []
  var paneColumns = 1
  /// The width of the labels of queries, and of what is written behind each row.
  var labelColumns = 1
  var tokenColumns = 1
  var cellColumns = 1
  var cellRows = 1
  var firstQuery = 0
  var firstKey = 0
  var queriesShown = 0
  var keysShown = 0
  /// The rows of the maps; their columns are those of each pane.
  var map = Rectangle.empty
  /// The first line of facts and how many lines there are.
  var facts = 0
  /// How many of them are measured values.
  var measuredRows = 0
  var factRows = 0
  /// The first line of the loss over steps, under the facts, and how many there are; nil where there is
  /// no room for it.
  var curve: Int?
  var curveRows = 0
  /// The heads that moved most between two models; nil where nothing is known of that.
  var moved: MovedList?
  var sentence: Int?
  var legend = 0

  /// What a click on a map means.
  struct Hit: Hashable {
    var pane: Int
    var index: Heatmap.Index
  }

  init(_ state: State) {
    let layout = MapLayout(state)
    let views = state.paneViews
    guard !layout.isTooSmall, !views.isEmpty else { return }
    let extent = State.extent(views)
    let beside = state.showsMovedHeads ? MovedList.columnsBeside(state.columns) : 0
    let room = state.columns - 2 * layout.margin - (beside > 0 ? beside + Self.gap : 0)
    let count = ((room + Self.gap) / (Self.least + Self.gap)).clamped(to: 1...views.count)
    paneColumns = (room + Self.gap) / count - Self.gap
    shown = state.panesInSight(count)
    placeColumns(views, keys: extent.keys, margin: layout.margin)
    placeRows(state, layout, views, queries: extent.queries)
    if beside > 0 {
      let area = Rectangle(
        row: titles, column: layout.margin + room + Self.gap,
        rows: (sentence ?? legend) - 1 - titles, columns: beside)
      moved = MovedList(
        area, isBeside: true, count: state.movedHeads.count, place: state.movedPlace)
    }
    let crosshair = state.paneCrosshair(views) ?? Heatmap.Index(row: 0, column: 0)
    firstQuery = HeadsLayout.scrolled(
      state.firstQuery, to: crosshair.row, shown: queriesShown, count: extent.queries)
    firstKey = HeadsLayout.scrolled(
      state.firstKey, to: crosshair.column, shown: keysShown, count: extent.keys)
  }

  private mutating func placeColumns(_ views: [PaneView], keys: Int, margin: Int) {
    let pictures = views.compactMap(\.picture)
    // A row that answers every query is labelled by what is written, so its own name takes no room.
    labelColumns =
      (pictures.filter { $0.queries.count > 1 }.map(\.queries.widest).max() ?? 1)
      .clamped(to: 1...6)
    tokenColumns =
      pictures.allSatisfy(\.written.isEmpty)
      ? 0 : (pictures.map(\.widestWritten).max() ?? 1).clamped(to: 1...6)
    // The mark, the label, a blank; behind the map a blank, the token, a blank and the answer.
    let around = labelColumns + 2 + (tokenColumns > 0 ? tokenColumns + 3 : 0)
    let room = max(1, paneColumns - around)
    let isWide = pictures.contains { $0.keys.isWide && !$0.keys.isWords }
    cellColumns = (room / max(1, keys)).clamped(
      to: min(room, isWide ? 2 : 1)...CellSize.most.columns)
    keysShown = min(keys, max(1, room / cellColumns))
    map.column = margin + labelColumns + 2
    map.columns = keysShown * cellColumns
  }

  private mutating func placeRows(
    _ state: State, _ layout: MapLayout, _ views: [PaneView], queries: Int
  ) {
    let isTall = state.bodyRows >= 30
    let isHigh = state.bodyRows >= 46
    legend = layout.readout - (isTall ? 2 : 1)
    // Title, titles of panes, mark, labels; the rest is shared out in the order of importance.
    var left = legend - 4
    @discardableResult
    func take(_ wanted: Int) -> Int {
      let taken = min(max(0, wanted), max(0, left))
      left -= taken
      return taken
    }
    let measured = views.map { $0.measured(state.texts).count }.max() ?? 0
    // Exact match and loss stand in one line where a pane is wide enough for both.
    measuredRows = isHigh || isTall && paneColumns < 26 ? measured : min(1, measured)
    let wantedFacts = measuredRows + (views.map { $0.facts(state.texts).count }.max() ?? 0)
    factRows = state.bodyRows >= 14 ? take(measuredRows) : 0
    // What moved says more than what is always so, and than the last rows of a long text.
    let isBelow = state.showsMovedHeads && MovedList.columnsBeside(state.columns) == 0
    let movedRows = isBelow && state.bodyRows >= 16 ? take(MovedList.rowsBelow) : 0
    queriesShown = take(min(queries, max(1, left)))
    if movedRows == 0 { factRows += take(min(wantedFacts - factRows, 4)) }
    let blankFacts = take(1)
    let blankTitle = take(1)
    let sentenceRows = take(1)
    let blankLegend = take(1)
    let hasCurves =
      isTall && factRows > 0 && views.contains { $0.scene.timeline?.loss.first != nil }
    if queriesShown == queries {
      // Curves and a blank line above them stay possible.
      let room = queriesShown + left - (hasCurves ? 3 : 0)
      cellRows = CellSize.rows(queriesShown, in: room)
      cellColumns = min(cellColumns, 4 * cellRows + 2)
      map.columns = keysShown * cellColumns
      take((cellRows - 1) * queriesShown)
    }
    let blankCurve = hasCurves && isHigh ? take(1) : 0
    curveRows = hasCurves ? take(min(3, left)) : 0
    let sourceRows = isHigh || isTall && left >= 4 ? take(2) : 0
    // A blank line above the sentence.
    if isHigh { take(1) }
    if hasCurves { curveRows += take(left) }
    source = sourceRows > 0 ? 2 : nil
    titles = 1 + blankTitle + sourceRows
    marks = titles + 1
    header = marks + 1
    map.row = header + 1
    map.rows = queriesShown * cellRows
    facts = map.bottom + blankFacts
    if movedRows > 0 {
      let all = MovedList.rowsBelow(state.movedHeads.count, columns: state.columns - 2)
      let more = take(min(all - movedRows, left - 1))
      let area = Rectangle(
        row: facts + factRows, column: layout.margin, rows: movedRows + more,
        columns: state.columns - 2 * layout.margin)
      moved = MovedList(
        area, isBeside: false, count: state.movedHeads.count, place: state.movedPlace)
    }
    curve = curveRows > 0 ? facts + factRows + blankCurve : nil
    sentence = sentenceRows > 0 ? legend - 1 - (isTall ? blankLegend : 0) : nil
  }
}

extension CompareLayout {
  /// The first column of pane `index`.
  func column(ofPane index: Int) -> Int {
    map.column - labelColumns - 2 + (shown.firstIndex(of: index) ?? 0) * (paneColumns + Self.gap)
  }

  /// The cells of the map of pane `index`; nil where it is not drawn.
  func map(ofPane index: Int) -> Rectangle? {
    guard shown.contains(index) else { return nil }
    var area = map
    area.column = column(ofPane: index) + labelColumns + 2
    return area
  }

  /// The curve of the loss of pane `index`, behind its ticks; nil where there is none.
  func curve(ofPane index: Int) -> Rectangle? {
    guard let curve, shown.contains(index) else { return nil }
    let ticks = paneColumns >= 30 && curveRows >= 2 ? 6 : 1
    return Rectangle(
      row: curve, column: column(ofPane: index) + ticks, rows: curveRows,
      columns: paneColumns - ticks - 1)
  }

  /// The cells of one value of pane `index`.
  func box(pane index: Int, query: Int, key: Int) -> Rectangle? {
    guard let area = map(ofPane: index), query >= firstQuery, query < firstQuery + queriesShown,
      key >= firstKey, key < firstKey + keysShown
    else { return nil }
    return Rectangle(
      row: area.row + (query - firstQuery) * cellRows,
      column: area.column + (key - firstKey) * cellColumns, rows: cellRows, columns: cellColumns)
  }

  /// The pane and value drawn at `position`.
  func index(at position: Screen.Position) -> Hit? {
    for index in shown {
      guard let area = map(ofPane: index), area.contains(position) else { continue }
      return Hit(
        pane: index,
        index: Heatmap.Index(
          row: firstQuery + (position.row - area.row) / cellRows,
          column: firstKey + (position.column - area.column) / cellColumns))
    }
    return nil
  }
}
