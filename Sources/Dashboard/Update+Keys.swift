import Screens
import Snapshots

extension State {
  /// The most that a count can say; more is a slip of the finger.
  static let mostCount = 1_000_000
  /// The caps on training steps a second that `+` and `-` go through; nil is none.
  static let paces: [Int?] = [1, 5, 10, 30, nil]
  /// A run that took longer is not thrown away without asking.
  static let secondsWorthAsking = 60.0

  /// Answers a key: the prompt has it first, then help, then the table.
  mutating func press(_ key: Key) -> [Command] {
    message = nil
    let wasLeaving = leaving
    leaving = 0
    if key == .control("c"), wasLeaving > 0 { return [.quit] }
    switch KeyMap.map.action(for: key) {
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    default: break
    }
    if prompt != .none { return type(key) }
    if isHelpOpen { return pressInHelp(key, wasLeaving: wasLeaving) }
    if let commands = pressInTour(key) { return commands }
    if case .escape = key, let pending = pendingHead {
      pendingHead = nil
      headDigits = nil
      head = pending.before
      return []
    }
    if case .character(let character) = key, let digit = character.wholeNumberValue,
      character.isASCII, digit > 0 || count != nil, isCounting
    {
      count = min(Self.mostCount, (count ?? 0) * 10 + digit)
      return []
    }
    let typedCount = count
    count = nil
    let action = KeyMap.map.action(for: key)
    if case .digit = action {} else { pendingHead = nil }
    let repetitions = countHeadDigits(action) ?? typedCount
    guard let action else {
      message = Message(texts.unusedKey(name(of: key)))
      return []
    }
    if let why = whyNot(action) {
      message = Message(why)
      return []
    }
    return perform(action, repetitions, wasLeaving: wasLeaving)
  }

  /// Digits choose heads where there are heads, and still say how often a step key steps, which
  /// gives the head back that they chose; nil where no digits are waiting for that.
  private mutating func countHeadDigits(_ action: Action?) -> Int? {
    let typed = headDigits
    headDigits = nil
    switch action {
    case .digit(let digit) where digit > 0 || typed != nil:
      var digits =
        typed ?? HeadDigits(number: 0, site: site, head: head, paneHeads: paneHeads)
      digits.number = min(Self.mostCount, digits.number * 10 + digit)
      headDigits = digits
      return nil
    case .step:
      guard let typed else { return nil }
      (site, head, paneHeads) = (typed.site, typed.head, typed.paneHeads)
      return typed.number
    default: return nil
    }
  }

  private mutating func perform(
    _ action: Action, _ repetitions: Int?, wasLeaving: Int
  ) -> [Command] {
    let times = repetitions ?? 1
    switch action {
    case .toggleRunning: return toggleRunning()
    case .step(let steps):
      let distance = steps * times
      return go(to: .step(max(distance, -progress.step)))
    case .first: return go(to: .seek(0))
    case .latest: return go(to: .seekLatest)
    case .faster: return pace(by: times)
    case .slower: return pace(by: -times)
    case .moveQuery(let distance): moveHere(down: distance * times, right: 0)
    case .moveKey(let distance): moveHere(down: 0, right: distance * times)
    case .firstQuery: moveToEnd(-1, nil)
    case .lastQuery: moveToEnd(1, repetitions)
    case .neighbour(let distance): moveToNeighbour(distance * times)
    case .layer(let distance): moveLayerHere(distance * times)
    case .digit(let digit): choose(digitHere: digit)
    case .pane(let distance): movePane(distance * times)
    case .into: enter()
    case .overlay: toggleGradient()
    case .scale: nextScale()
    case .colors: nextLadder()
    case .pin: pinPicture()
    case .difference: toggleDifference()
    case .sort: nextOrder()
    case .find: open(.headFilter)
    case .switchHead: return switchHead()
    case .allHeadsOn: return switchAllOn()
    case .type: openProbe()
    case .mechanism: return nextWay()
    case .nextExample, .previousExample:
      if place == .heads, !headFilter.isEmpty {
        moveHead(action == .nextExample ? times : -times)
        return []
      }
      input = .heldOut
      return [.example(action == .nextExample ? .next : .previous)]
    case .copy: return copyReadout()
    case .go(let place): go(to: place)
    case .questions: return beginTour()
    case .command: open(.command)
    case .help:
      isHelpOpen = true
      firstHelpLine = 0
      filter = ""
    case .quit, .interrupt: return leave(wasLeaving)
    case .escape: return goOut()
    case .suspend, .redraw: break
    }
    return []
  }

  /// Why an action can do nothing now, as a sentence; nil when it can.
  func whyNot(_ action: Action) -> String? {
    let isHalted = progress.haltReason != nil
    switch action {
    case .toggleRunning where isHalted: return texts.whyHalted
    case .step(let steps) where steps > 0 && isHalted: return texts.whyHalted
    case .step(let steps) where steps < 0 && progress.step == 0: return texts.whyFirstStep
    case .first where progress.step == 0: return texts.whyFirstStep
    case .latest where progress.step >= progress.latest: return texts.whyLatestStep
    case .faster where progress.stepsPerSecond == nil: return texts.whyFastest
    case .slower where progress.stepsPerSecond.map({ $0 <= 1 }) == true:
      return texts.whySlowest
    case .type where snapshot?.reading.image != nil: return texts.whyNoTyping
    case .questions where tour != nil: return texts.tour.whyTouring
    case .questions where snapshot == nil: return texts.whyNoPicture
    case .questions where !canExplain: return texts.whyNoAnatomy
    case .copy where snapshot == nil && panes.isEmpty: return texts.whyNoPicture
    default: return whyNotHere(action)
    }
  }
}

