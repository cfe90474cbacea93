import Screens
import Snapshots
import Tensors

/// The operations as the list shows them, and what stands under the cursor.
struct AnatomyPage {
  /// A line of the list.
  struct Entry: Hashable {
    var line: AnatomyLook.Line
    /// How many groups it stands in.
    var depth: Int
    /// Which operation of its group it is, from 1; for a group how many it holds.
    var number: Int
  }

  let state: State
  let diagram: Diagram
  let entries: [Entry]
  /// Which entry is under the cursor.
  let selected: Int
  /// The attention of each operation that makes weights, in the order of the snapshot.
  let sites: [Int: AttentionWeights]
  /// The operation that makes the selected weights; nil without attention.
  let weights: Int?

  /// The page of a state; nil while no diagram has come.
  init?(_ state: State) {
    guard let snapshot = state.snapshot, var diagram = snapshot.diagram,
      !diagram.operations.isEmpty
    else { return nil }
    diagram.placeChanges()
    self.state = state
    self.diagram = diagram
    sites = Self.sites(of: snapshot, diagram)
    let name = state.picture?.name.site
    let weights =
      sites.filter { $0.value.site == name }.keys.min()
      ?? diagram.operations.firstIndex { $0.meaning == .weights }
    self.weights = weights
    let open = weights.map { diagram.operations[$0].group } ?? []
    var entries: [Entry] = []
    Self.list([], of: diagram, open, state.anatomy.toggled, &entries)
    self.entries = entries
    let line = state.anatomy.line ?? Self.home(diagram, weights)
    selected = entries.firstIndex { $0.line == line } ?? 0
  }

  /// The operation under the cursor; nil on a group.
  var operation: Int? {
    guard case .operation(let operation) = entries[selected].line else { return nil }
    return operation
  }

  /// The groups that hold `operation`, the widest first.
  func groups(around operation: Int) -> [[String]] {
    let group = diagram.operations[operation].group
    return group.indices.map { Array(group[...$0]) }
  }

  /// Whether the operations of a group are in the list.
  func isOpen(_ group: [String]) -> Bool {
    let own = weights.map { diagram.operations[$0].group } ?? []
    return own.starts(with: group) != state.anatomy.toggled.contains(group)
  }

  private static func list(
    _ path: [String], of diagram: Diagram, _ own: [String], _ toggled: Set<[String]>,
    _ entries: inout [Entry]
  ) {
    var seen: Set<String> = []
    var number = 0
    // What reads comes first, then attention, then what writes, though some of that is played before.
    let known = [Diagram.encoder, Diagram.attention, Diagram.decoder]
    let places = diagram.operations.indices.filter {
      diagram.operations[$0].group.starts(with: path)
    }
    let sorted =
      !path.isEmpty
      ? places
      : places.sorted { a, b in
        func rank(_ place: Int) -> Int {
          let group = diagram.operations[place].group.first
          return group.flatMap { known.firstIndex(of: $0) } ?? known.count
        }
        return (rank(a), a) < (rank(b), b)
      }
    for place in sorted {
      let operation = diagram.operations[place]
      guard operation.group.count > path.count else {
        number += 1
        entries.append(Entry(line: .operation(place), depth: path.count, number: number))
        continue
      }
      let group = path + [operation.group[path.count]]
      guard seen.insert(operation.group[path.count]).inserted else { continue }
      let count = diagram.operations.count { $0.group.starts(with: group) }
      entries.append(Entry(line: .group(group), depth: path.count, number: count))
      if own.starts(with: group) != toggled.contains(group) {
        list(group, of: diagram, own, toggled, &entries)
      }
    }
  }

  /// The score that the selected weights are made of, or the weights.
  private static func home(_ diagram: Diagram, _ weights: Int?) -> AnatomyLook.Line? {
    guard let weights else { return nil }
    let group = diagram.operations[weights].group
    let score = diagram.operations.indices.last { place in
      place < weights && diagram.operations[place].group == group
        && diagram.operations[place].meaning == .score
    }
    return .operation(score ?? weights)
  }

  /// Which operation made which attention: its name tells, else its place.
  private static func sites(of snapshot: Snapshot, _ diagram: Diagram) -> [Int: AttentionWeights] {
    var left = diagram.operations.indices.filter { diagram.operations[$0].meaning == .weights }
    var sites: [Int: AttentionWeights] = [:]
    for attention in snapshot.attention {
      func name(_ place: Int) -> String { diagram.values[diagram.operations[place].output].name }
      let named = left.first { name($0) == attention.value }
      let inside = left.first { name($0).hasPrefix(attention.site.name + ".") }
      guard let found = named ?? inside ?? left.first else { break }
      sites[found] = attention
      left.removeAll { $0 == found }
    }
    return sites
  }
}

// MARK: - Axes and places

extension AnatomyPage {
  /// The attention that stands nearest to an operation, the selected one of several.
  func attention(near operation: Int) -> AttentionWeights? {
    let group = diagram.operations[operation].group
    func common(_ other: Int) -> Int {
      zip(group, diagram.operations[other].group).prefix { $0 == $1 }.count
    }
    let nearest = sites.keys.sorted().max { a, b in
      let (left, right) = (common(a), common(b))
      return left == right ? a != weights && b == weights : left < right
    }
    return nearest.flatMap { sites[$0] }
  }

