import Screens
import Snapshots
import Tensors

extension Drawing {
  /// The pictures of the operation under the cursor; the heading above them ends before `headingEnd`.
  mutating func drawPlates(
    _ page: AnatomyPage, _ anatomy: AnatomyLayout, besides headingEnd: Int
  ) {
    guard let operation = page.operation else { return }
    let marks = marks(page, operation)
    for placed in anatomy.plates where placed.area.rows > 0 {
      drawPlate(placed, page, operation, marks, in: anatomy)
    }
    drawTokens(page, anatomy, operation)
    drawMarksMeaning(marks, anatomy, from: headingEnd + 2)
  }

  /// What the dots mean, at the right end of the heading where that has room.
  private mutating func drawMarksMeaning(
    _ marks: CellMarks, _ anatomy: AnatomyLayout, from first: Int
  ) {
    guard !marks.marked.isEmpty else { return }
    let meaning = marks.least.map { texts.changedMark(short(Double($0))) } ?? texts.chosenMark
    let end = layout.columns - layout.margin
    if end - width(of: meaning) >= first {
      canvas.write(StyledText(meaning, palette.label), row: anatomy.heading, endingAt: end)
    }
  }

  private mutating func drawPlate(
    _ placed: PlacedPlate, _ page: AnatomyPage, _ operation: Int, _ marks: CellMarks,
    in anatomy: AnatomyLayout
  ) {
    drawPlateName(placed, page, operation, anatomy)
    guard let numbers = page.numbers(placed.plate.value) else {
      canvas.write(
        texts.noGradient, row: placed.area.row, column: placed.area.column, palette.label)
      return
    }
    switch placed.look {
    case .field: drawField(placed, numbers, page, operation, marks)
    case .bars where placed.plate.columns == 1:
      canvas.write(
        short(Double(numbers[placed.plate.cell(row: 0, column: 0)])), row: placed.area.row,
        column: placed.area.column)
    case .bars: drawBars(placed, numbers, page, operation, marks)
    }
  }

  /// The operator, the name, the axes, and how many numbers a cell stands for.
  private mutating func drawPlateName(
    _ placed: PlacedPlate, _ page: AnatomyPage, _ operation: Int, _ anatomy: AnatomyLayout
  ) {
    if let sign = placed.sign, !placed.signText.isEmpty {
      canvas.write(placed.signText, row: sign.row, column: sign.column, palette.accent)
    }
    let plate = placed.plate
    let end = layout.columns - layout.margin
    let name = page.name(ofValue: plate.value)
    let letters = page.letters(ofValue: plate.value, in: operation)
    var notes: [String] = []
    if placed.rowPool > 1, let down = plate.down {
      notes.append(texts.pooledRows(placed.rowPool, page.letter(down)))
    }
    if placed.columnPool > 1, let across = plate.across {
      notes.append(texts.pooledColumns(placed.columnPool, page.letter(across)))
    }
    if plate.order != Array(0..<plate.rows), plate.role == .input {
      notes.append(texts.ordered(kernelName(page, operation)))
    }
    // What stands beside another picture must not run into its name.
    let area = Rectangle(
      row: placed.label.row, column: placed.label.column, rows: 1,
      columns: min(end, nextLabel(after: placed, anatomy)) - placed.label.column)
    var text = StyledText(name) + StyledText("  " + letters, palette.label)
    for note in notes {
      let longer = text + StyledText("  " + note, palette.label)
      if longer.cells <= area.columns { text = longer }
    }
    if placed.look == .field, let numbers = page.numbers(plate.value),
      let ramp = ramp(meaning(of: plate, numbers, page), in: area.columns - text.cells - 2)
    {
      text = text + StyledText("  ") + ramp
    }
    canvas.write(text, row: placed.label.row, column: placed.label.column, in: area)
  }

  /// Where the next name in the same row begins.
  private func nextLabel(after placed: PlacedPlate, _ anatomy: AnatomyLayout) -> Int {
    let others = anatomy.plates.filter {
      $0.label.row == placed.label.row && $0.label.column > placed.label.column
    }
    return others.map { $0.label.column - 2 }.min() ?? .max
  }

  private func kernelName(_ page: AnatomyPage, _ operation: Int) -> String {
    let kernel = page.diagram.operations[operation].inputs.first {
      page.diagram.values[$0].role == .parameter
    }
    return kernel.map { page.name(ofValue: $0) } ?? ""
  }

