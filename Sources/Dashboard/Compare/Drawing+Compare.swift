import Screens
import Snapshots
import Subjects

extension Drawing {
  /// Several runs side by side, with one crosshair and one scale.
  mutating func drawCompare() {
    let views = state.paneViews
    let panes = CompareLayout(state)
    guard let crosshair = state.paneCrosshair(views) else {
      let why = state.snapshot == nil ? texts.noPicture : texts.whyNoPanes
      canvas.write(why, row: 2, column: layout.margin)
      return
    }
    drawComparedSource(views, panes)
    let most = state.showsPaneDifference ? State.mostDifference(views) : 0
    for index in panes.shown {
      drawPane(index, views, panes, crosshair, meaning(index, most))
    }
    if let list = panes.moved { drawMovedHeads(list) }
    if let row = panes.sentence {
      let room = layout.columns - 2 * layout.margin
      let sentence = comparison(panes.shown.map { views[$0] }, crosshair, within: room)
      canvas.write(clipped(sentence, to: room), row: row, column: layout.margin)
    }
    drawCompareLegend(views, panes, most)
  }

  private mutating func drawComparedSource(_ views: [PaneView], _ panes: CompareLayout) {
    guard let row = panes.source, let reading = views.first?.scene.snapshot.reading else { return }
    let text = reading.source + (reading.target.map { " → \($0)" } ?? "")
    canvas.write(
      clipped(text, to: layout.columns - 2 * layout.margin), row: row, column: layout.margin)
  }

  private mutating func drawPane(
    _ index: Int, _ views: [PaneView], _ panes: CompareLayout, _ crosshair: Heatmap.Index,
    _ meaning: Heatmap.Meaning
  ) {
    let view = views[index]
    let left = panes.column(ofPane: index)
    let area = Rectangle(
      row: 0, column: left, rows: layout.rows, columns: panes.paneColumns + 1)
    drawPaneTitle(index, view, row: panes.titles, left: left, area)
    if let picture = view.picture, let map = panes.map(ofPane: index) {
      for query in panes.firstQuery..<(panes.firstQuery + panes.queriesShown) {
        for key in panes.firstKey..<(panes.firstKey + panes.keysShown) {
          guard let box = panes.box(pane: index, query: query, key: key),
            let look = look(view, query, key, views, meaning)
          else { continue }
          canvas.fill(box.intersection(map), with: look)
        }
      }
      drawPaneKeys(picture, map, panes, crosshair)
      drawPaneQueries(view, picture, map, panes, crosshair, area)
    }
    drawPaneFacts(
      view, row: panes.facts, left: left + 1, panes, area, panes.curve(ofPane: index))
  }

  /// Weights, or from the second pane on their difference to the first.
  private func meaning(_ index: Int, _ most: Float) -> Heatmap.Meaning {
    state.showsPaneDifference && index > 0
      ? .differences(most: most)
      : .weights(paneScale, reaching: state.reach)
  }

  /// Sinks are hidden on maps of one model only.
  private var paneScale: Scale { state.scale == .sinkHidden ? .relative : state.scale }

  private func look(
    _ view: PaneView, _ query: Int, _ key: Int, _ views: [PaneView], _ meaning: Heatmap.Meaning
  ) -> Cell? {
    guard let picture = view.picture, let value = view.value(query, key) else { return nil }
    var drawn = value
    if case .differences = meaning {
      guard let first = views.first?.value(query, key) else { return nil }
      drawn -= first
    }
    // A field of one row that holds this value, so that the scale sees the number of keys.
    var heatmap = Heatmap(rows: 1, columns: 1, values: [drawn], meaning: meaning)
    heatmap.possible = [picture.kind == .causal ? picture.allowed(query) : picture.keys.count]
    return heatmap.look(row: 0, column: 0, palette)
  }

