import Screens
import Snapshots
import Tensors

extension Readout {
  /// The number under the cursor, its place among the others, and what has become of it.
  func anatomyPieces(isLong: Bool) -> [String] {
    let texts = state.texts
    guard let page = state.anatomyPage else {
      return [state.snapshot == nil ? texts.noPicture : texts.whyNoDiagram]
    }
    guard let operation = page.operation else { return [] }
    let output = page.diagram.operations[operation].output
    let value = page.diagram.values[output]
    let cell = page.cell(of: operation)
    let number = Double(value.numbers.elements[cell])
    var pieces = [
      page.place(of: cell, ofValue: output, near: operation), exact(number),
    ]
    if state.anatomy.showsGradient {
      pieces.append(
        value.gradient.map { texts.gradientIs(short(Double($0.elements[cell]))) }
          ?? texts.noGradient)
    }
    if let before = page.before, let earlier = page.earlier(output) {
      let change = number - Double(earlier.elements[cell])
      let text = (change < 0 ? "" : "+") + short(change)
      pieces.append(texts.changedBy(text, before.step, before.isOriginal))
    }
    pieces += among(page, operation)
    if isLong || !state.anatomy.isFollowing, let next = next(page, operation) {
      pieces.append(next)
    }
    return pieces
  }

  private func exact(_ number: Double) -> String {
    abs(number) < 0.0005 && number != 0 ? short(number) : fixed(number, 3)
  }

  /// Where the number stands in its row.
  private func among(_ page: AnatomyPage, _ operation: Int) -> [String] {
    guard let plate = page.plates(of: operation).last, plate.rows == 1, plate.columns > 1 else {
      return []
    }
    let numbers = page.diagram.values[plate.value].numbers.elements
    let row = (0..<plate.columns).map { Double(numbers[plate.cell(row: 0, column: $0)]) }
    let own = Double(numbers[page.cell(of: operation)])
    if own == row.max() { return [state.texts.largestOf(row.count)] }
    return [
      state.texts.amongOf(row.count, short(row.min() ?? 0), short(row.max() ?? 0))
    ]
  }

  /// What the operation that reads it makes of it.
  private func next(_ page: AnatomyPage, _ operation: Int) -> String? {
    let output = page.diagram.operations[operation].output
    let reader = page.diagram.operations.indices.first { place in
      place > operation && page.diagram.operations[place].inputs.contains(output)
    }
    return reader.map { state.texts.nextIs(page.name(of: $0)) }
  }
}

extension Drawing {
  /// Which query is looked at, then what the input is, in fewer and fewer words.
  func aboutAnatomy() -> [String] {
    guard let crosshair = state.crosshair, let picture = state.picture,
      picture.queries.count > 1
    else { return [""] }
    let query = texts.query(texts.quoted(picture.queries[crosshair.row]))
    return [query + texts.place(crosshair.row + 1, picture.queries.count), query, ""]
  }

  /// The keys of the Anatomy by what the arrows move now.
  func anatomyKeyLine() -> [(caption: String, text: String, isDim: Bool)] {
    let anatomy = state.anatomy
    let page = state.anatomyPage
    var group: Bool?
    if let page, case .group(let path) = page.entries[page.selected].line {
      group = page.isOpen(path)
    }
    let mode: String
    if let group {
      mode = group ? "close" : "open"
    } else if anatomy.isFollowing {
      mode = "number"
    } else if anatomy.isInFigure {
      mode =
        page?.operation.flatMap { page?.plates(of: $0).last?.down } == nil
        ? "vector" : "picture"
    } else {
      mode = "list"
    }
    let captions = (KeyMap.map.keyLines[.anatomy] ?? []) + ["?"]
    return captions.compactMap { caption in
      guard let entry = KeyMap.map.entry(called: KeyMap.halves[caption] ?? caption) else {
        return nil
      }
      if caption == "esc", mode == "list" || group != nil { return nil }
      if caption == "tab", mode == "number" || group != nil { return nil }
      if caption == "← →", group != nil { return nil }
      if caption == "{ }", (state.stack?.layers.count ?? 0) < 2 { return nil }
      let own =
        switch caption {
        case "[ ]": state.hasHeads ? "head" : mode
        case "o": anatomy.showsGradient ? "gradient" : mode
        default: mode
        }
      let isRunning = state.isRunning
      let text =
        caption == "space" && isRunning
        ? texts.pauseShort : texts.anatomyKey(caption, own) ?? texts.keyShort(caption)
      guard let text else { return nil }
      return (caption, text, entry.bindings.allSatisfy { state.whyNot($0.action) != nil })
    }
  }
}