  // MARK: Marks

  /// Cells that carry a mark.
  struct CellMarks {
    /// Those of each value that are marked.
    var marked: [Int: Set<Int>] = [:]
    /// Those of the chosen term.
    var chosen: [Int: Set<Int>] = [:]
    /// How much a marked cell has changed at least; nil where marks mean something else.
    var least: Float?
  }

  /// What the number under the cursor was made of, or else what has changed.
  private func marks(_ page: AnatomyPage, _ operation: Int) -> CellMarks {
    var marks = CellMarks()
    if state.anatomy.isFollowing, let derivation = page.derivation {
      for source in derivation.terms.flatMap(\.sources) {
        marks.marked[source.value, default: []].insert(source.cell)
      }
      for source in page.chosenTerm?.sources ?? [] {
        marks.chosen[source.value, default: []].insert(source.cell)
      }
      return marks
    }
    guard page.before != nil else { return marks }
    let own = page.diagram.operations[operation]
    for value in own.inputs + [own.output] {
      let now = page.diagram.values[value].numbers
      guard let then = page.earlier(value) else { continue }
      let most = now.elements.reduce(Float(0)) { max($0, abs($1)) }
      let least = most / 32
      for cell in now.elements.indices
      where least > 0 && abs(now.elements[cell] - then.elements[cell]) >= least {
        marks.marked[value, default: []].insert(cell)
      }
      if value == own.output { marks.least = least }
    }
    return marks
  }

  // MARK: Bars

  private mutating func drawBars(
    _ placed: PlacedPlate, _ numbers: [Float], _ page: AnatomyPage, _ operation: Int,
    _ marks: CellMarks
  ) {
    let columns = placed.shownColumns
    let values = (0..<columns).map { placed.pooled(numbers, row: 0, column: $0) }
    let all = whole(placed.plate, numbers, page)
    let most = Double(max(0, all.max() ?? 0))
    let least = Double(min(0, all.min() ?? 0))
    // Numbers stand under the bars where they are wide enough, the zero line above them.
    let hasNumbers = placed.cellColumns >= 4 && placed.area.rows >= 4
    let rows = placed.area.rows - (hasNumbers ? 1 : 0)
    let spare = max(0, rows - 1)
    let span = most - least
    var above = span > 0 ? Int((Double(spare) * most / span).rounded()) : spare
    if least < 0, above == spare, spare > 1 { above -= 1 }
    if most > 0, above == 0, spare > 0 { above = 1 }
    let below = spare - above
    let zero = placed.area.row + above
    let line = Rectangle(
      row: zero, column: placed.area.column, rows: 1, columns: columns * placed.cellColumns)
    if rows > 1 { canvas.fill(line, with: Cell("─", palette.label)) }
    let cursor = cursorColumn(placed, page, operation)
    for (column, value) in values.enumerated() {
      let begin = placed.area.column + column * placed.cellColumns
      let cells = placed.cellColumns > 1 ? placed.cellColumns - 1 : 1
      let style = column == cursor ? palette.accent : .plain
      let own = placed.cells(row: 0, column: column)
      let isChosen = own.contains { marks.chosen[placed.plate.value]?.contains($0) ?? false }
      let isMarked = own.contains { marks.marked[placed.plate.value]?.contains($0) ?? false }
      if isChosen || isMarked {
        canvas.write(
          isChosen ? "●" : "·", row: zero, column: begin + (cells - 1) / 2, palette.accent)
      }
      if value.isNaN {
        canvas.write("×", row: zero, column: begin, palette.notANumber.style)
      } else if value > 0, most > 0 {
        let eighths = Int((Double(value) / most * Double(8 * above)).rounded())
        drawBar(eighths, upFrom: zero - 1, at: begin, cells, style)
      } else if value < 0, least < 0 {
        let halves = Int((Double(value) / least * Double(2 * below)).rounded())
        drawBar(halves, downFrom: zero + 1, at: begin, cells, style)
      }
      if hasNumbers {
        canvas.write(
          StyledText(
            cells >= 6 ? short(Double(value)) : shortest(Double(value)),
            column == cursor ? palette.accent : palette.label),
          row: placed.area.bottom - 1, endingAt: begin + cells)
      }
    }
    drawEnds(placed, most, least, rows)
  }

