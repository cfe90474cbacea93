import Screens
import Snapshots

/// What the crosshair reads, in words and numbers.
struct Readout {
  let state: State

  init(_ state: State) { self.state = state }

  /// The whole read-out as one line of text, for the clipboard.
  var text: String { pieces(isLong: true).joined(separator: "   ") }

  /// The parts of the read-out, the most important first.
  func pieces(isLong: Bool) -> [String] {
    let texts = state.texts
    guard let picture = state.picture, let crosshair = state.crosshair else {
      return state.snapshot == nil ? [texts.noPicture] : piecesWithoutMap()
    }
    let (query, key) = (crosshair.row, crosshair.column)
    let value = picture[query, key]
    var queryName = texts.query(texts.quoted(picture.queries[query]))
    var keyName = texts.key(texts.quoted(picture.keys[key]))
    if isLong {
      queryName += " " + texts.place(query + 1, picture.queries.count)
      keyName += " " + texts.place(key + 1, picture.keys.count)
    }
    var pieces = [queryName + "  " + keyName]
    if let earlier = state.otherPicture, query < earlier.queries.count {
      let before = earlier[query, key]
      pieces.append(texts.thenNow(fixed(Double(before), 3), fixed(Double(value), 3)))
      pieces.append(signedShare(Double(value - before)))
    } else {
      pieces.append(fixed(Double(value), 3))
    }
    if picture.reading.unknown.contains(key) { pieces.append(texts.unknownKey) }
    pieces.append(texts.rowSum(fixed(Double(picture.row(query).reduce(0, +)), 3)))
    let mean = picture.columnMean(key)
    if mean > 0 { pieces.append(texts.columnMean(fixed(Double(value / mean), 1))) }
    return pieces
  }

  private func piecesWithoutMap() -> [String] {
    guard let reading = state.snapshot?.reading, !reading.written.isEmpty else { return [] }
    let right = reading.target.map { target in
      zip(Array(target), Array(reading.text)).count { $0 == $1 }
    }
    return right.map {
      [state.texts.rightOutputs($0, reading.target?.count ?? 0)]
    } ?? [state.texts.quoted(reading.text)]
  }

  /// What is said at the right: that the past is exact.
  var note: String? {
    state.step < state.progress.latest ? state.texts.exactReplay(state.step) : nil
  }
}
