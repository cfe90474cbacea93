import Screens

extension English: MapTexts {
  // The map.
  var axes: String { "query ↓  key →" }
  var axesShort: String { "query ↓ key →" }
  var axesShortest: String { "q ↓ k →" }
  var writes: String { "writes" }
  var probability: String { "p" }
  var pattern: String { "pattern" }
  var looks: String { "looks" }
  var free: String { "free" }
  var exact: String { "exact" }
  var baseline: String { "no att." }
  var loss: String { "loss" }
  var stepsPerSecond: String { "step/s" }
  func notYet(_ target: String) -> String { "want \(target)" }
  var stepAxis: String { "step" }
  func exactAt(_ share: String, _ step: Int) -> String { "exact \(share) at \(step)" }
  var heldOutNow: String { "held out, now" }

  // Beside the map.
  func asideNext(_ aside: Aside) -> String {
    switch aside {
    case .panel: "panel"
    case .code: "Keras"
    case .none: "none"
    }
  }
  func asideIs(_ aside: Aside, _ screen: ScreenName) -> String {
    switch aside {
    case .panel:
      screen == .words
        ? "beside the words: the map" : "beside the map: the row of the crosshair as bars"
    case .code: "beside it: the lines of Keras that compute this row"
    case .none: "nothing beside it: all the room for the large panel"
    }
  }
  var noCodeYet: String { "the lines come with the next picture" }
  var whatComputesRow: String { "what computes this row" }
  var whyOnlyTwoPanels: String { "a second panel stands beside Map and Words (M, W)" }
  func whyNoRoomBeside(_ columns: Int) -> String {
    "a second panel needs \(columns) columns and 30 lines"
  }

