import Screens
import Snapshots
import Subjects

extension FigureDrawing {
  /// The sentence, each token shaded by the weight that the selected query gives it.
  mutating func drawWords() throws(ExportProblem) {
    guard let picture = state.picture, let crosshair = state.crosshair else { throw .noAttention }
    drawCounter()
    let query = crosshair.row
    write(heading(picture, query), 0.3, Self.feet(top, Self.line), .start, faint)
    top += Self.line + 0.6
    var heatmap = Heatmap(
      rows: 1, columns: picture.keys.count, values: picture.row(query),
      meaning: meaning(state.meaning))
    heatmap.possible = [picture.allowed(query)]
    heatmap.hiddenColumns = state.hiddenKeys
    drawTokens(picture, query, heatmap)
    drawBar(heatmap.meaning, keys: picture.allowed(query), from: 0.3)
    var notes: [Note] = []
    let broken = heatmap.notNumbers
    if broken > 0 { notes.append(Note(sample: .cross, text: texts.notANumberHere(broken))) }
    if !picture.isExact(query..<(query + 1), picture.keys.indices) {
      notes.append(Note(text: texts.overviewHere))
    }
    if !state.hiddenKeys.isEmpty, let stack = state.stack {
      let mass = shareText(Double(stack.sinkMass), 2)
      notes.append(Note(sample: .hidden, text: texts.sinkHidden(stack.sinkNames, mass)))
    }
    if picture.kind == .causal, query + 1 < picture.keys.count {
      notes.append(Note(text: texts.laterIsMasked))
    }
    write(notes, from: 0.3)
  }

  /// Who asks: a query, or a model that says one thing of the whole text.
  private func heading(_ picture: Picture, _ query: Int) -> String {
    if picture.isOneRow {
      return picture.written(0).map {
        texts.says(safe($0.token), fixed(Double($0.probability), 2))
      } ?? texts.oneRow
    }
    let head = state.hasHeads ? state.stack?[picture.name].map { texts.headNamed($0.label) } : nil
    return [
      texts.query(texts.quoted(picture.queries[query])) + " "
        + texts.place(query + 1, picture.queries.count), head,
    ].compactMap(\.self).joined(separator: texts.comma)
  }

  private static let tokenHeight = 4.6
  private static let tokenPoints = 8.0

  private mutating func drawTokens(_ picture: Picture, _ query: Int, _ heatmap: Heatmap) {
    let (points, height) = (Self.tokenPoints, Self.tokenHeight)
    let gap = picture.keys.isWords ? 0.7 : 0
    let padding = picture.keys.isWords ? 0.6 : 0.45
    let isAsking = picture.kind.isOneSequence && picture.queries.count > 1
    var x = 0.3
    for key in picture.keys.indices {
      let name = LetterWidths.fitted(picture.keys[key], to: 40, points: points)
      let own = max(2.6, LetterWidths.width(of: name, points: points) + 2 * padding)
      if x > 0.3, x + own > width - 0.3 { (x, top) = (0.3, top + height + 1) }
      let box = Figure.Box(x, top, min(own, width - 0.6), height)
      let look = heatmap.look(row: 0, column: key, palette)
      var letters = ink
      if look == palette.notANumber {
        marks.append(.frame(box, rule, 0.1))
        drawCross(in: box)
      } else if look == palette.hidden {
        drawHidden(in: Figure.Box(x, top, 1, height))
      } else if let color = Ink(look.style.background) {
        marks.append(.box(box, color))
        letters = Ink(palette.mark("·", over: look).style.foreground) ?? ink
      }
      write(
        name, box.x + box.width / 2, Self.feet(top, height) + 0.1, .middle, letters, points: points,
        isBold: isAsking && key == query)
      if isAsking, key == query { marks.append(.frame(box, ink, 0.35)) }
      x += box.width + gap
    }
    top += height + 0.4
  }
}
