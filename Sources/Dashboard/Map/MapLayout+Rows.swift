import Screens
import Snapshots
import Subjects

extension MapLayout {
  /// The height that everything but the map takes at least: title, marks, labels, legend,
  /// read-out, keys.
  private static let chrome = 6

  /// Gives the map its rows first, then whatever is next in importance, then blanks; what is left goes
  /// to the curves.
  ///
  /// `top`: the rows below the title that belong to something else.
  mutating func placeRows(_ state: State, queries: Int, image: InputImage?, top: Int) {
    let above = imageRows(image, cellColumns: cellColumns)
    let taken = above.image + above.bars + max(0, top - 1)
    let free = rows - Self.chrome - taken
    queriesShown = min(queries, max(1, (free - min(2, free - 1)) / cellRows))
    map.rows = queriesShown * cellRows
    var body = map.rows + above.image + above.bars
    var left = rows - Self.chrome - max(0, top - 1) - body
    func take(_ wanted: Int = 1) -> Int {
      let taken = min(wanted, max(0, left))
      left -= taken
      return taken
    }
    // A recording may have no losses, and never gets any; its steps still are an axis.
    let hasCurve =
      state.timeline.map {
        $0.unit == .step && ($0.loss.first != nil || $0.latest == 0)
      } ?? false
    let hasAxis = state.timeline.map { $0.unit == .step || $0.latest > 0 } ?? false
    var curveRows = hasCurve ? take() : 0
    let sentenceRows = take()
    let candidateRows = pane.columns == 0 && state.hasCandidates ? take() : 0
    let axisRows = hasAxis ? take() : 0
    if isWide || rows > 24, hasCurve { curveRows += take() }
    let factRows = take()
    // Ten rows beside the map hold every measurement, however short the map is.
    body += take(max(0, min(10 - body, left - 2)))
    let blankLegend = take()
    // Under two panels curves are worth more than a blank line.
    let blankTimeline = isBesideWords && rows < 46 ? 0 : take()
    if hasCurve { curveRows += take(min(2, left - left / 3)) }
    let blankTitle = isWide && left > 1 && !(isBesideWords && rows < 46) ? take() : 0
    let numberRows = isWide && hasCurve && left > 2 ? take() : 0
    let blankSentence = isWide ? take() : 0
    let blankFacts = isWide && left > 4 ? take() : 0
    let blankReadout = isWide && left > 4 ? take() : 0
    let shares = curveShares(state, left: &left, curveRows, hasCurve)

    marks = max(1, top) + blankTitle
    pane.row = marks + 1
    pane.rows = pane.columns > 0 ? body + 1 : 0
    self.image = Rectangle(
      row: pane.row, column: map.column, rows: above.image, columns: map.columns)
    imageBars = Rectangle(
      row: self.image.bottom, column: map.column, rows: above.bars, columns: map.columns)
    header = pane.row + above.image + above.bars
    map.row = header + 1
    legend = pane.row + 1 + body + blankLegend
    if isBesideWords {
      wordBars.row = pane.row
      wordBars.rows = body + 1
    }
    candidates = candidateRows > 0 ? legend + 1 : nil
    placeTimeline(
      state, row: legend + 1 + blankTimeline + candidateRows, shares, axisRows, numberRows)
    let last = readout - 1 - blankReadout
    facts = factRows > 0 ? last : nil
    sentence = sentenceRows > 0 ? last - factRows - (factRows > 0 ? blankFacts : 0) : nil
    isFreeAboveSentence = blankSentence > 0
  }

  /// The rows of the loss, of exact match and of the pattern, from what is left.
  private func curveShares(
    _ state: State, left: inout Int, _ least: Int, _ hasLoss: Bool
  ) -> [Int] {
    guard let timeline = state.timeline, timeline.unit == .step else { return [0, 0, 0] }
    var shares = [least, 0, 0]
    let evaluations = state.timeline?.evaluations ?? []
    let has = [
      hasLoss, state.run.hasHeldOut(state.timeline),
      evaluations.contains { $0.patternMatch != nil },
    ]
    let least = [0, 2, 2]
    var order = [0, 1, 0, 2, 0, 1, 0, 1, 2]
    if !has[0] { order.removeAll { $0 == 0 } }
    if !has[1] { order.removeAll { $0 == 1 } }
    if !has[2] { order.removeAll { $0 == 2 } }
    // A curve begins with two rows and a blank above it; then each gets one more by turns.
    func cost(_ curve: Int) -> Int { shares[curve] == 0 ? least[curve] + 1 : 1 }
    var place = 0
    while let turn = order.indices.first(where: {
      cost(order[(place + $0) % order.count]) <= left
    }) {
      let curve = order[(place + turn) % order.count]
      left -= cost(curve)
      shares[curve] += cost(curve)
      place += turn + 1
    }
    return shares
  }

