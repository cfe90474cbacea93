import Screens
import Snapshots
import Subjects
import Tensors

/// The tour of the five questions, which lies over Compare and the Anatomy.
public struct Tour: Hashable, Sendable {
  /// How far it has come.
  public enum Stage: Hashable, Sendable {
    /// It asks where its runs shall come from.
    case offer
    /// They are trained until they are good enough.
    case training
    /// Their operations have not come yet.
    case opening
    /// The user walks from stop to stop.
    case walking
  }

  /// How far it has come.
  public internal(set) var stage: Stage
  /// The stop that is shown, counted from 0.
  public internal(set) var stop = 0
  /// Whether its runs are not those that were on the screen before, which wait.
  public internal(set) var hasOwnRuns = false
  /// The rows that its words take on this terminal.
  var rows = 0
  /// What to go back to.
  let before: Before

  /// Where the user was, and what was asked of the runs.
  struct Before: Hashable, Sendable {
    var standpoint: Standpoint
    var company: Company
    var pace: Int?
  }

  init(stage: Stage, before: Before) {
    self.stage = stage
    self.before = before
  }

  /// The share of held-out examples that the additive run must get right.
  static let goodEnough = 0.95
}

/// A stop of the tour: what is pointed at.
///
/// What is said there is in the texts, at the same place.
struct TourStop: Hashable, Sendable {
  /// Which question, and which of its stops, from 1.
  var question: Int
  var part: Int
  /// Whose run.
  var mechanism: Mechanism
  /// The operation by what it is for; nil is Compare.
  var meaning: Diagram.Meaning?
  /// Whether the number under the cursor is written out.
  var isFollowing = false
  /// Whether the heads are shown in turn.
  var showsHeads = false

  /// `2.3`.
  var label: String { "\(question).\(part)" }

  private static func compare(
    _ question: Int, _ part: Int, _ mechanism: Mechanism, showsHeads: Bool = false
  ) -> TourStop {
    TourStop(question: question, part: part, mechanism: mechanism, showsHeads: showsHeads)
  }

  private static func anatomy(
    _ question: Int, _ part: Int, _ mechanism: Mechanism, _ meaning: Diagram.Meaning,
    isFollowing: Bool = false
  ) -> TourStop {
    TourStop(
      question: question, part: part, mechanism: mechanism, meaning: meaning,
      isFollowing: isFollowing)
  }

  /// All stops in order.
  static let all = [
    compare(1, 1, .additive), compare(1, 2, .additive), compare(1, 3, .pooling),
    compare(1, 4, .multihead, showsHeads: true),
    anatomy(2, 1, .pooling, .weights), anatomy(2, 2, .pooling, .repeatVector),
    anatomy(2, 3, .pooling, .permute), anatomy(2, 4, .pooling, .multiply),
    anatomy(3, 1, .additive, .featureProjection),
    anatomy(3, 2, .additive, .featureProjection, isFollowing: true),
    anatomy(4, 1, .additive, .score), anatomy(4, 2, .additive, .score),
    anatomy(4, 3, .additive, .weights),
    anatomy(5, 1, .additive, .hiddenLayer), anatomy(5, 2, .additive, .score),
    anatomy(5, 3, .additive, .weights), anatomy(5, 4, .additive, .context),
  ]
}

// MARK: - Which runs

extension State {
  /// The pane of a mechanism that is not wrong on purpose.
  func pane(of mechanism: Mechanism) -> Sighting? {
    panes.first { $0.run.mistake == nil && $0.run.mechanism == mechanism }
  }

  /// The panes of the tour, where all three mechanisms stand side by side.
  ///
  /// Its words are about dates: runs on other pairs are not what it points at.
  var tourPanes: [Sighting]? {
    guard run.data == nil else { return nil }
    let found = [Mechanism.additive, .pooling, .multihead].compactMap(pane)
    return found.count == 3 ? found : nil
  }

  /// Whether the additive run that is compared gets enough held-out examples right.
  var isGoodEnoughForTour: Bool {
    guard let measured = tourPanes?.first?.timeline?.evaluation else { return false }
    return measured.exactMatch >= Tour.goodEnough
  }

  /// The stop that is shown; nil while nobody walks.
  var tourStop: TourStop? {
    tour.flatMap { $0.stage == .walking ? TourStop.all[$0.stop] : nil }
  }

  /// What is said at the stop, with its numbers.
  var tourWords: TourWords? {
    guard let tour, tour.stage == .walking else { return nil }
    return texts.tourWords[tour.stop].filled(TourNumbers(self).values)
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
    "largest", "sharper",
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
    values["uniform"] = share(1 / Double(max(1, keys)))
    let place = State.tourCell(attention, snapshot)
    let row = Picture(snapshot, site: attention.site, head: 0)?.row(place.row) ?? []
    guard let most = row.max() else { return }
    values["largest"] = share(Double(most), 2)
    // Scores times 2 are exponentials squared.
    let squares = row.reduce(Float(0)) { $0 + $1 * $1 }
    if squares > 0 { values["sharper"] = share(Double(most * most / squares), 2) }
  }

  private mutating func read(pooling snapshot: Snapshot, _ state: State) {
    if let cap = snapshot.compared?.cap { values["cap"] = share(Double(cap)) }
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

extension State {
  /// The cell that the tour points at: the month digit at the month word of the lesson's example,
  /// else where the picture is clearest.
  static func tourCell(
    _ attention: AttentionWeights, _ snapshot: Snapshot
  ) -> (row: Int, column: Int) {
    if let row = attention.queries.firstIndex(of: "5"),
      let column = attention.keys.firstIndex(of: "M")
    {
      return (row, column)
    }
    let home = Picture.mean(of: snapshot, site: attention.site)?.home
    return (home?.row ?? 0, home?.column ?? 0)
  }
}
