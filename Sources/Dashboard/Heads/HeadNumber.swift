import Snapshots

/// The one number of a head that its cell of an overview has the colour of.
enum HeadNumber: Hashable {
  /// 1 − entropy: 1 looks at one key, 0 at all alike.
  case sharpness
  /// How well it does what it does best; 0 without a role.
  case role
  /// How well it does one thing.
  case score(HeadStatistics.Role)
  /// How far it is from the same head of another model.
  case moved
}

extension State {
  /// What the colours of an overview are: what heads are sorted by, or how sharp they are.
  var headNumber: HeadNumber {
    if showsMovedHeads { return .moved }
    switch standpoint.heads.headOrder {
    case .layer, .entropy: return .sharpness
    case .role: return .role
    case .score(let role): return .score(role)
    case .moved: return .moved
    }
  }

  /// The number of `head`, 0 … ``mostHeadNumber``; nil where it is not known.
  func headNumber(of head: HeadStack.Head) -> Float? {
    switch headNumber {
    case .sharpness: head.statistics.entropy.map { 1 - $0 }
    case .role: head.statistics.roleScore ?? 0
    case .score(let role): head.statistics[role]
    case .moved: shift(of: head.name)
    }
  }

  /// The number that has the brightest colour.
  var mostHeadNumber: Float {
    guard headNumber == .moved else { return 1 }
    let most = movedHeads.first?.shift ?? 0
    return most > 0 ? most : 1
  }
}
