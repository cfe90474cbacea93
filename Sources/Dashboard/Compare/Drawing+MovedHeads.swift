import Screens
import Snapshots

extension Drawing {
  /// The heads that moved most between two models, with the weight that changed most in each.
  mutating func drawMovedHeads(_ list: MovedList) {
    let heads = state.movedHeads
    let here = state.movedPlace
    if list.isBeside {
      let (row, left) = (list.area.row, list.area.column)
      for (column, text) in [(1, texts.headColumn), (6, texts.moved), (12, texts.mostAt)] {
        canvas.write(text, row: row, column: left + column, palette.label, in: list.area)
      }
      canvas.write(
        StyledText(texts.fromTo, palette.label), row: row, endingAt: list.area.right)
    }
    for place in list.first..<(list.first + list.shown) {
      guard let box = list.box(place) else { continue }
      let isHere = place == here
      if isHere { canvas.write("▸", row: box.row, column: box.column, palette.accent) }
      let head = heads[place]
      let column = canvas.write(
        state.movedLabel(head), row: box.row, column: box.column + 1,
        isHere ? palette.accent : .plain, in: box)
      let shift = State.shiftText(head.shift)
      canvas.write(shift, row: box.row, column: max(column + 1, box.column + 6), in: box)
      if list.isBeside { drawMostMoved(head, in: box) }
    }
    guard let row = list.detail, let place = here ?? heads.indices.first else { return }
    let head = heads[place]
    let room = list.area.columns
    let lines = [24, 12, 6].map { cells in
      texts.movedMost(state.movedLabel(head), changedWeight(head, cells), change(head))
    }
    let line = lines.first { width(of: $0) <= room } ?? ""
    canvas.write(
      head.most == nil ? texts.headDidNotMove(state.movedLabel(head)) : line, row: row,
      column: list.area.column, palette.label, in: list.area)
  }

  /// `"␣France" → "The"  .31 → .12` behind label and shift.
  private mutating func drawMostMoved(_ head: HeadShift, in box: Rectangle) {
    guard head.most != nil else { return }
    let change = change(head)
    let begin = box.column + 12
    let end = box.right - width(of: change) - 1
    let names = (1...24).reversed().map { changedWeight(head, $0) }
      .first { width(of: $0) <= end - begin }
    if let names { canvas.write(names, row: box.row, column: begin, in: box) }
    canvas.write(StyledText(change, palette.label), row: box.row, endingAt: box.right)
  }

  /// Query and key of the weight that changed most, each in at most so many cells.
  private func changedWeight(_ head: HeadShift, _ cells: Int) -> String {
    guard let most = head.most,
      let weights = state.snapshot?.attention.first(where: { $0.site == head.site })
    else { return "" }
    func name(_ labels: Labels, _ place: Int) -> String {
      texts.quoted(
        shortened(place < labels.count ? label(labels[place]) : "\(place + 1)", to: cells))
    }
    return texts.movedFromTo(name(weights.queries, most.query), name(weights.keys, most.key))
  }

  private func change(_ head: HeadShift) -> String {
    guard let most = head.most else { return "" }
    return texts.movedWeight(shareText(Double(most.then), 2), shareText(Double(most.now), 2))
  }
}
