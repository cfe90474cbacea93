import Screens
import Snapshots
import Subjects
import Tensors

/// The sentence under the map, computed from what it shows.
struct Sentence {
  let state: State

  init(_ state: State) { self.state = state }

  private var texts: any Texts { state.texts }

  /// The sentence and what it is an example of, then shorter ones for narrow screens.
  var choices: [String] {
    let text = text
    return (more.map { [text + " " + $0] } ?? []) + [text] + shorter
  }

  /// How many rows do as the one that the sentence is about.
  private var more: String? {
    guard let picture = state.picture, let crosshair = state.crosshair, earlier == nil,
      state.halt == nil, !isUntrained
    else { return nil }
    if picture.isOneRow { return cue(picture) }
    let own = picture.rowsOnDots()
    guard own.all > 1, let expected = picture.expected(crosshair.row),
      let brightest = picture.brightest(crosshair.row), expected.contains(brightest),
      picture.isLooking(crosshair.row, at: brightest)
    else { return nil }
    guard picture.heads > 1 else { return texts.rowsOnDots(own.right, own.all) }
    let heads = (0..<picture.heads).map { picture.rowsOnDots($0).right }
    let most = heads.max() ?? 0
    if own.right == most { return texts.thisIsBestHead(own.right, own.all) }
    let layer = state.stack?[picture.name]?.layer ?? picture.layer
    return texts.bestHead("\(layer).\(heads.firstIndex(of: most) ?? 0)", most, own.all)
  }

  /// What the word that decides gets, where it is known.
  private func cue(_ picture: Picture) -> String? {
    guard let cue = picture.cue, let brightest = picture.brightest(0), dimBefore(picture) == nil
    else { return nil }
    return cue == brightest
      ? texts.cueIsBrightest
      : texts.cueHolds(texts.quoted(picture.keys[cue]), shareText(Double(picture[0, cue])))
  }

  /// The mean weight before the cue and from it on, where that is at least twice as much and no
  /// single word stands out.
  private func dimBefore(_ picture: Picture) -> (before: Float, after: Float)? {
    guard let cue = picture.cue, cue > 1, let brightest = picture.brightest(0) else { return nil }
    let row = picture.row(0)
    let before = row[..<cue].reduce(0, +) / Float(cue)
    let after = row[cue...].reduce(0, +) / Float(row.count - cue)
    return after >= 2 * before && picture[0, brightest] < 2 * after ? (before, after) : nil
  }

  private var shorter: [String] {
    guard let picture = state.picture, let crosshair = state.crosshair, earlier == nil,
      state.halt == nil
    else { return [] }
    if isUntrained {
      return hasDots(picture)
        ? texts.nothingLearnedShort : texts.nothingLearnedShortWithoutDots
    }
    guard let brightest = picture.brightest(crosshair.row) else { return [] }
    if picture.isOneRow, let cue = picture.cue, let means = dimBefore(picture) {
      return [
        texts.poolsFromCueShort(
          texts.quoted(picture.keys[cue]), shareText(Double(means.before)),
          shareText(Double(means.after)))
      ]
    }
    if picture.isOneRow {
      let key = texts.quoted(picture.keys[brightest])
      let holds = shareText(Double(picture[crosshair.row, brightest]))
      return [
        texts.poolsShort(key, holds, picture.cap.map { shareText(Double($0)) }),
        texts.poolsShortest(key, holds),
      ]
    }
    let name = texts.quoted(picture.queries[crosshair.row])
    if let image = picture.image {
      let weights = picture.weights(on: image.parts, of: crosshair.row)
      guard let most = weights.indexOfLargest else { return [] }
      let part = texts.ordinalDigit(texts.ordinal(most + 1), image.parts[most].name)
      return [texts.readsShort(name, part, shareText(Double(weights[most]), 2))]
    }
    if let right = rightElsewhere(picture, crosshair.row) { return Array(right.dropFirst()) }
    return [
      texts.looksShort(
        name, texts.quoted(picture.keys[brightest]),
        shareText(Double(picture[crosshair.row, brightest]), 2))
    ]
  }

  /// The picture that the map shows the difference to.
  private var earlier: Picture? { state.screen == .map ? state.otherPicture : nil }

  private var isUntrained: Bool { state.isUntrained }

  /// Whether dots are drawn; bars in a row have none.
  private func hasDots(_ picture: Picture) -> Bool {
    picture.hasMarks && !(state.screen == .words && picture.isOneRow)
  }

  private var text: String {
    if let halt = state.halt { return state.words(halt) }
    guard let picture = state.picture, let crosshair = state.crosshair else {
      return isUntrained ? texts.nothingLearnedWithoutMap : ""
    }
    if let earlier { return change(picture, earlier) }
    if isUntrained {
      guard picture.isNearlyUniform else { return texts.nothingLearnedUneven }
      return hasDots(picture)
        ? texts.nothingLearned(picture.keys.count)
        : texts.nothingLearnedWithoutDots(picture.keys.count)
    }
    return look(picture, crosshair.row)
  }

