import Screens
import Snapshots

extension Drawing {
  /// The operations at the left, the pictures of one of them at the right, what it does below.
  mutating func drawAnatomy() {
    guard let page = state.anatomyPage else {
      let anatomy = AnatomyLayout(state, nil)
      canvas.write(texts.waiting, row: anatomy.heading, column: layout.margin, palette.accent)
      canvas.write(texts.waitingFor, row: anatomy.heading, column: layout.margin + 3)
      return
    }
    let anatomy = AnatomyLayout(state, page)
    let headingEnd = drawAnatomyHeading(page, anatomy)
    if state.anatomy.isFollowing, let arithmetic = DerivationLines(page) {
      drawTerms(arithmetic, anatomy)
    } else {
      drawOperations(page, anatomy)
    }
    drawAxes(page, anatomy)
    drawCode(page, anatomy)
    drawPlates(page, anatomy, besides: headingEnd)
    drawExplanation(page, anatomy)
  }

  /// What the list is about, and the name and formula of what stands under the cursor.
  ///
  /// - Returns: the column after both.
  private mutating func drawAnatomyHeading(_ page: AnatomyPage, _ anatomy: AnatomyLayout) -> Int {
    let query = page.queryLabel.map { texts.howAttends(texts.quoted($0)) } ?? texts.listHeading
    let left = Rectangle(
      row: anatomy.heading, column: anatomy.list.column, rows: 1, columns: anatomy.list.columns)
    let end: Int
    if state.anatomy.isFollowing, let operation = page.operation {
      let output = page.diagram.operations[operation].output
      let name = page.place(
        of: page.cell(of: operation), ofValue: output, near: operation, isShort: true)
      end = canvas.write(
        texts.howMade(name), row: left.row, column: left.column, palette.accent, in: left)
    } else {
      end = canvas.write(query, row: left.row, column: left.column, palette.label, in: left)
    }
    guard let operation = page.operation else { return end }
    let own = page.diagram.operations[operation]
    let name = page.diagram.values[own.output].name
    let right = Rectangle(
      row: anatomy.heading, column: anatomy.figure.column, rows: 1,
      columns: anatomy.figure.columns)
    let formula = "  " + own.formula
    var text = StyledText(name)
    if width(of: name + formula) <= right.columns {
      text += StyledText(formula, palette.label)
    }
    if state.anatomy.showsGradient {
      let heading = StyledText(texts.gradientHeading, palette.accent)
      text = StyledText(name + "  ") + heading
      if text.cells > right.columns { text = heading }
    }
    return canvas.write(text, row: right.row, column: right.column, in: right)
  }

  // MARK: The list

  private mutating func drawOperations(_ page: AnatomyPage, _ anatomy: AnatomyLayout) {
    let area = anatomy.list
    for row in 0..<area.rows {
      let place = anatomy.firstLine + row
      guard place < page.entries.count else { break }
      let entry = page.entries[place]
      let isHere = place == page.selected
      let line = Rectangle(row: area.row + row, column: area.column, rows: 1, columns: area.columns)
      if isHere {
        let mark = state.anatomy.isInFigure ? "▹" : "▸"
        canvas.write(mark, row: line.row, column: line.column, palette.accent)
      }
      let indent = line.column + 2 + 2 * max(0, entry.depth - 1)
      switch entry.line {
      case .group(let group):
        let sign = page.isOpen(group) ? "−" : "+"
        let name = page.groupName(group)
        let end = canvas.write(
          "\(sign) \(name)", row: line.row, column: indent,
          isHere ? palette.accent : .plain, in: line)
        let count = StyledText(texts.operations(entry.number), palette.label)
        if end + count.cells < line.right {
          canvas.write(count, row: line.row, endingAt: line.right)
        }
      case .operation(let operation):
        let output = page.diagram.operations[operation].output
        let letters = page.letters(ofValue: output, in: operation)
        let begin = canvas.write(
          StyledText(letters, palette.label), row: line.row, endingAt: line.right)
        let name = Rectangle(
          row: line.row, column: line.column, rows: 1, columns: begin - 1 - line.column)
        let number = entry.depth > 0 ? "\(entry.number)" : ""
        let column = indent + (entry.depth > 0 ? 0 : -2) + max(0, 2 - width(of: number))
        let next = canvas.write(number, row: line.row, column: column, palette.label, in: name)
        canvas.write(
          page.listName(of: operation), row: line.row, column: next + 2,
          isHere ? palette.accent : .plain, in: name)
      }
    }
    drawScrolled(page, anatomy)
  }

  /// How many lines are out of sight, in the row below the list.
  private mutating func drawScrolled(_ page: AnatomyPage, _ anatomy: AnatomyLayout) {
    let below = page.entries.count - anatomy.firstLine - anatomy.list.rows
    guard below > 0 || anatomy.firstLine > 0 else { return }
    let parts =
      (anatomy.firstLine > 0 ? ["↑ " + texts.moreLines(anatomy.firstLine)] : [])
      + (below > 0 ? ["↓ " + texts.moreLines(below)] : [])
    canvas.write(
      parts.joined(separator: "  "), row: anatomy.list.bottom, column: anatomy.list.column + 2,
      palette.label)
  }

