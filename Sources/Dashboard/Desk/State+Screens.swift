import Screens
import Snapshots
import Subjects

// MARK: - From place to place

extension State {
  /// Goes to a screen by its capital; Esc comes back.
  mutating func go(to screen: ScreenName) {
    guard screen != self.screen else { return }
    standpoint.screensBefore.removeAll { $0 == screen }
    standpoint.screensBefore.append(self.screen)
    self.screen = screen
  }

  /// Enter: from a head into its map, from a cell into the Anatomy, there from number to number.
  mutating func enter() {
    if screen == .anatomy { return enterInAnatomy() }
    if screen == .compare { return choose(moved: 0) }
    guard screen == .heads else { return enterAnatomy() }
    if showsMovedHeads {
      if let place = movedPlace { choose(moved: place) }
      return go(to: .compare)
    }
    standpoint.screensBefore.append(screen)
    if standpoint.screensBefore.count > 2 * ScreenName.allCases.count {
      standpoint.screensBefore.removeFirst()
    }
    screen = .map
  }

  /// Goes back to the screen before; false where there is none.
  mutating func goBack() -> Bool {
    while let before = standpoint.screensBefore.popLast() {
      guard before == screen else {
        screen = before
        return true
      }
    }
    return false
  }

  /// Leaves what lies over the present screen; false where nothing does.
  mutating func leaveOverlay() -> Bool {
    switch screen {
    case .map where company.look.showsDifference: company.look.showsDifference = false
    case .compare where company.look.showsPaneDifference: company.look.showsPaneDifference = false
    case .heads where !standpoint.heads.headFilter.isEmpty: standpoint.heads.headFilter = ""
    case .heads where company.look.showsPaneDifference && !movedHeads.isEmpty:
      company.look.showsPaneDifference = false
    default: return false
    }
    return true
  }

  /// Why an action can do nothing on this screen, as a sentence; nil when it can.
  func whyNotHere(_ action: Action) -> String? {
    switch action {
    case .go(let place): return whyNotGo(to: place)
    case _ where screen == .anatomy: return whyNotInAnatomy(action)
    case .overlay: return texts.whyOnlyAnatomy
    case .aside: return whyNoAside
    case .scale, .colors:
      if let why = screen == .compare ? whyNoPanes : whyNoMap { return why }
      return action == .colors && !desk.rung.isColorBehind
        ? texts.whyOneRamp(desk.rung.rawValue) : nil
    case .moveQuery, .moveKey, .firstQuery, .lastQuery:
      return screen == .compare ? whyNoPanes : whyNoMap
    case .neighbour:
      if screen == .compare { return whyNoPanes ?? whyNoPaneHeads }
      return whyNoMap
    case .digit(let digit):
      if screen == .compare { return whyNoPanes ?? whyNoPaneHeads }
      return whyNoMap ?? (headsOfLayer > 1 ? nil : texts.whyOneHead("\(digit)"))
    case .layer:
      if screen == .compare { return movedHeads.isEmpty ? texts.whyNoLayersHere : nil }
      return whyNoMap ?? ((stack?.layers.count ?? 0) > 1 ? nil : texts.whyOneLayer)
    case .pane:
      if screen == .compare { return panes.count > 1 ? nil : texts.whyOnePane }
      return whyNoMap ?? (stacks.count > 1 ? nil : texts.whyOneStack)
    case .into:
      switch screen {
      case .heads: return whyNoMap
      case .map, .words: return whyNoMap ?? whyNotGo(to: .anatomy)
      case .compare: return movedHeads.isEmpty ? texts.whyNotInto : nil
      case .anatomy: return texts.whyNotInto
      }
    case .sort, .find, .headsForm: return screen == .heads ? whyNoMap : texts.whyOnlyHeads
    case .switchHead, .allHeadsOn:
      if let why = whyNoMap { return why }
      if !hasHeads {
        return panes.isEmpty ? texts.whyNoHeads : texts.whyPaneHasOneHead(sighting.name)
      }
      if screen == .compare, action == .switchHead, let view = paneView(pane), view.head == nil {
        return texts.whyNoHeadChosen(view.heads - 1)
      }
      return action == .allHeadsOn && sighting.switches.isEmpty ? texts.whyAllOn : nil
    case .mechanism: return whyNoOtherWay
    case .pin: return whyNoMap
    case .difference: return whyNotDiffer
    default: return nil
    }
  }

