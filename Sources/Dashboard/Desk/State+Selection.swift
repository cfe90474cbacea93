import Screens
import Snapshots

extension State {
  /// The head that is selected on every screen; nil without attention.
  var selectedHead: HeadName? { picture?.name }

  /// The stack that the selected head belongs to.
  var stack: HeadStack? { stackIndex.map { stacks[$0] } }

  /// Which stack the selected head belongs to.
  var stackIndex: Int? {
    guard let name = selectedHead else { return nil }
    return stacks.firstIndex { $0[name] != nil }
  }

  /// Whether there is more than one head to choose from.
  var hasHeads: Bool { stacks.count > 1 || (stacks.first?.heads.count ?? 0) > 1 }

  /// The heads of the stack in the order of the screen, without those that the filter leaves out.
  var shownHeads: [HeadStack.Head] {
    guard let stack else { return [] }
    let filter = try? HeadFilter(standpoint.heads.headFilter)
    let heads = stack.heads.filter { filter?.holds($0, shift: shift(of: $0.name)) ?? true }
    func sorted(_ score: (HeadStack.Head) -> Float?) -> [HeadStack.Head] {
      // Equal scores keep the order of the model.
      heads.enumerated().sorted { a, b in
        let (left, right) = (score(a.element) ?? -1, score(b.element) ?? -1)
        return left == right ? a.offset < b.offset : left > right
      }.map(\.element)
    }
    switch standpoint.heads.headOrder {
    case .layer: return heads
    case .entropy: return sorted { $0.statistics.entropy.map { 1 - $0 } }
    case .score(let role): return sorted { $0.statistics[role] }
    case .moved: return sorted { shift(of: $0.name) }
    case .role:
      let roles = HeadStatistics.Role.allCases
      let all = sorted { $0.statistics.roleScore }
      return roles.flatMap { role in all.filter { $0.statistics.role == role } }
        + all.filter { $0.statistics.role == nil }
    }
  }

  /// Whether the place of a head on the screen says its layer and number.
  ///
  /// The heads of one layer need no grid: they stand in as many rows as makes them largest.
  var isHeadGrid: Bool {
    stack?.layers.count != 1 && standpoint.heads.headOrder == .layer
      && (standpoint.heads.headFilter.isEmpty
        || (try? HeadFilter(standpoint.heads.headFilter)) == nil)
  }

  /// The scale that is drawn: until the user chooses one, that which suits the map.
  var shownScale: Scale {
    if standpoint.map.scale == .sinkHidden
      || (standpoint.map.scale == .relative && !standpoint.map.isScaleChosen)
    {
      return stack?.sinks.isEmpty == false ? .sinkHidden : .relative
    }
    return standpoint.map.scale
  }

  /// Whether the scale on the screen follows the weights.
  var isOnAutoScale: Bool {
    let isDrawn = [.map, .heads, .words, .compare].contains(screen) && !keyboard.isHelpOpen
    return isDrawn && (shownScale == .relative || shownScale == .sinkHidden)
  }

  /// The scales that make sense for what is drawn.
  var scales: [Scale] {
    Scale.allCases.filter { $0 != .sinkHidden || stack?.sinks.isEmpty == false }
  }

  /// The keys that are left out on the present scale.
  var hiddenKeys: Set<Int> { shownScale == .sinkHidden ? stack?.sinks ?? [] : [] }

  /// Whether a head takes part, as far as the switches go.
  func headSwitch(_ name: HeadName) -> HeadSwitch { Self.headSwitch(name, sighting.switches) }

  static func headSwitch(
    _ name: HeadName, _ switches: [HeadName: HeadSwitch]
  ) -> HeadSwitch {
    if let own = switches[name] { return own }
    let isLeftOut = switches.contains { $0.key.site == name.site && $0.value == .alone }
    return isLeftOut ? .off : .on
  }

  /// The heads that are left out, by site.
  var headsOff: HeadsOff {
    var off: HeadsOff = [:]
    for head in stacks.flatMap(\.heads) where headSwitch(head.name) == .off {
      off[head.name.site, default: []].insert(head.name.head)
    }
    return off
  }

  /// Selects `head`, wherever its stack is.
  mutating func select(_ head: HeadName) {
    selection.site = head.site
    selection.head = head.head
  }
}
