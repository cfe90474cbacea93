import Screens
import Snapshots
import Tensors

/// Where everything of the Anatomy stands.
///
/// The list is on the left, the pictures of one operation on the right, the words below. Positions
/// of the text stand on the same columns in all pictures, as keys do in the map.
struct AnatomyLayout: Hashable {
  /// The row of the headings.
  var heading = 2
  /// The lines of the list.
  var list = Rectangle.empty
  var firstLine = 0
  /// What the letters of the axes mean.
  var legend = Rectangle.empty
  /// The Keras lines; empty where there is no room.
  var code = Rectangle.empty
  /// The pictures.
  var figure = Rectangle.empty
  var plates: [PlacedPlate] = []
  /// The rows of the mark and of the tokens; nil where no positions are drawn.
  var tokens: Int?
  /// What the operation does.
  var sentence = Rectangle.empty
  /// The arithmetic written out.
  var arithmetic = Rectangle.empty

  init(_ state: State) { self.init(state, state.anatomyPage) }

  init(_ state: State, _ page: AnatomyPage?) {
    let layout = MapLayout(state)
    guard !layout.isTooSmall else { return }
    let isWide = layout.isWide
    heading = isWide ? 2 : layout.rows >= 18 ? 2 : 1
    // On the tour its own words take the place of what is said of every operation.
    let words = state.tourStop != nil ? 0 : layout.rows >= 20 ? 2 : 1
    let below = layout.readout - words - (isWide ? 4 : 1)
    sentence = Rectangle(
      row: below, column: layout.margin, rows: words,
      columns: layout.columns - 2 * layout.margin)
    arithmetic = Rectangle(
      row: sentence.bottom, column: layout.margin, rows: isWide ? 2 : 1,
      columns: sentence.columns)
    let top = heading + (layout.rows >= 20 ? 2 : 1)
    let listColumns =
      isWide ? 42 : layout.columns >= 76 ? 34 : layout.columns >= 56 ? 26 : 20
    list = Rectangle(
      row: top, column: layout.margin, rows: max(1, below - top - (isWide ? 1 : 0)),
      columns: listColumns - 2)
    figure = Rectangle(
      row: isWide ? heading + 1 : heading + 1, column: layout.margin + listColumns,
      rows: below - heading - (isWide ? 2 : 1),
      columns: layout.columns - layout.margin - (layout.margin + listColumns))
    guard let page else { return }
    placeList(state, page, isWide: isWide)
    if let operation = page.operation { placePlates(page, operation, state) }
  }

  /// The list first, then the axes, then the code where there is still room.
  private mutating func placeList(_ state: State, _ page: AnatomyPage, isWide: Bool) {
    let lines = state.anatomy.isFollowing ? list.rows : page.entries.count
    let axes = min(isWide ? 3 : 2, page.legend(columns: list.columns - 2).count)
    let code = page.operation.map { page.shownLines(for: $0).count } ?? 0
    let whole = list
    // On the tour the lines of the asker stand beside the operations, whatever is in sight of these.
    if state.tourStop != nil, state.columns >= 120, code > 0, list.rows >= code + 8 {
      list.rows = min(lines, whole.rows - code - 2)
      self.code = Rectangle(
        row: whole.bottom - code - 1, column: list.column, rows: code + 1, columns: list.columns)
      return placeFirstLine(state, page)
    }
    // The list comes first, then the axes, then the code: all of it, some lines, or the one.
    var left = max(0, list.rows - min(lines, isWide ? 15 : 11))
    let legendRows = left > axes ? axes : 0
    left -= legendRows > 0 ? legendRows + 1 : 0
    let codeRows = code == 0 ? 0 : isWide && left > 5 ? min(code + 1, left - 1) : min(1, left)
    left -= codeRows > 1 ? codeRows + 1 : codeRows
    list.rows = min(lines, min(lines, isWide ? 15 : 11) + left)
    // Below a list of which not all is in sight stands how much is not.
    let note = codeRows == 1 && !state.anatomy.isFollowing && lines > list.rows ? 1 : 0
    if legendRows == 0 { list.rows -= note }
    if codeRows > 0 {
      self.code = Rectangle(
        row: codeRows > 1 ? whole.bottom - codeRows : list.bottom + note, column: list.column,
        rows: codeRows, columns: list.columns)
    }
    if legendRows > 0 {
      let above = codeRows == 1 ? self.code.bottom : list.bottom
      let bottom = codeRows > 1 ? self.code.row - 1 : whole.bottom
      legend = Rectangle(
        row: min(above + 1, bottom - legendRows), column: list.column, rows: legendRows,
        columns: list.columns)
    }
    placeFirstLine(state, page)
  }

