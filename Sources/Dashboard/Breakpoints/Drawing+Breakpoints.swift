import Screens
import Subjects

extension Drawing {
  /// The conditions in place of the screen, one line each with how near they are, then the alarms.
  mutating func drawBreakpoints() {
    let left = layout.margin
    let room = min(120, layout.columns - 2 * left)
    var row = 2
    canvas.write(texts.breakpointsHeading, row: row, column: left)
    row += 2
    let all = state.breakpoints
    let bottom = layout.readout - 1
    if all.isEmpty {
      for line in wrapped(texts.noBreakpoints, to: room - 2) where row < bottom {
        canvas.write(line, row: row, column: left + 2, palette.label)
        row += 1
      }
    }
    let widest = all.map { width(of: safe("\($0.condition)")) }.max() ?? 0
    let column = left + 8 + min(widest, room / 2) + 3
    for (place, breakpoint) in all.enumerated() where row < bottom {
      let isHere = place == state.keyboard.selectedBreakpoint
      canvas.write(isHere ? "▸" : " ", row: row, column: left, palette.accent)
      canvas.write(
        breakpoint.isOn ? texts.on : texts.off, row: row, column: left + 2,
        breakpoint.isOn ? .plain : palette.label)
      canvas.write(
        shortened(safe("\(breakpoint.condition)"), to: column - left - 11), row: row,
        column: left + 8, isHere ? palette.accent : breakpoint.isOn ? .plain : palette.label)
      let now = state.terms(of: breakpoint.condition).map { state.term($0) }
      canvas.write(
        clipped(texts.now + " " + now.joined(separator: texts.comma), to: left + room - column),
        row: row, column: column, palette.label)
      row += 1
    }
    if let reason = state.keyboard.stopReason, row < bottom {
      canvas.write(
        clipped(texts.stopQuestion(reason), to: room - 2), row: row, column: left + 2,
        palette.accent)
      row += 1
    }
    row += 1
    guard row < bottom else { return }
    canvas.write(texts.alarmsHeading, row: row, column: left)
    row += 1
    let seen = state.company.runs.flatMap { run -> [(run: RunID, alarm: Alarm)] in
      (state.sightings[run]?.timeline?.alarms ?? []).map { (run, $0) }
    }.sorted { $0.alarm.step < $1.alarm.step }
    let lines = seen.map { own in
      let name =
        state.company.runs.count > 1 ? state.sightings[own.run].map { $0.name + ": " } : nil
      return safe(name ?? "") + texts.alarm(own.alarm)
    }
    for line in (lines.isEmpty ? [texts.noAlarms] : lines).flatMap({ wrapped($0, to: room - 2) })
    where row < bottom {
      canvas.write(
        line, row: row, column: left + 2, seen.isEmpty ? palette.label : palette.error)
      row += 1
    }
  }
}
