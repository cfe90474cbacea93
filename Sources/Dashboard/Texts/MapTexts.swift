import Screens

/// The map with its legend and read-out, and the sentences under the picture.
protocol MapTexts {
  // The map.
  var axes: String { get }
  var axesShort: String { get }
  var axesShortest: String { get }
  var writes: String { get }
  var probability: String { get }
  var pattern: String { get }
  /// The heading over where each row looks.
  var looks: String { get }
  var free: String { get }
  var exact: String { get }
  var baseline: String { get }
  var loss: String { get }
  var stepsPerSecond: String { get }
  func notYet(_ target: String) -> String
  var stepAxis: String { get }
  func exactAt(_ share: String, _ step: Int) -> String
  var heldOutNow: String { get }

  // Beside the map.
  /// What `a` turns to.
  func asideNext(_ aside: Aside) -> String
  func asideIs(_ aside: Aside, _ screen: ScreenName) -> String
  var noCodeYet: String { get }
  var whatComputesRow: String { get }
  var whyOnlyTwoPanels: String { get }
  func whyNoRoomBeside(_ columns: Int) -> String

  // The legend.
  /// A scale in the legend; empty where its ends say enough.
  /// The word beside the weight 1 / keys.
  var uniform: String { get }
  /// From which step, where there are any, and whether it was pinned.
  func differenceFrom(_ step: Int?, _ isPinned: Bool) -> String
  var pinnedPicture: String { get }
  var differenceFromAllHeads: String { get }
  var noDifference: String { get }
  /// The difference is on, and there is no picture to take it from.
  var nothingBefore: String { get }
  /// Weights are drawn that are not there yet: the largest of each block stands in.
  var overview: String { get }
  var dotMeaning: String { get }
  var patternMeaning: String { get }
  var answerMeaning: String { get }
  /// What `∅` is.
  var nothingMeaning: String { get }
  var freeMeaning: String { get }
  var unknownMeaning: String { get }
  var masked: String { get }
  func notNumbers(_ count: Int) -> String
  func queriesShown(_ first: Int, _ last: Int, _ all: Int) -> String
  func keysShown(_ first: Int, _ last: Int, _ all: Int) -> String
  func sinkHidden(_ names: [String], _ mass: String) -> String
  func sinkHiddenShort(_ names: [String], _ mass: String) -> String
  func sinkShown(_ names: [String], _ mass: String) -> String

  // The read-out.
  func query(_ query: String) -> String
  func key(_ key: String) -> String
  /// What stands right behind the name of a query or key.
  func place(_ place: Int, _ all: Int) -> String
  func ordinal(_ place: Int) -> String
  /// Which metric the curve of Map shows now.
  func curveIs(_ name: String) -> String
  func rowSum(_ sum: String) -> String
  /// The mass of a row that lies on no key.
  func onNoKey(_ mass: String) -> String
  func columnMean(_ times: String) -> String
  func thenNow(_ before: String, _ now: String) -> String
  var unknownKey: String { get }
  var maskedHere: String { get }
  func exactReplay(_ step: Int) -> String
  var noPicture: String { get }

  // Before anything is learned.
  func nothingLearned(_ keys: Int) -> String
  func nothingLearnedWithoutDots(_ keys: Int) -> String
  var nothingLearnedUneven: String { get }
  var nothingLearnedShort: [String] { get }
  var nothingLearnedShortWithoutDots: [String] { get }
  var nothingLearnedWithoutMap: String { get }

