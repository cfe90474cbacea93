import Screens
import Snapshots
import Subjects

extension State {
  /// The most that a count can say; more is a slip of the finger.
  static let mostCount = 1_000_000
  /// The caps on training steps a second that `+` and `-` go through; nil is none.
  static let paces: [Int?] = [1, 5, 10, 30, nil]
  /// A run of more steps is not thrown away without asking.
  static let stepsWorthAsking = 100

  /// Answers a key: the prompt has it first, then help, then the table.
  mutating func press(_ key: Key) -> [Command] {
    message = nil
    let wasLeaving = keyboard.leaving
    keyboard.leaving = 0
    if let commands = answerStop(key) { return commands }
    if key == .control("c"), wasLeaving > 0 { return [.quit] }
    switch KeyMap.map.action(for: key) {
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    default: break
    }
    if keyboard.prompt != .none { return type(key) }
    if keyboard.isHelpOpen { return pressInHelp(key, wasLeaving: wasLeaving) }
    if keyboard.isAboutOpen {
      // Any key leaves it, and all but those that only leave act.
      keyboard.isAboutOpen = false
      switch KeyMap.map.action(for: key) {
      case .about, .escape, .quit: return []
      default: break
      }
    }
    if keyboard.selectedBreakpoint != nil { return pressInBreakpoints(key) }
    if keyboard.selectedLesson != nil { return pressInLessons(key) }
    if let commands = pressInTour(key) { return commands }
    if case .escape = key, let pending = keyboard.pendingHead {
      keyboard.pendingHead = nil
      keyboard.headDigits = nil
      head = pending.before
      return []
    }
    if case .character(let character) = key, let digit = character.wholeNumberValue,
      character.isASCII, digit > 0 || keyboard.count != nil, isCounting
    {
      keyboard.count = min(Self.mostCount, (keyboard.count ?? 0) * 10 + digit)
      return []
    }
    let typedCount = keyboard.count
    keyboard.count = nil
    let action = KeyMap.map.action(for: key)
    if case .digit = action {} else { keyboard.pendingHead = nil }
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
    let typed = keyboard.headDigits
    keyboard.headDigits = nil
    switch action {
    case .digit(let digit) where digit > 0 || typed != nil:
      var digits = typed ?? HeadDigits(number: 0, before: selection)
      digits.number = min(Self.mostCount, digits.number * 10 + digit)
      keyboard.headDigits = digits
      return nil
    case .step:
      guard let typed else { return nil }
      selection = typed.before
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
    case .step(let steps): return move(by: steps * times)
    case .first: return go(to: .seek(timeline?.known.first ?? 0))
    case .latest: return go(to: .latest)
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
    case .aside: nextAside()
    case .sort: nextOrder()
    case .find: open(.headFilter)
    case .headsForm: nextForm()
    case .switchHead: return switchHead()
    case .allHeadsOn: return switchAllOn()
    case .type: openProbe()
    case .mechanism: return nextWay()
    case .nextExample, .previousExample:
      if screen == .heads, !standpoint.heads.headFilter.isEmpty {
        moveHead(action == .nextExample ? times : -times)
        return []
      }
      return example(action == .nextExample ? times : -times)
    case .copy: return copyReadout()
    case .copyMoment: return copyMoment()
    case .export: openExport()
    case .go(.compare) where panes.count < 2: return openCompared()
    case .go(let place): go(to: place)
    case .questions: return beginTour()
    case .lessons: openLessonList()
    case .breakpoint: open(.breakpoint)
    case .breakpoints: keyboard.selectedBreakpoint = 0
    case .about: keyboard.isAboutOpen = true
    case .command: open(.command)
    case .help:
      keyboard.isHelpOpen = true
      keyboard.firstHelpLine = 0
      keyboard.filter = ""
    case .quit, .interrupt: return leave(wasLeaving)
    case .escape: return goOut()
    case .suspend, .redraw: break
    }
    return []
  }

  /// Moves by so many steps; back no further than to the first.
  mutating func move(by steps: Int) -> [Command] {
    guard steps < 0, let timeline else { return go(to: .move(steps)) }
    return go(to: .move(max(steps, -timeline.known.count(before: timeline.step))))
  }
}

// MARK: - What keys do

extension State {
  mutating func toggleRunning() -> [Command] {
    switch timeline?.activity {
    case .running:
      ask(for: .paused)
      return [ask(.pause)]
    case .replaying: return [ask(.cancel)]
    case .paused, .halted:
      ask(for: .running)
      return [ask(.run)]
    case nil: return []
    }
  }