  /// The line under the cursor stays in sight.
  private mutating func placeFirstLine(_ state: State, _ page: AnatomyPage) {
    firstLine = state.anatomy.firstLine
    if page.selected < firstLine { firstLine = page.selected }
    if page.selected >= firstLine + list.rows { firstLine = page.selected - list.rows + 1 }
    firstLine = firstLine.clamped(to: 0...max(0, page.entries.count - list.rows))
  }

  /// The entry that is drawn in `row` of the screen.
  func entry(at position: Screen.Position, of page: AnatomyPage) -> Int? {
    guard list.contains(position) else { return nil }
    let entry = firstLine + position.row - list.row
    return entry < page.entries.count ? entry : nil
  }

  /// The plate at a place of the screen, and the row and column of the value there.
  func cell(at position: Screen.Position) -> (plate: PlacedPlate, row: Int, column: Int)? {
    for placed in plates where placed.area.contains(position) {
      let column = (position.column - placed.area.column) / placed.cellColumns
      guard column < placed.shownColumns else { continue }
      let row = placed.look == .bars ? 0 : (position.row - placed.area.row) * placed.rowPool
      guard row < placed.plate.rows else { continue }
      return (placed, row, placed.firstColumn + column * placed.columnPool)
    }
    return nil
  }
}

// MARK: - Pictures

extension AnatomyLayout {
  /// The width of what stands left of pictures: operators.
  private static let gutter = 4

  private mutating func placePlates(_ page: AnatomyPage, _ operation: Int, _ state: State) {
    let all = page.plates(of: operation)
    if page.diagram.operations[operation].meaning == .permute {
      placeStrips(all, page, operation)
    } else if all.contains(where: \.isPositioned) {
      placeUnderTokens(all, page, operation)
    } else if all.count == 3, all[1].role == .kernel, all[0].rows == 1, all[1].rows > 1,
      all[2].rows == 1
    {
      placeRowTimesMatrix(all, page, operation)
    } else {
      placeStrips(all, page, operation)
    }
    // On a terminal that is too low for all, the last are cut.
    for place in plates.indices {
      plates[place].area.rows = min(
        plates[place].area.rows, max(0, figure.bottom - plates[place].area.row))
    }
    plates.removeAll { $0.area.rows == 0 }
    for place in plates.indices where plates[place].look == .field && plates[place].rowPool > 1 {
      plates[place].shownRow = shownRows(of: plates[place], all, page, operation)
    }
  }

  /// Which of the rows that are pooled is drawn: that of the cursor; else the one that weighs most
  /// in the column it is multiplied with; else the one that differs most from position to position.
  ///
  /// All pictures of an operation show the same rows, so that these can be compared.
  private func shownRows(
    of placed: PlacedPlate, _ all: [Plate], _ page: AnatomyPage, _ operation: Int
  ) -> [Int] {
    let plate = placed.plate
    func isSame(_ other: Plate) -> Bool {
      other.rows == plate.rows && other.order == plate.order
        && other.down.map(base) == plate.down.map(base)
    }
    let column = plates.first {
      $0.plate.columns == 1 && $0.plate.role != .output && isSame($0.plate)
    }?.plate
    let judge = column ?? all.last(where: isSame) ?? plate
    let numbers = page.diagram.values[judge.value].numbers.elements
    func weight(_ row: Int) -> Float {
      let own = (0..<judge.columns).map { numbers[judge.cell(row: row, column: $0)] }
      guard own.count > 1 else { return abs(own[0]) }
      return (own.max() ?? 0) - (own.min() ?? 0)
    }
    let isOutput = all.last.map { $0.down == plate.down } ?? false
    let cursor = plate.down.flatMap { isOutput ? page.places(in: operation)[$0] : nil }
      .flatMap { plate.order.firstIndex(of: $0) }
    return (0..<placed.shownRows).map { row in
      let rows = (row * placed.rowPool)..<min(plate.rows, (row + 1) * placed.rowPool)
      if let cursor, rows.contains(cursor) { return cursor }
      return rows.max { weight($0) < weight($1) } ?? rows.lowerBound
    }
  }

  /// The sign in front of a plate: `·`, `+`, `=`.
  private func sign(_ number: Int, of plates: [Plate], _ operation: Diagram.Operation) -> String {
    if number == 0 { return "" }
    if plates[number].role == .output { return "=" }
    switch operation.arithmetic {
    case .gate: return number == 1 ? "+" : "·"
    case .add: return "+"
    case .product, .multiply: return "·"
    default: return ","
    }
  }

