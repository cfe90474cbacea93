import Screens
import Snapshots
import Subjects

extension State {
  /// The runs side by side, from left to right; empty where there is one, or none has shown itself.
  var panes: [Sighting] {
    let known = company.runs.compactMap { sightings[$0] }.filter { $0.scene != nil }
    return company.runs.count > 1 ? known : []
  }

  /// Whether all panes are runs of one lesson over one encoder from one seed.
  var isOneSeed: Bool {
    guard let first = panes.first?.run, first.seed != nil else { return false }
    return panes.allSatisfy {
      $0.run.seed == first.seed && $0.run.title == first.title
        && $0.run.way?.encoder == first.way?.encoder
    }
  }

  /// Which of the panes keys act on.
  var pane: Int {
    get { company.runs.firstIndex(of: current) ?? 0 }
    set { look(at: company.runs[newValue.clamped(to: 0...(company.runs.count - 1))]) }
  }

  /// The panes that are drawn where there is room for `count`: the one that keys act on, those that
  /// were looked at last, and then from the left.
  func panesInSight(_ count: Int) -> [Int] {
    let runs = panes.map(\.run.id)
    var order = [current] + company.look.seen.reversed() + runs
    var shown: [Int] = []
    while shown.count < count, !order.isEmpty {
      guard let index = runs.firstIndex(of: order.removeFirst()), !shown.contains(index) else {
        continue
      }
      shown.append(index)
    }
    return shown.sorted()
  }

  /// What pane `index` shows; nil where there is no such pane.
  func paneView(_ index: Int) -> PaneView? {
    guard panes.indices.contains(index), let scene = panes[index].scene else { return nil }
    let sighting = panes[index]
    // A run that has no picture of the step that all stand on shows an earlier one, and says so.
    let own = scene.snapshot.step
    let isOther = own != nil && own != timeline?.step && !run.abilities.contains(.trains)
    let title = sighting.name + (isOther ? texts.comma + texts.step(own ?? 0) : "")
    guard let attention = comparedSite(of: sighting) else {
      return PaneView(scene: scene, title: title, picture: nil, head: nil, heads: 0)
    }
    let selected = company.look.selections[scene.run.id]?.paneHead
    let head = attention.heads > 1 ? selected.map { min($0, attention.heads - 1) } : nil
    let off = (0..<attention.heads).filter {
      Self.headSwitch(HeadName(site: attention.site, head: $0), sighting.switches) == .off
    }
    let picture =
      head.map { Picture(scene.snapshot, site: attention.site, head: $0, like: sighting.base) }
      ?? Picture.mean(
        of: scene.snapshot, site: attention.site, without: Set(off), like: sighting.base)
    let stack = sighting.stacks.first { $0.path == attention.site.stack && $0.layers.count > 1 }
    let name = HeadName(site: attention.site, head: 0)
    return PaneView(
      scene: scene, title: title, picture: picture, head: head, heads: attention.heads,
      layer: stack?[name]?.layer, off: Set(off))
  }

  /// What is compared of a run: what its lesson expects something of, else the site that is selected, in
  /// every run that has it.
  private func comparedSite(of sighting: Sighting) -> AttentionWeights? {
    guard let snapshot = sighting.scene?.snapshot else { return nil }
    let isDeclared = snapshot.attention.contains(where: \.carriesPattern)
    let chosen = selection.site.flatMap { site in
      snapshot.attention.first { $0.site == site }
        ?? snapshot.attention.first { $0.site.stack == site.stack }
    }
    return isDeclared ? snapshot.compared : chosen ?? snapshot.attention.first
  }

  /// What is written in row `row`: where panes write different things, that which is right if any
  /// does; nil where no name would be true.
  func rowName(_ row: Int, _ views: [PaneView]) -> String? {
    let own = views.filter { $0.picture != nil }
    let names = own.map { view -> String? in
      guard let picture = view.picture else { return nil }
      return picture.written(row).map { label($0.token) }
        ?? (picture.queries.indices.contains(row) ? picture.queries[row] : nil)
    }
    let right = own.indices.first { own[$0].scene.snapshot.reading.isRight(at: row) == true }
    let shared = Set(names).count == 1 ? names[0] : right.flatMap { names[$0] }
    return shared.map(texts.quoted)
  }

  /// What all panes show.
  var paneViews: [PaneView] { panes.indices.compactMap(paneView) }

  /// The number of rows and columns that the panes share.
  static func extent(_ views: [PaneView]) -> (queries: Int, keys: Int) {
    (
      views.compactMap { $0.picture?.queries.count }.max() ?? 0,
      views.compactMap { $0.picture?.keys.count }.max() ?? 0
    )
  }

  /// The one crosshair of all panes; nil where no pane has a map.
  func paneCrosshair(_ views: [PaneView]) -> Heatmap.Index? {
    let extent = Self.extent(views)
    guard extent.queries > 0, extent.keys > 0 else { return nil }
    guard company.look.isCrosshairPlaced else {
      let richest = views.compactMap(\.picture).first { $0.queries.count > 1 }
      return richest?.home ?? Heatmap.Index(row: 0, column: 0)
    }
    return Heatmap.Index(
      row: company.look.query.clamped(to: 0...(extent.queries - 1)),
      column: company.look.key.clamped(to: 0...(extent.keys - 1)))
  }

  /// Moves the crosshair of all panes; it stops at the edges.
  mutating func moveInPanes(queries: Int, keys: Int) {
    let views = paneViews
    guard let crosshair = paneCrosshair(views) else { return }
    let extent = Self.extent(views)
    company.look.query = (crosshair.row + queries).clamped(to: 0...(extent.queries - 1))
    company.look.key = (crosshair.column + keys).clamped(to: 0...(extent.keys - 1))
    company.look.isCrosshairPlaced = true
  }

  /// The heads of a pane in turn; before the first is the mean over all.
  mutating func movePaneHead(_ distance: Int) {
    guard let view = paneView(pane) else { return }
    let place = ((view.head ?? -1) + distance).clamped(to: -1...(view.heads - 1))
    show(head: place < 0 ? nil : place)
  }

  mutating func choosePaneHead(_ digit: Int) {
    guard let view = paneView(pane) else { return }
    guard digit < view.heads else {
      message = Message(texts.noSuchHead("\(digit)", view.heads - 1))
      return
    }
    show(head: digit)
  }

  /// Map, Heads and Words go along.
  private mutating func show(head own: Int?) {
    selection.paneHead = own
    selection.head = own ?? 0
  }

  /// The largest difference of any pane to the first.
  static func mostDifference(_ views: [PaneView]) -> Float {
    guard let first = views.first else { return 0 }
    let extent = Self.extent(views)
    var most: Float = 0
    for view in views.dropFirst() {
      for query in Self.compared(extent.queries, of: extent) {
        for key in Self.compared(extent.keys, of: extent) {
          guard let here = view.value(query, key), let there = first.value(query, key) else {
            continue
          }
          let size = abs(here - there)
          if !size.isNaN { most = max(most, size) }
        }
      }
    }
    return most
  }
}

extension State {
  /// Which of so many places are compared: all or, on maps too large for that, about one of each
  /// block of an overview.
  static func compared(_ count: Int, of extent: (queries: Int, keys: Int)) -> StrideTo<Int> {
    let isSmall = extent.queries * extent.keys <= 65_536
    return stride(from: 0, to: count, by: isSmall ? 1 : max(1, count / Thumbnail.mostSide))
  }
}
