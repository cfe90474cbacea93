import Screens
import Snapshots
import Subjects

extension Drawing {
  /// The loss over steps, which is the time axis as well, and what was measured on the way.
  mutating func drawTimeline() {
    let curve = layout.curve
    guard let timeline = state.timeline, curve.rows > 0, curve.columns > 1 else { return }
    let latest = max(1, timeline.latest)
    let losses = self.losses(timeline, columns: curve.columns)
    let most = losses.compactMap { $0 }.filter(\.isFinite).max() ?? 0
    drawBars(losses.map { $0.map { most > 0 ? $0 / most : 0 } }, in: curve)
    let first = losses.compactMap { $0 }.first
    let last = losses.compactMap { $0 }.last
    drawEnds(
      texts.loss, first.map { loss($0) }, last.map { loss($0) }, row: curve.bottom - 1)
    drawPatternCurve(latest: latest)
    drawAxis(latest: latest)
    drawNumbers(latest: latest)
  }

  /// The mean loss of the steps that each column stands for.
  ///
  /// Where fewer steps are known than there are columns, a value stands until the next one.
  private func losses(_ timeline: Timeline, columns: Int) -> [Double?] {
    let latest = max(1, timeline.latest)
    let (loss, isListed) = (timeline.loss, timeline.known.isListed)
    return (0..<columns).map { column in
      let first = column * latest / columns
      let next = max(first + 1, (column + 1) * latest / columns)
      // The last step of these has a value of its own.
      let end = isListed && column == columns - 1 ? latest + 1 : next
      if let mean = loss.mean(first..<end) { return mean }
      return isListed && column > 0 ? loss.value(before: next) : nil
    }
  }

  /// The loss over steps as heights up to 1, which stands for `most`.
  func lossHeights(_ timeline: Timeline, columns: Int, most: Double?) -> [Double?] {
    losses(timeline, columns: columns).map { loss in
      guard let loss, let most, most > 0 else { return nil }
      return loss / most
    }
  }

  /// A bar a column; what was not measured stays blank.
  mutating func drawBars(_ heights: [Double?], in area: Rectangle, _ style: Style? = nil) {
    for (column, height) in heights.enumerated() {
      guard let height, height.isFinite else { continue }
      let eighths = Int((height.clamped(to: 0...1) * Double(area.rows * 8)).rounded(.up))
        .clamped(to: 1...(area.rows * 8))
      for row in 0..<area.rows {
        let filled = (eighths - row * 8).clamped(to: 0...8)
        guard filled > 0 else { continue }
        canvas.write(
          Self.eighths[filled - 1], row: area.bottom - 1 - row, column: area.column + column,
          style ?? palette.label)
      }
    }
  }

  private mutating func drawEnds(_ name: String, _ first: String?, _ last: String?, row: Int) {
    canvas.write(name, row: row, column: layout.margin, palette.label)
    if let first {
      canvas.write(StyledText(first), row: row, endingAt: layout.curve.column - 1)
    }
    if let last { canvas.write(last, row: row, column: layout.curve.right + 1) }
  }

  private mutating func drawPatternCurve(latest: Int) {
    let area = layout.patternCurve
    guard area.rows > 0 else { return }
    let evaluations = state.timeline?.evaluations ?? []
    let measured = evaluations.filter { $0.patternMatch != nil }
    // Evaluations without a pattern never get one: an empty curve would wait for ever.
    guard !measured.isEmpty || evaluations.isEmpty else { return }
    let heights = (0..<area.columns).map { column -> Double? in
      let step = layout.step(atColumn: area.column + column, latest: latest)
      guard step <= (measured.last?.step ?? -1) else { return nil }
      return measured.last { $0.step <= step }?.patternMatch ?? measured.first?.patternMatch
    }
    // An eighth stays free above them, or they would run into the loss.
    let most = 1 - 1 / Double(8 * area.rows)
    drawBars(heights.map { $0.map { $0 * most } }, in: area)
    drawEnds(
      texts.pattern, measured.first?.patternMatch.map { shareText($0, 2) },
      measured.last?.patternMatch.map { shareText($0, 2) }, row: area.bottom - 1)
  }

  private mutating func drawAxis(latest: Int) {
    guard let row = layout.axis else { return }
    if layout.isWide {
      canvas.write(texts.stepAxis, row: row, column: layout.margin, palette.label)
    }
    canvas.fill(
      Rectangle(row: row, column: layout.curve.column, rows: 1, columns: layout.curve.columns),
      with: Cell("─", palette.label))
    canvas.write(
      "●", row: row, column: layout.column(ofStep: state.step ?? 0, latest: latest), palette.accent)
  }