  /// Plates with positions one below the other on the same columns, the others beside them.
  private mutating func placeUnderTokens(_ all: [Plate], _ page: AnatomyPage, _ operation: Int) {
    let own = page.diagram.operations[operation]
    let count = all.first(where: \.isPositioned)?.columns ?? 1
    let left = figure.column + Self.gutter
    func hasBlock(_ plate: Plate) -> Bool { block(beside: plate, of: all) != nil }
    // The same for all operations, or the columns would jump from one to the next.
    let side = figure.columns >= 60 ? 11 : 8
    let room = figure.right - left - side
    // Numbers stand in cells of four and more; what is over twice that looks like a bar.
    let cellColumns = [8, 7, 6, 5, 4, 3, 2].first { count * $0 <= room } ?? (count <= room ? 1 : 2)
    let shown = min(count, room / cellColumns)
    let cursor = all.first(where: \.isPositioned)?.across
      .flatMap { page.places(in: operation)[$0] ?? page.shared($0, length: count, in: operation) }
    let first = ((cursor ?? 0) - shown / 2).clamped(to: 0...max(0, count - shown))
    tokens = figure.row
    let stack = all.filter { $0.isPositioned || !hasBlock($0) }
    var heights = rows(of: stack, within: figure.rows - 2)
    var row = figure.row + 2
    for (number, plate) in all.enumerated() where plate.isPositioned || !hasBlock(plate) {
      let height = heights.removeFirst()
      guard height > 0 else { continue }
      let isBars = plate.rows == 1
      let columns = plate.isPositioned ? shown * cellColumns : min(plate.columns, room)
      var placed = PlacedPlate(
        plate: plate, look: isBars ? .bars : .field,
        area: Rectangle(row: row + 1, column: left, rows: height - 1, columns: columns),
        label: Screen.Position(row: row, column: left),
        sign: Screen.Position(row: row, column: left - 2),
        signText: plates.isEmpty ? "" : sign(number, of: all, own),
        cellColumns: plate.isPositioned ? cellColumns : 1)
      placed.firstColumn = plate.isPositioned ? first : 0
      if !plate.isPositioned {
        placed.columnPool = (plate.columns + room - 1) / max(1, room)
      }
      if !isBars {
        placed.rowPool = (plate.rows + height - 2) / max(1, height - 1)
        placed.area.rows = placed.shownRows
      }
      plates.append(placed)
      row += height
    }
    for (number, plate) in all.enumerated() where !plate.isPositioned && hasBlock(plate) {
      placeBeside(plate, sign(max(1, number), of: all, own), all, page)
    }
  }

  /// The block whose rows a plate shares: the last for an output, else the first.
  private func block(beside plate: Plate, of all: [Plate]) -> Plate? {
    let blocks = all.filter { $0.isPositioned && $0.rows > 1 && $0.value != plate.value }
    func matches(_ block: Plate) -> Bool {
      let axes = [plate.down, plate.across].compactMap(\.self)
      let names = axes.map(base)
      guard let down = block.down else { return false }
      let isGate = down == .gate || down == .unit
      return (axes.contains(down) || names.contains(down) || (isGate && names.contains(.unit)))
        && (plate.rows == block.rows || plate.columns == block.rows)
    }
    return plate.role == .output
      ? blocks.last(where: matches)
      : blocks.last {
        $0.role != .output && matches($0)
      } ?? blocks.first(where: matches)
  }

  private mutating func placeBeside(
    _ plate: Plate, _ sign: String, _ all: [Plate], _ page: AnatomyPage
  ) {
    let name = width(of: page.name(ofValue: plate.value))
    guard let block = block(beside: plate, of: all),
      let host = plates.first(where: { $0.plate.value == block.value && $0.plate.isPositioned })
    else { return }
    var plate = plate
    if plate.rows != block.rows || (plate.rows == 1 && plate.columns == block.rows) {
      plate = plate.turned()
    }
    if plate.order.count == block.order.count { plate.order = block.order }
    let taken = plates.filter { $0.area.row == host.area.row }.map(\.area.right).max() ?? 0
    let column = max(host.area.right, taken) + 3
    let room = max(1, figure.right - column)
    let width = plate.columns == 1 ? 3 : 1
    let pool = (plate.columns * width + room - 1) / room
    let columns = min(room, (plate.columns + pool - 1) / pool * width)
    var placed = PlacedPlate(
      plate: plate, look: .field,
      area: Rectangle(
        row: host.area.row, column: column, rows: host.area.rows, columns: columns),
      label: Screen.Position(
        row: host.label.row, column: max(host.area.right - 4, min(column, figure.right - name))),
      sign: Screen.Position(
        row: host.area.row + (host.area.rows - 1) / 2, column: column - 2),
      signText: sign, cellColumns: min(width, columns))
    placed.rowPool = host.rowPool
    placed.columnPool = pool
    plates.append(placed)
  }

