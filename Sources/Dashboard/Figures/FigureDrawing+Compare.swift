import Screens
import Snapshots
import Subjects

extension FigureDrawing {
  /// The runs side by side, on one scale.
  mutating func drawCompare() throws(ExportProblem) {
    let views = state.paneViews
    guard views.count > 1 else { throw .nothingBeside }
    let extent = State.extent(views)
    guard extent.queries > 0, extent.keys > 0 else { throw .noAttention }
    drawCounter()
    let most = state.showsPaneDifference ? State.mostDifference(views) : 0
    // Where every run has one row for all there is no query to name.
    let isOneRow = extent.queries == 1
    // Runs that read different texts have labels and sizes of their own.
    let isAlike = readsAlike(views)
    let rows = isOneRow ? [] : rowLabels(views, extent.queries)
    let names = isAlike ? rows : isOneRow ? [] : views.flatMap(ownRowLabels)
    let labels = max(min(MapPlot.mostLabel, Self.widest(names)), Self.width(of: texts.queryAxis))
    let left = isOneRow || !isAlike ? 0.3 : labels + Self.gap
    let inner = isOneRow || isAlike ? 0 : labels + Self.gap
    let written = views.flatMap { view in (0..<extent.queries).compactMap { writes($0, view) } }
    let beside =
      written.isEmpty ? 0 : min(Self.mostWritten, 1.12 * Self.widest(written.map(\.text))) + 0.8
    let columns = paneColumns(views.count, extent, left, beside + inner)
    let pane = (width - left - 0.3 - Double(columns - 1) * Self.paneGap) / Double(columns)
    drawAxes(left: left + inner, hasQueries: !isOneRow)
    var notes: [Note] = []
    for first in stride(from: 0, to: views.count, by: columns) {
      let shown = first..<min(views.count, first + columns)
      let heights = shown.map { index -> Double in
        let x = left + Double(index - first) * (pane + Self.paneGap)
        let own = isAlike ? extent : State.extent([views[index]])
        let rowNames = isAlike ? index == first ? rows : [] : ownRowLabels(views[index])
        var plot = MapPlot(
          field(index, views, own, most), queries: isOneRow ? [] : rowNames, keys: [],
          isNumbered: views[index].picture?.keys.isNumbered ?? false)
        plot.keys = views[index].picture.map { Array($0.keys) } ?? []
        (plot.left, plot.cellWidth) = (
          x + inner, min(9, (pane - beside - inner) / Double(extent.keys))
        )
        plot.cellHeight = paneHeight(plot.cellWidth, extent, views[index])
        plot.top = top + Self.line + (views.map { keyRoom($0, plot) }.max() ?? 0)
        drawPane(views[index], plot, pane)
        notes += labelNotes(plot).filter { own in !notes.contains { $0.text == own.text } }
        return plot.top + plot.box.height
      }
      top = (heights.max() ?? top) + 0.6
      for index in shown {
        let x = left + inner + Double(index - first) * (pane + Self.paneGap)
        let said = views[index].measured(texts).map { $0.name + " " + $0.value }
        let fitting = said.indices.reversed().map { said[...$0].joined(separator: "  ") }
          .first { Self.width(of: $0) <= pane - inner }
        write(fitting ?? "", x, Self.feet(top, Self.line), .start, faint)
      }
      top += Self.line + (shown.upperBound < views.count ? 1.5 : 0)
    }
    drawBar(paneMeaning(views.count - 1, most), keys: extent.keys, from: left)
    write(paneNotes(views, extent) + notes, from: left)
  }

  /// Whether all runs have the same labels: of those that write one answer, rows of one number are enough.
  private func readsAlike(_ views: [PaneView]) -> Bool {
    let pictures = views.compactMap(\.picture)
    guard let first = pictures.first else { return true }
    let many = pictures.filter { $0.queries.count > 1 }
    return pictures.allSatisfy { Array($0.keys) == Array(first.keys) }
      && many.allSatisfy { $0.queries.count == many[0].queries.count }
  }

  /// What the rows of one run are called.
  private func ownRowLabels(_ view: PaneView) -> [String] {
    rowLabels([view], view.picture?.queries.count ?? 0)
  }

  private static let paneGap = 2.6
  private static let leastCell = 2.1
  private static let mostWritten = 16.0

  /// How many runs stand beside each other: all, unless their columns were too narrow to be seen.
  private func paneColumns(
    _ count: Int, _ extent: (queries: Int, keys: Int), _ left: Double, _ beside: Double
  ) -> Int {
    func cell(_ columns: Int) -> Double {
      let room = width - left - 0.3 - Double(columns - 1) * Self.paneGap
      return (room / Double(columns) - beside) / Double(extent.keys)
    }
    // Labels of characters need about so much; where they never get it, cells that can be seen do.
    let least = cell(1) >= Self.leastCell ? Self.leastCell : min(1.2, 22 / Double(extent.keys))
    if extent.queries == 1, extent.keys > 20 { return 1 }
    let fitting = (1...count).reversed().first { cell($0) >= least }
    return fitting ?? 1
  }

  private func paneHeight(
    _ cell: Double, _ extent: (queries: Int, keys: Int), _ view: PaneView
  ) -> Double {
    let rows = Double(extent.queries)
    let isSquare = view.picture?.kind.isOneSequence == true
    let wanted = isSquare ? cell : max(cell, Self.letter * 1.12)
    return min(rows * wanted <= 1.3 * width ? wanted : cell, 230 / rows)
  }