  private mutating func drawPaneTitle(
    _ index: Int, _ view: PaneView, row: Int, left: Int, _ area: Rectangle
  ) {
    let isHere = index == state.pane && state.panes.count > 1
    if isHere { canvas.write("▸", row: row, column: left, palette.accent, in: area) }
    let column = canvas.write(
      safe(view.title), row: row, column: left + 1,
      isHere ? palette.accent : Style(isBold: true), in: area)
    if view.scene.run.mistake != nil {
      let room = area.right - 2 - column
      let words = [texts.wrongOnPurpose, texts.wrongShort].first { width(of: $0) <= room }
      canvas.write(words ?? "✗", row: row, column: column + 1, palette.warning, in: area)
      return
    }
    guard view.heads > 1 else { return }
    let on = view.heads - view.off.count
    let label = view.layer.flatMap { layer in
      view.head.map { [HeadLabel(layer: layer, head: $0).description] }
    }
    var notes =
      label.map { $0.map(texts.headNamed) + $0 }
      ?? view.head.map { [texts.headOf($0, view.heads), texts.headShort($0)] }
      ?? [on > 0 && on < view.heads ? texts.meanOfSome(on, view.heads) : texts.meanOf(view.heads)]
    if let head = view.head, view.off.contains(head) {
      notes = notes.map { $0 + " " + texts.headIsSwitched(texts.off) }
    }
    if view.head == nil { notes.append(on == view.heads ? texts.meanShort : texts.meanOfOnly(on)) }
    let room = area.right - 1 - column - 2
    if let note = notes.first(where: { width(of: $0) <= room }) {
      canvas.write(note, row: row, column: column + 2, palette.label, in: area)
    }
  }

  private mutating func drawPaneKeys(
    _ picture: Picture, _ map: Rectangle, _ panes: CompareLayout, _ crosshair: Heatmap.Index
  ) {
    let isWords = picture.keys.isWords
    let shown = panes.firstKey..<min(picture.keys.count, panes.firstKey + panes.keysShown)
    // Words that do not fit over their columns: the crosshair's only.
    let isSparse = isWords && panes.cellColumns < 4
    for key in shown {
      let isHere = key == crosshair.column
      guard !isSparse || isHere else { continue }
      let column = map.column + (key - panes.firstKey) * panes.cellColumns
      let room = isSparse ? 12 : isWords ? panes.cellColumns - 1 : panes.cellColumns
      let cells = min(room, width(of: picture.keys[key]))
      // A character stands in the middle of its column.
      let middle = cells > 1 ? 0 : (panes.cellColumns - 1) / 2
      if isHere {
        canvas.write("▾", row: panes.marks, column: column + middle, palette.accent)
      }
      let begin = isSparse ? max(map.column, min(column, map.right - cells)) : column + middle
      canvas.write(
        shortened(picture.keys[key], to: cells), row: panes.header, column: begin,
        isHere ? palette.accent : .plain)
    }
  }

  private mutating func drawPaneQueries(
    _ view: PaneView, _ picture: Picture, _ map: Rectangle, _ panes: CompareLayout,
    _ crosshair: Heatmap.Index, _ area: Rectangle
  ) {
    for query in panes.firstQuery..<(panes.firstQuery + panes.queriesShown) {
      let row = map.row + (query - panes.firstQuery) * panes.cellRows + (panes.cellRows - 1) / 2
      let isHere = query == crosshair.row
      // A row that answers every query is labelled by what was written at each.
      let name =
        view.isOneRow
        ? picture.written(query).map { label($0.token) }
        : query < picture.queries.count ? picture.queries[query] : nil
      if let name {
        let text = StyledText(
          shortened(name, to: panes.labelColumns), isHere ? palette.accent : .plain)
        canvas.write(text, row: row, endingAt: map.column - 1, in: area)
      }
      if isHere {
        canvas.write("▸", row: row, column: map.column - panes.labelColumns - 2, palette.accent)
      }
      guard panes.tokenColumns > 0, let written = picture.written(query) else { continue }
      let isWrong = view.scene.snapshot.reading.isRight(at: query) == false
      let end = canvas.write(
        shortened(label(written.token), to: panes.tokenColumns), row: row, column: map.right + 1,
        isWrong ? palette.label : .plain, in: area)
      let answer =
        isWrong ? "✗" : view.scene.snapshot.reading.isRight(at: query) == true ? "✓" : nil
      if let answer { canvas.write(answer, row: row, column: end + 1, in: area) }
    }
  }

