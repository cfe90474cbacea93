import Snapshots
import Subjects

extension State {
  /// Moves to the head `distance` further on in the order of the screen; it stops at the ends.
  mutating func moveHead(_ distance: Int) {
    let heads = shownHeads
    guard !heads.isEmpty else { return }
    let place = heads.firstIndex { $0.name == selectedHead } ?? 0
    select(heads[(place + distance).clamped(to: 0...(heads.count - 1))].name)
  }

  /// Moves by layers; the head keeps its number as far as the layer has it.
  mutating func moveLayer(_ distance: Int) {
    guard let stack, let name = selectedHead, let own = stack[name] else { return }
    let place = stack.layers.firstIndex(of: own.layer) ?? 0
    let layer = stack.layers[(place + distance).clamped(to: 0...(stack.layers.count - 1))]
    goTo(layer: layer, head: name.head)
  }

  /// Goes to a head of `layer`, the last one where it has not so many.
  mutating func goTo(layer: Int, head: Int) {
    guard let heads = stack?.heads(ofLayer: layer), !heads.isEmpty else { return }
    select(heads[head.clamped(to: 0...(heads.count - 1))].name)
  }

  /// Moves over the grid of heads; where they are sorted or filtered, over its rows.
  mutating func moveOverHeads(rows: Int, columns: Int) {
    guard isHeadGrid else {
      let across = max(1, HeadsLayout(self).gridColumns)
      return moveHead(columns + rows * across)
    }
    if rows != 0 { moveLayer(rows) }
    guard columns != 0, let name = selectedHead, let own = stack?[name] else { return }
    goTo(layer: own.layer, head: max(0, name.head + columns))
  }

  /// The number of heads of the selected layer.
  var headsOfLayer: Int {
    guard let stack, let name = selectedHead, let own = stack[name] else { return 0 }
    return stack.heads(ofLayer: own.layer).count
  }

  /// A digit goes to that head of the layer; where there are more than ten, a second may follow.
  mutating func choose(digit: Int) {
    guard let stack, let name = selectedHead, let own = stack[name] else { return }
    let count = stack.heads(ofLayer: own.layer).count
    if let pending = keyboard.pendingHead, pending.digit * 10 + digit < count {
      keyboard.pendingHead = nil
      return goTo(layer: own.layer, head: pending.digit * 10 + digit)
    }
    keyboard.pendingHead = nil
    guard digit < count else {
      message = Message(texts.noSuchHead("\(own.layer).\(digit)", count - 1))
      return
    }
    if digit > 0, digit * 10 < count {
      keyboard.pendingHead = PendingHead(digit: digit, before: name.head)
    }
    goTo(layer: own.layer, head: digit)
  }

  /// Goes to the stack `distance` further on, round and round.
  mutating func moveStack(_ distance: Int) {
    guard let index = stackIndex, let name = selectedHead, let own = stacks[index][name] else {
      return
    }
    let next = ((index + distance) % stacks.count + stacks.count) % stacks.count
    let layer = own.layer
    site = stacks[next].heads[0].name.site
    goTo(layer: stacks[next].layers.contains(layer) ? layer : stacks[next].layers[0], head: head)
    standpoint.heads.firstHeadRow = 0
  }

  /// What a stack is called: the path of its sites and who asks whom.
  func stackName(_ stack: HeadStack) -> String {
    let path = stack.path.split(separator: ".").first.map(String.init) ?? stack.path
    let kind = texts.kindName(stack.kind)
    return path == kind || path == stack.kind.rawValue ? kind : "\(texts.stackPath(path)) \(kind)"
  }

  /// A head that takes part is left out, one left out is left alone, one alone has all back.
  mutating func switchHead() -> [Command] {
    guard let name = selectedHead else { return [] }
    let next: HeadSwitch =
      switch headSwitch(name) {
      case .on: .off
      case .off: .alone
      case .alone: .on
      }
    switch next {
    case .on: sighting.switches[name] = nil
    case .off: sighting.switches[name] = .off
    case .alone:
      sighting.switches = sighting.switches.filter { $0.key.site != name.site }
      sighting.switches[name] = .alone
    }
    message = Message(texts.headIs(headLabel, next))
    sightings[current]?.changeModel()
    return [ask(.heads(headsOff))]
  }

  /// Lets all heads take part again.
  mutating func switchAllOn() -> [Command] {
    sighting.switches = [:]
    message = Message(texts.allHeadsOn)
    sightings[current]?.changeModel()
    return [ask(.heads([:]))]
  }

  /// `1.3`: the layer and number of the selected head.
  var headLabel: String {
    guard let picture else { return "" }
    return "\(stack?[picture.name]?.layer ?? picture.layer).\(picture.name.head)"
  }

  /// Shows each head as a cell or as its map from afar.
  mutating func show(_ form: HeadsForm) {
    standpoint.heads.form = form
    (standpoint.heads.firstHeadRow, standpoint.heads.firstHeadColumn) = (0, 0)
    message = Message(texts.headsAreShown(form))
  }

  /// Whether there are more heads than thumbnails have room, or somebody chose already.
  var isFormWorthChoosing: Bool {
    guard screen == .heads else { return false }
    let grid = HeadsLayout(self)
    return standpoint.heads.form != nil || grid.overview != nil || grid.rowsShown < grid.gridRows
  }

  /// Goes from thumbnails to cells, and back.
  mutating func nextForm() {
    show(HeadsLayout(self).overview == nil ? .overview : .thumbnails)
  }

  /// Goes on to the next order of the heads.
  mutating func nextOrder() {
    switch standpoint.heads.headOrder {
    case .layer: sort(by: .role)
    case .role: sort(by: .entropy)
    case .entropy where !movedHeads.isEmpty: sort(by: .moved)
    case .entropy, .score, .moved: sort(by: .layer)
    }
  }

  mutating func sort(by order: HeadOrder) {
    standpoint.heads.headOrder = order
    standpoint.heads.firstHeadRow = 0
    message = Message(texts.sortedBy(order))
  }

  /// Shows the heads that `text` allows; while it is no filter yet, all.
  mutating func filterHeads(_ text: String) {
    standpoint.heads.headFilter = text
    standpoint.heads.firstHeadRow = 0
    let shown = shownHeads
    if let first = shown.first, !shown.contains(where: { $0.name == selectedHead }) {
      select(first.name)
    }
  }

  mutating func acceptHeadFilter(_ text: String) {
    do {
      _ = try HeadFilter(text)
      filterHeads(text)
      if shownHeads.isEmpty { message = Message(texts.noHeadIs(text)) }
    } catch {
      standpoint.heads.headFilter = ""
      message = Message(texts.notACondition(error), isError: true)
    }
  }
}