  /// Goes along the caps from the nearest one; a cap of the user's own lies between two of them.
  private mutating func pace(by distance: Int) -> [Command] {
    let present = timeline?.pace ?? .max
    let values = Self.paces.map { $0 ?? .max }
    let place =
      distance > 0
      ? (values.firstIndex { $0 > present } ?? values.count - 1) + distance - 1
      : (values.lastIndex { $0 < present } ?? 0) + distance + 1
    return setPace(Self.paces[place.clamped(to: 0...(values.count - 1))])
  }

  mutating func setPace(_ pace: Int?) -> [Command] {
    ask(forPace: pace)
    message = Message(texts.paceIs(pace))
    return [ask(.pace(pace))]
  }

  private mutating func nextScale() {
    let all = scales
    let next = ((all.firstIndex(of: shownScale) ?? 0) + 1) % all.count
    setScale(all[next])
  }

  mutating func setScale(_ scale: Scale) {
    self.scale = scale
    standpoint.map.isScaleChosen = true
    if scale == .sinkHidden, let stack {
      message = Message(
        texts.sinkScaleIs(stack.sinkNames, shareText(Double(stack.sinkMass), 2)))
      return
    }
    message = Message(texts.scaleIs(scale.rawValue, mostText))
  }

  private mutating func nextLadder() {
    let all = Ladder.allCases
    let next = ((all.firstIndex(of: desk.ladder) ?? 0) + 1) % all.count
    setLadder(all[next])
  }

  private mutating func nextAside() {
    standpoint.map.aside = standpoint.map.aside.next
    message = Message(texts.asideIs(standpoint.map.aside, screen))
  }

  mutating func setLadder(_ ladder: Ladder) {
    self.ladder = ladder
    message = Message(texts.colorsAre(ladder.rawValue))
  }

  /// Pins the present picture; the same picture again is unpinned.
  mutating func pinPicture() {
    if sighting.pin != nil, sighting.pin == snapshot {
      sighting.pin = nil
      message = Message(timeline == nil ? texts.whyNothingPinned : texts.unpinned)
      return
    }
    sighting.pin = snapshot
    message = Message(texts.pinned(timeline?.unit == .token ? nil : step))
  }

  mutating func copyReadout() -> [Command] {
    let text = safe(Readout(self).text)
    message = Message(texts.copied(text))
    return [.copy(text)]
  }

  /// Leaves at once, unless that would throw away a run worth keeping; asking twice always leaves.
  mutating func leave(_ wasLeaving: Int) -> [Command] {
    if let problem = desk.unsaved, wasLeaving == 0 {
      keyboard.leaving = 1
      message = Message(texts.askQuitUnsaved(texts.problem(problem)))
      return []
    }
    let trained = sightings.values.filter { $0.run.abilities.contains(.trains) }
    let unsaved = trained.compactMap(\.timeline).filter { $0.recording == nil }
    let longest = unsaved.map { $0.latest - $0.beginning }.max() ?? 0
    if wasLeaving > 0 || longest <= Self.stepsWorthAsking { return [.quit] }
    keyboard.leaving = 1
    message = Message(texts.askQuit(longest))
    return []
  }

  /// Esc: a replay, then the difference, then an input of the user's; it never leaves the program.
  private mutating func goOut() -> [Command] {
    if case .replaying = timeline?.activity { return [ask(.cancel)] }
    if sighting.scene?.reading != nil { return [ask(.cancel)] }
    if isRunning, timeline?.unit == .token { return toggleRunning() }
    if isRunning, timeline?.goal != nil {
      ask(for: .paused)
      return [ask(.cancel)]
    }
    if screen == .anatomy, let commands = leaveAnatomyOverlay() { return commands }
    if leaveOverlay() || goBack() { return [] }
    return readOwn()
  }

  /// Help scrolls and closes; any other key says what it does.
  private mutating func pressInHelp(_ key: Key, wasLeaving: Int) -> [Command] {
    let page = HelpPage.room(MapLayout(self))
    switch key {
    case .down, .character("j"): keyboard.firstHelpLine += 1
    case .up, .character("k"): keyboard.firstHelpLine -= 1
    case .pageDown, .character(" "): keyboard.firstHelpLine += page
    case .pageUp: keyboard.firstHelpLine -= page
    case .home, .character("g"): keyboard.firstHelpLine = 0
    case .end, .character("G"): keyboard.firstHelpLine = Self.mostCount
    case .character("/"): open(.filter)
    case .escape where !keyboard.filter.isEmpty: keyboard.filter = ""
    case .escape, .character("q"), .character("?"): keyboard.isHelpOpen = false
    case .control("c"):
      keyboard.isHelpOpen = false
      keyboard.leaving = 1
    default:
      guard case .go(let place) = KeyMap.map.action(for: key) else {
        explain(key)
        return []
      }
      if place == self.screen || whyNot(.go(place)) == nil {
        keyboard.isHelpOpen = false
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