  /// Why there is no other way to attend.
  var whyNoOtherWay: String? {
    if company.runs.count > 1 { return texts.whyAllMechanisms }
    guard let way = run.way else { return texts.whyNoWays(run) }
    return run.ways.count > 1 ? nil : texts.whyOneMechanism(run.title, texts.way(way))
  }

  /// Why nothing can stand beside the large panel.
  private var whyNoAside: String? {
    guard screen == .map || screen == .words else { return texts.whyOnlyTwoPanels }
    if let why = whyNoMap { return why }
    guard desk.columns >= Aside.leastColumns, bodyRows >= 30, picture?.image == nil else {
      return texts.whyNoRoomBeside(Aside.leastColumns)
    }
    return nil
  }

  private func whyNotGo(to screen: ScreenName) -> String? {
    if screen == self.screen, !keyboard.isHelpOpen {
      return texts.whyHere(texts.screenName(screen))
    }
    switch screen {
    case .map: return nil
    case .heads: return whyNoMap ?? (hasHeads ? nil : texts.whyNoHeads)
    case .words: return whyNoMap
    case .compare: return panes.count > 1 ? nil : whyNotCompared
    case .anatomy:
      if let why = whyUnable(.explains) { return why }
      return snapshot == nil ? texts.whyNoPicture : nil
    }
  }

  private var whyNotDiffer: String? {
    switch screen {
    case .map: return whyNoMap ?? (company.look.showsDifference ? nil : whyNoDifference)
    case .compare: return panes.count > 1 ? nil : texts.whyNoPanes
    case .heads where !movedHeads.isEmpty: return nil
    case .heads, .words, .anatomy: return texts.whyNoDifferenceHere
    }
  }

  var whyNoMap: String? {
    guard let snapshot else { return texts.whyNoPicture }
    guard snapshot.attention.isEmpty else { return nil }
    return isUnread ? texts.nothingRead : texts.whyNoMap
  }

  private var whyNoPanes: String? { panes.isEmpty ? texts.whyNoPanes : nil }

  private var whyNoPaneHeads: String? {
    guard let view = paneView(pane), view.heads > 1 else {
      return texts.whyPaneHasOneHead(sighting.name)
    }
    return nil
  }

  private var whyNoDifference: String? {
    guard let other else { return timeline == nil ? texts.whyNothingPinned : texts.whyNoPin }
    if other.snapshot.reading.source == snapshot?.reading.source || alignment != nil { return nil }
    return picture?.kind.isOneSequence == true && run.abilities.contains(.explainsOneLayer)
      ? texts.whyNotAligned : texts.whyOtherInput
  }

  mutating func toggleDifference() {
    if screen == .compare || screen == .heads {
      company.look.showsPaneDifference.toggle()
    } else {
      company.look.showsDifference.toggle()
      if company.look.showsDifference, let alignment {
        message = Message(texts.alignedTexts(alignment.pairs, alignment.partners.count))
      }
    }
  }
}

// MARK: - Moving on each screen

extension State {
  /// What the arrows move depends on the screen: a cell, a head, a query and its keys.
  mutating func moveHere(down: Int, right: Int) {
    switch screen {
    case .map: move(queries: down, keys: right)
    case .heads: moveOverHeads(rows: down, columns: right)
    case .words: moveOverWords(down: down, right: right)
    case .compare: moveInPanes(queries: down, keys: right)
    case .anatomy: moveInAnatomy(down: down, right: right)
    }
  }

  /// `g` and `G`: the first or last row, or the row of a number typed before.
  mutating func moveToEnd(_ direction: Int, _ number: Int?) {
    let distance = number.map { $0 - 1 - (crosshair?.row ?? 0) } ?? direction * Self.mostCount
    switch screen {
    case .map: move(queries: distance, keys: 0)
    case .heads: moveHead(direction * Self.mostCount)
    case .words: moveOverWords(down: 0, right: distance)
    case .compare: moveInPanes(queries: direction * Self.mostCount, keys: 0)
    case .anatomy: moveToEndOfAnatomy(direction, number)
    }
  }

