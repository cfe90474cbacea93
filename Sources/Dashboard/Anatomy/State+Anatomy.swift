import Screens
import Snapshots
import Subjects
import Tensors

// MARK: - Coming and going

extension State {
  /// Whether the screen shows operations, or lines that compute them.
  var needsDiagram: Bool {
    if screen == .anatomy { return true }
    return (screen == .map || screen == .words) && standpoint.map.aside == .code
      && desk.columns >= Aside.leastColumns && run.abilities.contains(.explains)
  }

  /// The lines of Keras that compute the weights of the picture; nil while no diagram has come.
  var attentionProgram: Diagram.Program? {
    guard let diagram, let place = anatomyPage?.weights else { return nil }
    return diagram.program(of: place)
  }

  /// What the run must know when the Anatomy is opened or left, or its lines beside the map.
  mutating func explain(since wasShown: Bool, _ wasExplaining: Bool) -> [Command] {
    let asking = wasExplaining == needsDiagram ? [] : [ask(.explain(needsDiagram))]
    guard wasShown != (screen == .anatomy) else { return asking }
    anatomy.isFollowing = screen == .anatomy && anatomy.isFollowing
    guard screen != .anatomy else { return asking }
    anatomy.isInFigure = false
    anatomy.isFollowing = false
    anatomy.trail = []
    let edits = anatomy.edits
    anatomy.edits = []
    anatomy.original = nil
    return (edits.isEmpty ? [] : [ask(.scratch([]))]) + asking
  }

  /// Asks a model that explains one layer at a time for the one that is looked at.
  mutating func askForFocus() -> [Command] {
    guard needsDiagram, run.abilities.contains(.explainsOneLayer), let site = picture?.name.site,
      sightings[current]?.focus != site
    else { return [] }
    sightings[current]?.focus = site
    return [ask(.focus(site))]
  }

  /// Goes into the Anatomy at the weights that the crosshair reads.
  mutating func enterAnatomy() {
    go(to: .anatomy)
    anatomy.line = anatomyPage?.weights.map { .operation($0) }
  }

  /// Leaves a number, the picture, a scratch edit, the gradients; false where there is nothing left.
  mutating func leaveAnatomyOverlay() -> [Command]? {
    if let stop = anatomy.trail.popLast() {
      anatomy.line = stop.line
      anatomy.places = stop.places
      anatomy.term = stop.term
      (company.look.query, company.look.key) = (stop.query, stop.key)
      return []
    }
    if anatomy.isFollowing {
      anatomy.isFollowing = false
    } else if anatomy.isInFigure {
      anatomy.isInFigure = false
    } else if !anatomy.edits.isEmpty {
      return undoEdit()
    } else if anatomy.showsGradient {
      anatomy.showsGradient = false
    } else {
      return nil
    }
    return []
  }

  /// A diagram of another program may lack the line under the cursor.
  mutating func keepAnatomyInSight() {
    let page = anatomyPage
    if let page, let line = anatomy.line, page.entries[page.selected].line != line {
      anatomy.line = nil
      anatomy.isFollowing = false
      anatomy.trail = []
    }
    anatomy.firstLine = AnatomyLayout(self, page).firstLine
  }

  /// Every operation of the present picture; nil while none has come.
  var diagram: Diagram? { snapshot?.diagram }
}

// MARK: - Moving

extension State {
  /// Up and down go from line to line, left and right from position to position.
  mutating func moveInAnatomy(down: Int, right: Int) {
    guard let page = anatomyPage else { return }
    if anatomy.isFollowing, down != 0 {
      let terms = page.derivation?.terms.count ?? 1
      anatomy.term = (anatomy.term + down).clamped(to: 0...max(0, terms - 1))
      return
    }
    if down != 0, !anatomy.isInFigure {
      let line = (page.selected + down).clamped(to: 0...(page.entries.count - 1))
      anatomy.line = page.entries[line].line
      return
    }
    guard let operation = page.operation, let output = page.plates(of: operation).last else {
      return
    }
    if right != 0 { moveInFigure(page, operation, output.across, output.columns, right) }
    guard down != 0 else { return }
    if let axis = output.down {
      let rows = output.order
      let row = rows.firstIndex(of: page.places(in: operation)[axis] ?? 0) ?? 0
      put(rows[(row + down).clamped(to: 0...(rows.count - 1))], along: axis, page, operation)
    } else {
      moveAsking(down)
    }
  }

