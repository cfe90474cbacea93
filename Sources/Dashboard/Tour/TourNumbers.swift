import Snapshots
import Subjects
import Tensors

// MARK: - Numbers

/// The numbers that the tour names, read from the pictures of the three runs.
///
/// Weights come from the attention and not from the operations: a scratch edit changes these, and
/// what is said of the run must go on being true.
struct TourNumbers {
  /// What is known, by its name in the texts; what is not is a dash.
  private(set) var values: [String: String]

  init(_ state: State) {
    values = Dictionary(uniqueKeysWithValues: Self.names.map { ($0, "–") })
    func snapshot(_ mechanism: Mechanism) -> Snapshot? {
      state.pane(of: mechanism)?.scene?.snapshot
    }
    if let additive = snapshot(.additive) { read(additive: additive, state) }
    if let pooling = snapshot(.pooling) { read(pooling: pooling, state) }
    if let heads = snapshot(.multihead)?.compared?.heads { values["heads"] = "\(heads)" }
  }

  static let names = [
    "queries", "keys", "cap", "heads", "units", "letter", "difference", "products", "uniform",
    "largest", "now",
  ]

  private mutating func read(additive snapshot: Snapshot, _ state: State) {
    if let projection = snapshot.diagram?.operation(.featureProjection),
      let length = projection.numbers(0).shape[.feature]
    {
      values["products"] = "\(length)"
    }
    guard let attention = snapshot.compared else { return }
    let (queries, keys) = (attention.queries.count, attention.keys.count)
    values["queries"] = "\(queries)"
    values["keys"] = "\(keys)"
    values["uniform"] = shareText(1 / Double(max(1, keys)))
    let place = State.tourCell(attention, snapshot)
    let row = Picture(snapshot, site: attention.site, head: 0)?.row(place.row) ?? []
    guard let most = row.max() else { return }
    values["largest"] = shareText(Double(most), 2)
    // What a change by hand makes of it is computed, not guessed: the states before this row change, too.
    values["now"] = values["largest"]
    if let weights = snapshot.diagram?.operation(.weights)?.numbers(nil),
      weights.shape[.query] ?? 1 > place.row, weights.shape.contains(.query)
    {
      let own = weights.at(place.row, of: .query).elements
      values["now"] = own.max().map { shareText(Double($0), 2) }
    }
  }

  private mutating func read(pooling snapshot: Snapshot, _ state: State) {
    if let cap = snapshot.compared?.cap { values["cap"] = shareText(Double(cap)) }
    if let product = snapshot.diagram?.operation(.multiply) {
      let shape = product.numbers(nil).shape
      let inner = shape.axes.last { $0 != .key && $0 != .query }
      if let inner, let units = shape[inner] {
        values["units"] = "\(units)"
        values["letter"] = state.anatomyPage?.letter(inner) ?? "–"
      }
    }
    if let difference = snapshot.diagram?.operation(.difference) {
      let most = difference.numbers(nil).elements.map(abs).max() ?? 0
      values["difference"] = most == 0 ? "0" : "\(most)"
    }
  }
}

extension Snapshot {
  /// The attention that is compared: that from the output to the input, else the last layer's.
  var compared: AttentionWeights? {
    attention.last { $0.kind == .cross || $0.kind == .pooling } ?? attention.last
  }
}

extension Diagram {
  /// An operation and the values around it.
  struct Found {
    let diagram: Diagram
    let place: Int

    /// The numbers of input `input`; nil is the output.
    func numbers(_ input: Int?) -> Tensor {
      let operation = diagram.operations[place]
      return diagram.values[input.map { operation.inputs[$0] } ?? operation.output].numbers
    }
  }

  /// The operation that is for `meaning`; nil where there is none.
  func operation(_ meaning: Meaning) -> Found? {
    operations.lastIndex { $0.meaning == meaning }.map { Found(diagram: self, place: $0) }
  }
}

extension TourWords {
  /// The words with what stands in braces replaced.
  func filled(_ values: [String: String]) -> TourWords {
    func filled(_ text: String) -> String {
      values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
    var words = self
    words.say = filled(say)
    words.tryShows = tryShows.map(filled)
    return words
  }
}
