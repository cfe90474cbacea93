import Screens
import Snapshots

/// What a pane shows: one head, or the mean over all of them.
struct PaneView: Hashable {
  var pane: Pane
  /// The weights that are drawn; nil without attention.
  var picture: Picture?
  /// Which head; nil is the mean, or the only one.
  var head: Int?
  /// The number of heads.
  var heads: Int
  /// Those that are left out.
  var off: Set<Int> = []

  /// Whether one row answers every query.
  var isOneRow: Bool { picture?.queries.count == 1 }

  /// Whether all queries have the same row, drawn once or for each of them.
  var isOneForAll: Bool { isOneRow || picture?.kind == .pooling }

  /// The row of the weights that belongs to row `query` of the screen.
  func row(_ query: Int) -> Int? {
    guard let picture else { return nil }
    if isOneRow { return 0 }
    return query < picture.queries.count ? query : nil
  }

  /// The weight at `query` and `key`; nil outside.
  func value(_ query: Int, _ key: Int) -> Float? {
    guard let picture, let row = row(query), key < picture.keys.count else { return nil }
    return picture[row, key]
  }
}

extension State {
  /// What pane `index` shows; nil where there is no such pane.
  func paneView(_ index: Int) -> PaneView? {
    guard panes.indices.contains(index) else { return nil }
    let pane = panes[index]
    guard let attention = Self.attention(of: pane.snapshot) else {
      return PaneView(pane: pane, picture: nil, head: nil, heads: 0)
    }
    let head = attention.heads > 1 ? paneHeads[index].map { min($0, attention.heads - 1) } : nil
    let switches = switchesOfRuns[pane.title] ?? [:]
    let off = (0..<attention.heads).filter {
      Self.headSwitch(HeadName(site: attention.site, head: $0), switches) == .off
    }
    let picture =
      head.map { Picture(pane.snapshot, site: attention.site, head: $0) }
      ?? Picture.mean(of: pane.snapshot, site: attention.site, without: Set(off))
    return PaneView(
      pane: pane, picture: picture, head: head, heads: attention.heads, off: Set(off))
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
    let right = own.indices.first { own[$0].pane.snapshot.reading.isRight(at: row) == true }
    let shared = Set(names).count == 1 ? names[0] : right.flatMap { names[$0] }
    return shared.map(texts.quoted)
  }

  /// What all panes show.
  var paneViews: [PaneView] { panes.indices.compactMap(paneView) }

  /// The attention that is compared: that from the output to the input, else the last layer's.
  private static func attention(of snapshot: Snapshot) -> AttentionWeights? {
    snapshot.attention.last { $0.kind == .cross || $0.kind == .pooling }
      ?? snapshot.attention.last
  }

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
    guard isCrosshairPlaced else {
      let richest = views.compactMap(\.picture).first { $0.queries.count > 1 }
      return richest?.home ?? Heatmap.Index(row: 0, column: 0)
    }
    return Heatmap.Index(
      row: query.clamped(to: 0...(extent.queries - 1)),
      column: key.clamped(to: 0...(extent.keys - 1)))
  }

  /// Takes the picture of a run that is compared.
  mutating func receive(_ new: Pane, at index: Int) {
    if panes.indices.contains(index) { panes[index] = new } else { panes.append(new) }
    guard new.run != nil, panes.indices.contains(pane), panes[pane] == new else { return }
    progress = new.progress
    followPane(isOther: false)
  }

  /// Map, Heads and Words show the run of the chosen pane.
  ///
  /// What training does is the same for all panes, and what was asked of it last is in `progress`.
  mutating func followPane(isOther: Bool) {
    guard let own = panes[pane].run else { return }
    run = own
    let (activity, pace) = (progress.activity, progress.stepsPerSecond)
    progress = panes[pane].progress
    (progress.activity, progress.stepsPerSecond) = (activity, pace)
    if isOther {
      // A difference between two runs is that of the panes.
      recent = []
      (pin, snapshot, site) = (nil, nil, nil)
      head = paneHeads[pane] ?? 0
    }
    allHeadsOn = panes[pane].allHeadsOn
    receive(panes[pane].snapshot)
  }

  /// Takes a run out of the comparison.
  mutating func closePane(_ index: Int) {
    guard panes.indices.contains(index) else { return }
    let isHere = pane == index
    if let exhibit = panes[index].exhibit { exhibits.remove(exhibit) }
    switchesOfRuns[panes[index].title] = nil
    panes.remove(at: index)
    paneHeads = [:].merging(
      paneHeads.filter { $0.key != index }.map { ($0.key > index ? $0.key - 1 : $0.key, $0.value) }
    ) { own, _ in own }
    if pane > index || pane >= panes.count { pane = max(0, pane - 1) }
    if isHere, panes.indices.contains(pane) { followPane(isOther: true) }
    if place == .compare, panes.count < 2, !goBack() { place = .map }
  }

  /// Moves the crosshair of all panes; it stops at the edges.
  mutating func moveInPanes(queries: Int, keys: Int) {
    let views = paneViews
    guard let crosshair = paneCrosshair(views) else { return }
    let extent = Self.extent(views)
    query = (crosshair.row + queries).clamped(to: 0...(extent.queries - 1))
    key = (crosshair.column + keys).clamped(to: 0...(extent.keys - 1))
    isCrosshairPlaced = true
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

  /// Heads and Words go along where they show the same run.
  private mutating func show(head own: Int?) {
    paneHeads[pane] = own
    if panes[pane].run != nil { head = own ?? 0 }
  }

  /// The largest difference of any pane to the first.
  static func mostDifference(_ views: [PaneView]) -> Float {
    guard let first = views.first else { return 0 }
    let extent = Self.extent(views)
    var most: Float = 0
    for view in views.dropFirst() {
      for query in 0..<extent.queries {
        for key in 0..<extent.keys {
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
