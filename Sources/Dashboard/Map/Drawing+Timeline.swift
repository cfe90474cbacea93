import Screens
import Snapshots
import Subjects

extension Drawing {
  /// The loss over steps on an axis of powers, the time axis, and what was measured on the way.
  mutating func drawTimeline() {
    let curve = layout.curve
    guard let timeline = state.timeline, curve.columns > 1 else { return }
    let latest = max(1, timeline.latest)
    if curve.rows > 0 { drawLoss(timeline, in: curve) }
    drawShares(
      texts.exact, \.exactMatch, in: layout.exactCurve, latest: latest, palette.secondCurve)
    drawShares(texts.pattern, \.patternMatch, in: layout.patternCurve, latest: latest, palette.bar)
    drawAxis(timeline, latest: latest)
    drawNumbers(latest: latest)
  }

  /// The loss as a line; the value that it began with is at the top, unless it grew.
  private mutating func drawLoss(_ timeline: Timeline, in area: Rectangle) {
    let losses = self.losses(timeline, columns: samples(area.columns))
    let axis = CurveAxis(losses.compactMap { $0 }, isLoss: state.curveName == timeline.curveName)
    let widest = axis.map { width(of: loss($0.most)) } ?? 0
    let name = curveTitle(within: max(4, area.column - layout.margin - widest - 2))
    canvas.write(name, row: area.row, column: layout.margin, palette.label)
    guard let axis else { return }
    drawCurve(losses.map { $0.map(axis.height) }, in: area, palette.bar)
    let left = layout.margin + width(of: name)
    for tick in axis.ticks(rows: area.rows) where area.rows > 1 || tick.height == 1 {
      let row = area.row + Int(((1 - tick.height) * Double(area.rows - 1)).rounded())
      let text = tick.height == 1 ? loss(tick.value) : tickText(tick.value)
      guard area.column - 1 - width(of: text) > left || row > area.row else { continue }
      canvas.write(StyledText(text, palette.label), row: row, endingAt: area.column - 1)
    }
  }

  /// What the curve is called: of `train/loss` the last part where the whole has no room.
  private func curveTitle(within room: Int) -> String {
    let name = state.curveName == "loss" ? texts.loss : safe(state.curveName)
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return shortened(width(of: name) <= room ? name : last, to: room)
  }

  /// The mean loss of the steps that each column stands for.
  ///
  /// Where fewer steps are known than there are columns, a value stands until the next one.
  private func losses(_ timeline: Timeline, columns: Int) -> [Double?] {
    let latest = max(1, timeline.latest)
    let loss = timeline.metrics[state.curveName] ?? timeline.loss
    let isListed = timeline.known.isListed
    return (0..<columns).map { column in
      let first = latest.scaled(column, over: columns)
      let next = max(first + 1, latest.scaled(column + 1, over: columns))
      // The last step of these has a value of its own.
      let end = isListed && column == columns - 1 && latest < .max ? latest + 1 : next
      if let mean = loss.mean(first..<end) { return mean }
      return isListed && column > 0 ? loss.value(upTo: next - 1) : nil
    }
  }

  /// The loss over steps as heights on an axis that several runs share.
  func lossHeights(_ timeline: Timeline, columns: Int, _ axis: CurveAxis?) -> [Double?] {
    losses(timeline, columns: samples(columns)).map { loss in
      loss.flatMap { loss in axis.map { $0.height(loss) } }
    }
  }

  /// The axis of the losses of several runs.
  func lossAxis(_ timelines: [Timeline], columns: Int) -> CurveAxis? {
    CurveAxis(timelines.flatMap { losses($0, columns: samples(columns)).compactMap { $0 } })
  }

