import Screens
import Snapshots
import Subjects

extension FigureDrawing {
  /// One head, or its difference to another picture.
  mutating func drawMap() throws(ExportProblem) {
    guard let picture = state.picture else { throw .noAttention }
    let window = MapWindow(
      state, picture, rows: picture.queries.indices, columns: picture.keys.indices)
    var heatmap = window.heatmap
    heatmap.meaning = meaning(heatmap.meaning)
    let queries = picture.isOneRow ? [] : Array(picture.queries)
    var plot = MapPlot(
      FigureField(heatmap, palette), queries: queries, keys: Array(picture.keys),
      isNumbered: picture.keys.isNumbered)
    drawCounter()
    plot.left =
      queries.isEmpty
      ? 0.3 : max(plot.queryRoom, Self.width(of: texts.queryAxis)) + Self.gap
    place(&plot, picture)
    drawAxes(left: plot.left, hasQueries: !queries.isEmpty)
    if let image = picture.image {
      draw(image, over: &plot)
    } else {
      plot.top = top + plot.keyRoom
      drawKeys(plot)
    }
    drawCells(plot)
    drawQueries(plot)
    top = plot.top + plot.box.height
    drawBar(heatmap.meaning, keys: picture.keys.count, from: plot.left)
    write(notes(picture, window, plot), from: plot.left)
  }

  /// The cells of the map.
  func mapField(_ picture: Picture) -> FigureField {
    var heatmap = MapWindow(
      state, picture, rows: picture.queries.indices, columns: picture.keys.indices
    ).heatmap
    heatmap.meaning = meaning(heatmap.meaning)
    return FigureField(heatmap, palette)
  }

  /// Chooses how large a cell is: square where both sides are one sequence, else high enough for the
  /// labels of the rows.
  private func place(_ plot: inout MapPlot, _ picture: Picture) {
    let room = width - plot.left - 0.3
    let (rows, columns) = (Double(plot.field.rows), Double(plot.field.columns))
    plot.cellWidth = min(9, room / max(1, columns))
    plot.cellHeight = plot.cellWidth
    if !picture.kind.isOneSequence, picture.image == nil || rows > 1 {
      let wanted = max(plot.cellWidth, Self.letter * 1.12)
      if wanted * rows <= 1.3 * width { plot.cellHeight = wanted }
    }
    if rows == 1 { plot.cellHeight = max(plot.cellHeight, 4) }
    plot.cellHeight = min(plot.cellHeight, max(0.02, 230 / max(1, rows)))
    if picture.kind.isOneSequence { plot.cellWidth = min(plot.cellWidth, plot.cellHeight) }
  }

  /// What goes down and what goes across, over the corner of the map.
  mutating func drawAxes(left: Double, hasQueries: Bool, text: String? = nil) {
    let feet = Self.feet(top, Self.line)
    if hasQueries { write(texts.queryAxis, left - Self.gap, feet, .end, faint) }
    write(text ?? texts.keyAxis, left, feet, .start, faint)
    top += Self.line
  }

  /// The step, in a figure that moves.
  mutating func drawCounter() {
    guard options.isFrame, let step = state.step else { return }
    write(
      texts.step(step), width - 0.3, Self.feet(top, Self.line), .end, points: 8, isBold: true)
  }

  /// The image that was read, over its columns, with what can be read in it.
  private mutating func draw(_ image: InputImage, over plot: inout MapPlot) {
    for part in image.parts {
      let first = plot.cell(0, part.columns.lowerBound, columns: part.columns.count)
      write(part.name, first.x + first.width / 2, Self.feet(top, Self.line), .middle)
    }
    if !image.parts.isEmpty { top += Self.line }
    let area = Figure.Box(
      plot.left, top, plot.box.width, Double(image.height) * min(plot.cellWidth, 1.5))
    let paper = options.background == .light
    let pixels = image.pixels.map { pixel -> Ink? in
      let shade = UInt32(min(1, max(0, pixel)) * 255)
      return shade == 0 ? nil : Ink((paper ? 255 - shade : shade) * 0x010101)
    }
    marks.append(
      .image(
        PixelImage(rows: image.height, columns: image.width, pixels: pixels).enlarged(by: 8), area))
    top += area.height + Self.gap
    plot.top = top
  }

  /// What has to be known to read the map.
  private func notes(_ picture: Picture, _ window: MapWindow, _ plot: MapPlot) -> [Note] {
    var notes: [Note] = []
    if !plot.field.marks.isEmpty { notes.append(Note(sample: .dot, text: texts.expectedHere)) }
    let broken = plot.field.notNumbers
    if broken > 0 { notes.append(Note(sample: .cross, text: texts.notANumberHere(broken))) }
    if window.isOverview { notes.append(Note(text: texts.overviewHere)) }
    if let note = differenceNote { notes.append(note) }
    if !state.hiddenKeys.isEmpty, state.otherPicture == nil, let stack = state.stack {
      let mass = shareText(Double(stack.sinkMass), 2)
      notes.append(Note(sample: .hidden, text: texts.sinkHidden(stack.sinkNames, mass)))
    }
    if picture.kind == .causal { notes += causalNotes }
    return picture.image == nil ? notes + labelNotes(plot) : notes
  }

  /// What is so of maps whose rows may look at fewer and fewer keys.
  var causalNotes: [Note] {
    let isRelative = state.shownScale == .relative || state.shownScale == .sinkHidden
    return [Note(text: texts.masked)] + (isRelative ? [Note(text: texts.relativeToRow)] : [])
  }

  private var differenceNote: Note? {
    guard state.otherPicture != nil, let other = state.other else { return nil }
    return Note(
      text: other.kind == .whole
        ? texts.differenceFromAllHeads
        : texts.differenceFrom(other.snapshot.step, other.kind == .pinned))
  }

  /// Which labels are left out.
  func labelNotes(_ plot: MapPlot) -> [Note] {
    guard !plot.isNumbered else { return [] }
    let shown = [plot.shownQueries, plot.shownKeys].map { $0.count > 1 ? $0[1] - $0[0] : 1 }
    return shown.max().flatMap { $0 > 1 ? Note(text: texts.everyLabel($0)) : nil }.map { [$0] }
      ?? []
  }
}

extension ShownLabels {
  /// Whether nothing is known of the positions but their number.
  var isNumbered: Bool {
    if case .numbered = labels { true } else { false }
  }
}
