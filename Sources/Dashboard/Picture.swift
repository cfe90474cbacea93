import Screens
import Snapshots
import Subjects
import Tensors

/// The attention that the map draws, read out of a state.
struct Picture: Hashable {
  /// Which head is drawn.
  var name: HeadName
  /// Who asks and who is asked.
  var kind: AttentionWeights.Kind
  /// The layer, counted from 0; 0 where the model does not count.
  var layer: Int
  /// The number of heads of the site.
  var heads: Int
  /// The largest weight that can occur, where the mechanism has one.
  var cap: Float?
  /// The scores before softmax of the only row; empty where they are not known.
  var scores: [Float]
  /// The training step.
  var step: Int
  /// The input and what was written.
  var reading: Reading
  /// Labels of the rows.
  var queries: [String]
  /// Labels of the columns.
  var keys: [String]
  /// The weights, row by row.
  var weights: [Float]

  /// What the reading says about each query; empty where it says nothing about these.
  private var said: [Written] = []

  /// The attention of one head of `snapshot`; nil where there is none.
  ///
  /// A site that the snapshot does not have, or none, is the first that the lesson expects
  /// something of.
  init?(_ snapshot: Snapshot, site: Site? = nil, head: Int) {
    let sites = snapshot.attention
    guard
      let attention = sites.first(where: { $0.site == site })
        ?? sites.first(where: \.carriesPattern) ?? sites.first
    else { return nil }
    var weights = attention.weights
    var head = head
    heads = attention.heads
    if weights.shape.contains(.head) {
      guard heads > 0 else { return nil }
      head = head.clamped(to: 0...(heads - 1))
      weights = weights.at(head, of: .head)
    } else {
      head = 0
    }
    guard weights.shape.contains(.query), weights.shape.contains(.key), weights.shape.rank == 2
    else { return nil }
    name = HeadName(site: attention.site, head: head)
    kind = attention.kind
    layer = attention.layer ?? 0
    cap = attention.cap
    scores = attention.scores
    step = snapshot.step
    reading = snapshot.reading
    queries = attention.queries.map(label)
    keys = attention.keys.map(label)
    self.weights = weights.permuted(to: [.query, .key]).elements
    guard !queries.isEmpty, !keys.isEmpty else { return nil }
    said = Self.said(by: reading, about: attention, isOnlyHead: sites.count == 1 && heads == 1)
      .enumerated().map { place, written in
        guard isJudgedHere(written, attention, sites) else { return written }
        var written = written
        written.isOnTarget = brightest(place).flatMap { expected(written)?.contains($0) }
        return written
      }
  }

  /// The head whose weights are the mean over all heads of `site`; nil where there are none.
  static func mean(of snapshot: Snapshot, site: Site, without off: Set<Int> = []) -> Picture? {
    guard let any = Picture(snapshot, site: site, head: 0), any.name.site == site else {
      return nil
    }
    let on = (0..<any.heads).filter { !off.contains($0) }
    // Where none takes part there is still something to see.
    let heads = on.isEmpty ? Array(0..<any.heads) : on
    guard var mean = Picture(snapshot, site: site, head: heads[0]) else { return nil }
    for head in heads.dropFirst() {
      guard let other = Picture(snapshot, site: site, head: head) else { continue }
      for place in mean.weights.indices { mean.weights[place] += other.weights[place] }
    }
    for place in mean.weights.indices { mean.weights[place] /= Float(heads.count) }
    return mean
  }

  /// What was written belongs to the rows of attention over the output: as many, and not of an
  /// encoder that asks itself.
  private static func said(
    by reading: Reading, about attention: AttentionWeights, isOnlyHead: Bool
  ) -> [Written] {
    if isOnlyHead { return reading.written }
    guard attention.kind != .selfAttention, attention.queries.count == reading.written.count
    else { return [] }
    guard !attention.carriesPattern else { return reading.written }
    return reading.written.map { written in
      var written = written
      (written.expectation, written.isOnTarget) = (nil, nil)
      return written
    }
  }