  private mutating func moveInFigure(
    _ page: AnatomyPage, _ operation: Int, _ axis: Axis?, _ length: Int, _ distance: Int
  ) {
    guard let axis else { return }
    let place = page.places(in: operation)[axis] ?? 0
    self.put(
      (place + distance).clamped(to: 0...max(0, length - 1)), along: axis, page, operation)
    anatomy.term = 0
  }

  /// Puts the cursor at `position` of an axis: of the crosshair, where that knows the axis.
  private mutating func put(
    _ position: Int, along axis: Axis, _ page: AnatomyPage, _ operation: Int
  ) {
    let shape = page.diagram.values[page.diagram.operations[operation].output].numbers.shape
    guard page.shared(axis, length: shape[axis] ?? position + 1, in: operation) != nil else {
      anatomy.places[axis] = position
      return
    }
    let crosshair = self.crosshair
    switch axis {
    case .head: head = position
    case .query where page.isAsking(operation):
      (company.look.query, company.look.key) = (position, crosshair?.column ?? company.look.key)
      company.look.isCrosshairPlaced = true
    default:
      (company.look.query, company.look.key) = (crosshair?.row ?? company.look.query, position)
      company.look.isCrosshairPlaced = true
    }
  }

  /// The query before or after, also in a model without attention.
  private mutating func moveAsking(_ distance: Int) {
    if picture != nil {
      move(queries: distance, keys: 0)
    } else if let length = loopLength {
      anatomy.places[.query] =
        ((anatomy.places[.query] ?? 0) + distance).clamped(to: 0...(length - 1))
    }
    anatomy.term = 0
  }

  private var loopLength: Int? {
    diagram?.values.lazy.compactMap { $0.numbers.shape[.query] }.first
  }

  /// The first or last line.
  mutating func moveToEndOfAnatomy(_ direction: Int, _ number: Int?) {
    guard let page = anatomyPage else { return }
    let last = page.entries.count - 1
    let line = number.map { $0 - 1 } ?? (direction < 0 ? 0 : last)
    anatomy.line = page.entries[line.clamped(to: 0...last)].line
    anatomy.isFollowing = false
    anatomy.trail = []
  }

  /// `[` and `]`: the next head; the next query where there are no heads.
  mutating func moveNeighbourInAnatomy(_ distance: Int) {
    guard hasHeads else { return moveAsking(distance) }
    let before = anatomyPage
    moveHead(distance)
    keepMeaning(of: before)
  }

  /// `{` and `}`: the same operation of the next layer.
  mutating func moveLayerInAnatomy(_ distance: Int) {
    let before = anatomyPage
    moveLayer(distance)
    keepMeaning(of: before)
  }

  /// After another attention was chosen, the cursor goes to what means the same there.
  private mutating func keepMeaning(of before: AnatomyPage?) {
    guard let before, let page = anatomyPage, let weights = page.weights,
      weights != before.weights
    else { return }
    let group = page.diagram.operations[weights].group
    let meaning = before.operation.flatMap { before.diagram.operations[$0].meaning }
    let same = page.diagram.operations.firstIndex {
      $0.group == group && $0.meaning != nil && $0.meaning == meaning
    }
    anatomy.line = same.map { .operation($0) }
    anatomy.isFollowing = false
    anatomy.trail = []
  }

  /// Tab: from the list into the picture and back.
  mutating func toggleFigure() { anatomy.isInFigure.toggle() }
}

// MARK: - Following a number

extension State {
  /// Enter: opens or closes a group, writes a number out, or goes to what made it.
  mutating func enterInAnatomy() {
    guard let page = anatomyPage else { return }
    switch page.entries[page.selected].line {
    case .group(let group):
      anatomy.line = .group(group)
      if anatomy.toggled.remove(group) == nil { anatomy.toggled.insert(group) }
    case .operation(let operation):
      guard anatomy.isFollowing else {
        anatomy.isFollowing = true
        anatomy.term = 0
        return
      }
      follow(page, operation)
    }
  }

  /// Goes to an operation, out of whatever closed groups hold it.
  public mutating func show(operation: Int) {
    guard let page = anatomyPage else { return }
    openGroups(around: operation, page)
    anatomy.line = .operation(operation)
  }

  mutating func openGroups(around operation: Int, _ page: AnatomyPage) {
    for group in page.groups(around: operation) where !page.isOpen(group) {
      if anatomy.toggled.remove(group) == nil { anatomy.toggled.insert(group) }
    }
  }