  private mutating func drawBar(
    _ eighths: Int, upFrom bottom: Int, at column: Int, _ cells: Int, _ style: Style
  ) {
    let inks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    var left = eighths
    var row = bottom
    while left > 0 {
      let ink = inks[min(8, left) - 1]
      canvas.write(String(repeating: ink, count: cells), row: row, column: column, style)
      left -= 8
      row -= 1
    }
  }

  private mutating func drawBar(
    _ halves: Int, downFrom top: Int, at column: Int, _ cells: Int, _ style: Style
  ) {
    for place in 0..<((halves + 1) / 2) {
      let isHalf = place == halves / 2
      canvas.write(
        String(repeating: isHalf ? "▀" : "█", count: cells), row: top + place, column: column,
        style)
    }
  }

  /// The largest and the smallest number, beside the bars.
  private mutating func drawEnds(
    _ placed: PlacedPlate, _ most: Double, _ least: Double, _ rows: Int
  ) {
    let column = placed.area.column + placed.shownColumns * placed.cellColumns + 1
    let area = Rectangle(
      row: placed.area.row, column: column, rows: rows,
      columns: layout.columns - layout.margin - column)
    if most > 0 {
      canvas.write(short(most), row: placed.area.row, column: column, palette.label, in: area)
    }
    if least < 0, rows > 1 {
      canvas.write(
        short(least), row: placed.area.row + rows - 1, column: column, palette.label, in: area)
    }
  }

  // MARK: Tokens

  /// Which column of a plate the cursor is in; nil where it is out of sight.
  private func cursorColumn(_ placed: PlacedPlate, _ page: AnatomyPage, _ operation: Int) -> Int? {
    guard let across = placed.plate.across else { return nil }
    let plain = base(across)
    let place =
      page.places(in: operation)[plain]
      ?? page.shared(plain, length: placed.plate.columns, in: operation)
    guard let place, place >= placed.firstColumn else { return nil }
    let column = (place - placed.firstColumn) / placed.columnPool
    return column < placed.shownColumns ? column : nil
  }

  /// The tokens over their columns, the cursor's first, the others where they fit.
  private mutating func drawTokens(
    _ page: AnatomyPage, _ anatomy: AnatomyLayout, _ operation: Int
  ) {
    guard let row = anatomy.tokens, let placed = anatomy.plates.first(where: \.plate.isPositioned),
      let across = placed.plate.across
    else { return }
    let length = placed.plate.columns
    let labels =
      page.labels(across, length: length, near: operation) ?? (0..<length).map { "\($0)" }
    let cursor = cursorColumn(placed, page, operation).map { $0 + placed.firstColumn }
    let shown = Array(placed.firstColumn..<(placed.firstColumn + placed.shownColumns))
    var taken: [Range<Int>] = []
    let area = Rectangle(
      row: row, column: placed.area.column, rows: 2,
      columns: layout.columns - layout.margin - placed.area.column)
    for key in [cursor].compactMap(\.self) + shown where shown.contains(key) {
      let column = placed.area.column + (key - placed.firstColumn) * placed.cellColumns
      let name = shortened(labels[key], to: key == cursor ? 12 : max(4, placed.cellColumns - 1))
      let offset = width(of: name) == 1 ? max(0, (placed.cellColumns - 2) / 2) : 0
      let begin = min(column + offset, area.right - width(of: name))
      let range = begin..<(begin + max(1, width(of: name)))
      let isWord = width(of: name) > 1
      let around = isWord ? (begin - 1)..<(range.upperBound + 1) : range
      guard !taken.contains(where: { $0.overlaps(around) }) else { continue }
      taken.append(range)
      if key == cursor {
        canvas.write("▾", row: row, column: column + offset, palette.accent, in: area)
      }
      canvas.write(
        name, row: row + 1, column: begin, key == cursor ? palette.accent : .plain, in: area)
    }
    if placed.shownColumns < length {
      let note = texts.keysShown(
        placed.firstColumn + 1, placed.firstColumn + placed.shownColumns, length)
      if let cursor, (cursor - placed.firstColumn) * placed.cellColumns > width(of: note) + 2 {
        canvas.write(note, row: row, column: area.column, palette.label, in: area)
      } else {
        canvas.write(StyledText(note, palette.label), row: row, endingAt: area.right)
      }
    }
  }
}
