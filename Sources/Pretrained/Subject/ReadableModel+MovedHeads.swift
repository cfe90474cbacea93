import Snapshots

extension ReadableModel {
  /// How far each head of `now`, which this model read last, is from that of `then`, which `other` did.
  ///
  /// It is computed here, where all rows are: of a large map a snapshot has summaries only. Heads are
  /// the same where all sites are, as they are in two quantisations of one model; else there are none.
  ///
  /// - `goesOn`: asked before each site.
  /// - Returns: nil where it was given up.
  func movedHeads(
    _ now: Snapshot, since then: Snapshot, of other: any ReadableModel, goesOn: () -> Bool
  ) -> [HeadShift]? {
    let pairs = zip(then.attention, now.attention)
    guard then.attention.count == now.attention.count,
      pairs.allSatisfy({ HeadShift.areComparable($0, $1) })
    else { return [] }
    var moved: [HeadShift] = []
    for (before, own) in pairs {
      guard goesOn() else { return nil }
      for head in 0..<own.heads {
        guard let shift = shift(of: head, own, since: before, of: other) else { return [] }
        moved.append(shift)
      }
    }
    return moved
  }

  private func shift(
    of head: Int, _ own: AttentionWeights, since before: AttentionWeights,
    of other: any ReadableModel
  ) -> HeadShift? {
    let keys = own.map.keys
    var builder = HeadShiftBuilder(site: own.site, head: head)
    if let then = before.map.weights(of: head), let now = own.map.weights(of: head) {
      builder.add(then, now, keys: keys)
      return builder.shift()
    }
    // A player has all rows: so many of them at once, not a second copy of the map.
    let rowsAtOnce = 64
    for start in stride(from: 0, to: own.map.queries, by: rowsAtOnce) {
      let rows = start..<min(own.map.queries, start + rowsAtOnce)
      let request = TileRequest(site: own.site, head: head, queries: rows, keys: 0..<keys)
      guard let then = other.tile(request), let now = tile(request),
        then.queries == rows, now.queries == rows, then.keys == now.keys
      else { return nil }
      builder.add(then.numbers, now.numbers, keys: keys)
    }
    return builder.shift()
  }
}

extension HeadShift {
  /// Whether heads of two sites can be held against each other: the same site, over the same tokens.
  fileprivate static func areComparable(_ then: AttentionWeights, _ now: AttentionWeights) -> Bool {
    then.site == now.site && then.heads == now.heads && then.map.queries == now.map.queries
      && then.map.keys == now.map.keys
  }
}
