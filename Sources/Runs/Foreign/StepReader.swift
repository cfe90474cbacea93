import JSON
import Snapshots
import TensorFiles
import Tensors

/// Makes a picture of one step out of a file of another program.
///
/// A map of a few megabytes is read whole; of a larger one the summary of each head, a band of rows
/// after the other, and then the parts that somebody looks at.
struct StepReader {
  /// The most weights of a site that are read whole.
  static let mostWhole = 1 << 21
  /// The weights that are read in one go of a larger one.
  private static let band = 1 << 20

  let file: SnapshotFile
  let place: Int
  let probe: String?
  /// What is strange about the numbers.
  private(set) var faults: [RunFault] = []

  /// A reader of what `file` has of its step at `place` for one probe.
  init(_ file: SnapshotFile, at place: Int, probe: String?) {
    (self.file, self.place, self.probe) = (file, place, probe)
  }

  private var step: Int { file.steps[place] }

  /// Whether all of its maps together are small enough to be measured along the way.
  var isSmall: Bool {
    file.weights.filter { $0.probe == probe }
      .reduce(0) { $0 + $1.stored.count / max(1, $1.length(.step)) } <= 4 * Self.mostWhole
  }

  /// The picture, with a summary of every head.
  mutating func snapshot() throws(RunFault) -> Snapshot {
    var attention: [AttentionWeights] = []
    for own in file.weights where own.probe == probe {
      let reader = WeightReader(file, own, at: place)
      for layer in 0..<own.length(.layer) {
        attention.append(try weights(own, reader, layer))
      }
    }
    // Layers that count stand in their order, whatever the order of names is.
    let order = attention.indices.sorted {
      let (a, b) = (attention[$0], attention[$1])
      guard a.site.stack == b.site.stack else { return $0 < $1 }
      return (a.layer ?? 0, $0) < (b.layer ?? 0, $1)
    }
    return Snapshot(step: step, reading: reading(attention), attention: order.map { attention[$0] })
      .summarized()
  }

  /// Looks at all numbers, for what is strange about them.
  mutating func check() throws(RunFault) {
    for own in file.weights where own.probe == probe {
      let reader = WeightReader(file, own, at: place)
      let keys = reader.keys.count
      for layer in 0..<own.length(.layer) {
        for head in 0..<own.length(.head) {
          try forEachBand(reader, layer, head) { reader, rows, first in
            reader.check(&rows, own, own.site(layer: layer), head, keys, from: first)
          }
        }
      }
    }
  }

  /// Calls `body` with some rows after the others, and with the place of the first.
  private mutating func forEachBand(
    _ reader: WeightReader, _ layer: Int, _ head: Int,
    _ body: (inout StepReader, inout [Float], Int) -> Void
  ) throws(RunFault) {
    let count = max(1, Self.band / max(1, reader.keys.count))
    var first = 0
    while first < reader.queries.count {
      let end = min(reader.queries.count, first + count)
      var rows = try reader.rows(first..<end, layer: layer, head: head)
      body(&self, &rows, first)
      first = end
    }
  }

  /// A part of a map.
  func tile(_ request: TileRequest) throws(RunFault) -> AttentionMap.Tile? {
    for own in file.weights where own.probe == probe {
      for layer in 0..<own.length(.layer) where own.site(layer: layer) == request.site {
        let reader = WeightReader(file, own, at: place)
        let queries = request.queries.clamped(to: 0..<reader.queries.count)
        let keys = request.keys.clamped(to: 0..<reader.keys.count)
        guard request.head < own.length(.head), !queries.isEmpty, !keys.isEmpty else { return nil }
        let rows = try reader.rows(queries, layer: layer, head: request.head)
        var numbers: [Float] = []
        numbers.reserveCapacity(queries.count * keys.count)
        for row in 0..<queries.count {
          numbers +=
            rows[(row * reader.keys.count)...][
              (row * reader.keys.count + keys.lowerBound)..<(row * reader.keys.count
                + keys.upperBound)]
        }
        Self.clearRowsWithoutNumbers(&numbers, keys.count)
        return AttentionMap.Tile(head: request.head, queries: queries, keys: keys, numbers: numbers)
      }
    }
    return nil
  }

  // MARK: One site