  /// Goes to the operation that made the chosen term.
  private mutating func follow(_ page: AnatomyPage, _ operation: Int) {
    guard let source = page.chosenSource, let maker = page.diagram.producer(of: source.value) else {
      message = Message(texts.isGiven(page.chosenSource.map { page.name(ofValue: $0.value) } ?? ""))
      return
    }
    anatomy.trail.append(
      AnatomyLook.Stop(
        line: .operation(operation), places: anatomy.places,
        query: crosshair?.row ?? company.look.query,
        key: crosshair?.column ?? company.look.key, term: anatomy.term))
    if anatomy.trail.count > 64 { anatomy.trail.removeFirst() }
    openGroups(around: maker, page)
    let whole = page.whole(source.value, cell: source.cell)
    let shape = page.diagram.values[whole.value].numbers.shape
    for (axis, position) in page.places(of: whole.cell, in: shape) {
      put(position, along: axis, page, maker)
    }
    anatomy.line = .operation(maker)
    anatomy.term = 0
  }
}

// MARK: - What cannot be done, and the mouse

extension State {
  /// Why an action can do nothing in the Anatomy; nil when it can.
  func whyNotInAnatomy(_ action: Action) -> String? {
    switch action {
    case .moveQuery, .moveKey, .firstQuery, .lastQuery, .into, .pane, .overlay:
      return diagram == nil ? texts.whyNoDiagram : nil
    case .neighbour:
      if diagram == nil { return texts.whyNoDiagram }
      return hasHeads || picture != nil || loopLength != nil ? nil : texts.whyOneQuery
    case .digit(let digit):
      return whyNoMap ?? (headsOfLayer > 1 ? nil : texts.whyOneHead("\(digit)"))
    case .layer: return whyNoMap ?? ((stack?.layers.count ?? 0) > 1 ? nil : texts.whyOneLayer)
    case .scale: return texts.whyNoScaleHere
    case .sort, .find: return texts.whyOnlyHeads
    case .difference: return texts.whyNoDifferenceHere
    case .switchHead, .allHeadsOn: return texts.whyNoSwitchesHere
    case .colors: return desk.rung.isColorBehind ? nil : texts.whyOneRamp(desk.rung.rawValue)
    case .pin: return whyNoMap
    case .mechanism: return whyNoOtherWay
    case .overlay where run.abilities.contains(.explainsOneLayer): return texts.whyNoGradients
    default: return nil
    }
  }

  /// A click chooses a line, opens a group, or puts the cursor at a cell; the wheel moves the cursor.
  mutating func pointInAnatomy(_ mouse: Mouse, _ turn: Int) {
    guard let page = anatomyPage else { return }
    guard mouse.action == .press else { return moveInAnatomy(down: turn, right: 0) }
    let layout = AnatomyLayout(self, page)
    if let entry = layout.entry(at: mouse.position, of: page), !anatomy.isFollowing {
      let line = page.entries[entry].line
      anatomy.line = line
      if case .group = line { enterInAnatomy() }
      return
    }
    guard let hit = layout.cell(at: mouse.position), let operation = page.operation else { return }
    let plate = hit.plate.plate
    if let across = plate.across { put(hit.column, along: across, page, operation) }
    if let down = plate.down, hit.row < plate.order.count {
      put(plate.order[hit.row], along: down, page, operation)
    }
  }
}

extension State {
  /// `o`: values or gradients.
  mutating func toggleGradient() {
    anatomy.showsGradient.toggle()
    message = Message(anatomy.showsGradient ? texts.gradientOn : texts.gradientOff)
  }

  /// `{` and `}`, which keep the operation in the Anatomy.
  mutating func moveLayerHere(_ distance: Int) {
    switch screen {
    case .anatomy: moveLayerInAnatomy(distance)
    case .compare: moveOverMovedHeads(distance)
    case .map, .heads, .words: moveLayer(distance)
    }
  }
}

extension State {
  /// Keeps the cursor at its operation when a diagram comes that has others before it.
  mutating func keepOperation(from old: Diagram?) {
    guard let old, let new = snapshot?.diagram, old.operations.count != new.operations.count
    else { return }
    // A softmax over another axis is an operation of its own: that is what changed.
    if case .axis(let name, _)? = anatomy.edits.last,
      let place = new.operations.firstIndex(where: {
        $0.change != nil && new.values[$0.output].name == name
      })
    {
      anatomy.line = .operation(place)
      anatomy.trail = []
      return
    }
    if case .operation(let place) = anatomy.line, place < old.operations.count {
      anatomy.line = new.counterpart(of: place, in: old).map { .operation($0) }
    }
    anatomy.trail = []
  }

  /// The operations and the cursor; nil while no diagram has come.
  var anatomyPage: AnatomyPage? { AnatomyPage(self) }
}
