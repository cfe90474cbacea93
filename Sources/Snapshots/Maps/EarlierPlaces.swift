/// For each position the earlier ones that hold the same token, in order.
struct EarlierPlaces {
  private var lists: [[Int32]] = []
  private var list: [Int] = []
  private var count: [Int] = []

  /// Nothing came before, wherever one asks.
  init() {}

  /// The places of `labels`; none where it is not known what stands there, or nobody asks.
  init(_ labels: Labels, _ kind: AttentionWeights.Kind) {
    self.init(kind.isOneSequence ? labels.symbols ?? [] : [])
  }

  init<Symbol: Hashable>(_ symbols: [Symbol]) {
    var known: [Symbol: Int] = [:]
    for (place, symbol) in symbols.enumerated() {
      let own = known[symbol] ?? lists.count
      if own == lists.count {
        known[symbol] = own
        lists.append([])
      }
      list.append(own)
      count.append(lists[own].count)
      lists[own].append(Int32(place))
    }
  }

  subscript(place: Int) -> ArraySlice<Int32> {
    place < list.count ? lists[list[place]].prefix(count[place]) : []
  }
}