// MARK: - What keys do

extension State {
  mutating func toggleRunning() -> [Command] {
    switch progress.activity {
    case .running:
      progress.activity = .paused
      return [.pause]
    case .replaying: return [.cancelReplay]
    case .paused, .halted:
      progress.activity = .running
      return [.run]
    }
  }

  /// Goes along the caps from the nearest one; a cap of the user's own lies between two of them.
  private mutating func pace(by distance: Int) -> [Command] {
    let present = progress.stepsPerSecond ?? .max
    let values = Self.paces.map { $0 ?? .max }
    let place =
      distance > 0
      ? (values.firstIndex { $0 > present } ?? values.count - 1) + distance - 1
      : (values.lastIndex { $0 < present } ?? 0) + distance + 1
    return setPace(Self.paces[place.clamped(to: 0...(values.count - 1))])
  }

  mutating func setPace(_ pace: Int?) -> [Command] {
    progress.stepsPerSecond = pace
    message = Message(texts.paceIs(pace))
    return [.pace(pace)]
  }

  private mutating func nextScale() {
    let all = scales
    let next = ((all.firstIndex(of: shownScale) ?? 0) + 1) % all.count
    setScale(all[next])
  }

  mutating func setScale(_ scale: Scale) {
    self.scale = scale
    isScaleChosen = true
    if scale == .sinkHidden, let stack {
      message = Message(
        texts.sinkScaleIs(stack.sinkNames, share(Double(stack.sinkMass), 2)))
      return
    }
    let name = texts.scaleName(scale.rawValue)
    message = Message(
      texts.scaleIs(
        name.isEmpty ? scale.rawValue : name, scale.ends.least,
        mostText(scale, keys: picture?.fewestKeys)))
  }

  private mutating func nextLadder() {
    let all = Ladder.allCases
    let next = ((all.firstIndex(of: ladder) ?? 0) + 1) % all.count
    setLadder(all[next])
  }

  mutating func setLadder(_ ladder: Ladder) {
    self.ladder = ladder
    message = Message(texts.colorsAre(ladder.rawValue))
  }

  /// Pins the present picture; the same picture again is unpinned.
  mutating func pinPicture() {
    if pin != nil, pin == snapshot {
      pin = nil
      message = Message(texts.unpinned)
      return
    }
    pin = snapshot
    message = Message(texts.pinned(step))
  }

  mutating func copyReadout() -> [Command] {
    let text = safe(Readout(self).text)
    message = Message(texts.copied(text))
    return [.copy(text)]
  }

  /// Leaves at once, unless that would throw away a run worth keeping; asking twice always leaves.
  mutating func leave(_ wasLeaving: Int) -> [Command] {
    if let unsaved, wasLeaving == 0 {
      leaving = 1
      message = Message(texts.askQuitUnsaved(unsaved))
      return []
    }
    let unrecorded = ([progress] + keptRuns.map(\.progress)).filter { $0.recording == nil }
    let longest = unrecorded.map(\.seconds).max() ?? 0
    if wasLeaving > 0 || longest <= Self.secondsWorthAsking { return [.quit] }
    leaving = 1
    message = Message(texts.askQuit(texts.duration(Int(longest))))
    return []
  }

  /// Esc: a replay, then the difference, then an input of the user's; it never leaves the program.
  private mutating func goOut() -> [Command] {
    if case .replaying = progress.activity { return [.cancelReplay] }
    if progress.activity == .running, progress.goal != nil {
      progress.activity = .paused
      return [.cancelReplay]
    }
    if place == .anatomy, let commands = leaveAnatomyOverlay() { return commands }
    if leaveOverlay() || goBack() { return [] }
    guard input != .lesson else { return [] }
    input = .lesson
    return [.probe(nil)]
  }

  /// Help scrolls and closes; any other key says what it does.
  private mutating func pressInHelp(_ key: Key, wasLeaving: Int) -> [Command] {
    let page = HelpPage.room(Layout(self))
    switch key {
    case .down, .character("j"): firstHelpLine += 1
    case .up, .character("k"): firstHelpLine -= 1
    case .pageDown, .character(" "): firstHelpLine += page
    case .pageUp: firstHelpLine -= page
    case .home, .character("g"): firstHelpLine = 0
    case .end, .character("G"): firstHelpLine = Self.mostCount
    case .character("/"): open(.filter)
    case .escape where !filter.isEmpty: filter = ""
    case .escape, .character("q"), .character("?"): isHelpOpen = false
    case .control("c"):
      isHelpOpen = false
      leaving = 1
    default:
      guard case .go(let place) = KeyMap.map.action(for: key) else {
        explain(key)
        return []
      }
      if place == self.place || whyNot(.go(place)) == nil {
        isHelpOpen = false
        go(to: place)
      } else {
        explain(key)
      }
    }
    return []
  }

  private mutating func explain(_ key: Key) {
    guard let entry = KeyMap.map.entry(for: key), let action = KeyMap.map.action(for: key) else {
      message = Message(texts.unusedKey(name(of: key)))
      return
    }
    let help = entry.caption + "  " + HelpPage.does(entry.caption, self)
    message = Message(whyNot(action).map { help + " · " + $0 } ?? help)
  }

  private func name(of key: Key) -> String {
    switch key {
    case .character(let character): safe(String(character))
    case .control(let character): "^" + character.uppercased()
    case .alt(let character): "alt " + String(character)
    case .function(let number): "F\(number)"
    default: "\(key)"
    }
  }
}
