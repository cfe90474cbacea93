import Snapshots
import Subjects
import Tensors

// Changes to one value of a diagram, made to see what the rest makes of it.

extension State {
  /// `V 2`: the value called V times 2.
  mutating func scaleValue(_ argument: String) -> [Command] {
    changeValue(argument, texts.expectedScratchScale) { .scale($0, by: $1) }
  }

  /// `3`: the scores plus 3, or those of the value that is named.
  mutating func addToValue(_ argument: String) -> [Command] {
    changeValue(argument, texts.expectedScratchAdd) { .add($0, $1) }
  }

  /// `-1`: the softmax over the last axis in place of its own.
  mutating func changeAxis(_ argument: String) -> [Command] {
    if let why = whyUnable(.scratches) { return failScratch(why) }
    guard let page = scratchPage else { return failScratch(texts.whyNoScratch) }
    let words = argument.split(separator: " ").map(String.init)
    guard let last = words.last, words.count <= 2 else {
      return failScratch(texts.expected("axis", texts.expectedScratchAxis, argument))
    }
    let name = words.count == 2 ? words[0] : nil
    let softmax: Int
    switch page.value(named: name ?? "weights") {
    case .success(let value): softmax = value
    case .failure(let error): return failScratch(texts.noValue(error.name, error.near))
    }
    guard let maker = page.diagram.operations.first(where: { $0.output == softmax }),
      case .softmax(let own, _) = maker.arithmetic
    else {
      let all = page.diagram.operations.filter {
        if case .softmax = $0.arithmetic { true } else { false }
      }
      let names = all.map { page.diagram.values[$0.output].name }
      return failScratch(texts.noSoftmax(page.diagram.values[softmax].name, names))
    }
    let axes = page.diagram.values[softmax].numbers.shape.axes
    let digits = last.hasPrefix("−") ? "-" + last.dropFirst() : last
    let axis: Axis
    if digits == "-1" {
      // The scores of additive attention and of pooling have a last axis of length 1 in Keras.
      axis = axes.contains(.head) ? own : Axis("-1")
    } else if digits == "1", !axes.contains(.head) {
      axis = own
    } else if let named = axes.first(where: {
      $0.name == last.lowercased() || page.letter($0) == last
    }) {
      axis = named
    } else {
      return failScratch(
        texts.expected("axis", texts.expectedAxisOf(["-1", "1"] + axes.map(\.name)), last))
    }
    return edit(.axis(page.diagram.values[softmax].name, axis))
  }

  /// Takes the last change back.
  mutating func undoEdit() -> [Command] {
    guard !anatomy.edits.isEmpty else { return failScratch(texts.nothingToUndo) }
    anatomy.edits.removeLast()
    message = Message(
      anatomy.edits.isEmpty ? texts.scratchIsGone : texts.scratchLeft(anatomy.edits.count))
    return [ask(.scratch(anatomy.edits))]
  }

  private mutating func changeValue(
    _ argument: String, _ expected: String, _ make: (String, Float) -> ScratchEdit
  ) -> [Command] {
    if let why = whyUnable(.scratches) { return failScratch(why) }
    guard let page = scratchPage else { return failScratch(texts.whyNoScratch) }
    let words = argument.split(separator: " ").map(String.init)
    guard let last = words.last, words.count <= 2, let number = number(in: last) else {
      return failScratch(expected + (argument.isEmpty ? "" : texts.notThat(argument)))
    }
    switch page.value(named: words.count == 2 ? words[0] : "scores") {
    case .success(let value): return edit(make(page.diagram.values[value].name, number))
    case .failure(let error): return failScratch(texts.noValue(error.name, error.near))
    }
  }

  private mutating func edit(_ edit: ScratchEdit) -> [Command] {
    if anatomy.edits.isEmpty { anatomy.original = snapshot }
    // "times 0", then "times 2" means twice the run's own value, not twice nothing.
    if case .scale(let name, _) = edit, case .scale(name, _)? = anatomy.edits.last {
      anatomy.edits.removeLast()
    }
    anatomy.edits.append(edit)
    // On the tour Esc leaves the tour.
    let said = tour == nil ? texts.scratchIs : texts.scratchIsOnTour
    message = Message(leavesBias(edit) ?? said(texts.scratchEdit(edit)))
    // What changed is what is looked at.
    if case .axis(let name, _) = edit, let page = scratchPage,
      let place = page.diagram.operations.firstIndex(where: {
        page.diagram.values[$0.output].name == name
      })
    {
      openGroups(around: place, page)
      anatomy.line = .operation(place)
      anatomy.isFollowing = false
    }
    return [ask(.scratch(anatomy.edits))]
  }

  /// A kernel times 0 leaves its bias: a change by hand that shows what a bias does.
  private func leavesBias(_ edit: ScratchEdit) -> String? {
    guard case .scale(let name, by: 0) = edit, name.hasSuffix(".kernel"), let page = scratchPage
    else { return nil }
    let layer = name.split(separator: ".").dropLast().joined(separator: ".")
    guard page.diagram.values.contains(where: { $0.name == layer + ".bias" }) else { return nil }
    let short = AnatomyPage.layer(name)
    return texts.scratchEdit(edit) + texts.comma + texts.scratchLeavesBias(short)
  }

  private var scratchPage: AnatomyPage? { screen == .anatomy ? anatomyPage : nil }

  private func number(in text: String) -> Float? {
    let text = text.hasPrefix("−") ? "-" + text.dropFirst() : text
    return Float(text).flatMap { $0.isFinite ? $0 : nil }
  }

  private mutating func failScratch(_ text: String) -> [Command] {
    message = Message(text, isError: true)
    return []
  }
}

extension State {
  /// The names of what a command can change in the Anatomy, the short ones first.
  func scratchNames(_ command: CommandName) -> [String] {
    guard screen == .anatomy, [.scale, .add, .axis].contains(command), let page = anatomyPage
    else { return [] }
    let names = page.changeable.map { page.diagram.values[$0].name }
    let own = page.weights.map { page.diagram.operations[$0].group }
    let near = page.diagram.operations.filter { $0.group == own }.flatMap(\.inputs).filter {
      page.diagram.values[$0].role == .parameter
    }
    let layers = near.map { AnatomyPage.layer(page.diagram.values[$0].name) }
    let short =
      (own == nil ? [] : ["scores", "weights"])
      + layers.filter {
        if case .success = page.value(named: $0) { true } else { false }
      }
    var seen: Set<String> = []
    return (short + names).filter { seen.insert($0).inserted }
  }
}