  // Rows that write.
  /// What a query that writes is about, and one that says what comes after it.
  func toWrite(_ query: String) -> String
  func toGoOn(_ query: String) -> String
  func looksShort(_ query: String, _ key: String, _ weight: String) -> String
  func looksAt(_ deed: String, _ key: String, _ word: String?, _ weight: String) -> String
  func looksWhereItShould(
    _ deed: String, _ key: String, _ word: String?, _ weight: String
  ) -> String
  func looksElsewhere(
    _ deed: String, _ key: String, _ weight: String, _ expected: String, _ expectedWeight: String
  ) -> String
  /// A row that is right though it looks elsewhere: what was written, its probability, the key it
  /// looks at and how much, and the key with the dot.
  func rightElsewhere(
    _ query: String, _ probability: String, _ key: String, _ weight: String, _ expected: String,
    _ why: RightElsewhere
  ) -> [String]
  func looksEverywhere(_ deed: String, _ keys: Int, _ key: String, _ weight: String) -> String
  func needsNoClue(_ query: String, _ key: String, _ weight: String) -> String
  func nothingToGoOn(_ query: String, _ key: String, _ weight: String) -> String
  /// Rows whose largest weight lies on a dot, and all rows that have dots.
  func rowsOnDots(_ right: Int, _ all: Int) -> String
  /// A head, its layer, and in how many rows it looks where it should.
  func bestHead(_ head: String, _ right: Int, _ all: Int) -> String
  func thisIsBestHead(_ right: Int, _ all: Int) -> String

  // Rows that ask each other.
  func attends(
    _ query: String, _ besides: String?, _ key: String, _ weight: String, _ ratio: String?
  ) -> String
  func attendsEverywhere(_ query: String, _ keys: Int, _ key: String, _ weight: String) -> String
  func looksOnly(_ query: String, _ key: String) -> String
  func noMass(_ query: String) -> String
  func brokenRow(_ query: String) -> String

  // One row for the whole text.
  func poolsCapped(_ key: String, _ weight: String, _ cap: String) -> String
  func poolsAtCap(_ key: String, _ weight: String, _ cap: String) -> String
  func poolsEvenly(_ keys: Int, _ key: String, _ weight: String) -> String
  /// The cue, and the mean weight before it and from it on.
  func poolsFromCue(_ cue: String, _ before: String, _ after: String) -> String
  func poolsFromCueShort(_ cue: String, _ before: String, _ after: String) -> String
  /// The word that decides, where it is not the brightest.
  func cueHolds(_ cue: String, _ weight: String) -> String
  var cueIsBrightest: String { get }
  func poolsShort(_ key: String, _ weight: String, _ cap: String?) -> String
  func poolsShortest(_ key: String, _ weight: String) -> String
  func pools(_ key: String, _ weight: String) -> String

  // An image.
  func ordinalDigit(_ ordinal: String, _ digit: String) -> String
  func readsPart(_ deed: String, _ part: String, _ weight: String) -> String
  func readsOtherPart(
    _ deed: String, _ part: String, _ weight: String, _ expected: String, _ expectedWeight: String
  ) -> String
  func readsShort(_ query: String, _ part: String, _ weight: String) -> String
  func readsEverywhere(_ deed: String, _ columns: Int, _ part: String, _ weight: String) -> String
  func imageColumn(_ column: Int, _ part: String?) -> String
  func imageWindow(_ first: Int, _ last: Int) -> String
  var imageBarsMeaning: String { get }

  // What has changed.
  func moved(_ query: String, _ key: String, _ more: String, _ step: String) -> String
  func movedByHeads(_ query: String, _ key: String, _ more: String) -> String
  var notMovedByHeads: String { get }
  func notMoved(_ step: String) -> String

  // A model without attention.
  /// What a run of which no picture was written yet waits for.
  var waitsForPicture: String { get }
  var noMapTitle: String { get }
  var noMapReason: [String] { get }
  /// Why a run that is no lesson has no map.
  var nothingToDraw: [String] { get }
  func rightOutputs(_ right: Int, _ all: Int) -> String

  // Messages, and why not.
  func pinned(_ step: Int?) -> String
  var unpinned: String { get }
  func scaleIs(_ name: String, _ most: String) -> String
  /// The scale changed by itself.
  func scaleMoved(_ most: String) -> String
  func sinkScaleIs(_ names: [String], _ mass: String) -> String
  var whyNoPin: String { get }
  var whyNothingPinned: String { get }
  var whyOtherInput: String { get }
  var whyNoDifferenceHere: String { get }
  var whyNoSink: String { get }
}