  /// `[` and `]`: the next head; the next query where there are no heads.
  mutating func moveToNeighbour(_ distance: Int) {
    if screen == .compare { return movePaneHead(distance) }
    if screen == .anatomy { return moveNeighbourInAnatomy(distance) }
    if hasHeads { moveHead(distance) } else { move(queries: distance, keys: 0) }
  }

  /// Whether digits say how often: only where no head can be chosen by them.
  var isCounting: Bool {
    screen == .compare ? !paneViews.contains { $0.heads > 1 } : !hasHeads
  }

  mutating func choose(digitHere digit: Int) {
    if screen == .compare { choosePaneHead(digit) } else { choose(digit: digit) }
  }

  /// Tab: the next pane, or the next stack of heads.
  mutating func movePane(_ distance: Int) {
    if screen == .anatomy { return toggleFigure() }
    guard screen == .compare else { return moveStack(distance) }
    pane = ((pane + distance) % panes.count + panes.count) % panes.count
  }

  /// Left and right go from query to query, up and down through the keys by weight.
  ///
  /// A model that pools has one row, so left and right go from key to key.
  mutating func moveOverWords(down: Int, right: Int) {
    guard let picture, let crosshair else { return }
    if picture.queries.count == 1 {
      move(queries: 0, keys: right)
    } else if right != 0 {
      move(queries: right, keys: 0)
    }
    guard down != 0 else { return }
    let row = picture.row(crosshair.row, 0..<picture.allowed(crosshair.row))
    company.look.key =
      Ranking.key(of: row, after: crosshair.column, by: down) ?? crosshair.column
    company.look.query = crosshair.row
    company.look.isCrosshairPlaced = true
  }

  /// Stores the scroll positions that the layouts chose, so that they stay where they are.
  mutating func keepPlaceInSight() {
    switch screen {
    case .map: break
    case .heads:
      let layout = HeadsLayout(self)
      (standpoint.heads.firstHeadRow, standpoint.heads.firstHeadColumn) = (
        layout.firstRow, layout.firstColumn
      )
    case .words:
      let layout = WordsLayout(self)
      (standpoint.firstWordLine, wordLines) = (layout.firstLine, layout.wrapped)
    case .compare:
      let layout = CompareLayout(self)
      (standpoint.map.firstQuery, standpoint.map.firstKey) = (layout.firstQuery, layout.firstKey)
    case .anatomy: keepAnatomyInSight()
    }
  }

  /// Clicks and the wheel on the screens that are not the map.
  mutating func pointHere(_ mouse: Mouse, _ turn: Int) -> [Command] {
    if screen == .anatomy {
      pointInAnatomy(mouse, turn)
      return []
    }
    guard mouse.action == .press else {
      if screen == .heads ? !shownHeads.isEmpty : crosshair != nil || screen == .compare {
        moveHere(down: turn, right: 0)
      }
      return []
    }
    switch screen {
    case .map, .anatomy: break
    case .heads:
      let layout = HeadsLayout(self)
      if let place = layout.moved?.place(at: mouse.position) {
        choose(moved: place)
      } else if let name = layout.head(at: mouse.position, besides: selectedHead) {
        select(name)
      }
    case .words: pointAtWord(mouse.position)
    case .compare:
      let layout = CompareLayout(self)
      if let place = layout.moved?.place(at: mouse.position) { choose(moved: place) }
      guard let hit = layout.index(at: mouse.position) else { break }
      pane = hit.pane
      (company.look.query, company.look.key) = (hit.index.row, hit.index.column)
      company.look.isCrosshairPlaced = true
    }
    return []
  }

  private mutating func pointAtWord(_ position: Screen.Position) {
    guard let picture, let crosshair else { return }
    let layout = WordsLayout(self)
    switch layout.hit(at: position) {
    case .token(let token) where picture.kind.isOneSequence:
      (company.look.query, company.look.key) = (
        token.clamped(to: 0...(picture.queries.count - 1)), crosshair.column
      )
    case .token(let token), .bar(let token):
      (company.look.query, company.look.key) = (crosshair.row, token)
    case .query(let token): (company.look.query, company.look.key) = (token, crosshair.column)
    case nil: return
    }
    company.look.isCrosshairPlaced = true
  }
}
