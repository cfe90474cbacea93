import Screens
import Snapshots

extension MapLayout {
  /// The width of what is said beside a row with its probability and where it looks.
  private static let saidColumns = 17

  /// The width of the measurements beside the map; 0 where the map needs it.
  private func paneColumns(_ compact: Bool) -> Int {
    compact || isBesideWords || !hasPane ? 0 : columns >= 72 ? 15 : columns >= 56 ? 13 : 0
  }

  private func mapColumn(_ compact: Bool) -> Int {
    let pane = paneColumns(compact)
    let before = isBesideWords ? wordBars.right + 2 : margin
    return before + pane + (pane > 0 ? 1 : 0) + 1 + labelColumns + 1
  }

  /// Chooses the largest cells with which the whole map fits beside its labels, and whether something
  /// stands beside it.
  mutating func chooseCells(_ state: State, _ picture: Picture?, queries: Int, top: Int) {
    guard let picture else { return }
    labelColumns = min(8, picture.queries.widest)
    tokenColumns = picture.widestWritten.clamped(to: 1...8)
    let keys = picture.keys.count
    let above = imageRows(picture.image, cellColumns: columns / max(1, keys))
    let taken = above.image + above.bars
    if state.screen == .words { return chooseBesideWords(state, picture, top: top) }
    let said = picture.written.isEmpty ? 0 : Self.saidColumns + tokenColumns - 1
    /// The cells where `aside` columns are left to something else.
    func size(_ aside: Int, said: Int) -> CellSize? {
      CellSize(
        keys: keys, queries: queries, columns: columns - margin - mapColumn(false) - said - aside,
        rows: rows, above: taken, isWords: picture.keys.isWords)
    }
    let hasAside =
      state.standpoint.map.aside != .none && columns >= Aside.leastColumns && rows >= 30
      && keys > 1 && picture.image == nil
    // Words over their columns are worth more than a panel.
    let least = picture.keys.isWords ? 5 : 3
    if hasAside, let cell = size(Aside.columns, said: said), cell.columns >= least {
      aside.columns = Aside.columns
      (cellColumns, cellRows) = (cell.columns, cell.rows)
    } else if let cell = size(0, said: said), cell.columns >= 3 {
      (cellColumns, cellRows) = (cell.columns, cell.rows)
    } else {
      // What is written beside the rows gives way before the columns of the map do.
      let dots = picture.written.isEmpty ? 0 : Writes.dot.columns
      let cell = size(0, said: dots)
      let wide = min(2, cell?.columns ?? 1)
      let isWords = picture.keys.isWords
      // A wide name needs two cells. Words are written over some columns only, then.
      cellColumns = max(wide, !isWords && picture.keys.isWide ? 2 : 1)
      cellRows = cell?.rows ?? (picture.image != nil && rows >= 36 ? 2 : 1)
    }
  }

  /// The map beside the words, where bars leave room for it.
  private mutating func chooseBesideWords(_ state: State, _ picture: Picture, top: Int) {
    let aside = state.standpoint.map.aside
    guard columns >= 110, rows >= 30, aside == .panel || aside == .code && columns >= 150,
      picture.queries.count > 1, picture.image == nil, top < rows / 2
    else { return }
    let labels = WordsLayout.barLabelColumns(picture)
    // The number before a bar, and behind it how much more it is than usual.
    let others = labels + 8 + (columns >= 150 ? 9 : 0)
    let room = columns - 2 * margin - others - 5 - labelColumns
    let keys = picture.keys.count
    var best: (cells: Int, bar: Int, size: CellSize)?
    // Lines of code need no room that bars could take.
    let shortest = aside == .code ? Aside.longestBar : 32
    for bar in stride(from: Aside.longestBar, through: shortest, by: -4) {
      guard
        let size = CellSize(
          keys: keys, queries: picture.queries.count, columns: room - bar, rows: rows,
          above: max(0, top - 3), isWords: picture.keys.isWords), size.columns >= 2
      else { continue }
      // Both panels grow: what they take together is what counts.
      let map = picture.queries.count * size.rows
      let barRows = min(2, max(1, map / min(keys, WordsLayout.mostBars)))
      let cells = map * keys * size.columns + min(keys * barRows, map) * bar
      if cells > best?.cells ?? 0 { best = (cells, bar, size) }
    }
    guard let best else { return }
    wordBars = Rectangle(row: top, column: margin, rows: 1, columns: others + best.bar)
    (cellColumns, cellRows) = (best.size.columns, best.size.rows)
  }

  /// The width of what is said beside each row, with the gap before it.
  func columns(of writes: Writes) -> Int {
    switch writes {
    case .none, .dot: writes.columns
    case .small, .medium: writes.columns + tokenColumns - 1
    case .full: writes.columns + max(0, tokenColumns - 4)
    }
  }

  mutating func placeColumns(_ picture: Picture?) {
    let count = picture?.keys.count ?? 0
    let right = columns - margin - aside.columns
    func room(_ compact: Bool) -> Int {
      let dots = picture?.written.isEmpty == true || isBesideWords ? 0 : Writes.dot.columns
      return (right - mapColumn(compact) - dots) / cellColumns
    }
    // Measurements give way only when that shows more of a long input.
    let isCompact = room(false) < count
    labels = mapColumn(isCompact) - labelColumns - 1
    keysShown = max(0, min(count, room(isCompact)))
    pane = Rectangle(row: header, column: margin, rows: 0, columns: paneColumns(isCompact))
    map = Rectangle(
      row: header + 1, column: mapColumn(isCompact), rows: 0, columns: keysShown * cellColumns)
    let left = right - map.right
    let choices: [Writes] = isWide ? [.full, .medium, .small, .dot] : [.medium, .small, .dot]
    writes = choices.first { columns(of: $0) <= left } ?? .none
    if let picture, picture.written.isEmpty { writes = .none }
    guard aside.columns > 0 else { return }
    // What the map does not need is the aside's.
    aside.column = map.right + columns(of: writes) + 3
    aside.columns = columns - margin - aside.column
  }
}
