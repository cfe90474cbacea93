extension BytePairEncoding {
  /// A pair that may merge.
  private struct Candidate {
    /// Rank and place, in the order in which pairs merge.
    var order: UInt64
    /// The id of the merged token.
    var id: Int

    var place: Int { Int(order & 0xffff_ffff) }
  }

  /// Merges neighbours until no pair is left: a heap of pairs over a linked list, so a piece of n
  /// scalars takes n log n.
  func merge(_ symbols: inout [Symbol], _ bytes: [UInt8], _ origin: Int) {
    guard symbols.count > 1 else { return }
    var heap: [Candidate] = []
    for place in 0..<(symbols.count - 1) {
      if let candidate = candidate(symbols, place, bytes, origin) { heap.append(candidate) }
    }
    for place in (0..<(heap.count / 2)).reversed() { Self.sink(&heap, place) }
    while let top = heap.first {
      let last = heap.removeLast()
      if !heap.isEmpty {
        heap[0] = last
        Self.sink(&heap, 0)
      }
      let place = top.place
      let next = symbols[place].next
      // The pair may have changed since it was found.
      guard symbols[place].length > 0, next < symbols.count,
        merged(symbols[place], symbols[next], bytes, origin)?.id == top.id
      else { continue }
      symbols[place].id = top.id
      symbols[place].length += symbols[next].length
      symbols[place].next = symbols[next].next
      symbols[next].length = 0
      if symbols[place].next < symbols.count { symbols[symbols[place].next].previous = place }
      let previous = symbols[place].previous
      if previous >= 0, let candidate = candidate(symbols, previous, bytes, origin) {
        Self.push(&heap, candidate)
      }
      if let candidate = candidate(symbols, place, bytes, origin) { Self.push(&heap, candidate) }
    }
  }

  private func candidate(
    _ symbols: [Symbol], _ place: Int, _ bytes: [UInt8], _ origin: Int
  ) -> Candidate? {
    let next = symbols[place].next
    guard next < symbols.count,
      let merged = merged(symbols[place], symbols[next], bytes, origin)
    else { return nil }
    return Candidate(
      order: UInt64(merged.rank) << 32 | UInt64(UInt32(truncatingIfNeeded: place)), id: merged.id)
  }

  private func merged(
    _ left: Symbol, _ right: Symbol, _ bytes: [UInt8], _ origin: Int
  ) -> (rank: UInt32, id: Int)? {
    switch merges {
    case .table(let table): return table.merge(left.id, right.id)
    case .byScores(let ranks):
      let start = origin + left.start
      guard let entry = table.find(bytes, start..<(start + left.length + right.length)) else {
        return nil
      }
      return (ranks[entry], table.id(entry: entry))
    }
  }

  private static func push(_ heap: inout [Candidate], _ candidate: Candidate) {
    heap.append(candidate)
    var place = heap.count - 1
    while place > 0, heap[place].order < heap[(place - 1) / 2].order {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private static func sink(_ heap: inout [Candidate], _ start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < heap.count && heap[child].order < heap[least].order {
        least = child
      }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
