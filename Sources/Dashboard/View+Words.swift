import Screens
import Snapshots

extension Drawing {
  /// One sentence that is true of what is drawn.
  mutating func drawSentence() {
    guard let row = layout.sentence else { return }
    let room = layout.columns - 2 * layout.margin
    if let why = state.progress.haltReason { return drawHalt(why, row: row, room: room) }
    let choices = Sentence(state).choices
    let fitting = choices.first { width(of: $0) <= room } ?? choices.last ?? ""
    canvas.write(
      clipped(fitting, to: room), row: row, column: layout.margin)
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
  mutating func drawFacts() {
    guard let row = layout.facts, state.progress.haltReason == nil else { return }
    var facts: [String] = []
    if layout.pane.isEmpty, picture != nil {
      facts.append(measurements.map { "\($0.name) \($0.value)" }.joined(separator: "  "))
    }
    if let memory = state.progress.memory { facts.append(memory) }
    facts += state.run.facts
    if state.run.parameterCount > 0 {
      facts.append(texts.parameters(amount(state.run.parameterCount)))
    }
    if state.progress.memory == nil { facts.append(texts.everyStepKept) }
    facts.append(texts.seed(state.run.seed))
    var column = layout.margin
    for (place, fact) in facts.enumerated() {
      let text = (place == 0 ? "" : " · ") + fact
      guard column + width(of: text) <= layout.columns - layout.margin else { continue }
      column = canvas.write(text, row: row, column: column, palette.label)
    }
  }

  /// What a model without attention writes, and why there is no map.
  mutating func drawWithoutMap() {
    guard let reading = state.snapshot?.reading else { return }
    let left = max(layout.pane.right + 3, layout.margin)
    let top = layout.map.row
    let room = layout.legend - top
    let target = (reading.target ?? "").map(String.init)
    canvas.write(texts.writes, row: layout.header, column: left, palette.label)
    for (place, written) in reading.written.prefix(max(0, room)).enumerated() {
      let isWrong = place < target.count && target[place] != written.token
      let row = top + place
      canvas.write(
        label(written.token), row: row, column: left,
        Style(isBold: !isWrong, isDim: isWrong))
      canvas.write(
        fixed(Double(written.probability), 2), row: row, column: left + 3, palette.label)
      if place < target.count {
        canvas.write(isWrong ? "○ \(label(target[place]))" : "●", row: row, column: left + 9)
      }
    }
    let column = left + 18
    let area = Rectangle(
      row: top, column: column, rows: max(0, room),
      columns: layout.columns - layout.margin - column)
    canvas.write(
      wrapped(texts.noMapTitle, to: area.columns), in: area, Style(isBold: true))
    let used = wrapped(texts.noMapTitle, to: area.columns).count + 1
    let reason = texts.noMapReason.joined(separator: " ")
    canvas.write(
      wrapped(reason, to: min(46, area.columns)),
      in: Rectangle(
        row: top + used, column: column, rows: max(0, room - used), columns: area.columns),
      .plain)
  }
}

extension Canvas {
  /// Writes `lines` into `area`, one below the other.
  mutating func write(_ lines: [String], in area: Rectangle, _ style: Style) {
    for (place, line) in lines.prefix(area.rows).enumerated() {
      write(line, row: area.row + place, column: area.column, style, in: area)
    }
  }
}

/// `text` broken at blanks into lines of at most `cells`.
func wrapped(_ text: String, to cells: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ").map(String.init) {
    if let last = lines.last, width(of: last) + 1 + width(of: word) <= cells {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(word)
    }
  }
  return lines
}

/// The sentence under the map, computed from what it shows.
struct Sentence {
  let state: State

  init(_ state: State) { self.state = state }

  /// The sentence, then shorter ones for narrow screens.
  var choices: [String] { [text] + shorter }

  private var shorter: [String] {
    let texts = state.texts
    guard let picture = state.picture, let crosshair = state.crosshair, earlier == nil,
      state.progress.haltReason == nil
    else { return [] }
    if isUntrained {
      return picture.marks.isEmpty
        ? texts.nothingLearnedShortWithoutDots : texts.nothingLearnedShort
    }
    guard let brightest = picture.brightest(crosshair.row) else { return [] }
    if picture.kind == .pooling, picture.queries.count == 1 {
      return [
        texts.poolsShort(
          texts.quoted(picture.keys[brightest]),
          share(Double(picture[crosshair.row, brightest]), 2),
          picture.cap.map { share(Double($0)) })
      ]
    }
    return [
      texts.looksShort(
        texts.quoted(picture.queries[crosshair.row]), texts.quoted(picture.keys[brightest]),
        share(Double(picture[crosshair.row, brightest]), 2))
    ]
  }

