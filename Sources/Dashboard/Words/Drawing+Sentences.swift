import Screens
import Snapshots
import Subjects

extension Drawing {
  /// One sentence that is true of what is drawn.
  mutating func drawSentence() {
    guard let row = layout.sentence else { return }
    let room = layout.columns - 2 * layout.margin
    if let halt = state.halt { return drawHalt(state.words(halt), row: row, room: room) }
    let choices = Sentence(state).choices
    if let fitting = choices.first(where: { width(of: $0) <= room }) {
      let (sentence, hints) = withHints(choices, room) ?? (fitting, [])
      let end = canvas.write(sentence, row: row, column: layout.margin)
      canvas.write(
        hints.map { "   " + $0 }.joined(), row: row, column: end, palette.label)
      return
    }
    let lines = wrapped(choices.last ?? "", to: room)
    if lines.count == 2, layout.isFreeAboveSentence {
      for (place, line) in lines.enumerated() {
        canvas.write(line, row: row - 1 + place, column: layout.margin)
      }
    } else {
      canvas.write(clipped(choices.last ?? "", to: room), row: row, column: layout.margin)
    }
  }

  /// A sentence with what comes next behind it, where that has no line of its own: the longest of both
  /// that fit, and at least two steps, as "learned." alone says nothing; nil where none do.
  private func withHints(_ choices: [String], _ room: Int) -> (String, [String])? {
    let hints = state.hints
    guard layout.facts == nil, !hints.isEmpty else { return nil }
    let least = state.isLearned ? 2 : 1
    // Only the first steps and the last are worth a shorter sentence.
    let longest = choices.first { width(of: $0) <= room }
    let choices = state.isLearned || state.isUntrained ? choices : [longest].compactMap(\.self)
    guard least <= hints.count else { return nil }
    for count in (least...hints.count).reversed() {
      let cells = hints.prefix(count).reduce(0) { $0 + 3 + width(of: $1) }
      if let fitting = choices.first(where: { width(of: $0) + cells <= room }) {
        return (fitting, Array(hints.prefix(count)))
      }
    }
    return nil
  }

  /// Why training halted is said in full: it may take the place of the facts.
  private mutating func drawHalt(_ why: String, row: Int, room: Int) {
    let lines = wrapped(why, to: room)
    let last = layout.facts ?? row
    for (place, line) in lines.enumerated() where row + place <= last {
      let isCut = row + place == last && place + 1 < lines.count
      canvas.write(
        clipped(isCut ? line + " …" : line, to: room), row: row + place, column: layout.margin,
        palette.error)
    }
  }

  /// What does not change while training runs, and what is remembered.
  mutating func drawHints(row: Int) {
    guard state.halt == nil else { return }
    var pieces: [String] = []
    if layout.pane.isEmpty, picture != nil, state.screen == .map {
      pieces.append(measurements.map { "\($0.name) \($0.value)" }.joined(separator: "  "))
    }
    pieces += state.hints
    var column = layout.margin
    for (place, piece) in pieces.enumerated() {
      let text = (place == 0 ? "" : "   ") + piece
      guard column + width(of: text) <= layout.columns - layout.margin else { continue }
      column = canvas.write(text, row: row, column: column, palette.label)
    }
  }

  /// What a model without attention writes, and why there is no map.
  mutating func drawWithoutMap() {
    guard let reading = state.snapshot?.reading else { return }
    guard !state.isWaiting, !state.isUnread else {
      let column = max(layout.pane.right + 3, layout.margin)
      let room = layout.columns - layout.margin - column
      canvas.write(
        wrapped(state.isUnread ? texts.nothingRead : texts.waitsForPicture, to: room),
        in: Rectangle(
          row: layout.map.row, column: column, rows: max(0, layout.legend - layout.map.row),
          columns: room), .plain)
      return
    }
    let left = max(layout.pane.right + 3, layout.margin)
    let top = layout.map.row
    let room = layout.legend - top
    let tokens = reading.written.map { width(of: label($0.token)) }
    let cells = (tokens.max() ?? 1).clamped(to: 1...8)
    canvas.write(texts.writes, row: layout.header, column: left, palette.label)
    for (place, written) in reading.written.prefix(max(0, room)).enumerated() {
      let isRight = reading.isRight(at: place)
      let row = top + place
      canvas.write(
        shortened(label(written.token), to: cells), row: row, column: left,
        Style(isBold: isRight != false, isDim: isRight == false))
      canvas.write(
        fixed(Double(written.probability), 2), row: row, column: left + cells + 2, palette.label)
      guard let isRight else { continue }
      let wanted = shortened(label(reading.targetTokens[place]), to: cells)
      canvas.write(isRight ? "✓" : "✗ \(wanted)", row: row, column: left + cells + 8)
    }
    let column = left + 2 * cells + 16
    let area = Rectangle(
      row: top, column: column, rows: max(0, room),
      columns: layout.columns - layout.margin - column)
    canvas.write(
      wrapped(texts.noMapTitle, to: area.columns), in: area, Style(isBold: true))
    let used = wrapped(texts.noMapTitle, to: area.columns).count + 1
    let isLesson = !state.run.ways.isEmpty
    let reason = (isLesson ? texts.noMapReason : texts.nothingToDraw).joined(separator: " ")
    canvas.write(
      wrapped(reason, to: min(46, area.columns)),
      in: Rectangle(
        row: top + used, column: column, rows: max(0, room - used), columns: area.columns),
      .plain)
  }
}
