import Screens
import Snapshots
import Subjects

/// What the crosshair reads, in words and numbers.
struct Readout {
  let state: State

  init(_ state: State) { self.state = state }

  /// The whole read-out as one line of text, for the clipboard.
  var text: String { pieces(isLong: true).joined(separator: "   ") }

  /// The parts of the read-out, the most important first.
  func pieces(isLong: Bool) -> [String] {
    switch state.screen {
    case .map, .words: cellPieces(isLong: isLong)
    case .heads: headPieces(isLong: isLong)
    case .compare: panePieces(isLong: isLong)
    case .anatomy: anatomyPieces(isLong: isLong)
    }
  }

  private func cellPieces(isLong: Bool) -> [String] {
    let texts = state.texts
    guard let picture = state.picture, let crosshair = state.crosshair else {
      return state.snapshot == nil ? [texts.noPicture] : piecesWithoutMap()
    }
    let (query, key) = (crosshair.row, crosshair.column)
    let value = picture[query, key]
    var queryName = texts.query(texts.quoted(picture.queries[query]))
    var keyName = texts.key(state.keyName(key, of: picture))
    if isLong {
      queryName += texts.place(query + 1, picture.queries.count)
      // A column is called by its place already.
      if picture.image == nil { keyName += texts.place(key + 1, picture.keys.count) }
    }
    var pieces = [picture.isOneRow ? keyName : queryName + "  " + keyName]
    if state.screen == .map, let earlier = state.otherPicture, query < earlier.queries.count,
      picture.isExact(query, key), earlier.isExact(query, key)
    {
      let before = earlier[query, key]
      pieces.append(texts.thenNow(fixed(Double(before), 3), fixed(Double(value), 3)))
      pieces.append(signedShareText(Double(value - before)))
    } else {
      pieces.append((picture.isExact(query, key) ? "" : "≤ ") + fixed(Double(value), 3))
    }
    if let cap = picture.cap { pieces.append(texts.ofAtMost(shareText(Double(cap)))) }
    if picture.isOneRow, picture.scores.indices.contains(key) {
      pieces.append(texts.scoreIs(fixed(Double(picture.scores[key]), 2), picture.isCappedByTanh))
    }
    if isLong, let image = picture.image, image.window > 1 {
      let beside = image.window / 2
      pieces.append(
        texts.imageWindow(max(1, key + 1 - beside), min(image.width, key + 1 + beside)))
    }
    if picture.kind == .causal, key > query { pieces.append(texts.maskedHere) }
    if picture.reading.unknown.contains(key) { pieces.append(texts.unknownKey) }
    let sum = texts.rowSum(fixed(Double(picture.mass(query)), 3))
    let missing = picture.missing(query).map { texts.comma + texts.onNoKey(fixed(Double($0), 3)) }
    pieces.append(sum + (missing ?? ""))
    let mean = picture.columnMean(key)
    if mean > 0, picture.queries.count > 1 {
      pieces.append(texts.columnMean(fixed(Double(value / mean), 1)))
    }
    return pieces
  }

  /// What the selected head does, and its strongest cell or that of the crosshair.
  private func headPieces(isLong: Bool) -> [String] {
    let texts = state.texts
    guard let picture = state.picture, let head = state.stack?[picture.name] else {
      return cellPieces(isLong: isLong)
    }
    let statistics = head.statistics
    var pieces = [texts.headNamed(head.label)]
    let own = state.headSwitch(head.name)
    if own != .on {
      pieces[0] += " " + texts.headIsSwitched(own == .off ? texts.off : texts.alone)
    }
    var scores = HeadStatistics.Role.allCases
      .filter { statistics[$0] != nil && (isLong || (statistics[$0] ?? 0) >= 0.095) }
      .sorted { (statistics[$0] ?? 0) > (statistics[$1] ?? 0) }
      .map { "\($0.rawValue) \(shareText(Double(statistics[$0] ?? 0), 2))" }
    let curve = RoleCurve(head, state.timeline?.heads ?? [])
    // The step at which it formed says more than a third score.
    if let shift = state.shift(of: head.name), state.headNumber == .moved {
      pieces.append("\(texts.moved) \(State.shiftText(shift))")
    }
    scores = Array(scores.prefix(isLong ? (curve?.formed == nil ? 3 : 2) : 1))
    pieces += scores
    if let entropy = statistics.entropy {
      pieces.append("\(texts.entropy) \(shareText(Double(entropy), 2))")
    }
    if let curve, let formed = curve.formed {
      pieces.append(curve.isFormedBefore ? texts.formedBefore(formed) : texts.formedBy(formed))
    }
    if let cell = state.isCrosshairPlaced ? state.crosshair : picture.strongest(state.hiddenKeys) {
      let value = picture[cell.row, cell.column]
      let mean = picture.columnMean(cell.column)
      let times = mean > 0 ? fixed(Double(value / mean), 1) : nil
      let ratio =
        times.map { texts.comma + (isLong ? texts.columnMean($0) : $0 + " " + texts.timesMean) }
        ?? ""
      pieces.append(
        texts.looksAtRead(
          texts.quoted(picture.queries[cell.row]), texts.quoted(picture.keys[cell.column]),
          shareText(Double(value), 2)) + ratio)
    }
    return pieces
  }

  /// What each pane has at the crosshair.
  private func panePieces(isLong: Bool) -> [String] {
    let texts = state.texts
    let views = state.paneViews
    guard let crosshair = state.paneCrosshair(views) else { return [texts.noPicture] }
    let many = views.compactMap(\.picture).first { $0.queries.count > crosshair.row }
    let keys = views.compactMap(\.picture).first { $0.keys.count > crosshair.column }
    var name = ""
    if let many, many.queries.count > 1 {
      name = texts.query(state.rowName(crosshair.row, views) ?? "\(crosshair.row + 1)") + "  "
    }
    if let keys { name += texts.key(texts.quoted(keys.keys[crosshair.column])) }
    let first = views.first?.value(crosshair.row, crosshair.column)
    var pieces = [name]
    // What does not fit is dropped from the right: panes that are out of sight first.
    let shown = CompareLayout(state).shown
    let titles = shortTitles(views)
    for place in shown + views.indices.filter({ !shown.contains($0) }) {
      let view = views[place]
      let value = view.value(crosshair.row, crosshair.column)
      var text = value.map { shareText(Double($0)) } ?? "–"
      if state.showsPaneDifference, place > 0, let value, let first {
        text += " (\(signedShareText(Double(value - first))))"
      }
      pieces.append("\(titles[place]) \(text)")
    }
    return pieces
  }

  /// What panes are called; where two names would fill a line, by what is behind their last dot, if
  /// that tells all of them apart: two files of one model.
  private func shortTitles(_ views: [PaneView]) -> [String] {
    let titles = views.map(\.title)
    let room = state.columns - 40
    let ends = titles.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
    let isLong = titles.reduce(0) { $0 + width(of: $1) } > room
    return isLong && Set(ends).count == titles.count ? ends : titles
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
    guard state.screen == .map else { return nil }
    guard state.run.abilities.contains(.rewinds), state.isPast else { return nil }
    return state.step.map(state.texts.exactReplay)
  }
}