  /// Of several heads each is judged by where it looks itself.
  private func isJudgedHere(
    _ written: Written, _ attention: AttentionWeights, _ sites: [AttentionWeights]
  ) -> Bool {
    guard case .keys = written.expectation else { return false }
    return sites.count > 1 || attention.heads > 1
  }

  /// One weight.
  subscript(query: Int, key: Int) -> Float { weights[query * keys.count + key] }

  /// The weights of one query.
  func row(_ query: Int) -> ArraySlice<Float> {
    weights[(query * keys.count)..<((query + 1) * keys.count)]
  }

  /// Where one query looks most; nil where nothing is a number.
  func brightest(_ query: Int, without hidden: Set<Int> = []) -> Int? {
    (0..<keys.count).filter { !self[query, $0].isNaN && !hidden.contains($0) }
      .max { self[query, $0] < self[query, $1] }
  }

  /// The largest weight of a row that has a choice, outside of `hidden` columns.
  func strongest(_ hidden: Set<Int>) -> Heatmap.Index? {
    var best: Heatmap.Index?
    for query in queries.indices where allowed(query) > 1 {
      for key in keys.indices where !hidden.contains(key) && !self[query, key].isNaN {
        guard let most = best else {
          best = Heatmap.Index(row: query, column: key)
          continue
        }
        if self[query, key] > self[most.row, most.column] {
          best = Heatmap.Index(row: query, column: key)
        }
      }
    }
    return best
  }

  /// The mean weight that `key` gets from all queries that may look at it.
  func columnMean(_ key: Int) -> Float {
    let asking = (kind == .causal ? min(key, queries.count - 1) : 0)..<queries.count
    return asking.reduce(0) { $0 + self[$1, key] } / Float(asking.count)
  }

  /// The number of keys that `query` may look at.
  func allowed(_ query: Int) -> Int {
    kind == .causal ? min(query + 1, keys.count) : keys.count
  }

  /// The number of keys that every query may look at; nil where some may look at fewer.
  var fewestKeys: Int? { kind == .causal ? nil : keys.count }

  /// Everything that was written for these queries.
  var written: [Written] { said }

  /// What was written at `query`, where the reading goes that far.
  func written(_ query: Int) -> Written? { query < said.count ? said[query] : nil }

  /// The keys that `query` should look at; nil where nothing is known or the row is free.
  func expected(_ query: Int) -> Set<Int>? { written(query).flatMap { expected($0) } }

  private func expected(_ written: Written) -> Set<Int>? {
    guard case .keys(let keys) = written.expectation, !keys.isEmpty else { return nil }
    return keys.filter { $0 < self.keys.count }
  }

  /// Every place that carries a dot.
  var marks: Set<Heatmap.Index> {
    var marks: Set<Heatmap.Index> = []
    for query in queries.indices {
      for key in expected(query) ?? [] { marks.insert(Heatmap.Index(row: query, column: key)) }
    }
    return marks
  }

  /// Where the crosshair stands before anybody moved it.
  ///
  /// It depends on the input alone, so it does not jump while the model learns: the first query
  /// that must translate, since the key it should look at reads otherwise; else the first that
  /// should look anywhere.
  var home: Heatmap.Index {
    let target = (reading.target ?? reading.text).map(String.init)
    var first: Heatmap.Index?
    for query in queries.indices {
      guard let keys = expected(query)?.sorted(), let least = keys.first else { continue }
      // What is read in an image is wide: its middle.
      let key = image == nil ? least : keys[keys.count / 2]
      let index = Heatmap.Index(row: query, column: key)
      let wanted = query < target.count ? target[query] : queries[query]
      if expected(query)?.allSatisfy({ self.keys[$0] != label(wanted) }) == true { return index }
      first = first ?? index
    }
    if let first { return first }
    // The first row of causal attention has no choice, the last has all.
    return kind == .causal
      ? Heatmap.Index(row: queries.count - 1, column: max(0, keys.count - 2))
      : Heatmap.Index(row: 0, column: 0)
  }

