import Screens
import Snapshots

extension Drawing {
  /// The map with its labels, the crosshair and what is written.
  mutating func drawMap(_ picture: Picture) {
    var heatmap = mapWindow(picture).heatmap
    heatmap.cellRows = layout.cellRows
    heatmap.cellColumns = layout.cellColumns
    if picture.isOneHead, state.headSwitch(picture.name) == .off {
      drawOff(in: layout.map)
    } else {
      heatmap.hasNumbers = CellSize(columns: layout.cellColumns, rows: layout.cellRows).hasNumbers
      heatmap.draw(on: &canvas, in: layout.map, palette)
      drawNumbers(heatmap, state.crosshair)
    }
    drawImage(picture)
    let mark = drawKeyLabels(picture)
    drawQueryLabels(picture)
    drawWritesHeading()
    drawExtent(picture, besides: mark)
  }

  private func mapWindow(_ picture: Picture) -> MapWindow {
    MapWindow(state, picture, rows: layout.queriesInSight, columns: layout.keysInSight)
  }

  /// Which part of the axes is in sight, in the line of the crosshair's mark and beside it.
  private mutating func drawExtent(_ picture: Picture, besides mark: Int?) {
    var parts: [String] = []
    if layout.queriesShown < picture.queries.count {
      parts.append(
        texts.queriesShown(
          layout.firstQuery + 1, layout.firstQuery + layout.queriesShown,
          picture.queries.count))
    }
    if layout.keysShown < picture.keys.count {
      parts.append(
        texts.keysShown(
          layout.firstKey + 1, layout.firstKey + layout.keysShown, picture.keys.count))
    }
    guard !parts.isEmpty else { return }
    let note = parts.joined(separator: "  ")
    let cells = width(of: note)
    let right = layout.columns - layout.margin - cells
    let mark = mark ?? 0
    let column = mark < right - 1 ? right : layout.margin
    guard mark < column - 1 || mark > column + cells else { return }
    canvas.write(note, row: layout.marks, column: column, palette.label)
  }

  /// What the columns are called, the crosshair's with a mark above it.
  ///
  /// - Returns: the column of the mark, where it is in sight.
  private mutating func drawKeyLabels(_ picture: Picture) -> Int? {
    guard let crosshair = state.crosshair else { return nil }
    if let image = picture.image { return drawPartLabels(image, crosshair) }
    // Words need a gap between them, characters do not.
    let isWords = picture.keys.isWords
    let room = isWords ? max(1, layout.cellColumns - 1) : layout.cellColumns
    if isWords, room < 3 { return drawSparseKeyLabels(picture, crosshair) }
    var mark: Int?
    for key in layout.firstKey..<(layout.firstKey + layout.keysShown) {
      let column = layout.map.column + (key - layout.firstKey) * layout.cellColumns
      let name = picture.keys[key]
      let cells = min(room, width(of: name))
      let offset = cells > 1 ? 0 : (layout.cellColumns - 1) / 2
      let area = Rectangle(row: layout.marks, column: column, rows: 2, columns: room)
      if key == crosshair.column {
        canvas.write("▾", row: layout.marks, column: column + offset, palette.accent, in: area)
        mark = column + offset
      }
      canvas.write(
        shortened(name, to: room), row: layout.header, column: column + offset,
        keyStyle(key, picture, crosshair),
        in: area)
    }
    return mark
  }

