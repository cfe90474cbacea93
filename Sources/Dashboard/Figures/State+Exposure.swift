import Screens
public import Snapshots
public import Subjects

/// What somebody has to know who waits for a picture and sees no screen.
extension State {
  /// Whether there is a picture, and nothing moves.
  public var isStill: Bool {
    snapshot != nil && (timeline.map { $0.activity == .paused } ?? true)
  }

  /// Whether the picture is about `input`.
  public func isReading(_ input: Input) -> Bool { sighting.scene?.input == input }

  /// Whether steps can be made that are not there yet.
  public var canTrain: Bool { run.abilities.contains(.trains) }

  /// Whether the operations behind the picture can be had.
  public var explains: Bool { run.abilities.contains(.explains) }

  /// The paths of all attention of the present run.
  public var siteNames: [String] { stacks.flatMap(\.heads).map(\.name.site.name).uniqued }

  /// What the heads of the selected attention's stack are called.
  public var headLabels: [String] { stack?.heads.map(\.label) ?? [] }

  /// The number of rows and columns of the selected map; nil where there is none.
  public var extent: (queries: Int, keys: Int)? {
    picture.map { ($0.queries.count, $0.keys.count) }
  }

  /// How many runs are looked at together.
  public var runCount: Int { company.runs.count }

  /// Looks at one of the runs, counted from the left.
  public mutating func look(atPane pane: Int) {
    if company.runs.indices.contains(pane) { look(at: company.runs[pane]) }
  }

  /// Whether what the heads do was measured at this step, as far as the run measures it.
  public var hasFreshRoles: Bool {
    guard hasHeads, run.abilities.contains(.switchesHeads), run.mechanism != Mechanism.none else {
      return true
    }
    return stack?.measuredOn.map { $0.step == nil } ?? false
  }

  /// How far the automatic scale goes for what a view shows.
  public func reach(of view: ScreenName) -> Float? {
    var state = self
    state.standpoint.screen = view
    return state.reach
  }

  /// The weights that a file needs and that are not there, for each run.
  public func missingWeights(_ request: ExportRequest) -> [(run: RunID, tiles: [TileRequest])] {
    func absent(_ picture: Picture) -> [TileRequest] {
      picture.missing(picture.queries.indices, picture.keys.indices)
    }
    let missing: [(run: RunID, tiles: [TileRequest])]
    switch request.options.view {
    case .map, .words, .anatomy: missing = picture.map { [(current, absent($0))] } ?? []
    case .compare:
      missing = paneViews.map { view in
        (view.scene.run.id, view.picture.map { absent($0) } ?? [])
      }
    case .heads:
      guard request.format.isNumbers, let snapshot else { return [] }
      let tiles = stack?.heads.flatMap { head in
        Picture(snapshot, site: head.name.site, head: head.name.head).map { absent($0) } ?? []
      }
      missing = [(current, tiles ?? [])]
    }
    return missing.filter { !$0.tiles.isEmpty }
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it came first.
  fileprivate var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