  /// The picture that the map shows the difference to.
  private var earlier: Picture? { state.place == .map ? state.otherPicture : nil }

  /// Step 0 of a run; a model that was opened has no run and has learned already.
  private var isUntrained: Bool { state.step == 0 && state.progress.length > 0 }

  private var text: String {
    let texts = state.texts
    if let why = state.progress.haltReason { return why }
    guard let picture = state.picture, let crosshair = state.crosshair else {
      return state.step == 0 ? texts.nothingLearnedWithoutMap : ""
    }
    if let earlier { return change(picture, earlier) }
    if isUntrained {
      return picture.marks.isEmpty
        ? texts.nothingLearnedWithoutDots(picture.keys.count)
        : texts.nothingLearned(picture.keys.count)
    }
    return look(picture, crosshair.row)
  }

  private func look(_ picture: Picture, _ query: Int) -> String {
    let texts = state.texts
    let name = texts.quoted(picture.queries[query])
    guard !picture.row(query).contains(where: \.isNaN) else { return texts.brokenRow(name) }
    guard let brightest = picture.brightest(query), picture[query, brightest] > 0 else {
      return texts.noMass(name)
    }
    let weight = picture[query, brightest]
    let holds = share(Double(weight), 2)
    let key = texts.quoted(picture.keys[brightest])
    let word = picture.word(around: brightest).map { texts.quoted($0) }
    if picture.kind == .pooling, picture.queries.count == 1 {
      return picture.cap.map { texts.poolsCapped(key, holds, share(Double($0))) }
        ?? texts.pools(key, holds)
    }
    if picture.written(query) == nil { return attend(picture, query) }
    // Twice uniform is where a row begins to look at something rather than everywhere.
    if weight * Float(picture.keys.count) < 2 {
      return texts.looksEverywhere(name, picture.keys.count, key, holds)
    }
    if picture.written(query)?.expectation == .free {
      return texts.needsNoClue(name, key, holds)
    }
    guard let expected = picture.expected(query), let wanted = expected.min() else {
      return texts.looksAt(name, key, word, holds)
    }
    if expected.contains(brightest) { return texts.looksWhereItShould(name, key, word, holds) }
    let most = expected.max { picture[query, $0] < picture[query, $1] } ?? wanted
    return texts.looksElsewhere(
      name, key, holds, texts.quoted(picture.keys[most]),
      share(Double(picture[query, most]), 2))
  }

  /// A query that writes nothing only looks; keys that are hidden are named, not counted.
  private func attend(_ picture: Picture, _ query: Int) -> String {
    let name = texts.quoted(picture.queries[query])
    let allowed = picture.allowed(query)
    guard let first = picture.brightest(query) else { return texts.noMass(name) }
    if allowed == 1 { return texts.looksOnly(name, texts.quoted(picture.keys[first])) }
    let hidden = state.hiddenKeys
    let besides = hidden.contains(first) ? first : nil
    guard let brightest = picture.brightest(query, without: hidden) else {
      return texts.noMass(name)
    }
    let key = texts.quoted(picture.keys[brightest])
    let weight = picture[query, brightest]
    let holds = share(Double(weight), 2)
    if besides == nil, weight * Float(allowed) < 2 {
      return texts.attendsEverywhere(name, allowed, key, holds)
    }
    let mean = picture.columnMean(brightest)
    let ratio = mean > 0 ? fixed(Double(weight / mean), 1) : nil
    return texts.attends(
      name, besides.map { texts.quoted(picture.keys[$0]) }, key, holds, ratio)
  }

  private var texts: Texts { state.texts }

  private func change(_ picture: Picture, _ earlier: Picture) -> String {
    let texts = state.texts
    let common = min(picture.weights.count, earlier.weights.count)
    let changes = (0..<common).map { picture.weights[$0] - earlier.weights[$0] }
    let isByHeads = state.other?.kind == .allHeadsOn
    let since = texts.step(earlier.step)
    guard
      let most = changes.indices.filter({ !changes[$0].isNaN })
        .max(by: { abs(changes[$0]) < abs(changes[$1]) }), abs(changes[most]) >= 0.0005
    else { return isByHeads ? texts.notMovedByHeads : texts.notMoved(since) }
    return (isByHeads ? texts.movedByHeads : texts.moved)(
      texts.quoted(picture.queries[most / picture.keys.count]),
      texts.quoted(picture.keys[most % picture.keys.count]),
      (changes[most] < 0 ? "−" : "+") + smallShare(Double(abs(changes[most]))), since)
  }
}

extension Progress {
  /// Why training halted; nil when it did not.
  var haltReason: String? {
    if case .halted(let why) = activity { why } else { nil }
  }
}