  private func keyRoom(_ view: PaneView, _ plot: MapPlot) -> Double {
    var own = plot
    own.keys = view.picture.map { Array($0.keys) } ?? []
    return own.keyRoom
  }

  /// What the rows are called: as the run that is right writes them, where any does.
  private func rowLabels(_ views: [PaneView], _ count: Int) -> [String] {
    let own =
      views.first { $0.scene.snapshot.reading.isRight == true && $0.picture != nil }
      ?? views.first { ($0.picture?.queries.count ?? 0) == count }
    return (0..<count).map { row in
      guard let picture = own?.picture else { return "\(row + 1)" }
      return picture.written(row).map { label($0.token) }
        ?? (picture.queries.indices.contains(row) ? picture.queries[row] : "\(row + 1)")
    }
  }

  /// What a run writes in a row, where somebody knows whether it is right.
  private func writes(_ row: Int, _ view: PaneView) -> (text: String, isRight: Bool)? {
    guard let picture = view.picture, let written = picture.written(row),
      let isRight = view.scene.snapshot.reading.isRight(at: row)
    else { return nil }
    return (label(written.token), isRight)
  }

  /// What the colours of a run mean: weights, or from the second on their difference to the first.
  private func paneMeaning(_ index: Int, _ most: Float) -> Heatmap.Meaning {
    let scale = state.standpoint.map.scale
    return state.showsPaneDifference && index > 0
      ? .differences(most: most)
      : meaning(.weights(scale == .sinkHidden ? .relative : scale, reaching: state.reach))
  }

  /// The cells of all runs.
  func paneFields(_ views: [PaneView]) -> [FigureField] {
    let most = state.showsPaneDifference ? State.mostDifference(views) : 0
    return views.indices.map { field($0, views, State.extent(views), most) }
  }

  private func field(
    _ index: Int, _ views: [PaneView], _ extent: (queries: Int, keys: Int), _ most: Float
  ) -> FigureField {
    let (view, meaning) = (views[index], paneMeaning(index, most))
    guard let picture = view.picture else {
      return FigureField(rows: 0, columns: 0, looks: [])
    }
    var isDifference = false
    if case .differences = meaning { isDifference = true }
    let blank = Float(0)
    let values = (0..<extent.queries).flatMap { query in
      (0..<extent.keys).map { key -> Float in
        guard let value = view.value(query, key) else { return blank }
        guard isDifference else { return value }
        return views[0].value(query, key).map { value - $0 } ?? blank
      }
    }
    var heatmap = Heatmap(
      rows: extent.queries, columns: extent.keys, values: values, meaning: meaning)
    heatmap.possible = (0..<extent.queries).map {
      picture.kind == .causal ? picture.allowed($0) : picture.keys.count
    }
    for row in 0..<extent.queries {
      for key in picture.expected(row) ?? [] where !view.isOneRow {
        heatmap.marks.insert(Heatmap.Index(row: row, column: key))
      }
    }
    return FigureField(heatmap, palette)
  }

  private mutating func drawPane(_ view: PaneView, _ plot: MapPlot, _ room: Double) {
    let whole = [view.title, paneHead(view)].compactMap(\.self).joined(separator: " ")
    // Heavy letters are a little wider.
    let name = Self.width(of: whole) <= room / 1.12 ? whole : view.title
    write(
      LetterWidths.fitted(name, to: room / 1.12), plot.left, Self.feet(top, Self.line), isBold: true
    )
    guard plot.field.rows > 0 else {
      for (place, line) in Self.wrapped(texts.noAttentionPane.joined(separator: " "), to: room)
        .enumerated()
      {
        write(
          line, plot.left, Self.feet(plot.top + Double(place) * Self.line, Self.line), .start, faint
        )
      }
      return
    }
    drawKeys(plot)
    drawCells(plot)
    drawQueries(plot)
    let spare = plot.cellHeight >= Self.letter
    for row in 0..<plot.field.rows where spare {
      guard let written = writes(row, view) else { continue }
      let cell = plot.cell(row, plot.field.columns)
      write(
        LetterWidths.fitted(written.text, to: Self.mostWritten / 1.12), cell.x + 0.5,
        Self.feet(cell.y, cell.height),
        .start, written.isRight ? ink : faint, isBold: written.isRight)
    }
  }

  private func paneHead(_ view: PaneView) -> String? {
    guard view.heads > 1 else { return nil }
    return view.head.map { texts.headShort($0) } ?? "(" + texts.meanShort + ")"
  }

  private func paneNotes(_ views: [PaneView], _ extent: (queries: Int, keys: Int)) -> [Note] {
    var notes: [Note] = []
    if views.contains(where: { $0.picture?.hasMarks == true && !$0.isOneRow }) {
      notes.append(Note(sample: .dot, text: texts.expectedHere))
    }
    let known = (0..<extent.queries).contains { row in views.contains { writes(row, $0) != nil } }
    if known { notes.append(Note(text: texts.boldIsRight)) }
    let broken = views.compactMap { $0.picture?.notNumbers }.reduce(0, +)
    if broken > 0 { notes.append(Note(sample: .cross, text: texts.notANumberHere(broken))) }
    let isOverview = views.contains { view in
      view.picture.map { !$0.isExact($0.queries.indices, $0.keys.indices) } ?? false
    }
    if isOverview { notes.append(Note(text: texts.overviewHere)) }
    if state.showsPaneDifference {
      notes.append(Note(text: texts.differenceToFirst(views[0].title)))
    }
    if views.contains(where: { $0.picture?.kind == .causal }) { notes += causalNotes }
    return notes
  }
}