  private mutating func drawPaneFacts(
    _ view: PaneView, row: Int, left: Int, _ panes: CompareLayout, _ area: Rectangle,
    _ plot: Rectangle?
  ) {
    let measured = view.measured(texts)
    let isOneLine = panes.measuredRows < measured.count
    let names = isOneLine ? 0 : measured.map { width(of: $0.name) }.max() ?? 0
    var column = left
    for line in isOneLine ? measured : [] {
      column = canvas.write(line.name, row: row, column: column, palette.label, in: area) + 1
      column = canvas.write(line.value, row: row, column: column, in: area) + 2
    }
    for (place, line) in measured.enumerated()
    where !isOneLine && place < panes.factRows {
      canvas.write(line.name, row: row + place, column: left, palette.label, in: area)
      canvas.write(line.value, row: row + place, column: left + names + 1, in: area)
    }
    let room = area.right - 1 - left
    let below = row + panes.measuredRows
    if let timeline = view.scene.timeline, let plot {
      // All panes have the same axis, so that equal heights of the same column are equal losses.
      let axis = lossAxis(state.panes.compactMap(\.timeline), columns: plot.columns)
      drawCurve(lossHeights(timeline, columns: plot.columns, axis), in: plot, palette.bar)
      if let axis, plot.column > left + 3 {
        let ends = [(loss(axis.most), plot.row), (tickText(axis.least), plot.bottom - 1)]
        for (text, row) in ends {
          canvas.write(StyledText(text, palette.label), row: row, endingAt: plot.column - 1)
        }
      }
    }
    for (place, fact) in view.facts(texts).enumerated()
    where place + panes.measuredRows < panes.factRows {
      canvas.write(
        clipped(fact, to: room), row: below + place, column: left, palette.label, in: area)
    }
  }

  /// What each pane looks at most where the crosshair's row is, in fewer and fewer words; where even
  /// the last is too long, it ends with the panes that fit.
  private func comparison(
    _ views: [PaneView], _ crosshair: Heatmap.Index, within room: Int
  ) -> String {
    // Before anything is learned the most is only the largest of random numbers.
    if state.isUntrained { return texts.nothingLearnedShortWithoutDots[0] }
    let looks = views.compactMap { view -> (title: String, key: String?, weight: String)? in
      guard let picture = view.picture, let row = view.row(crosshair.row),
        let key = picture.brightest(row)
      else { return nil }
      let most = picture[row, key]
      let weight = shareText(Double(most), 2)
      // Where all weights are equal none is the most.
      let weights = picture.row(row)
      let isEven = weights.count > 1 && weights.allSatisfy { $0 == most }
      return (safe(view.title), isEven ? nil : texts.quoted(picture.keys[key]), weight)
    }
    let isMany = views.compactMap(\.picture).contains {
      $0.queries.count > max(1, crosshair.row)
    }
    guard isMany, !looks.isEmpty else { return "" }
    let name = state.rowName(crosshair.row, views) ?? texts.outputNumber(crosshair.row + 1)
    let long = texts.comparison(
      name, looks.map { texts.paneLooks($0.title, $0.key ?? texts.everyKey, $0.weight) })
    if width(of: long) <= room { return long }
    var short = looks.map { texts.paneLooksShort($0.title, $0.key ?? texts.everyKey, $0.weight) }
    while short.count > 1, width(of: texts.comparisonShort(name, short)) > room {
      short.removeLast()
    }
    return texts.comparisonShort(name, short)
  }

  private mutating func drawCompareLegend(
    _ views: [PaneView], _ panes: CompareLayout, _ most: Float
  ) {
    let row = panes.legend
    let isDifference = state.showsPaneDifference && views.count > 1
    let column = drawRamp(
      meaning(isDifference ? 1 : 0, most), keys: State.extent(views).keys, row: row,
      column: layout.margin)
    var pieces: [[String]] = []
    if views.contains(where: { $0.isOverview(panes) }) { pieces.append([texts.overview]) }
    let hidden = views.indices.filter { panes.map(ofPane: $0) == nil }
    if !hidden.isEmpty {
      pieces.append([
        texts.panesHidden(hidden.map { views[$0].title }), texts.panesMore(hidden.count),
      ])
    }
    pieces.append([texts.axesShort, texts.axesShortest])
    pieces.append([
      isDifference ? texts.differenceToFirst(views[0].title) : texts.sharedScale
    ])
    let extent = State.extent(views)
    if panes.queriesShown < extent.queries {
      pieces.append([
        texts.queriesShown(
          panes.firstQuery + 1, panes.firstQuery + panes.queriesShown, extent.queries)
      ])
    }
    if panes.keysShown < extent.keys {
      pieces.append([
        texts.keysShown(panes.firstKey + 1, panes.firstKey + panes.keysShown, extent.keys)
      ])
    }
    if views.contains(where: { $0.scene.snapshot.reading.isRight != nil }) {
      pieces.append([texts.answerMeaning])
    }
    drawLegend(pieces, row: row, column: column)
  }
}