  /// The rows of the image and of the bars below it, as far as the map leaves room for them.
  ///
  /// A pixel is as wide as a column of the map: two of them stand in a cell that is one wide.
  func imageRows(_ image: InputImage?, cellColumns: Int) -> (image: Int, bars: Int) {
    guard let image else { return (0, 0) }
    let free = rows - Self.chrome - 6
    let halves = (image.height + 1) / 2
    let isWhole = cellColumns >= 2 && free >= image.height + 8
    let height = isWhole ? image.height : halves
    let bars = rows >= 46 ? 3 : 1
    return free >= height + bars ? (height, bars) : free >= height ? (height, 0) : (0, 0)
  }

  private mutating func placeTimeline(
    _ state: State, row: Int, _ shares: [Int], _ axisRows: Int, _ numberRows: Int
  ) {
    let left = margin + (isWide ? 15 : 10)
    var right = columns - margin - 8
    let examples = state.scene?.examples.count ?? 0
    let all = shares.reduce(0, +) + axisRows + numberRows
    if aside.columns > 0 {
      right = aside.column - 9
    } else if columns >= (isBesideWords ? 150 : 110), examples > 0, all >= 5 {
      heldOut = Rectangle(row: row, column: columns - margin - 38, rows: 0, columns: 38)
      right = heldOut.column - 9
    }
    /// A curve of so many rows, the first of them blank.
    func area(_ row: Int, _ rows: Int, hasBlank: Bool) -> Rectangle {
      let blank = hasBlank && rows > 0 ? 1 : 0
      return Rectangle(row: row + blank, column: left, rows: rows - blank, columns: right - left)
    }
    curve = area(row, shares[0], hasBlank: false)
    axis = axisRows > 0 ? curve.bottom : nil
    numbers = numberRows > 0 ? curve.bottom + axisRows : nil
    let below = curve.bottom + axisRows + numberRows
    exactCurve = area(below, shares[1], hasBlank: numberRows == 0)
    if numberRows > 0, shares[1] > 0 { exactCurve.rows = shares[1] }
    patternCurve = area(exactCurve.isEmpty ? below : exactCurve.bottom, shares[2], hasBlank: true)
    if heldOut.columns > 0 { heldOut.rows = min(examples + 1, all) }
  }

  /// The bars of the row, or the lines that compute it, and the examples below them.
  mutating func placeAside(_ state: State, _ picture: Picture?) {
    if isBesideWords, state.standpoint.map.aside == .code {
      code = Rectangle(
        row: header, column: labels, rows: map.rows + 1, columns: columns - margin - labels)
    }
    guard aside.columns > 0, let picture, let crosshair = state.crosshair else { return }
    aside.row = marks
    aside.rows = legend - marks
    let last = (sentence ?? readout) - 2
    let examples = state.scene?.examples.count ?? 0
    let below = Rectangle(
      row: curve.row, column: aside.column, rows: max(0, last - curve.row + 1),
      columns: aside.columns)
    if examples > 0, below.rows >= 4 {
      heldOut = Rectangle(
        row: below.row, column: below.column, rows: min(examples + 1, below.rows),
        columns: min(46, below.columns))
    }
    switch state.standpoint.map.aside {
    case .panel:
      let room = map.rows
      asideStride = max(1, min(3, room / max(1, picture.keys.count)))
      asideBarRows = min(2, asideStride)
      let count = min(picture.keys.count, room / asideStride)
      firstAsideKey = scrolled(0, to: crosshair.column, shown: count, count: picture.keys.count)
      asideBarColumn = aside.column + WordsLayout.barLabelColumns(picture) + 7
      asideBarColumns = min(Aside.longestBar, aside.right - asideBarColumn - 2)
      guard asideBarColumns >= 8 else { return }
      asideBars = Rectangle(
        row: map.row, column: aside.column, rows: count * asideStride, columns: aside.columns)
    case .code:
      code = Rectangle(
        row: header, column: aside.column, rows: aside.bottom - header, columns: aside.columns)
    case .none: break
    }
  }
}
