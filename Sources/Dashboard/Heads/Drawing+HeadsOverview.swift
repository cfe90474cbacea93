import Screens
import Snapshots

extension Drawing {
  /// A cell for each head in the colour of one number, with what it does where there is room to write.
  mutating func drawOverview(_ form: HeadsLayout.Overview, _ stack: HeadStack, _ grid: HeadsLayout)
  {
    let heads = state.shownHeads
    if !form.isNamed { drawOverviewHeadings(form, stack, grid) }
    let most = state.mostHeadNumber
    func look(_ head: HeadStack.Head) -> Cell {
      guard head.statistics.health.isFinite else { return palette.notANumber }
      guard state.headSwitch(head.name) != .off else { return .blank }
      let number = Double((state.headNumber(of: head) ?? 0) / most)
      return palette.shade(Palette.level(number))
    }
    // Of two layers in one line the upper one draws both.
    let looks = form.isHalf ? heads.map { ($0.name, look($0)) } : []
    let known = Dictionary(looks, uniquingKeysWith: { first, _ in first })
    for (place, head) in heads.enumerated() {
      guard let box = grid.box(at: place) else { continue }
      let isHere = head.name == state.selectedHead
      let gap = grid.cellColumns > 1 ? 1 : 0
      let area = Rectangle(
        row: box.row, column: box.column + gap, rows: 1, columns: box.columns - gap)
      if form.isHalf {
        let isUpper = grid.isUpper(head, stack)
        if isUpper {
          let below = stack.heads.first { other in
            other.name.head == head.name.head && other.layer == grid.layer(below: head, stack)
          }
          let lower = below.flatMap { known[$0.name] } ?? .blank
          canvas.fill(area, with: halves(look(head), lower))
        }
        if isHere, gap > 0 {
          canvas.write(isUpper ? "▀" : "▄", row: box.row, column: box.column, palette.accent)
        }
        continue
      }
      canvas.fill(area, with: look(head))
      drawOverviewText(head, look(head), in: area, form, isHere: isHere)
      if isHere, gap > 0 { canvas.write("▸", row: box.row, column: box.column, palette.accent) }
    }
  }

  /// Numbers of layers beside each line and of heads above each block.
  private mutating func drawOverviewHeadings(
    _ form: HeadsLayout.Overview, _ stack: HeadStack, _ grid: HeadsLayout
  ) {
    let selected = state.selectedHead.flatMap { stack[$0] }
    for block in 0..<form.blocks {
      let left = grid.body.column + block * form.blockColumns
      for column in grid.firstColumn..<(grid.firstColumn + grid.columnsShown) {
        guard let row = grid.headings else { continue }
        let isHere = column == selected?.name.head
        let gap = grid.cellColumns > 1 ? 1 : 0
        let place = left + grid.labelColumns + (column - grid.firstColumn) * grid.cellColumns + gap
        // Numbers that are wider than their cells: every so many.
        let digits = "\(grid.gridColumns - 1)".count
        let every = (digits + grid.cellColumns) / grid.cellColumns
        guard isHere || column % every == 0 || grid.cellColumns > digits else { continue }
        canvas.write(
          "\(column)", row: row, column: place, isHere ? palette.accent : palette.label)
      }
    }
    for row in stride(
      from: grid.firstRow, to: grid.firstRow + grid.rowsShown, by: form.isHalf ? 2 : 1)
    {
      guard let box = grid.cell(row: row, column: grid.firstColumn, form) else { continue }
      let layers = form.isHalf && row + 1 < stack.layers.count ? [row, row + 1] : [row]
      let names = layers.map { "\(stack.layers[$0])" }
      let isHere = layers.contains { stack.layers[$0] == selected?.layer }
      canvas.write(
        "L" + names.joined(separator: "–"), row: box.row, column: box.column - grid.labelColumns,
        isHere ? palette.accent : palette.label)
    }
  }