  /// Whether an operation belongs to the sequence that asks in the selected attention.
  ///
  /// An encoder's own positions go along what a decoder looks at.
  func isAsking(_ operation: Int) -> Bool {
    guard let weights else { return true }
    func isEncoder(_ place: Int) -> Bool {
      diagram.operations[place].group.first == Diagram.encoder
    }
    return isEncoder(operation) == isEncoder(weights)
  }

  /// Whether one position of `axis` is drawn and not all.
  func isSliced(_ axis: Axis, of shape: Shape, in operation: Int) -> Bool {
    switch axis {
    case .head: true
    case .query: isAsking(operation) || shape.contains(.key)
    default: false
    }
  }

  /// The axis whose positions stand side by side under their tokens; nil for a vector.
  func positions(of shape: Shape, in operation: Int) -> Axis? {
    if shape.contains(.key) { return .key }
    return shape.contains(.query) && !isSliced(.query, of: shape, in: operation) ? .query : nil
  }

  /// Where the cursor stands along an axis that all screens share; nil for one of the anatomy's own.
  func shared(_ axis: Axis, length: Int, in operation: Int) -> Int? {
    let crosshair = state.crosshair
    let keys = state.picture?.keys.count
    let queries = state.picture?.queries.count
    switch axis {
    case .head: return state.head.clamped(to: 0...max(0, length - 1))
    case .query where isAsking(operation):
      return length == queries ? crosshair?.row : nil
    case .query, .key: return length == keys ? crosshair?.column : nil
    default: return nil
    }
  }

  /// The cursor's place along every axis of what an operation writes.
  ///
  /// Where nobody placed it, it stands at the number of largest magnitude.
  func places(in operation: Int) -> [Axis: Int] {
    let numbers = diagram.values[diagram.operations[operation].output].numbers
    var places: [Axis: Int] = [:]
    var free: [Axis] = []
    for (axis, length) in zip(numbers.shape.axes, numbers.shape.lengths) {
      if let shared = shared(axis, length: length, in: operation) {
        places[axis] = shared
      } else if let own = state.anatomy.places[axis], own < length {
        places[axis] = own
      } else if axis == .query || axis == .key {
        places[axis] = 0
      } else {
        free.append(axis)
      }
    }
    for axis in free {
      let stride = numbers.shape.stride(of: axis)
      let base = cell(places, of: numbers.shape)
      let length = numbers.shape[axis] ?? 1
      places[axis] =
        (0..<length).max {
          abs(numbers.elements[base + $0 * stride]) < abs(numbers.elements[base + $1 * stride])
        } ?? 0
    }
    return places
  }

  /// The element at `places`; an axis that is not there counts as 0.
  func cell(_ places: [Axis: Int], of shape: Shape) -> Int {
    zip(shape.axes, shape.lengths).reduce(0) { cell, axis in
      cell * axis.1 + (places[axis.0] ?? 0).clamped(to: 0...max(0, axis.1 - 1))
    }
  }

  /// The place along every axis of `cell`.
  func places(of cell: Int, in shape: Shape) -> [Axis: Int] {
    var places: [Axis: Int] = [:]
    var rest = cell
    for (axis, length) in zip(shape.axes, shape.lengths).reversed() {
      places[axis] = rest % max(1, length)
      rest /= max(1, length)
    }
    return places
  }

  /// The cell of its output that is under the cursor.
  func cell(of operation: Int) -> Int {
    let numbers = diagram.values[diagram.operations[operation].output].numbers
    return cell(places(in: operation), of: numbers.shape)
  }

  /// What the positions of an axis stand for; nil where nothing is known.
  func labels(_ axis: Axis, length: Int, near operation: Int) -> [String]? {
    let plain = base(axis)
    let near = attention(near: operation)
    let all = [near].compactMap(\.self) + sites.keys.sorted().compactMap { sites[$0] }
    switch plain {
    case .key:
      let keys = all.first { $0.keys.count == length }?.keys.map(label)
      return keys ?? all.lazy.compactMap { paddedKeys($0, length) }.first
    case .query:
      let asking = isAsking(operation) ? all.first { $0.queries.count == length }?.queries : nil
      return (asking ?? all.first { $0.keys.count == length }?.keys)?.map(label)
    default: return nil
    }
  }

  /// The keys of a picture whose last column is all that padding gets, with each place of padding.
  private func paddedKeys(_ attention: AttentionWeights, _ length: Int) -> [String]? {
    let keys = attention.keys.map(label)
    guard let padding = keys.last, padding == label(""), keys.count < length else { return nil }
    return keys + [String](repeating: padding, count: length - keys.count)
  }

  /// A value as it was before; nil where it has no counterpart.
  func earlier(_ value: Int) -> Tensor? {
    guard let other = before?.diagram else { return nil }
    let own = diagram.values[value]
    let same =
      value < other.values.count && other.values[value].name == own.name
      ? other.values[value] : other.values.first { $0.name == own.name }
    return same.flatMap { $0.numbers.shape == own.numbers.shape ? $0.numbers : nil }
  }

  /// What was drawn one training step away, or before anything was changed by hand.
  var before: (diagram: Diagram, step: Int, isOriginal: Bool)? {
    if let original = state.anatomy.original, original.moment == state.snapshot?.moment,
      let unchanged = original.diagram, !diagram.edits.isEmpty
    {
      return (unchanged, original.step ?? 0, true)
    }
    guard let last = state.recent.last, let step = last.step, state.isNeighbour(step),
      last.reading.source == state.snapshot?.reading.source, let other = last.diagram,
      other.edits == diagram.edits
    else { return nil }
    return (other, step, false)
  }
}
