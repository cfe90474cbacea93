import Screens
import Snapshots
import Subjects

/// Where the thumbnails stand: pure geometry that drawing, clicking and moving share.
///
/// In the order of the model a row is a layer and a column a head; sorted or filtered heads flow
/// from left to right and say their names. Thumbnails are as large as lets all of them fit; where
/// even the smallest do not, each head is a cell of an overview, unless somebody wants thumbnails: then
/// the grid scrolls.
struct HeadsLayout: Hashable {
  /// What is said at each thumbnail.
  enum Caption: Hashable {
    /// Name, role and score, above it.
    case whole
    /// The name with the role shortened, above it.
    case short
    /// Role and score, below it; rows and columns say the name.
    case role
    /// The role shortened and its score, below it.
    case shortRole
    /// A letter and the score, below it.
    case letterRole

    /// Whether it names the head and stands above.
    var isNamed: Bool { self == .whole || self == .short }
    /// Whether roles are shortened.
    var isShort: Bool { self == .short || self == .shortRole }
    /// Whether letters stand for roles.
    var isLetter: Bool { self == .letterRole }
  }

  /// The least size of a thumbnail's place, with its caption and gap.
  static let least = (columns: 6, rows: 3)
  /// The least width of a place that says a name.
  static let leastNamed = 14
  /// The width of a place that says everything.
  static let wholeNamed = 18

  var margin = 1
  /// The line of the stacks and the line of what is read, where there is room.
  var stacks: Int?
  var source: Int?
  /// The line of the numbers of heads, where captions do not say them.
  var headings: Int?
  var body = Rectangle.empty
  /// The width of the layers' labels.
  var labelColumns = 0
  /// How many heads there are.
  var count = 0
  /// The grid in heads, and what of it is drawn.
  var gridRows = 0
  var gridColumns = 0
  var firstRow = 0
  var firstColumn = 0
  var rowsShown = 0
  var columnsShown = 0
  /// The place of one head in cells.
  var cellRows = 1
  var cellColumns = 1
  var caption = Caption.whole
  var size = Thumbnail.Size(columns: 1, rows: 1, lines: 1, isHalf: false, isPooled: false)
  /// The lines of each head's role over the run, below its thumbnail: a curve and what it shows.
  var curveRows = 0
  /// How the cells of an overview stand; nil where there are thumbnails.
  var overview: Overview?
  /// The heads that moved most between two models; nil where they are not asked for.
  var moved: MovedList?
  /// Where each head that is shown stands in the grid.
  private var slots: [Slot] = []
  var sentence: Int?
  var legend = 0

  private struct Slot: Hashable {
    var name: HeadName
    var row: Int
    var column: Int
  }

  init(_ state: State) {
    let layout = MapLayout(state)
    guard !layout.isTooSmall, let stack = state.stack else { return }
    margin = layout.margin
    let isTall = state.bodyRows >= 30
    var top = 1
    if state.stacks.count > 1 {
      stacks = top
      top += 1
    }
    if isTall {
      source = top
      top += state.bodyRows >= 46 ? 2 : 1
    }
    legend = layout.readout - (isTall ? 2 : 1)
    if isTall { sentence = legend - 1 }
    let heads = state.shownHeads
    count = heads.count
    arrange(heads, in: stack, isGrid: state.isHeadGrid)
    let bottom = sentence.map { $0 - 1 } ?? legend
    body = Rectangle(
      row: top, column: margin, rows: bottom - top, columns: state.columns - 2 * margin)
    if state.showsMovedHeads { placeMoved(state) }
    fit(state, heads, in: stack)
    scroll(state)
  }

  private mutating func fit(_ state: State, _ heads: [HeadStack.Head], in stack: HeadStack) {
    let hasHalves = state.rung.isColorBehind
    let hasCurves = state.timeline?.heads.isEmpty == false
    let form = state.standpoint.heads.form
    guard state.isHeadGrid else {
      if form == .overview { return fitOverview(heads) }
      return fitFlow(heads, stack, hasHalves, hasCurves: hasCurves)
    }
    var pictures = self
    pictures.fitGrid(stack, hasHalves, hasCurves: hasCurves)
    let fits = pictures.rowsShown == gridRows && pictures.columnsShown == gridColumns
    if form == .thumbnails || form == nil && fits {
      self = pictures
    } else {
      fitOverview(
        layers: stack.layers.count, heads: stack.width, digits: "\(stack.layers.last ?? 0)".count,
        hasHalves: hasHalves)
    }
  }

