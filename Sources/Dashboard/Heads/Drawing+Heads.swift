import Screens
import Snapshots
import Subjects

extension Drawing {
  /// The grid of thumbnails, each with the role of its head.
  mutating func drawHeads() {
    guard let stack = state.stack else { return drawWithoutMap() }
    let grid = HeadsLayout(state)
    drawStacks(grid)
    drawSource(grid)
    guard grid.count > 0 else {
      canvas.write(
        texts.noHeadIs(HeadFilter.whole(state.headFilter)), row: grid.body.row,
        column: grid.body.column)
      return drawHeadsLegend(stack, grid)
    }
    if let list = grid.moved { drawMovedHeads(list) }
    if let form = grid.overview {
      drawOverview(form, stack, grid)
      drawRolesSentence(stack, grid)
      return drawOverviewLegend(stack, grid)
    }
    drawHeadings(stack, grid)
    for (place, head) in state.shownHeads.enumerated() {
      if let box = grid.box(at: place) { drawHead(head, in: box, grid) }
    }
    drawRolesSentence(stack, grid)
    drawHeadsLegend(stack, grid)
  }

  /// The kinds of attention of the model; the one that is shown bright.
  private mutating func drawStacks(_ grid: HeadsLayout) {
    guard let row = grid.stacks else { return }
    var column = layout.margin
    for (place, stack) in state.stacks.enumerated() {
      let isHere = place == state.stackIndex
      let name = state.stackName(stack)
      column = canvas.write(
        (isHere ? "▸" : " ") + name, row: row, column: column,
        isHere ? palette.accent : palette.label)
      column += 2
    }
  }

  private mutating func drawSource(_ grid: HeadsLayout) {
    guard let row = grid.source, let reading = state.snapshot?.reading else { return }
    canvas.write(
      clipped(reading.source, to: layout.columns - 2 * layout.margin), row: row,
      column: layout.margin, palette.label)
  }

  /// Numbers of layers at the left and, where captions do not say them, of heads above.
  private mutating func drawHeadings(_ stack: HeadStack, _ grid: HeadsLayout) {
    guard state.isHeadGrid else { return }
    let selected = state.selectedHead.flatMap { stack[$0] }
    for row in grid.firstRow..<(grid.firstRow + grid.rowsShown) {
      let layer = stack.layers[row]
      let isHere = layer == selected?.layer
      let line = grid.row(of: row) + (grid.caption.isNamed && grid.cellRows > 1 ? 1 : 0)
      canvas.write(
        "L\(layer)", row: line, column: grid.body.column,
        isHere ? palette.accent : palette.label)
    }
    guard let row = grid.headings else { return }
    for column in grid.firstColumn..<(grid.firstColumn + grid.columnsShown) {
      let isHere = column == selected?.name.head
      let place = grid.column(of: column) + 1
      canvas.write(
        "\(column)", row: row, column: place, isHere ? palette.accent : palette.label)
      if isHere { canvas.write("▾", row: row, column: place - 1, palette.accent) }
    }
  }

  private mutating func drawHead(_ head: HeadStack.Head, in box: Rectangle, _ grid: HeadsLayout) {
    let isHere = head.name == state.selectedHead
    let area = grid.thumbnail(in: box)
    let thumbnail = state.hiddenKeys.isEmpty ? head.thumbnail : head.sinkless
    if state.headSwitch(head.name) == .off {
      drawOff(in: area)
    } else {
      drawThumbnail(thumbnail, in: area, grid.size)
    }
    if let row = grid.captionRow(in: box) {
      // A caption that is wider than its place would run into the next one.
      let cells = Rectangle(row: row, column: box.column + 1, rows: 1, columns: box.columns - 1)
      canvas.write(
        caption(head, grid.caption), row: row, column: box.column + 1,
        isHere ? palette.accent : .plain, in: cells)
      if isHere, grid.caption.isNamed {
        canvas.write("▸", row: row, column: box.column, palette.accent)
      }
    }
    if isHere, !grid.caption.isNamed {
      canvas.write("▸", row: area.row, column: box.column, palette.accent)
    }
    if let area = grid.curve(in: box) { drawCurve(of: head, in: area) }
  }

  /// A head that takes no part in the model shows nothing that it would look at.
  mutating func drawOff(in area: Rectangle) {
    canvas.fill(area, with: Cell("╱", palette.label))
    let text = " " + texts.off + " "
    let column = area.column + max(0, area.columns - width(of: text)) / 2
    canvas.write(text, row: area.row + (area.rows - 1) / 2, column: column, palette.label, in: area)
  }