  /// The crosshair's label whole, then every fifth that has room.
  private mutating func drawSparseKeyLabels(_ picture: Picture, _ crosshair: Heatmap.Index) -> Int?
  {
    var mark: Int?
    let area = Rectangle(
      row: layout.marks, column: layout.map.column, rows: 2,
      columns: layout.map.columns + 1)
    let shown = layout.firstKey..<(layout.firstKey + layout.keysShown)
    let fifths = shown.filter { $0.isMultiple(of: 5) }
    var taken: [Range<Int>] = []
    for key in [crosshair.column] + fifths where shown.contains(key) {
      let column = layout.map.column + (key - layout.firstKey) * layout.cellColumns
      let name = shortened(picture.keys[key], to: 8)
      let cells = width(of: name)
      let isHere = key == crosshair.column
      // The last labels end at the edge rather than beyond it.
      let begin = max(area.column, min(column, area.right - cells))
      let range = begin..<(begin + cells)
      let around = (begin - 1)..<(begin + cells + 1)
      guard isHere || !taken.contains(where: { $0.overlaps(around) }) else { continue }
      if isHere {
        canvas.write("▾", row: layout.marks, column: column, palette.accent, in: area)
        mark = column
      }
      canvas.write(
        name, row: layout.header, column: begin, keyStyle(key, picture, crosshair), in: area)
      taken.append(range)
    }
    return mark
  }

  private func keyStyle(_ key: Int, _ picture: Picture, _ crosshair: Heatmap.Index) -> Style {
    var style = Style.plain
    if picture.reading.unknown.contains(key) { style = palette.unknown }
    if state.hiddenKeys.contains(key) { style = palette.label }
    if key == crosshair.column {
      style.foreground = palette.accent.foreground
      style.isBold = true
    }
    return style
  }

  private mutating func drawQueryLabels(_ picture: Picture) {
    guard let crosshair = state.crosshair else { return }
    for query in layout.firstQuery..<(layout.firstQuery + layout.queriesShown) {
      let row = layout.row(ofQuery: query) + (layout.cellRows - 1) / 2
      let isHere = query == crosshair.row
      let area = Rectangle(
        row: row, column: layout.labels, rows: 1, columns: layout.labelColumns)
      let name = StyledText(
        shortened(picture.queries[query], to: layout.labelColumns),
        isHere ? palette.accent : .plain)
      let begin = canvas.write(
        name, row: row, endingAt: layout.labels + layout.labelColumns, in: area)
      if isHere { canvas.write("▸", row: row, column: begin - 1, palette.accent) }
      if let written = picture.written(query) {
        drawWritten(written, row: row, isRight: picture.isRight(query))
      }
    }
  }

  private var writesColumn: Int {
    layout.map.right + (layout.writes == .dot ? 1 : layout.writes == .medium ? 3 : 2)
  }

  /// Answer, probability and pattern columns, counted from the first.
  private var writesColumns: (answer: Int, probability: Int, pattern: Int) {
    let token = layout.tokenColumns
    return switch layout.writes {
    case .full: (token + 1, max(6, token + 2) + 1, max(6, token + 2) + 6)
    case .medium, .small: (token + 1, token + 3, token + 7)
    case .dot, .none: (0, 0, 0)
    }
  }

  private var hasPattern: Bool {
    picture?.written.contains { $0.expectation != nil } == true
  }

  private mutating func drawWritesHeading() {
    let row = layout.header
    switch layout.writes {
    case .full:
      canvas.write(texts.writes, row: row, column: writesColumn, palette.label)
      canvas.write(
        texts.probability, row: row, column: writesColumn + writesColumns.probability,
        palette.label)
      if hasPattern {
        canvas.write(
          texts.looks, row: row, column: writesColumn + writesColumns.pattern, palette.label)
      }
    case .medium:
      canvas.write(
        hasPattern ? texts.writes + " " + texts.looks : texts.writes, row: row,
        column: writesColumn, palette.label)
    case .small: canvas.write(texts.writes, row: row, column: writesColumn, palette.label)
    case .dot, .none: break
    }
  }

  private mutating func drawWritten(_ written: Written, row: Int, isRight: Bool?) {
    guard layout.writes != .none else { return }
    if layout.writes != .dot {
      canvas.write(
        shortened(label(written.token), to: layout.tokenColumns), row: row, column: writesColumn,
        Style(isDim: isRight == false))
      if let isRight {
        canvas.write(isRight ? "✓" : "✗", row: row, column: writesColumn + writesColumns.answer)
      }
      canvas.write(
        probabilityText(written.probability), row: row,
        column: writesColumn + writesColumns.probability, palette.label)
    }
    let column = writesColumn + writesColumns.pattern
    switch (written.expectation, written.isOnTarget) {
    case (.free, _):
      if column + width(of: texts.free) <= layout.columns {
        canvas.write(texts.free, row: row, column: column, palette.label)
      }
    case (_, true): canvas.write("●", row: row, column: column)
    case (_, false): canvas.write("○", row: row, column: column)
    case (_, nil): break
    }
  }