  /// A share that evaluations measured, from 0 to 1.
  private mutating func drawShares(
    _ name: String, _ share: (Evaluation) -> Double?, in area: Rectangle, latest: Int,
    _ style: Style
  ) {
    guard area.rows > 0 else { return }
    let evaluations = state.timeline?.evaluations ?? []
    let measured = evaluations.compactMap { evaluation in
      share(evaluation).map { (step: evaluation.step, value: $0) }
    }
    // Evaluations without it never get one: an empty curve would wait for ever.
    guard !measured.isEmpty || evaluations.isEmpty else { return }
    canvas.write(name, row: area.row, column: layout.margin, palette.label)
    if area.rows > 1 {
      canvas.write(StyledText("1", palette.label), row: area.row, endingAt: area.column - 1)
      canvas.write(StyledText("0", palette.label), row: area.bottom - 1, endingAt: area.column - 1)
    }
    let count = samples(area.columns)
    let heights = (0..<count).map { place -> Double? in
      let step = latest.scaled(place, over: max(1, count - 1))
      guard let last = measured.last, step <= last.step else { return nil }
      return measured.last { $0.step <= step }?.value ?? measured[0].value
    }
    drawCurve(heights, in: area, style)
    guard let last = measured.last, area.rows > 0 else { return }
    let row =
      area.row + Int(((1 - last.value.clamped(to: 0...1)) * Double(area.rows - 1)).rounded())
    let isSaid = name == texts.exact && (layout.pane.columns > 0 || layout.numbers != nil)
    if !isSaid { canvas.write(shareText(last.value, 2), row: row, column: area.right + 1) }
  }

  /// Time from 0 to the last step, with a tick where something was measured and the step in use.
  private mutating func drawAxis(_ timeline: Timeline, latest: Int) {
    guard let row = layout.axis else { return }
    let area = layout.curve
    let name = timeline.unit == .token ? texts.tokenAxis : texts.stepAxis
    let column = canvas.write(name, row: row, column: layout.margin, palette.label)
    canvas.fill(
      Rectangle(row: row, column: area.column, rows: 1, columns: area.columns),
      with: Cell("─", palette.label))
    for evaluation in timeline.evaluations where evaluation.step > 0 {
      canvas.write(
        "┴", row: row, column: layout.column(ofStep: evaluation.step, latest: latest),
        palette.label)
    }
    for alarm in timeline.alarms {
      canvas.write(
        "!", row: row, column: layout.column(ofStep: alarm.step, latest: latest), palette.error)
    }
    canvas.write(
      "●", row: row, column: layout.column(ofStep: state.step ?? 0, latest: latest), palette.accent)
    let first = "\(timeline.known.first ?? 0)"
    if column + width(of: first) + 1 < area.column {
      canvas.write(StyledText(first, palette.label), row: row, endingAt: area.column - 1)
    }
    guard state.latest > 0 else { return }
    canvas.write(amount(state.latest), row: row, column: area.right + 1, palette.label)
  }

  /// When what was measured became nearly perfect, below the axis.
  private mutating func drawNumbers(latest: Int) {
    guard let row = layout.numbers, let best = measurement else { return }
    let area = layout.curve
    let column = layout.column(ofStep: best.step, latest: latest)
    let text = texts.exactAt(shareText(best.exactMatch), best.step)
    let choices = [("▴ " + text, column), (text + " ▴", column - width(of: text) - 1)]
    for (text, column) in choices
    where column >= area.column && column + width(of: text) <= layout.columns - layout.margin {
      canvas.write(text, row: row, column: column, palette.label)
      return
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
    if state.hasCandidates, picture?.written.isEmpty != false {
      return drawCandidates(in: area)
    }
    if let reading = state.snapshot?.reading {
      canvas.write(clipped(reading.source, to: area.columns), row: row, column: area.column)
      let answer = reading.isRight.map { $0 ? " ✓" : " ✗" } ?? ""
      let room = area.columns - width(of: answer)
      let end = canvas.write(
        clipped(reading.text, to: room), row: row + 1, column: area.column, Style(isBold: true))
      canvas.write(answer, row: row + 1, column: end)
      if let target = reading.target, reading.isRight == false {
        canvas.write(
          clipped(texts.notYet(target), to: area.columns), row: row + 2, column: area.column,
          palette.label)
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
      lines.append(
        (curveTitle(within: 9), state.curveValue.map { loss($0) } ?? "–"))
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
}
