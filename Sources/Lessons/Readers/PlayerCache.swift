import Tapes

/// Players by the shapes they were recorded for; the least recently used one makes room.
struct PlayerCache<Size: Hashable> {
  private var players: [Size: Player] = [:]
  private var recent: [Size] = []
  private let most: Int

  init(most: Int = 24) { self.most = most }

  mutating func player(_ size: Size, make: (Size) -> Player) -> Player {
    recent.removeAll { $0 == size }
    recent.append(size)
    if let known = players[size] { return known }
    if recent.count > most { players[recent.removeFirst()] = nil }
    let player = make(size)
    players[size] = player
    return player
  }
}