  /// The word that `key` is a part of, where it is more than the key itself.
  func word(around key: Int) -> String? {
    var first = key
    var last = key
    while first > 0, keys[first - 1] != "␣" { first -= 1 }
    while last + 1 < keys.count, keys[last + 1] != "␣" { last += 1 }
    guard first < last, keys[key] != "␣", last - first < 16 else { return nil }
    let isCharacters = keys[first...last].allSatisfy { $0.count == 1 }
    return isCharacters ? keys[first...last].joined() : nil
  }
}

/// A token as a label: a blank is visible, and emoji that differ are told apart.
func label(_ token: String) -> String {
  guard !token.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x20 }) || token.isEmpty else { return token }
  return token.isEmpty ? "∅" : token.map { $0 == " " ? "␣" : spelledApart($0) }.joined()
}

/// An emoji of several parts in what a terminal can show of it: 👍🏽 as 👍₃, 👩‍🚀 as 👩+🚀.
///
/// In a cell most terminals keep the first part alone, and all that differ behind it would look alike.
private func spelledApart(_ character: Character) -> String {
  let scalars = character.unicodeScalars
  guard scalars.count > 1, let first = scalars.first, first.properties.isEmoji else {
    return String(character)
  }
  var text = ""
  for scalar in scalars {
    switch scalar.value {
    case 0x200D: text += "+"
    // The five colours of skin, from light to dark.
    case 0x1F3FB...0x1F3FF: text += ["₁", "₂", "₃", "₄", "₅"][Int(scalar.value) - 0x1F3FB]
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text
}

extension State {
  /// Which picture a difference is taken from.
  enum Other: Hashable, Sendable {
    case pinned, whole, stepBefore
  }

  /// The picture that a difference is taken from.
  var other: (snapshot: Snapshot, kind: Other)? {
    if let pin = sighting.pin { return (pin, .pinned) }
    if let whole { return (whole, .whole) }
    guard let snapshot else { return nil }
    // The step before is the one that is known before, whatever its number.
    guard let step, let known = timeline?.known, let last = known.moved(from: step, by: -1),
      last < step
    else { return nil }
    let before = sighting.recent.last {
      $0.step == last && $0.reading.source == snapshot.reading.source
    }
    return before.map { ($0, .stepBefore) }
  }

  /// The picture that the map is drawn as the difference to; nil while weights are drawn.
  var otherPicture: Picture? {
    guard company.look.showsDifference, let picture, let other,
      let earlier = Picture(other.snapshot, site: picture.name.site, head: head),
      earlier.keys == picture.keys
    else { return nil }
    return earlier
  }

  /// Where the crosshair stands, within the picture.
  var crosshair: Heatmap.Index? {
    guard let picture else { return nil }
    guard company.look.isCrosshairPlaced else { return picture.home }
    return Heatmap.Index(
      row: company.look.query.clamped(to: 0...(picture.queries.count - 1)),
      column: company.look.key.clamped(to: 0...(picture.keys.count - 1)))
  }

  /// What the map draws.
  func heatmap(_ picture: Picture) -> Heatmap {
    guard let earlier = otherPicture else {
      var heatmap = Heatmap(
        rows: picture.queries.count, columns: picture.keys.count, values: picture.weights,
        meaning: meaning, marks: picture.marks)
      heatmap.hiddenColumns = hiddenKeys
      if picture.kind == .causal { heatmap.possible = picture.queries.indices.map(picture.allowed) }
      return heatmap
    }
    // A row that only one of the two wrote has no difference.
    let differences = picture.weights.indices.map { place in
      place < earlier.weights.count ? picture.weights[place] - earlier.weights[place] : 0
    }
    let most = differences.map(abs).filter { !$0.isNaN }.max() ?? 0
    return Heatmap(
      rows: picture.queries.count, columns: picture.keys.count, values: differences,
      meaning: .differences(most: most), marks: picture.marks)
  }
}