  /// The terms of the number under the cursor in place of the list.
  private mutating func drawTerms(_ arithmetic: DerivationLines, _ anatomy: AnatomyLayout) {
    let area = anatomy.list
    let items = arithmetic.items()
    let rows = area.rows - 1
    let chosen = state.anatomy.term.clamped(to: 0...max(0, items.count - 1))
    let first = max(0, chosen - rows + 1)
    let contributions = items.map { width(of: $0.contribution) }.max() ?? 0
    let names = min(14, items.map { width(of: $0.name) }.max() ?? 0)
    for (place, item) in items.enumerated().dropFirst(first).prefix(rows) {
      let row = area.row + place - first
      let isHere = place == chosen
      if isHere { canvas.write("▸", row: row, column: area.column, palette.accent) }
      canvas.write(
        StyledText(item.contribution, isHere ? palette.accent : .plain), row: row,
        endingAt: area.right)
      let middle = Rectangle(
        row: row, column: area.column, rows: 1, columns: area.columns - contributions - 1)
      canvas.write(
        shortened(item.name, to: names), row: row, column: area.column + 2,
        isHere ? palette.accent : .plain, in: middle)
      guard item.factors != item.contribution else { continue }
      canvas.write(
        item.factors, row: row, column: area.column + 2 + names + 2, palette.label, in: middle)
    }
    guard items.count > 1 else { return }
    let hidden = items.count - first - min(rows, items.count - first)
    let row = area.row + min(rows, items.count - first)
    let note = hidden > 0 ? texts.sumOfRest(hidden) + " · " : ""
    canvas.write(
      StyledText(note + texts.total + "  ", palette.label) + StyledText(arithmetic.totalText),
      row: row, endingAt: area.right)
  }

  /// What the letters mean.
  private mutating func drawAxes(_ page: AnatomyPage, _ anatomy: AnatomyLayout) {
    let lines = page.legend(columns: anatomy.legend.columns - 2)
    for (place, line) in lines.prefix(anatomy.legend.rows).enumerated() {
      canvas.write(
        line, row: anatomy.legend.row + place, column: anatomy.legend.column + 2, palette.label,
        in: anatomy.legend)
    }
  }

  /// The Keras lines, the present one marked.
  private mutating func drawCode(_ page: AnatomyPage, _ anatomy: AnatomyLayout) {
    guard anatomy.code.rows > 0, let operation = page.operation else { return }
    let lines = page.shownLines(for: operation)
    guard !lines.isEmpty else { return }
    guard anatomy.code.rows > 1 else {
      guard let code = page.codeLine(for: operation) else { return }
      canvas.write(
        "▸", row: anatomy.code.row, column: anatomy.code.column, palette.accent)
      canvas.write(
        clipped(code.trimmed, to: anatomy.code.columns), row: anatomy.code.row,
        column: anatomy.code.column + 2, palette.accent)
      return
    }
    let isAsked = page.askedLines(for: operation) != nil
    canvas.write(
      isAsked ? texts.askedCode : texts.keras, row: anatomy.code.row,
      column: anatomy.code.column + 2, palette.label)
    let rows = anatomy.code.rows - 1
    let here = lines.firstIndex(where: \.isHere) ?? 0
    let first = (here - rows / 2).clamped(to: 0...max(0, lines.count - rows))
    for (place, line) in lines.enumerated().dropFirst(first).prefix(rows) {
      let row = anatomy.code.row + 1 + place - first
      if line.isHere { canvas.write("▸", row: row, column: anatomy.code.column, palette.accent) }
      canvas.write(
        line.code, row: row, column: anatomy.code.column + 2,
        line.isHere ? palette.accent : palette.label,
        in: Rectangle(
          row: row, column: anatomy.code.column, rows: 1, columns: anatomy.code.columns + 1))
    }
  }

  // MARK: Words

  private mutating func drawExplanation(_ page: AnatomyPage, _ anatomy: AnatomyLayout) {
    let sentence = page.sentence(columns: anatomy.sentence.columns, rows: anatomy.sentence.rows)
    for (place, line) in sentence.prefix(anatomy.sentence.rows).enumerated() {
      canvas.write(line, row: anatomy.sentence.row + place, column: anatomy.sentence.column)
    }
    guard let operation = page.operation else { return }
    let area = anatomy.arithmetic
    if let arithmetic = DerivationLines(page) {
      canvas.write(
        arithmetic.line(cells: area.columns), row: area.row, column: area.column,
        state.anatomy.isFollowing ? .plain : palette.label, in: area)
    }
    guard area.rows > 1 else { return }
    let names = page.otherNames(of: operation)
    var column = area.column
    let bound = page.bound(of: operation)
    let notes = [
      page.module(of: operation), names.torch.map { texts.torch + " " + $0 },
      names.paper.map { texts.paper + " " + $0 }, bound,
    ].compactMap(\.self)
    for note in notes where column + width(of: note) <= area.right {
      column = canvas.write(note, row: area.row + 1, column: column, palette.label, in: area) + 4
    }
  }
}
