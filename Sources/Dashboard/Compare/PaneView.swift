import Snapshots
import Subjects

/// What a pane shows: one head, or the mean over all of them.
struct PaneView: Hashable {
  var scene: Scene
  /// What it is called.
  var title: String
  /// The weights that are drawn; nil without attention.
  var picture: Picture?
  /// Which head; nil is the mean, or the only one.
  var head: Int?
  /// The number of heads.
  var heads: Int
  /// Its layer, where the model has several.
  var layer: Int?
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

extension PaneView {
  /// Whether anything that is drawn of it is only the largest of its block.
  func isOverview(_ panes: CompareLayout) -> Bool {
    guard let picture else { return false }
    return !picture.isExact(rows(panes), columns(panes))
  }

  /// The rows of its own map that are drawn.
  func rows(_ panes: CompareLayout) -> Range<Int> {
    isOneRow
      ? 0..<1
      : (panes.firstQuery..<(panes.firstQuery + panes.queriesShown))
        .clamped(to: 0..<(picture?.queries.count ?? 0))
  }

  /// The columns of its own map that are drawn.
  func columns(_ panes: CompareLayout) -> Range<Int> {
    (panes.firstKey..<(panes.firstKey + panes.keysShown))
      .clamped(to: 0..<(picture?.keys.count ?? 0))
  }
}

extension PaneView {
  /// What was measured of the run, name and value.
  func measured(_ texts: any Texts) -> [(name: String, value: String)] {
    let timeline = scene.timeline
    var lines: [(name: String, value: String)] = []
    if scene.run.hasHeldOut(timeline) {
      lines.append((texts.exact, timeline?.evaluation.map { shareText($0.exactMatch) } ?? "–"))
    }
    if scene.run.hasLoss(timeline) {
      lines.append((texts.loss, timeline?.presentLoss.map { loss($0) } ?? "–"))
    }
    return lines
  }

  /// What is said under the map besides exact match and loss, the most important first.
  func facts(_ texts: any Texts) -> [String] {
    guard let picture else { return texts.noAttentionPane }
    var facts: [String] = []
    // What the keys just did comes before what is always so.
    if !off.isEmpty { facts.append(texts.headsAreOff(off.sorted())) }
    let mistake = scene.run.mistake
    if let mistake { facts.append(texts.wrongBecause(mistake)) }
    if mistake == .reshape { facts.append(texts.slotsMeaning) }
    if isOneForAll {
      facts += [texts.oneRowForAll, texts.cannotAskAgain]
    } else {
      facts.append(texts.rowsAQuery(heads))
    }
    if let cap = picture.cap {
      // Rounded up, or it would not be true.
      facts.append(texts.noWeightAbove(shareText((Double(cap) * 100).rounded(.up) / 100, 2)))
    }
    return facts
  }
}
