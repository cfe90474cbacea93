import Screens
import Snapshots
import Tensors

extension Drawing {
  mutating func drawField(
    _ placed: PlacedPlate, _ numbers: [Float], _ page: AnatomyPage, _ operation: Int,
    _ marks: CellMarks
  ) {
    let rows = min(placed.shownRows, placed.area.rows)
    let columns = placed.shownColumns
    var values: [Float] = []
    var dots: Set<Heatmap.Index> = []
    var chosen: Heatmap.Index?
    for row in 0..<rows {
      for column in 0..<columns {
        values.append(placed.pooled(numbers, row: row, column: column))
        let cells = placed.cells(row: row, column: column)
        if let marked = marks.marked[placed.plate.value], cells.contains(where: marked.contains) {
          dots.insert(Heatmap.Index(row: row, column: column))
        }
        if let own = marks.chosen[placed.plate.value], cells.contains(where: own.contains) {
          chosen = Heatmap.Index(row: row, column: column)
        }
      }
    }
    let heatmap = Heatmap(
      rows: rows, columns: columns, values: values,
      meaning: meaning(of: placed.plate, numbers, page), marks: dots, cellRows: 1,
      cellColumns: placed.cellColumns)
    heatmap.draw(on: &canvas, in: placed.area, palette)
    if placed.cellColumns >= 4, placed.rowPool == 1, placed.columnPool == 1 {
      writeNumbers(heatmap, placed)
    }
    if placed.plate.role == .kernel, columns == 1, placed.cellColumns >= 2 {
      for row in 0..<rows {
        let sign = values[row] < 0 ? "−" : "+"
        let look = heatmap.look(row: row, column: 0, palette)
        let mark = palette.mark(sign, over: look)
        canvas.write(
          mark.text, row: placed.area.row + row, column: placed.area.column, mark.style)
      }
    }
    if let chosen { drawChosen(chosen, heatmap, placed) }
    drawRowMark(placed, page, operation)
  }

  /// What the colours of a picture mean: shares up to 1, or numbers of either sign up to the largest.
  func meaning(
    of plate: Plate, _ numbers: [Float], _ page: AnatomyPage
  ) -> Heatmap.Meaning {
    let most = whole(plate, numbers, page).map(abs).max() ?? 0
    guard isShare(plate.value, page), !state.anatomy.showsGradient else {
      return .differences(most: most)
    }
    // Rows that are copies of one are about their shape: they have a scale of their own.
    let made = page.diagram.operations.first { $0.output == plate.value }?.meaning
    return made == .repeatVector || made == .permute ? .amounts(most: most) : .weights(.linear)
  }

  /// All finite numbers that a picture is about, so that its colours and bars mean the same wherever it
  /// is scrolled; with those from before a change by hand, so that what became less looks like less.
  func whole(_ plate: Plate, _ numbers: [Float], _ page: AnatomyPage) -> [Float] {
    let earlier =
      page.before?.isOriginal == true && !state.anatomy.showsGradient
      ? page.earlier(plate.value)?.elements : nil
    return (0..<plate.rows).flatMap { row in
      (0..<plate.columns).flatMap { column -> [Float] in
        let cell = plate.cell(row: row, column: column)
        return [numbers[cell]] + (earlier.map { [$0[cell]] } ?? [])
      }
    }.filter(\.isFinite)
  }

  private func isShare(_ value: Int, _ page: AnatomyPage) -> Bool {
    page.diagram.operations.first { $0.output == value }?.meaning?.isShare ?? false
  }

  private mutating func writeNumbers(_ heatmap: Heatmap, _ placed: PlacedPlate) {
    guard palette.isColorBehind else { return }
    for row in 0..<heatmap.rows {
      for column in 0..<heatmap.columns {
        let style = palette.mark(" ", over: heatmap.look(row: row, column: column, palette)).style
        // A blank parts it from its neighbour.
        let text = shortest(Double(heatmap[row, column]), cells: placed.cellColumns - 1)
        canvas.write(
          StyledText(text, style), row: placed.area.row + row,
          endingAt: placed.area.column + (column + 1) * placed.cellColumns)
      }
    }
  }

  private mutating func drawChosen(
    _ index: Heatmap.Index, _ heatmap: Heatmap, _ placed: PlacedPlate
  ) {
    let look = heatmap.look(row: index.row, column: index.column, palette)
    let mark = palette.mark("●", over: look)
    canvas.write(
      mark.text, row: placed.area.row + index.row,
      column: placed.area.column + index.column * placed.cellColumns
        + (placed.cellColumns - 1) / 2, mark.style)
  }

  /// Which row the cursor is in, left of the output.
  private mutating func drawRowMark(_ placed: PlacedPlate, _ page: AnatomyPage, _ operation: Int) {
    guard placed.plate.role == .output, let down = placed.plate.down,
      let place = page.places(in: operation)[down],
      let row = placed.plate.order.firstIndex(of: place)
    else { return }
    let mark = state.anatomy.isInFigure || state.anatomy.isFollowing ? "▸" : "▹"
    canvas.write(
      mark, row: placed.area.row + row / placed.rowPool, column: placed.area.column - 1,
      palette.accent)
  }
}