  /// The role of a head over the run, and what is drawn from which step to which.
  private mutating func drawCurve(of head: HeadStack.Head, in area: Rectangle) {
    guard let curve = RoleCurve(head, state.timeline?.heads ?? []) else { return }
    let latest = max(1, state.latest)
    let count = samples(area.columns)
    let heights = (0..<count).map { curve.value(at: latest.scaled($0 + 1, over: count)) }
    drawCurve(heights, in: area, palette.bar)
    if let step = state.step, step < latest {
      // Where the picture is, if that is in the past.
      let now = step.scaled(area.columns - 1, over: latest)
      canvas.write("┊", row: area.bottom - 1, column: area.column + now, palette.accent)
    }
    let name = curve.role?.rawValue ?? texts.entropy
    let last = curve.points.last.map { " " + shareText($0.value, 2) } ?? ""
    let choices = [
      texts.overSteps(name + last, curve.points.last?.step ?? latest), name + last, name,
    ]
    canvas.write(
      clipped(choices.first { width(of: $0) <= area.columns } ?? name, to: area.columns),
      row: area.bottom, column: area.column, palette.label)
  }

  private func caption(_ head: HeadStack.Head, _ form: HeadsLayout.Caption) -> String {
    let own = state.headSwitch(head.name)
    let statistics = head.statistics
    var role =
      own == .on
      ? statistics.role.map { name(of: $0, form) } : own == .off ? texts.off : texts.alone
    var score = own == .on ? statistics.roleScore : nil
    if own == .on, case .score(let wanted) = state.headOrder {
      (role, score) = (name(of: wanted, form), statistics[wanted])
    }
    if own == .on, let shift = state.headNumber == .moved ? state.shift(of: head.name) : nil {
      let name = form.isShort ? texts.movedShort : texts.moved
      (role, score) = (form.isLetter ? "" : name, shift)
    }
    if own == .on, state.headOrder == .entropy, let entropy = statistics.entropy {
      let name = form.isShort ? texts.entropyShort : texts.entropy
      (role, score) = (form.isLetter ? "" : name, entropy)
    }
    let value = score.map { $0 < 0.995 ? shareText(Double($0), 2) : fixed(Double($0), 1) } ?? ""
    // Among many heads silence says that there is no role.
    let none = statistics.health.isFinite ? texts.mixed : "NaN"
    let text = [role ?? (form.isNamed || !statistics.health.isFinite ? none : ""), value]
    return (form.isNamed ? [head.label] + text : text).filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  private func name(of role: HeadStatistics.Role, _ form: HeadsLayout.Caption) -> String {
    form.isLetter
      ? texts.roleLetter(role) : form.isShort ? texts.roleShort(role) : role.rawValue
  }

  /// A map from afar: a point a cell, or two where a cell can have two colours.
  private mutating func drawThumbnail(
    _ thumbnail: Thumbnail, in area: Rectangle, _ size: Thumbnail.Size
  ) {
    let shares = thumbnail.shares(
      rows: size.lines, columns: size.columns, state.shownScale, reaching: state.reach)
    func look(_ line: Int, _ column: Int) -> Cell {
      guard line < size.lines else { return .blank }
      guard let share = shares[line * size.columns + column] else { return palette.notANumber }
      return palette.shade(Palette.level(share))
    }
    for row in 0..<area.rows {
      for column in 0..<area.columns {
        let cell: Cell
        if size.isHalf {
          cell = halves(look(2 * row, column), look(2 * row + 1, column))
        } else {
          cell = look(row, column)
        }
        let place = Rectangle(
          row: area.row + row, column: area.column + column, rows: 1, columns: 1)
        canvas.fill(place, with: cell)
      }
    }
  }

  /// One cell with the colour of `upper` in its upper half and that of `lower` in its lower.
  ///
  /// What is not a number takes the whole cell: its cross must be seen.
  func halves(_ upper: Cell, _ lower: Cell) -> Cell {
    if upper == palette.notANumber { return upper }
    if lower == palette.notANumber { return lower }
    return Palette.halves(upper, lower)
  }

  /// Which heads have which role, the best first.
  private mutating func drawRolesSentence(_ stack: HeadStack, _ grid: HeadsLayout) {
    guard let row = grid.sentence else { return }
    let room = layout.columns - 2 * layout.margin
    let parts = HeadStatistics.Role.allCases.compactMap { role -> String? in
      let heads = stack.heads.filter { $0.statistics.role == role }
        .sorted { ($0.statistics[role] ?? 0) > ($1.statistics[role] ?? 0) }
      guard !heads.isEmpty else { return nil }
      let names = heads.prefix(6).map(\.label).joined(separator: " ")
      // Which role came first is read from the run.
      let first = heads.compactMap { RoleCurve($0, state.timeline?.heads ?? [])?.formed }.min()
      return "\(role.rawValue) \(names)" + (heads.count > 6 ? " …" : "")
        + (first.map { texts.comma + texts.formedBy($0) } ?? "")
    }
    let mixed = stack.heads.count { $0.statistics.role == nil }
    let all = parts + (mixed > 0 && !parts.isEmpty ? ["\(texts.mixed) \(mixed)"] : [])
    let broken = stack.heads.filter { !$0.statistics.health.isFinite }.map(\.label)
    let none =
      broken.isEmpty
      ? texts.noRoles : texts.headsWithoutNumbers(broken.prefix(6).joined(separator: " "))
    let sentence = all.isEmpty ? none : all.joined(separator: "   ")
    canvas.write(clipped(sentence, to: room), row: row, column: layout.margin)
  }

  /// The ladder, the axes, what is hidden, and what the letters mean.
  private mutating func drawHeadsLegend(_ stack: HeadStack, _ grid: HeadsLayout) {
    let row = grid.legend
    let column = drawRamp(
      state.meaning, keys: picture?.keys.count, row: row, column: layout.margin)
    var pieces = sinkPieces() + hiddenHeads(grid)
    if !state.headFilter.isEmpty {
      pieces.append([texts.filteredBy(HeadFilter.whole(state.headFilter))])
    }
    if state.headOrder != .layer { pieces.append([texts.sortedByLegend(state.headOrder.name)]) }
    if grid.caption.isLetter { pieces += letterPieces(stack) }
    pieces.append([texts.axesShort, texts.axesShortest])
    if let measured = stack.measuredOn {
      pieces.append([texts.measuredOn(texts.inputs(measured))])
    }
    if stack.kind == .causal { pieces.append([texts.masked]) }
    let extent = stack.extent
    pieces.append(
      grid.size.isPooled
        ? [
          texts.brightest(extent.queries, extent.keys),
          texts.brightestShort(extent.queries, extent.keys),
        ]
        : [texts.extent(extent.queries, extent.keys)])
    drawLegend(pieces, row: row, column: column)
  }

  /// Which part of the heads is in sight, where not all are.
  func hiddenHeads(_ grid: HeadsLayout) -> [[String]] {
    var pieces: [[String]] = []
    if grid.rowsShown < grid.gridRows {
      pieces.append([
        texts.layersShown(grid.firstRow + 1, grid.firstRow + grid.rowsShown, grid.gridRows)
      ])
    }
    if grid.columnsShown < grid.gridColumns {
      pieces.append([
        texts.headsShown(
          grid.firstColumn, grid.firstColumn + grid.columnsShown - 1, grid.gridColumns - 1)
      ])
    }
    return pieces
  }

  /// What the letters at the heads stand for.
  func letterPieces(_ stack: HeadStack) -> [[String]] {
    let roles = HeadStatistics.Role.allCases.filter { role in
      stack.heads.contains { $0.statistics.role == role }
    }
    guard !roles.isEmpty else { return [] }
    func meanings(_ name: (HeadStatistics.Role) -> String) -> String {
      roles.map { texts.roleLetterMeans(texts.roleLetter($0), name($0)) }
        .joined(separator: "  ")
    }
    return [[meanings { $0.rawValue }, meanings { texts.roleShort($0) }]]
  }

  /// Writes what fits of `pieces`, each in its longest form that leaves room for the next ones.
  mutating func drawLegend(_ pieces: [[String]], row: Int, column: Int) {
    let end = layout.columns - layout.margin
    let gap = layout.columns >= 100 ? 4 : 2
    let least = pieces.map { gap + ($0.map { width(of: $0) }.min() ?? 0) }
    var column = column
    for (place, forms) in pieces.enumerated() {
      // Room is kept for the pieces after this one as far as all of them fit.
      let after = least[(place + 1)...].reduce(0, +)
      let room = end - column - gap
      guard
        let form = forms.first(where: { width(of: $0) + after <= room })
          ?? forms.last(where: { width(of: $0) <= room })
      else { continue }
      column = canvas.write(safe(form), row: row, column: column + gap, palette.label)
    }
  }
}