  /// The ends of time, the step in use, and the step at which something was measured.
  private mutating func drawNumbers(latest: Int) {
    guard let row = layout.numbers else { return }
    let curve = layout.curve
    var taken = [Bool](repeating: false, count: layout.columns + 1)
    @discardableResult
    func write(_ text: String, at column: Int, _ style: Style, _ canvas: inout Canvas) -> Bool {
      let cells = width(of: text)
      let left = column.clamped(to: curve.column...max(curve.column, curve.right - cells))
      let range = max(0, left - 2)..<min(taken.count, left + cells + 2)
      guard column >= curve.column, !range.contains(where: { taken[$0] }) else { return false }
      for place in left..<min(taken.count, left + cells) { taken[place] = true }
      canvas.write(text, row: row, column: left, style)
      return true
    }
    func centred(_ text: String, _ step: Int) -> Int {
      max(curve.column, layout.column(ofStep: step, latest: latest) - width(of: text) / 2)
    }
    let step = state.step ?? 0
    let now = "\(step)"
    let end = state.latest > 0 ? "\(state.latest)" : ""
    write(now, at: centred(now, step), .plain, &canvas)
    write("0", at: curve.column, palette.label, &canvas)
    write(end, at: curve.right - width(of: end), palette.label, &canvas)
    if let best = measurement {
      let text = texts.exactAt(shareText(best.exactMatch), best.step)
      let column = layout.column(ofStep: best.step, latest: latest)
      let choices = [
        ("▴ " + text, column), (text + " ▴", column - width(of: text) - 1),
        (text, curve.column + 4),
      ]
      for (text, column) in choices where write(text, at: column, palette.label, &canvas) {
        break
      }
    }
  }

  /// The first evaluation that is nearly perfect, or the last one before the step in use.
  private var measurement: Evaluation? {
    state.timeline?.evaluations.first { $0.exactMatch >= 0.95 } ?? state.timeline?.evaluation
  }

  /// What the model now makes of a few inputs it has never seen.
  mutating func drawHeldOut() {
    let area = layout.heldOut
    guard area.rows > 1 else { return }
    canvas.write(texts.heldOutNow, row: area.row, column: area.column + 2, palette.label)
    for (place, reading) in (state.scene?.examples ?? []).prefix(area.rows - 1).enumerated() {
      let row = area.row + 1 + place
      let mark = reading.isRight == true ? "✓" : "✗"
      canvas.write(mark, row: row, column: area.column, in: area)
      let written = shortened(reading.text, to: 10)
      let room = area.columns - 4 - width(of: written)
      canvas.write(
        clipped(reading.source, to: room), row: row, column: area.column + 2, palette.label,
        in: area)
      canvas.write(
        StyledText(written, Style(isBold: reading.isRight == true)), row: row,
        endingAt: area.right)
    }
  }

  /// The measurements beside the map.
  mutating func drawPane() {
    let area = layout.pane
    guard area.rows > 0, area.columns > 0 else { return }
    if picture != nil {
      canvas.write(
        area.columns >= 14 ? texts.axes : texts.axesShort, row: area.row,
        column: area.column, palette.label, in: area)
    }
    var row = area.row + 1
    if let reading = state.snapshot?.reading {
      canvas.write(clipped(reading.source, to: area.columns), row: row, column: area.column)
      canvas.write(
        clipped(reading.text, to: area.columns), row: row + 1, column: area.column,
        Style(isBold: true))
      if let target = reading.target {
        let note = reading.isRight == true ? texts.right : texts.notYet(target)
        canvas.write(
          clipped(note, to: area.columns), row: row + 2, column: area.column, palette.label)
      }
    }
    let lines = measurements
    row = min(row + 4, area.bottom - lines.count)
    for (name, value) in lines {
      if row >= area.row + 4 {
        let right = canvas.write(name, row: row, column: area.column, palette.label, in: area)
        canvas.write(
          StyledText(value), row: row,
          endingAt: max(right + 1 + width(of: value), min(area.right, area.column + 15) - 1))
      }
      row += 1
    }
  }

  /// What is known about the model at this step, name and value.
  var measurements: [(name: String, value: String)] {
    let timeline = state.timeline
    var lines: [(name: String, value: String)] = []
    if state.run.hasHeldOut(timeline) {
      lines.append((texts.exact, timeline?.evaluation.map { shareText($0.exactMatch) } ?? "–"))
    }
    if let baseline = state.baseline {
      lines.append((texts.baseline, shareText(baseline)))
    }
    if let match = patternMatch {
      lines.append((texts.pattern, "\(match.right)/\(match.counted)"))
    }
    if state.run.hasLoss(timeline) {
      lines.append((texts.loss, presentLoss.map { loss($0) } ?? "–"))
    }
    if let measured = timeline?.measuredRate {
      lines.append((texts.stepsPerSecond, rate(measured)))
    }
    return lines
  }

  /// Rows of this picture that look where they should, of those that should look anywhere.
  private var patternMatch: (right: Int, counted: Int)? {
    let known = picture?.written.compactMap(\.isOnTarget) ?? []
    return known.isEmpty ? nil : (known.count { $0 }, known.count)
  }

  /// The loss of the update that led to the step in use, as in the metrics of a run.
  ///
  /// That of the next update would be known only where training has been further already: the same
  /// step would not show the same number again.
  private var presentLoss: Double? {
    state.timeline?.presentLoss
  }
}
