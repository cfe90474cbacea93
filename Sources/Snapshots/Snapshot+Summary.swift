extension Snapshot {
  /// A key is a sink from this share of all mass on, and only at twice its even share.
  static let leastSinkMass: Float = 0.3

  /// Sites of layers that attend in the same way: their maps stand side by side.
  public struct Stack: Hashable, Sendable {
    /// The path of the sites without their numbers.
    public var path: String
    /// Who asks and who is asked.
    public var kind: AttentionWeights.Kind
    /// The places of the sites in the snapshot.
    public var sites: [Int]
  }

  /// The stacks of all sites that have anything to draw, in the order of these.
  public var stacks: [Stack] {
    var stacks: [Stack] = []
    for (place, own) in attention.enumerated() where !own.map.isEmpty {
      let path = own.site.stack
      if let known = stacks.firstIndex(where: { $0.path == path && $0.kind == own.kind }) {
        stacks[known].sites.append(place)
      } else {
        stacks.append(Stack(path: path, kind: own.kind, sites: [place]))
      }
    }
    return stacks
  }

  /// Whether everything is known that a screen says of whole maps.
  public var isSummarized: Bool { attention.allSatisfy(\.map.isSummarized) }

  /// The same with a summary of every head, and with the sinks of each stack.
  ///
  /// It passes over all weights once, so it belongs on the thread that has them; a screen reads what
  /// comes of it. Which keys are sinks only a whole stack can tell.
  public func summarized() -> Snapshot {
    guard !isSummarized else { return self }
    var snapshot = self
    for stack in stacks { snapshot.summarize(stack) }
    return snapshot
  }

  private mutating func summarize(_ stack: Stack) {
    let candidates = attention[stack.sites[0]].sinkCandidates
    for place in stack.sites {
      let own = attention[place]
      attention[place].map.summarize(own.queries, own.kind, candidates: candidates)
    }
    let sinks = sinks(of: stack, candidates)
    for place in stack.sites { attention[place].map.settle(sinks) }
  }

  /// The keys that are sinks, with their shares of the mass of all rows that have a choice.
  private func sinks(of stack: Stack, _ candidates: Set<Int>) -> [AttentionMap.Sink] {
    let maps = stack.sites.map { attention[$0].map }
    let keys = maps[0].keys
    guard !candidates.isEmpty, maps.allSatisfy({ $0.keys == keys }) else { return [] }
    let first = stack.kind.isOneSequence ? 1 : 0
    var even: Float = 0
    var rows: Float = 0
    for map in maps {
      for query in stride(from: first, to: map.queries, by: 1) {
        rows += Float(map.heads)
        even += Float(map.heads) / Float(stack.kind.allowed(query, of: keys))
      }
    }
    guard rows > 0 else { return [] }
    return candidates.sorted().compactMap { key in
      // By query and then by head: the order of the sum is a part of it.
      var sum: Float = 0
      for map in maps {
        let columns = map.summaries.compactMap { summary in
          summary.columns.first { $0.key == key }?.weights
        }
        guard columns.count == map.heads else { return nil }
        for query in stride(from: first, to: map.queries, by: 1) {
          for column in columns { sum += column[query] }
        }
      }
      let mass = sum / rows
      return mass > Self.leastSinkMass && mass > 2 * even / rows
        ? AttentionMap.Sink(key: key, mass: mass) : nil
    }
  }
}

extension Snapshot {
  /// The same with a tile that was asked for; one of a site that is not there changes nothing.
  public mutating func add(_ tile: AttentionMap.Tile, at site: Site) {
    for place in attention.indices where attention[place].site == site {
      attention[place].map.add(tile)
    }
  }
}