  /// Takes the room of the list of heads that moved.
  private mutating func placeMoved(_ state: State) {
    let beside = MovedList.columnsBeside(state.columns)
    var area = body
    if beside > 0 {
      body.columns -= beside + 2
      area.column = body.right + 2
      area.columns = beside
    } else {
      guard body.rows > 3 * MovedList.rowsBelow else { return }
      body.rows -= MovedList.rowsBelow
      area.row = body.bottom
      area.rows = MovedList.rowsBelow
    }
    moved = MovedList(
      area, isBeside: beside > 0, count: state.movedHeads.count, place: state.movedPlace)
  }

  private mutating func arrange(_ heads: [HeadStack.Head], in stack: HeadStack, isGrid: Bool) {
    guard isGrid else { return }
    gridRows = stack.layers.count
    gridColumns = stack.width
    slots = heads.map { head in
      Slot(
        name: head.name, row: stack.layers.firstIndex(of: head.layer) ?? 0,
        column: head.name.head)
    }
  }

  /// Layers by heads.
  private mutating func fitGrid(
    _ stack: HeadStack, _ hasHalves: Bool, hasCurves isMeasured: Bool
  ) {
    let digits = "\(stack.layers.last ?? 0)".count
    labelColumns = digits + 2
    let room = body.columns - labelColumns + margin - 1
    let isNamed = room / max(1, gridColumns) >= Self.wholeNamed
    if !isNamed {
      headings = body.row
      body.row += 1
      body.rows -= 1
    }
    cellColumns = (room / max(1, gridColumns)).clamped(to: Self.least.columns...max(6, room))
    cellRows = (body.rows / max(1, gridRows)).clamped(
      to: min(Self.least.rows, body.rows)...max(1, body.rows))
    caption =
      isNamed
      ? .whole : cellColumns >= 15 ? .role : cellColumns >= 9 ? .shortRole : .letterRole
    // Curves are drawn in what the thumbnails leave: these never shrink for them.
    let hasCurves = isNamed && isMeasured
    shrinkToSize(stack, hasHalves, gap: 1, curveRows: hasCurves ? 2 : 0)
    columnsShown = min(gridColumns, max(1, room / cellColumns))
    rowsShown = min(gridRows, max(1, body.rows / cellRows))
  }

  /// From left to right, in as many columns as give the largest thumbnails.
  private mutating func fitFlow(
    _ heads: [HeadStack.Head], _ stack: HeadStack, _ hasHalves: Bool, hasCurves isMeasured: Bool
  ) {
    let room = body.columns
    let most = max(1, min(max(1, heads.count), room / Self.leastNamed))
    var best: (columns: Int, area: Int) = (most, -1)
    for columns in 1...most {
      let rows = (heads.count + columns - 1) / columns
      let high = body.rows / max(1, rows)
      guard high >= Self.least.rows else { continue }
      let size = Thumbnail.size(
        queries: stack.extent.queries, keys: stack.extent.keys, columns: room / columns - 1,
        rows: high - 1, hasHalves: hasHalves)
      let area = size.columns * size.rows
      // Of equal ones the widest captions: fewer columns.
      if area > best.area { best = (columns, area) }
    }
    gridColumns = best.columns
    gridRows = (heads.count + gridColumns - 1) / gridColumns
    place(heads)
    cellColumns = max(1, room / gridColumns)
    cellRows = (body.rows / max(1, gridRows)).clamped(
      to: min(Self.least.rows, body.rows)...max(1, body.rows))
    caption = cellColumns >= Self.wholeNamed ? .whole : .short
    shrinkToSize(stack, hasHalves, gap: 1, curveRows: isMeasured && caption == .whole ? 2 : 0)
    columnsShown = gridColumns
    rowsShown = min(gridRows, max(1, body.rows / cellRows))
  }

  /// Puts `heads` into the grid, row by row.
  mutating func place(_ heads: [HeadStack.Head]) {
    slots = heads.enumerated().map { place, head in
      Slot(name: head.name, row: place / gridColumns, column: place % gridColumns)
    }
  }

