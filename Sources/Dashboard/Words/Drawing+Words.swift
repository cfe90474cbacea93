import Screens
import Snapshots

extension Drawing {
  /// The tokens shaded by the weights of one query, and the same weights sorted.
  mutating func drawWords() {
    guard let picture, let crosshair = state.crosshair else { return drawWithoutMap() }
    let words = WordsLayout(state)
    drawSays(picture, words)
    drawQueries(picture, crosshair, words)
    drawTokens(picture, crosshair, words)
    drawChart(picture, crosshair, words)
    drawScores(picture, crosshair, words)
    drawBars(picture, crosshair, words)
    if layout.isBesideWords {
      if layout.code.isEmpty { drawMap(picture) } else { drawAsideCode(layout.code) }
      drawTimeline()
      drawHeldOut()
      drawSentence()
      if let row = layout.facts { drawHints(row: row) }
    } else if let row = words.sentence {
      let room = layout.columns - 2 * layout.margin
      let choices = Sentence(state).choices
      let fitting = choices.first { width(of: $0) <= room } ?? choices.last ?? ""
      canvas.write(clipped(fitting, to: room), row: row, column: layout.margin)
      if row + 1 < words.legend { drawHints(row: row + 1) }
    }
    drawWordsLegend(picture, words)
  }

  /// What a model that says one thing says, and what would be right.
  private mutating func drawSays(_ picture: Picture, _ words: WordsLayout) {
    guard let row = words.says, let written = picture.written(0) else { return }
    let column = canvas.write(
      texts.says(safe(written.token), fixed(Double(written.probability), 2)), row: row,
      column: words.text.column)
    guard let target = picture.reading.target else { return }
    canvas.write(texts.truth(safe(target)), row: row, column: column + 3, palette.label)
  }

  /// The queries of another sequence than the text.
  private mutating func drawQueries(
    _ picture: Picture, _ crosshair: Heatmap.Index, _ words: WordsLayout
  ) {
    guard let line = words.queries else { return }
    canvas.write(texts.asks, row: line.row, column: words.text.column, palette.label)
    for query in words.firstQuery..<(words.firstQuery + words.queriesShown) {
      guard let box = words.box(query: query) else { continue }
      let isHere = query == crosshair.row
      if isHere { canvas.write("▸", row: box.row, column: box.column - 1, palette.accent) }
      canvas.write(
        shortened(picture.queries[query], to: box.columns - 1), row: box.row, column: box.column,
        isHere ? palette.accent : .plain)
    }
  }

  private mutating func drawTokens(
    _ picture: Picture, _ crosshair: Heatmap.Index, _ words: WordsLayout
  ) {
    let shown = words.tokensInSight
    let heatmap = wordsHeatmap(picture, crosshair.row, shown)
    let isAsking = picture.kind.isOneSequence && picture.queries.count > 1
    let marked = isAsking ? crosshair.row : crosshair.column
    for token in shown {
      guard let box = words.box(token) else { continue }
      let look = heatmap.look(row: 0, column: token - shown.lowerBound, palette)
      if words.isTiled {
        drawTile(picture, token, in: box, look, crosshair, isAsking: isAsking)
        continue
      }
      let name = shortened(picture.keys[token], to: box.columns)
      var style = Style.plain
      if palette.isColorBehind {
        canvas.fill(
          Rectangle(row: box.row, column: box.column, rows: 1, columns: box.columns), with: look)
        style = palette.mark("·", over: look).style
        style.isBold = false
      } else if box.rows > 1 {
        canvas.fill(
          Rectangle(row: box.row + 1, column: box.column, rows: 1, columns: box.columns),
          with: look)
      }
      if picture.reading.unknown.contains(token) { style.isUnderlined = true }
      if token == crosshair.column { style.isBold = true }
      canvas.write(name, row: box.row, column: box.column, style)
      if token == marked {
        canvas.write("▾", row: box.row - 1, column: box.column, palette.accent)
      }
    }
    guard words.linesShown < words.lines else { return }
    let note = texts.linesShown(
      words.firstLine + 1, words.firstLine + words.linesShown, words.lines)
    let row = words.text.row
    let right = layout.columns - layout.margin - width(of: note)
    // Only the mark of a token in the first line can stand in this row.
    let mark = words.box(marked).flatMap { $0.row - 1 == row ? $0.column : nil }
    if mark.map({ $0 < right }) ?? true {
      canvas.write(note, row: row, column: right, palette.label)
    }
  }

  /// A patch of the image in the colour of its weight; where it is looked from and what the crosshair is on
  /// have marks in it.
  private mutating func drawTile(
    _ picture: Picture, _ token: Int, in box: Rectangle, _ look: Cell, _ crosshair: Heatmap.Index,
    isAsking: Bool
  ) {
    canvas.fill(box, with: look)
    let isPatch = picture.grid.map { token >= $0.prefix } ?? false
    let mark = isAsking && token == crosshair.row ? "▾" : token == crosshair.column ? "•" : ""
    var text = isPatch ? mark : shortened(picture.keys[token], to: box.columns)
    if isPatch, mark.isEmpty { text = "" }
    guard !text.isEmpty else { return }
    var style = palette.mark("·", over: look).style
    style.isBold = !mark.isEmpty
    canvas.write(
      text, row: box.row, column: box.column + (isPatch ? (box.columns - 1) / 2 : 0), style)
  }