  private mutating func weights(
    _ own: StoredWeights, _ reader: WeightReader, _ layer: Int
  ) throws(RunFault) -> AttentionWeights {
    let site = own.site(layer: layer)
    let queries = labels(.query, own, reader.queries)
    let keys = labels(.key, own, reader.keys)
    let heads = own.length(.head)
    let size = reader.queries.count * reader.keys.count
    let isWhole = heads * size <= Self.mostWhole
    var kind = own.kind ?? Self.kind(site, own, queries, keys)
    if kind.isOneSequence, reader.queries.count != reader.keys.count { kind = .cross }
    var maps: [[Float]] = []
    if isWhole {
      for head in 0..<heads {
        var map = try reader.rows(0..<reader.queries.count, layer: layer, head: head)
        check(&map, own, site, head, reader.keys.count)
        maps.append(map)
      }
      if own.kind == nil { kind = Self.told(kind, by: maps, reader.keys.count) }
    }
    var weights = AttentionWeights(
      site: site,
      map: isWhole
        ? Self.map(maps, reader, hasHeads: own.sides.contains(.head))
        : AttentionMap(queries: reader.queries.count, keys: reader.keys.count, summaries: []),
      queries: queries, keys: keys, kind: kind, layer: own.sides.contains(.layer) ? layer : nil,
      specials: Self.specials(keys), carriesPattern: false)
    weights.isOpen = own.rows == .open
    weights.grid = own.grid
    if !isWhole { weights.map = try summaries(own, reader, layer, like: weights) }
    return weights
  }

  private static func map(
    _ maps: [[Float]], _ reader: WeightReader, hasHeads: Bool
  ) -> AttentionMap {
    let (queries, keys) = (reader.queries.count, reader.keys.count)
    return AttentionMap(
      hasHeads
        ? Tensor([.head: maps.count, .query: queries, .key: keys], maps.flatMap(\.self))
        : Tensor([.query: queries, .key: keys], maps.flatMap(\.self)))
  }

  /// The summaries of a map that is too large to be whole in memory.
  private mutating func summaries(
    _ own: StoredWeights, _ reader: WeightReader, _ layer: Int, like weights: AttentionWeights
  ) throws(RunFault) -> AttentionMap {
    let (queries, keys) = (reader.queries.count, reader.keys.count)
    let candidates = weights.sinkCandidates
    var summaries: [HeadSummary] = []
    for head in 0..<own.length(.head) {
      var builder = SummaryBuilder(
        labels: weights.queries, keys: keys, kind: weights.kind, candidates: candidates)
      try forEachBand(reader, layer, head) { copy, rows, first in
        copy.check(&rows, own, weights.site, head, keys, from: first)
        for row in 0..<(rows.count / max(1, keys)) {
          builder.add(rows.span.extracting((row * keys)..<((row + 1) * keys)))
        }
      }
      summaries.append(builder.summary())
    }
    return AttentionMap(
      queries: queries, keys: keys, summaries: summaries, hasHeads: own.sides.contains(.head))
  }

  // MARK: Numbers

  /// Notes what is strange about some rows, and empties those in which nothing was attended to.
  private mutating func check(
    _ rows: inout [Float], _ own: StoredWeights, _ site: Site, _ head: Int, _ keys: Int,
    from first: Int = 0
  ) {
    guard keys > 0 else { return }
    let slack = 1e-2 + (own.scale.map { $0 / 2 * Float(keys) } ?? 0)
    var (empty, broken, blank) = (0, 0, 0)
    var off: (row: Int, sum: Float)?
    for row in 0..<(rows.count / keys) {
      let numbers = rows[(row * keys)..<((row + 1) * keys)]
      var sum: Float = 0
      var notNumbers = 0
      var least: Float = 0
      for number in numbers {
        if number.isFinite { sum += number } else { notNumbers += 1 }
        least = min(least, number)
      }
      if notNumbers == keys { empty += 1 } else if notNumbers > 0 { broken += 1 }
      if notNumbers == 0, sum == 0, least == 0 { blank += 1 }
      guard notNumbers == 0, off == nil else { continue }
      let isOff = own.rows == .open ? sum > 1 + slack : abs(sum - 1) > slack && sum != 0
      if isOff || least < -slack { off = (first + row, sum) }
    }
    let count = rows.count / keys
    // An infinity is no weight either.
    if broken > 0 { for place in rows.indices where rows[place].isInfinite { rows[place] = .nan } }
    if empty < count || first > 0 { Self.clearRowsWithoutNumbers(&rows, keys) }
    let place = "step \(step), \(legible(site.name, limit: 80)), head \(head)"
    if broken > 0 || empty == count {
      note(own, "\(place): not a number", "finite")
    }
    if blank == count, off == nil {
      note(own, "\(place): all weights are 0, so nothing is attended to", "sum")
    }
    if let off {
      let name = legible(own.stored.name, limit: 80)
      let isOpen = own.rows == .open
      let advice =
        isOpen
        ? "more than all of the mass lies on keys"
        : keys < own.length(.key)
          ? "the rest lies on keys whose label is null, which are padding: is a mask missing?"
          : "say rows.\(name) = open where some of the mass is on no key"
      note(
        own,
        "\(place), query \(off.row + 1): expected weights that sum to "
          + "\(isOpen ? "at most " : "")1, found \(off.sum); "
          + advice, "sum")
    }
  }