  /// Chooses the thumbnails' size, then takes back what they do not need.
  private mutating func shrinkToSize(
    _ stack: HeadStack, _ hasHalves: Bool, gap: Int, curveRows most: Int = 0
  ) {
    size = Thumbnail.size(
      queries: stack.extent.queries, keys: stack.extent.keys, columns: cellColumns - gap,
      rows: max(1, cellRows - 1), hasHalves: hasHalves)
    let words =
      switch caption {
      case .whole: Self.wholeNamed + 2
      case .short: Self.leastNamed + 2
      case .role: 15
      case .shortRole: 10
      case .letterRole: Self.least.columns
      }
    // A blank line between rows of heads, where there is one.
    let free = cellRows - size.rows - 2
    curveRows = most > 0 && free >= most ? min(free, 7) : 0
    cellRows = min(cellRows, size.rows + 2 + curveRows)
    // Curves take all of the width that thumbnails cannot use.
    if curveRows == 0 { cellColumns = min(cellColumns, max(size.columns + 3, words)) }
  }

  private mutating func scroll(_ state: State) {
    let selected = slots.first { $0.name == state.selectedHead }
    firstRow = Self.scrolled(
      state.firstHeadRow, to: selected?.row ?? 0, shown: rowsShown, count: gridRows)
    firstColumn = Self.scrolled(
      state.firstHeadColumn, to: selected?.column ?? 0, shown: columnsShown, count: gridColumns)
  }

  static func scrolled(_ first: Int, to place: Int, shown: Int, count: Int) -> Int {
    var first = first
    if place < first { first = place }
    if place >= first + shown { first = place - shown + 1 }
    return first.clamped(to: 0...max(0, count - shown))
  }
}

extension HeadsLayout {
  /// The place of `head` with its caption; nil where it is not drawn.
  func box(_ head: HeadName) -> Rectangle? {
    slots.first { $0.name == head }.flatMap(box)
  }

  /// The same of the head that is so many behind the first that is shown.
  func box(at place: Int) -> Rectangle? {
    slots.indices.contains(place) ? box(slots[place]) : nil
  }

  private func box(_ slot: Slot) -> Rectangle? {
    if let overview { return cell(row: slot.row, column: slot.column, overview) }
    guard slot.row >= firstRow, slot.row < firstRow + rowsShown, slot.column >= firstColumn,
      slot.column < firstColumn + columnsShown
    else { return nil }
    return Rectangle(
      row: row(of: slot.row), column: column(of: slot.column), rows: cellRows,
      columns: cellColumns)
  }

  /// The thumbnail within the place of a head; one column is left for the mark of the selected.
  func thumbnail(in box: Rectangle) -> Rectangle {
    Rectangle(
      row: box.row + (caption.isNamed ? 1 : 0), column: box.column + 1,
      rows: min(size.rows, max(1, box.rows - 1)), columns: min(size.columns, box.columns - 1))
  }

  /// The line of the caption within the place of a head; nil where there is none.
  func captionRow(in box: Rectangle) -> Int? {
    if caption.isNamed { return box.row }
    let row = thumbnail(in: box).bottom
    return row < box.bottom ? row : nil
  }

  /// Where the curve of a role stands within the place of a head; nil where there is none.
  func curve(in box: Rectangle) -> Rectangle? {
    guard curveRows > 0 else { return nil }
    return Rectangle(
      row: thumbnail(in: box).bottom, column: box.column + 1, rows: curveRows - 1,
      columns: max(1, box.columns - 3))
  }

  /// The head drawn at `position`; where two share a cell, the one that is not `selected`.
  func head(at position: Screen.Position, besides selected: HeadName? = nil) -> HeadName? {
    let there = slots.filter { box($0)?.contains(position) == true }.map(\.name)
    return there.first { $0 != selected } ?? there.first
  }

  /// The screen row in which row `row` of the grid begins.
  func row(of row: Int) -> Int { body.row + (row - firstRow) * cellRows }

  /// The screen column in which column `column` of the grid begins.
  func column(of column: Int) -> Int {
    body.column + labelColumns + (column - firstColumn) * cellColumns
  }
}