  /// The ends of the ladder, the scale, what the marks mean, and what is out of sight.
  mutating func drawLegend(_ picture: Picture) {
    let row = layout.legend
    let end = layout.columns - layout.margin
    var column = layout.margin
    let isDifference = state.otherPicture != nil
    let window = mapWindow(picture)
    if layout.pane.columns == 0 {
      column = canvas.write(texts.axesShort, row: row, column: column, palette.label) + 2
    }
    column = drawRamp(
      window.heatmap.meaning, keys: state.crosshair.map { picture.allowed($0.row) }, row: row,
      column: column)
    var pieces: [StyledText] = []
    func add(_ text: String, _ style: Style? = nil) {
      pieces.append(StyledText(text, style ?? palette.label))
    }
    if window.notNumbers > 0 { add(texts.notNumbers(window.notNumbers), palette.error) }
    if window.isOverview { add(texts.overview) }
    if isDifference, let alignment = state.alignment {
      add(texts.alignedTexts(alignment.pairs, alignment.partners.count))
    } else if isDifference, let other = state.other {
      add(
        other.kind == .whole
          ? texts.differenceFromAllHeads
          : texts.differenceFrom(other.snapshot.step, other.kind == .pinned))
    } else if state.showsDifference {
      let isOtherInput =
        state.other != nil
        || state.recent.contains { $0.reading.source != picture.reading.source }
      add(isOtherInput ? texts.noDifference : texts.nothingBefore)
    }
    if !isDifference { sinkPieces().forEach { add($0[0]) } }
    if layout.image.rows > 0 {
      add(texts.imageBarsMeaning)
    }
    if picture.kind == .causal { add(texts.masked) }
    if !picture.reading.unknown.isEmpty { add(texts.unknownMeaning) }
    if picture.hasMarks { add(dotMeaning) }
    if picture.written.contains(where: { $0.isOnTarget != nil }) {
      add(texts.patternMeaning)
    }
    if picture.written.contains(where: { $0.expectation == .free }) {
      add(texts.freeMeaning)
    }
    if layout.writes.rawValue >= MapLayout.Writes.small.rawValue,
      layout.queriesInSight.contains(where: { picture.isRight($0) != nil })
    {
      add(texts.answerMeaning)
    }
    if picture.written.contains(where: { label($0.token) == nothingMark })
      || layout.keysInSight.contains(where: { picture.keys[$0] == nothingMark })
      || layout.queriesInSight.contains(where: { picture.queries[$0] == nothingMark })
    {
      add(texts.nothingMeaning)
    }
    let gap = layout.columns >= 100 ? 4 : 2
    for piece in pieces where column + gap + piece.cells <= end {
      column = canvas.write(piece, row: row, column: column + gap)
    }
  }

  /// What a dot means: over two rows it is drawn as a small square.
  var dotMeaning: String {
    let isSquare = layout.cellRows == 2 && layout.cellColumns >= 2 && palette.isColorBehind
    return isSquare ? texts.dotMeaning.replacing("·", with: "▪") : texts.dotMeaning
  }

  /// What is hidden on this scale, and how much of all mass it is.
  func sinkPieces() -> [[String]] {
    guard let stack = state.stack, !stack.sinks.isEmpty else { return [] }
    let mass = shareText(Double(stack.sinkMass), 2)
    let mark = state.screen == .map ? palette.hidden.text + " " : ""
    return [
      state.hiddenKeys.isEmpty
        ? [texts.sinkShown(stack.sinkNames, mass)]
        : [
          mark + texts.sinkHidden(stack.sinkNames, mass),
          mark + texts.sinkHiddenShort(stack.sinkNames, mass),
        ]
    ]
  }
}