  private mutating func note(_ own: StoredWeights, _ what: String, _ field: String) {
    guard !faults.contains(where: { $0.tensor == own.stored.name && $0.field == field }) else {
      return
    }
    var fault = RunFault(file.file.runPath, tensor: own.stored.name, field: field, what, .strange)
    fault.step = step
    faults.append(fault)
  }

  /// Rows of nothing but NaN are rows in which nothing could be attended to, where others have numbers.
  private static func clearRowsWithoutNumbers(_ rows: inout [Float], _ keys: Int) {
    guard keys > 0, rows.contains(where: \.isFinite) else { return }
    for row in 0..<(rows.count / keys) {
      let places = (row * keys)..<((row + 1) * keys)
      if rows[places].allSatisfy(\.isNaN) { for place in places { rows[place] = 0 } }
    }
  }

  // MARK: Words

  private func labels(
    _ side: StoredWeights.Side, _ own: StoredWeights, _ kept: [Int]
  ) -> Labels {
    guard let labels = file.labels(side, of: own, at: place) else { return .numbered(kept.count) }
    let markers = file.markers(of: own, at: place) ?? TokenMarkers(guessing: labels)
    return Labels(
      kept.map { place in
        let label = labels[place] ?? ""
        return markers?.readable(label) ?? label
      })
  }

  private static func kind(
    _ site: Site, _ own: StoredWeights, _ queries: Labels, _ keys: Labels
  ) -> AttentionWeights.Kind {
    guard own.sides.contains(.query) else { return .pooling }
    let isSquare = queries.count == keys.count && Array(queries) == Array(keys)
    return AttentionWeights.Kind(naming: site, isOneSequence: isSquare)
  }

  /// What the weights say where only a name did: attention that nowhere looks ahead is causal.
  private static func told(
    _ kind: AttentionWeights.Kind, by maps: [[Float]], _ keys: Int
  ) -> AttentionWeights.Kind {
    guard kind.isOneSequence, keys > 2 else { return kind }
    let looksAhead = maps.contains { map in
      (0..<keys).contains { query in
        map[(query * keys)..<((query + 1) * keys)].dropFirst(query + 1).contains { $0 != 0 }
      }
    }
    return looksAhead ? .selfAttention : .causal
  }

  /// Keys that are no text but marks of the format.
  private static func specials(_ keys: Labels) -> Set<Int> {
    Set(keys.indices.filter { isSpecial(keys[$0]) })
  }

  private static func isSpecial(_ label: String) -> Bool {
    let known = ["CLS", "SEP", "PAD", "UNK", "MASK", "BOS", "EOS"]
    if label.hasPrefix("["), label.hasSuffix("]") {
      return known.contains(String(label.dropFirst().dropLast()))
    }
    if label.hasPrefix("<|"), label.hasSuffix("|>") { return label.count > 4 }
    return ["<s>", "</s>", "<pad>", "<unk>", "<bos>", "<eos>", "<mask>", "<cls>", "<sep>"].contains(
      label)
  }

  private func reading(_ attention: [AttentionWeights]) -> Reading {
    let own = file.weights.first { $0.probe == probe }
    func text(_ key: String) -> String? { own.flatMap { file.text(key, of: $0, at: place) } }
    // Where nobody said what was read, the tokens say it.
    let labels = attention.first?.keys
    let tokens = labels.map { labels in
      if case .tokens = labels {
        Array(labels).joined(separator: labels.allSatisfy { $0.count == 1 } ? "" : " ")
      } else {
        ""
      }
    }
    return Reading(
      source: text("text") ?? tokens ?? "", target: text("expected"), targetTokens: [],
      text: text("written") ?? "", written: [])
  }
}