  private func look(_ picture: Picture, _ query: Int) -> String {
    let name = texts.quoted(picture.queries[query])
    guard !picture.mass(query).isNaN else { return texts.brokenRow(name) }
    guard let brightest = picture.brightest(query), picture[query, brightest] > 0 else {
      return texts.noMass(name)
    }
    let weight = picture[query, brightest]
    let holds = shareText(Double(weight), 2)
    let key = texts.quoted(picture.keys[brightest])
    let word = picture.word(around: brightest).map { texts.quoted($0) }
    if picture.isOneRow { return pool(picture, brightest, key) }
    let isGoingOn = picture.kind.isOneSequence
    guard let written = picture.written(query), !isGoingOn || written.expectation != nil else {
      return attend(picture, query)
    }
    let deed = isGoingOn ? texts.toGoOn(name) : texts.toWrite(name)
    if let image = picture.image { return read(image, picture, query, deed) }
    if !picture.isLooking(query, at: brightest) {
      return texts.looksEverywhere(deed, picture.allowed(query), key, holds)
    }
    if written.expectation == .free {
      return isGoingOn ? texts.nothingToGoOn(name, key, holds) : texts.needsNoClue(name, key, holds)
    }
    guard let expected = picture.expected(query), let wanted = expected.min() else {
      return texts.looksAt(deed, key, word, holds)
    }
    if expected.contains(brightest) { return texts.looksWhereItShould(deed, key, word, holds) }
    if let right = rightElsewhere(picture, query), let whole = right.first { return whole }
    let most = expected.max { picture[query, $0] < picture[query, $1] } ?? wanted
    return texts.looksElsewhere(
      deed, key, holds, texts.quoted(picture.keys[most]),
      shareText(Double(picture[query, most]), 2))
  }

  /// What is said of a row that is right though its most is not on its dot, the shortest last; nil
  /// for any other row.
  private func rightElsewhere(_ picture: Picture, _ query: Int) -> [String]? {
    guard picture.isRight(query) == true, let written = picture.written(query),
      let expected = picture.expected(query),
      let brightest = picture.brightest(query), !expected.contains(brightest),
      picture.isLooking(query, at: brightest),
      let dot = expected.max(by: { picture[query, $0] < picture[query, $1] })
    else { return nil }
    let why: RightElsewhere =
      state.run.way?.mechanism == .pooling
      ? .oneRow : state.run.facts.contains(.readsBothWays) ? .stateKnows : .unknown
    return texts.rightElsewhere(
      texts.quoted(picture.queries[query]), probabilityText(written.probability),
      texts.quoted(picture.keys[brightest]), shareText(Double(picture[query, brightest]), 2),
      texts.quoted(picture.keys[dot]), why)
  }

  /// One row for the whole text: even, dark before the cue, at the cap, or below it.
  private func pool(_ picture: Picture, _ brightest: Int, _ key: String) -> String {
    let weight = picture[0, brightest]
    let holds = shareText(Double(weight))
    if let cue = picture.cue, let means = dimBefore(picture) {
      return texts.poolsFromCue(
        texts.quoted(picture.keys[cue]), shareText(Double(means.before)),
        shareText(Double(means.after)))
    }
    if weight * Float(picture.keys.count) < 1.5, picture.keys.count > 1 {
      return texts.poolsEvenly(picture.keys.count, key, holds)
    }
    guard let cap = picture.cap else { return texts.pools(key, holds) }
    return weight >= 0.95 * cap
      ? texts.poolsAtCap(key, holds, shareText(Double(cap)))
      : texts.poolsCapped(key, holds, shareText(Double(cap)))
  }

  /// Which of the things in the image a query reads, all columns of each together.
  private func read(
    _ image: InputImage, _ picture: Picture, _ query: Int, _ deed: String
  ) -> String {
    let weights = picture.weights(on: image.parts, of: query)
    func name(_ part: Int) -> String {
      texts.ordinalDigit(texts.ordinal(part + 1), image.parts[part].name)
    }
    guard let most = weights.indexOfLargest else { return "" }
    let holds = shareText(Double(weights[most]), 2)
    let even = Float(image.parts[most].columns.count) / Float(image.width)
    if weights[most] < 2 * even {
      return texts.readsEverywhere(deed, image.width, name(most), holds)
    }
    guard let wanted = picture.expected(query)?.min().flatMap(image.part), wanted != most else {
      return texts.readsPart(deed, name(most), holds)
    }
    return texts.readsOtherPart(
      deed, name(most), holds, name(wanted), shareText(Double(weights[wanted]), 2))
  }

  /// A query that writes nothing only looks; keys that are hidden are named, not counted.
  private func attend(_ picture: Picture, _ query: Int) -> String {
    let name = texts.quoted(picture.queries[query])
    let allowed = picture.allowed(query)
    guard let first = picture.brightest(query) else { return texts.noMass(name) }
    if allowed == 1 { return texts.looksOnly(name, texts.quoted(picture.keys[first])) }
    let hidden = state.hiddenKeys
    let besides = hidden.contains(first) ? first : nil
    guard let brightest = picture.brightest(query, without: hidden) else {
      return texts.noMass(name)
    }
    let key = texts.quoted(picture.keys[brightest])
    let weight = picture[query, brightest]
    let holds = shareText(Double(weight), 2)
    if besides == nil, weight * Float(allowed) < 2 {
      return texts.attendsEverywhere(name, allowed, key, holds)
    }
    let mean = picture.columnMean(brightest)
    let ratio = mean > 0 ? fixed(Double(weight / mean), 1) : nil
    return texts.attends(
      name, besides.map { texts.quoted(picture.keys[$0]) }, key, holds, ratio)
  }

  private func change(_ picture: Picture, _ earlier: Picture) -> String {
    // Of weights that are not there nobody can say which changed the most.
    guard let change = picture.change(since: earlier) else { return "" }
    let isByHeads = state.other?.kind == .whole
    let since = earlier.step.map(texts.step) ?? texts.pinnedPicture
    guard let most = change.most, abs(most.weight) >= 0.0005 else {
      return isByHeads ? texts.notMovedByHeads : texts.notMoved(since)
    }
    let query = texts.quoted(picture.queries[most.query])
    let key = texts.quoted(picture.keys[most.key])
    let more = (most.weight < 0 ? "−" : "+") + smallShareText(Double(abs(most.weight)))
    return isByHeads
      ? texts.movedByHeads(query, key, more) : texts.moved(query, key, more, since)
  }
}