  /// How many rows each plate gets, its name included: bars a few, fields the rest.
  private func rows(of plates: [Plate], within room: Int) -> [Int] {
    let bars = plates.count { $0.rows == 1 }
    let fields = plates.count - bars
    // A picture with its name needs two rows; what does not fit is left out, the inputs first.
    guard 2 * plates.count <= room else {
      let gone = plates.count - room / 2
      return plates.indices.map { $0 < gone ? 0 : room / max(1, plates.count - gone) }
    }
    let most = fields > 0 ? (room >= 40 ? 12 : room >= 24 ? 8 : 6) : room >= 40 ? 16 : 11
    let bar = bars > 0 ? min(most, max(3, room / plates.count)) : 0
    let left = room - bars * min(bar, room - 2 * fields)
    var extra = fields > 0 ? left % fields : 0
    return plates.map { plate in
      if plate.rows == 1 { return bar }
      let more = extra > 0 ? 1 : 0
      extra -= more
      return min(plate.rows + 1, left / fields + more)
    }
  }

  /// A vector as a column, the matrix to its right, the result below the matrix.
  private mutating func placeRowTimesMatrix(
    _ all: [Plate], _ page: AnatomyPage, _ operation: Int
  ) {
    let own = page.diagram.operations[operation]
    let vector = all[0].turned()
    let (matrix, output) = (all[1], all[2])
    let left = figure.column + Self.gutter
    let name = width(of: page.name(ofValue: vector.value)) + 7
    let begin = left + min(name, figure.columns >= 60 ? 22 : 11).clamped(to: 6...22)
    let room = figure.right - begin - 7
    let pool = (matrix.columns + room - 1) / max(1, room)
    let width = max(1, min(3, room / max(1, (matrix.columns + pool - 1) / pool)))
    let bars = figure.rows >= 20 ? 8 : 5
    let height = max(1, min(33, figure.rows - bars - 2))
    let rowPool = (matrix.rows + height - 1) / height
    let rows = (matrix.rows + rowPool - 1) / rowPool
    let columns = (matrix.columns + pool - 1) / pool * width
    let top = figure.row + 1
    func placed(_ plate: Plate, _ look: PlacedPlate.Look, _ area: Rectangle, _ sign: String)
      -> PlacedPlate
    {
      PlacedPlate(
        plate: plate, look: look, area: area,
        label: Screen.Position(row: area.row - 1, column: area.column),
        sign: Screen.Position(
          row: look == .bars ? area.row - 1 : area.row + (area.rows - 1) / 2,
          column: area.column - 2),
        signText: sign, cellColumns: width)
    }
    var first = placed(
      vector, .field, Rectangle(row: top, column: left, rows: rows, columns: 3), "")
    first.cellColumns = 3
    first.rowPool = rowPool
    var second = placed(
      matrix, .field, Rectangle(row: top, column: begin, rows: rows, columns: columns),
      sign(1, of: all, own))
    second.rowPool = rowPool
    second.columnPool = pool
    let below = Rectangle(
      row: second.area.bottom + 1, column: begin,
      rows: max(1, min(bars, figure.bottom - second.area.bottom - 1)), columns: columns)
    var third = placed(output, .bars, below, "=")
    third.columnPool = pool
    plates = [first, second, third]
  }

  /// Plates without positions, one below the other; the same axis has the same columns.
  private mutating func placeStrips(_ all: [Plate], _ page: AnatomyPage, _ operation: Int) {
    let own = page.diagram.operations[operation]
    let left = figure.column + Self.gutter
    let room = figure.right - left - 7
    let heights = rows(of: all, within: figure.rows)
    var row = figure.row
    for (number, plate) in all.enumerated() where heights[number] > 0 {
      let height = heights[number]
      let pool = (plate.columns + room - 1) / max(1, room)
      let cells = max(1, (plate.columns + pool - 1) / max(1, pool))
      let width = [8, 7, 6, 5, 4, 3, 2].first { cells * $0 <= room } ?? 1
      var placed = PlacedPlate(
        plate: plate, look: plate.rows == 1 ? .bars : .field,
        area: Rectangle(row: row + 1, column: left, rows: height - 1, columns: cells * width),
        label: Screen.Position(row: row, column: left),
        sign: Screen.Position(row: row, column: left - 2), signText: sign(number, of: all, own),
        cellColumns: width)
      placed.columnPool = max(1, pool)
      if plate.rows > 1 {
        placed.rowPool = (plate.rows + height - 2) / max(1, height - 1)
        placed.area.rows = placed.shownRows
      }
      plates.append(placed)
      row += height
    }
  }
}

/// An axis without the prime that a kernel's input has.
func base(_ axis: Axis) -> Axis { Axis(axis.name.filter { $0 != "′" }) }