  /// A name where heads are sorted, a letter and a score where there is a role.
  private mutating func drawOverviewText(
    _ head: HeadStack.Head, _ look: Cell, in area: Rectangle, _ form: HeadsLayout.Overview,
    isHere: Bool
  ) {
    let own = state.headSwitch(head.name)
    let score = overviewScore(head)
    let letter = own == .on ? head.statistics.role.map { texts.roleLetter($0) } ?? " " : ""
    let switched = own == .off ? texts.off : texts.alone
    let name = form.isNamed ? head.label : ""
    let role = own == .on ? letter + (score.isEmpty ? "" : " " + score) : switched
    let long = name.isEmpty ? role : padded(name, to: 4) + " " + role
    // On a ramp of glyphs the text stands before them and not in them.
    let room = palette.isColorBehind ? area.columns : max(1, area.columns - 2)
    let short = name.isEmpty ? letter : name
    // A name says more than the ramp.
    let isName = !name.isEmpty && width(of: name) <= area.columns
    guard
      let text = [long, short].first(where: { width(of: $0) <= room && !$0.isEmpty })
        ?? (isName ? name : nil),
      palette.isColorBehind || area.columns > 1 || look == .blank
    else { return }
    guard look != palette.notANumber else {
      canvas.write(name, row: area.row, column: area.column, in: area)
      return
    }
    if palette.isColorBehind {
      let style = palette.mark(" ", over: look).style
      canvas.write(text, row: area.row, column: area.column, style, in: area)
    } else {
      // A cell of the ramp stays, where there is one beside the text.
      let ground = padded(text, to: min(area.columns - 1, width(of: text) + 1))
      canvas.write(
        ground, row: area.row, column: area.column, isHere ? palette.accent : .plain, in: area)
    }
  }

  private func padded(_ text: String, to cells: Int) -> String {
    text + String(repeating: " ", count: max(0, cells - width(of: text)))
  }

  /// The number that is written in a cell: that of the role, or what heads are looked at by.
  private func overviewScore(_ head: HeadStack.Head) -> String {
    let value: Float?
    switch state.headNumber {
    case .sharpness where state.standpoint.heads.headOrder == .entropy:
      value = state.headNumber(of: head)
    case .sharpness, .role: value = head.statistics.roleScore
    case .score, .moved: value = state.headNumber(of: head)
    }
    return value.map { $0 < 0.995 ? shareText(Double($0), 2) : fixed(Double($0), 1) } ?? ""
  }

  /// The ladder with the number that it stands for, and what is not in sight.
  mutating func drawOverviewLegend(_ stack: HeadStack, _ grid: HeadsLayout) {
    let row = grid.legend
    let column = drawRamp(
      .amounts(most: state.mostHeadNumber), keys: nil, row: row, column: layout.margin)
    var pieces = [texts.headNumber(state.headNumber)]
    pieces += hiddenHeads(grid)
    if !state.headFilter.isEmpty {
      pieces.append([texts.filteredBy(HeadFilter.whole(state.headFilter))])
    }
    if state.headOrder != .layer { pieces.append([texts.sortedByLegend(state.headOrder.name)]) }
    if grid.overview?.isHalf != true { pieces += letterPieces(stack) }
    if let measured = stack.measuredOn {
      pieces.append([texts.measuredOn(texts.inputs(measured))])
    }
    drawLegend(pieces, row: row, column: column)
  }
}

extension HeadsLayout {
  /// Whether `head` is the upper one of its line.
  fileprivate func isUpper(_ head: HeadStack.Head, _ stack: HeadStack) -> Bool {
    let row = stack.layers.firstIndex(of: head.layer) ?? 0
    return (row - firstRow) % 2 == 0
  }

  /// The layer that shares the line of `head`.
  fileprivate func layer(below head: HeadStack.Head, _ stack: HeadStack) -> Int? {
    let next = (stack.layers.firstIndex(of: head.layer) ?? 0) + 1
    return next < stack.layers.count && next < firstRow + rowsShown ? stack.layers[next] : nil
  }
}