  // The legend.
  var uniform: String { "uniform" }
  func differenceFrom(_ step: Int?, _ isPinned: Bool) -> String {
    step.map { "now − step \($0)" + (isPinned ? " (pinned)" : "") } ?? "now − the pinned picture"
  }
  var pinnedPicture: String { "the pinned picture" }
  var differenceFromAllHeads: String { "now − with all heads on" }
  var noDifference: String { "no difference: another input" }
  var nothingBefore: String { "no difference: nothing to compare with yet" }
  var overview: String { "overview" }
  var dotMeaning: String { "· expected" }
  var patternMeaning: String { "● there  ○ elsewhere" }
  var answerMeaning: String { "✓ ✗ the answer" }
  var nothingMeaning: String { "\(nothingMark) nothing" }
  var freeMeaning: String { "free: no clue" }
  var unknownMeaning: String { "underlined: unknown to the model" }
  var masked: String { "upper right: masked" }
  func notNumbers(_ count: Int) -> String { "× \(count) not a number" }
  func queriesShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "queries \(first)–\(last) of \(all)"
  }
  func keysShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "keys \(first)–\(last) of \(all)"
  }
  func sinkHidden(_ names: [String], _ mass: String) -> String {
    "\(names.joined(separator: " ")) hidden: \(mass) of all mass"
  }
  func sinkHiddenShort(_ names: [String], _ mass: String) -> String {
    "\(names.joined(separator: " ")) hidden: \(mass)"
  }
  func sinkShown(_ names: [String], _ mass: String) -> String {
    "\(names.joined(separator: " ")) shown: \(mass) of all mass"
  }

  // The read-out.
  func query(_ query: String) -> String { "query \(query)" }
  func key(_ key: String) -> String { "key \(key)" }
  func place(_ place: Int, _ all: Int) -> String { " (\(ordinal(place)) of \(all))" }
  func ordinal(_ place: Int) -> String {
    let suffix =
      switch (place % 10, place % 100) {
      case (_, 11...13): "th"
      case (1, _): "st"
      case (2, _): "nd"
      case (3, _): "rd"
      default: "th"
      }
    return "\(place)\(suffix)"
  }
  func onNoKey(_ mass: String) -> String { "\(mass) on no key" }
  func curveIs(_ name: String) -> String { "the curve on Map is \(name)" }
  func rowSum(_ sum: String) -> String { "row Σ \(sum)" }
  func columnMean(_ times: String) -> String { "\(times) × column mean" }
  func thenNow(_ before: String, _ now: String) -> String { "then \(before)  now \(now)" }
  var unknownKey: String { "unknown to the model" }
  var maskedHere: String { "masked" }
  func exactReplay(_ step: Int) -> String { "step \(step), exact replay" }
  var noPicture: String { "waiting for the first picture" }

  // Before anything is learned.
  func nothingLearned(_ keys: Int) -> String {
    "Nothing is learned yet: every key weighs about 1/\(keys). "
      + "Press space and watch the weights move onto the dots."
  }
  func nothingLearnedWithoutDots(_ keys: Int) -> String {
    "Nothing is learned yet: every key weighs about 1/\(keys). Press space to train."
  }
  var nothingLearnedUneven: String {
    "Nothing is learned yet: the weights are those of random numbers. "
      + "Press space and watch the weights move."
  }
  var nothingLearnedShort: [String] {
    [
      "Nothing is learned yet. Press space and watch the weights move onto the dots.",
      "Press space and watch the weights move onto the dots.",
    ]
  }
  var nothingLearnedShortWithoutDots: [String] { ["Nothing is learned yet: press space to train."] }
  var nothingLearnedWithoutMap: String { "Nothing is learned yet. Press space to train." }

  // Rows that write.
  func toWrite(_ query: String) -> String { "To write \(query)" }
  func toGoOn(_ query: String) -> String { "To say what follows \(query)" }
  func looksShort(_ query: String, _ key: String, _ weight: String) -> String {
    "For \(query) it looks most at \(key): \(weight)."
  }
  func looksAt(_ deed: String, _ key: String, _ word: String?, _ weight: String) -> String {
    "\(deed) it looks at " + (word.map { "\(key) of \($0)" } ?? key)
      + ": \(weight) of the weight."
  }
  func looksWhereItShould(
    _ deed: String, _ key: String, _ word: String?, _ weight: String
  ) -> String {
    "\(deed) it looks where it should: " + (word.map { "\(key) of \($0)" } ?? key)
      + " holds \(weight)."
  }
  func looksElsewhere(
    _ deed: String, _ key: String, _ weight: String, _ expected: String, _ expectedWeight: String
  ) -> String {
    "\(deed) it looks most at \(key), \(weight); "
      + "the dot says \(expected), now \(expectedWeight)."
  }
  func rightElsewhere(
    _ query: String, _ probability: String, _ key: String, _ weight: String, _ expected: String,
    _ why: RightElsewhere
  ) -> [String] {
    let whole =
      "To write \(query) it looks most at \(key), \(weight), and is right, p \(probability), "
      + "without the dot on \(expected)"
    let short = "\(query) is right, p \(probability), without its dot"
    switch why {
    case .stateKnows:
      return [
        whole + ": the state at \(key) knows it too, because the encoder reads in both directions.",
        short + ": the state at \(key) knows it too.", short + ".",
      ]
    case .oneRow:
      return [
        whole + ": one row of weights answers every query, so it cannot be on every dot.",
        short + ": one row answers every query.", short + ".",
      ]
    case .unknown: return [whole + ".", short + "."]
    }
  }
  func looksEverywhere(_ deed: String, _ keys: Int, _ key: String, _ weight: String) -> String {
    "\(deed) it still looks everywhere: of \(keys) keys the most, \(key), holds \(weight)."
  }
  func needsNoClue(_ query: String, _ key: String, _ weight: String) -> String {
    "The input holds no clue for \(query): it is free to look anywhere, most at \(key), \(weight)."
  }
  func nothingToGoOn(_ query: String, _ key: String, _ weight: String) -> String {
    "Nothing says yet what follows \(query): it is free to look anywhere, most at \(key), \(weight)."
  }
  func rowsOnDots(_ right: Int, _ all: Int) -> String {
    "\(right) of \(counted(all, "row")) \(right == 1 ? "has its" : "have their") most on a dot."
  }
  func bestHead(_ head: String, _ right: Int, _ all: Int) -> String {
    "Head \(head) does so most often: in \(right) of \(counted(all, "row"))."
  }
  func thisIsBestHead(_ right: Int, _ all: Int) -> String {
    "So in \(right) of \(counted(all, "row")), the most of this layer."
  }

  // Rows that ask each other.
  func attends(
    _ query: String, _ besides: String?, _ key: String, _ weight: String, _ ratio: String?
  ) -> String {
    (besides.map { "Besides \($0), \(query)" } ?? query) + " looks most at \(key): \(weight)"
      + (ratio.map { ", \($0) × what \(key) gets on average." } ?? ".")
  }
  func attendsEverywhere(_ query: String, _ keys: Int, _ key: String, _ weight: String) -> String {
    "\(query) looks everywhere: of \(keys) keys the most, \(key), holds \(weight)."
  }
  func looksOnly(_ query: String, _ key: String) -> String {
    "\(query) may look at \(key) only: what comes later is masked."
  }
  func noMass(_ query: String) -> String { "\(query) could look at nothing: its row is empty." }
  func brokenRow(_ query: String) -> String { "The row of \(query) holds what is not a number." }

  // One row for the whole text.
  func poolsCapped(_ key: String, _ weight: String, _ cap: String) -> String {
    "The whole text has one row: \(key) holds the most, \(weight); tanh lets no weight above \(cap)."
  }
  func poolsAtCap(_ key: String, _ weight: String, _ cap: String) -> String {
    "One word weighs as much as tanh allows: \(key) holds \(weight), and no weight can exceed \(cap)."
  }
  func poolsEvenly(_ keys: Int, _ key: String, _ weight: String) -> String {
    "The whole text has one row, and it is nearly even: of \(keys) words the most, \(key), "
      + "holds \(weight)."
  }
  func poolsFromCue(_ cue: String, _ before: String, _ after: String) -> String {
    "Weak before \(cue), strong from it on: a word holds \(before) before and \(after) after it."
  }
  func poolsFromCueShort(_ cue: String, _ before: String, _ after: String) -> String {
    "Weak before \(cue), \(before) per word; strong from it on, \(after)."
  }
  func cueHolds(_ cue: String, _ weight: String) -> String {
    "The word that decides, \(cue), holds \(weight)."
  }
  var cueIsBrightest: String { "That is the word that decides." }
  func poolsShort(_ key: String, _ weight: String, _ cap: String?) -> String {
    "One row for the whole text: \(key) holds the most, \(weight)"
      + (cap.map { "; the cap is \($0)." } ?? ".")
  }
  func poolsShortest(_ key: String, _ weight: String) -> String {
    "\(key) holds the most of the one row, \(weight)."
  }
  func pools(_ key: String, _ weight: String) -> String {
    "The whole text has one row: \(key) holds the most, \(weight)."
  }

  // An image.
  func ordinalDigit(_ ordinal: String, _ digit: String) -> String { "\(ordinal) digit, a \(digit)" }
  func readsPart(_ deed: String, _ part: String, _ weight: String) -> String {
    "\(deed) it looks at the \(part): its columns hold \(weight)."
  }
  func readsOtherPart(
    _ deed: String, _ part: String, _ weight: String, _ expected: String, _ expectedWeight: String
  ) -> String {
    "\(deed) it looks most at the \(part): \(weight); "
      + "the dots are on the \(expected): \(expectedWeight)."
  }
  func readsShort(_ query: String, _ part: String, _ weight: String) -> String {
    "For \(query) it looks most at the \(part): \(weight)."
  }
  func readsEverywhere(_ deed: String, _ columns: Int, _ part: String, _ weight: String) -> String {
    "\(deed) it still looks everywhere: of \(columns) columns those of the \(part), "
      + "hold most, \(weight)."
  }
  func imageColumn(_ column: Int, _ part: String?) -> String {
    "column \(column) (" + (part.map { "digit \($0)" } ?? "paper") + ")"
  }
  func imageWindow(_ first: Int, _ last: Int) -> String { "sees columns \(first)–\(last)" }
  var imageBarsMeaning: String { "bars: what ▸ looks at" }

  // What has changed.
  func moved(_ query: String, _ key: String, _ more: String, _ step: String) -> String {
    "Since \(step) the most has changed where \(query) looks at \(key): \(more)."
  }
  func movedByHeads(_ query: String, _ key: String, _ more: String) -> String {
    "Without these heads the most changes where \(query) looks at \(key): \(more)."
  }
  var notMovedByHeads: String { "Nothing here looks elsewhere without these heads." }
  func notMoved(_ step: String) -> String { "Nothing has changed since \(step)." }

  // A model without attention.
  var waitsForPicture: String {
    "waiting for the first picture: the program that writes this run puts it into snapshots/"
  }
  var noMapTitle: String { "There is no map: this model has no attention." }
  var nothingToDraw: [String] {
    ["There are no weights at this step, or all positions are padding: their labels are null."]
  }
  var noMapReason: [String] {
    [
      "No part of the input is weighed against",
      "another, so there is nothing to draw.",
      "m opens the same lesson with attention.",
    ]
  }
  func rightOutputs(_ right: Int, _ all: Int) -> String {
    "\(right) of \(counted(all, "character")) \(right == 1 ? "is" : "are") right"
  }

  // Messages, and why not.
  func pinned(_ step: Int?) -> String {
    (step.map { "step \($0)" } ?? "this picture") + " is pinned; d shows the difference to it"
  }
  var unpinned: String { "nothing is pinned; d compares with the step before" }
  func scaleIs(_ name: String, _ most: String) -> String {
    "scale \(name): colours go from 0 to \(most)"
  }
  func scaleMoved(_ most: String) -> String {
    "weights have grown: colours now go from 0 to \(most)"
  }
  func sinkScaleIs(_ names: [String], _ mass: String) -> String {
    "scale sink: \(names.joined(separator: " ")) is hidden, \(mass) of all mass; "
      + "the rest is on the scale auto"
  }
  var whyNoPin: String { "nothing to compare with: p pins this picture, . then makes another" }
  var whyNothingPinned: String { "nothing to compare with: p pins this picture" }
  var whyOtherInput: String { "the pinned picture shows another input; p pins this one" }
  var whyNoDifferenceHere: String { "the difference is drawn on Map; M goes there" }
  var whyNoSink: String {
    "no special or first key takes more than .3 of the mass: nothing to hide"
  }
}