  /// One row of the map as the map would draw it.
  private func wordsHeatmap(_ picture: Picture, _ query: Int, _ keys: Range<Int>) -> Heatmap {
    var values = picture.row(query, keys)
    let hidden = state.hiddenKeys.filter { keys.contains($0) }.map { $0 - keys.lowerBound }
    if palette.isColorBehind {
      // Over a word the mark of what is hidden could not be read: it is left unshaded.
      for key in hidden { values[key] = 0 }
    }
    var heatmap = Heatmap(rows: 1, columns: keys.count, values: values, meaning: state.meaning)
    heatmap.possible = [picture.allowed(query)]
    heatmap.hiddenColumns = palette.isColorBehind ? [] : Set(hidden)
    return heatmap
  }

  /// The keys from the largest weight on, against the cap where there is one.
  private mutating func drawBars(
    _ picture: Picture, _ crosshair: Heatmap.Index, _ words: WordsLayout
  ) {
    guard let heading = words.heading, !words.bars.isEmpty else { return }
    // What is not a number is ranked last.
    let most = picture.brightest(crosshair.row).map { picture[crosshair.row, $0] } ?? 0
    let full = max(picture.cap ?? 0, most, .leastNormalMagnitude)
    drawBarsHeading(picture, crosshair, words, row: heading)
    for (place, key) in words.ranking.enumerated() {
      let row = words.bars.row + place * words.barRows
      let isHere = key == crosshair.column
      let value = picture[crosshair.row, key]
      let name = shortened(state.listName(key, of: picture), to: words.labelColumns)
      canvas.write(
        StyledText(name, isHere ? palette.accent : .plain), row: row,
        endingAt: words.bars.column + words.labelColumns)
      if isHere {
        canvas.write(
          "▸", row: row, column: words.bars.column + words.labelColumns - width(of: name) - 1,
          palette.accent)
      }
      canvas.write(
        StyledText(shareText(Double(value))), row: row,
        endingAt: words.bars.column + words.labelColumns + 7)
      for line in 0..<(picture.cap == nil ? 0 : words.barRows) {
        canvas.write(
          "┊", row: row + line, column: words.barColumn + words.barColumns, palette.label)
      }
      guard !value.isNaN else { continue }
      drawBar(Double(value / full), row: row, words)
      let mean = picture.columnMean(key)
      if picture.queries.count > 1, mean > 0,
        words.barColumn + words.barColumns + 8 <= words.bars.right
      {
        canvas.write(
          StyledText(fixed(Double(value / mean), 1) + " ×", palette.label), row: row,
          endingAt: words.barColumn + words.barColumns + 8)
      }
    }
  }

  private mutating func drawBarsHeading(
    _ picture: Picture, _ crosshair: Heatmap.Index, _ words: WordsLayout, row: Int
  ) {
    let heading =
      picture.queries.count > 1
      ? texts.looksAtHeading(texts.quoted(picture.queries[crosshair.row])) : texts.weighsHeading
    var column = canvas.write(
      safe(heading), row: row, column: words.bars.column, palette.label)
    if words.ranking.count < words.ranks {
      let note = texts.ranksShown(
        words.firstRank + 1, words.firstRank + words.ranking.count, words.ranks)
      column = canvas.write(note, row: row, column: column + 2, palette.label)
    }
    let line = words.barColumn + words.barColumns
    if let cap = picture.cap {
      let number = texts.capIs(shareText(Double(cap)))
      let formula = number + ": " + texts.capFormula(picture.keys.count - 1)
      let choices = (picture.isCappedByTanh ? [formula] : []) + [number]
      // The words end above the line, as its label.
      if let text = choices.first(where: { line + 1 - width(of: $0) > column + 1 }) {
        canvas.write(StyledText(text + " ┊", palette.label), row: row, endingAt: line + 1)
      }
    } else if picture.queries.count > 1, words.barColumn + words.barColumns + 8 <= words.bars.right,
      column + 2 + width(of: texts.timesMean) <= line + 8
    {
      canvas.write(
        StyledText(texts.timesMean, palette.label), row: row, endingAt: line + 8)
    }
  }

  private mutating func drawBar(_ part: Double, row: Int, _ words: WordsLayout) {
    drawBar(
      part,
      in: Rectangle(
        row: row, column: words.barColumn, rows: words.barRows, columns: words.barColumns))
  }

  private mutating func drawWordsLegend(_ picture: Picture, _ words: WordsLayout) {
    let row = words.legend
    let column = drawRamp(
      state.meaning, keys: state.crosshair.map { picture.allowed($0.row) }, row: row,
      column: layout.margin)
    var pieces = sinkPieces()
    let own = state.crosshair?.row ?? 0
    if !picture.isExact(own..<(own + 1), 0..<picture.keys.count) { pieces.append([texts.overview]) }
    if picture.queries.count == 1 { pieces.append([texts.oneRow]) }
    if picture.cap != nil {
      pieces.append([words.chart.isEmpty ? texts.capMeaning : texts.capLineMeaning])
    }
    if picture.queries.count > 1 {
      pieces.append([picture.kind.isOneSequence ? texts.queryMark : texts.keyMark])
    }
    if !picture.reading.unknown.isEmpty { pieces.append([texts.unknownMeaning]) }
    if picture.kind == .causal { pieces.append([texts.causalMeaning]) }
    if layout.isBesideWords, layout.code.isEmpty {
      if picture.hasMarks { pieces.append([dotMeaning]) }
      if picture.written.contains(where: { $0.isOnTarget != nil }) {
        pieces.append([texts.patternMeaning])
      }
    }
    drawLegend(pieces, row: row, column: column)
  }
}
