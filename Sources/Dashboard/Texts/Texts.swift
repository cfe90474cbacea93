import Snapshots

/// A language of the interface.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh"

  var texts: Texts {
    switch self {
    case .english: .english
    case .chinese: .chinese
    }
  }
}

/// Every word of the interface.
///
/// The defaults are English. Another language is another `static let` that sets what it says
/// otherwise; what it forgets is said in English, never left out, and a test finds it.
@dynamicMemberLookup
struct Texts: Sendable {
  static let english = Texts()

  /// The words of Heads, Words and Compare, which read as if they stood here.
  var places = PlaceTexts()
  /// The sentences about single lessons, which do so too.
  var sentences = SentenceTexts()

  subscript<Value>(dynamicMember text: KeyPath<PlaceTexts, Value>) -> Value {
    places[keyPath: text]
  }

  subscript<Value>(dynamicMember text: KeyPath<SentenceTexts, Value>) -> Value {
    sentences[keyPath: text]
  }

  /// The words of the Anatomy, likewise.
  var anatomy = AnatomyTexts()

  subscript<Value>(dynamicMember text: KeyPath<AnatomyTexts, Value>) -> Value {
    anatomy[keyPath: text]
  }

  /// The words about keys, and of help, likewise.
  var keyTexts = KeyTexts()

  subscript<Value>(dynamicMember text: KeyPath<KeyTexts, Value>) -> Value {
    keyTexts[keyPath: text]
  }

  /// The words of the tour.
  var tour = TourTexts()

  /// What is said about runs.
  var runs: any RunTexts = EnglishRuns()

  // Screens.
  var placeName: @Sendable (Place) -> String = { place in
    switch place {
    case .map: "Map"
    case .heads: "Heads"
    case .words: "Words"
    case .compare: "Compare"
    case .anatomy: "Anatomy"
    }
  }
  var helpName = "Help"

  // Line 0.
  var withoutAttention = "no attention"
  var fixedProbe = [
    "the lesson's own example, written greedily", "own example, greedy", "own example",
  ]
  var typedProbe = ["your text, written greedily", "your text, greedy", "your text"]
  var heldOutProbe = ["a held-out example, written greedily", "held out, greedy", "held out"]
  var forcedProbe = [
    "the lesson's own example, with the right answers given", "own example, answers given",
    "answers given",
  ]
  var forcedHeldOut = [
    "a held-out example, with the right answers given", "held out, answers given", "answers given",
  ]
  var step: @Sendable (Int) -> String = { "step \($0)" }
  var stepOf: @Sendable (Int, Int) -> String = { "step \($0) of \($1)" }
  var paused = "❚❚ paused"
  var running: @Sendable (Int?) -> String = { $0.map { "▶ running ≤ \($0)/s" } ?? "▶ running" }
  var runningShort: @Sendable (Int?) -> String = { $0.map { "▶ ≤ \($0)/s" } ?? "▶" }
  var pausedShort = "❚❚"
  var replaying: @Sendable (Int, Int) -> String = { "↻ replaying to \($0)  \($1) %" }
  var replayingShort: @Sendable (Int, Int) -> String = { "↻ \($0) \($1) %" }
  var halted = "■ halted"

  // The map.
  var axes = "query ↓  key →"
  var axesShort = "query ↓ key →"
  var axesShortest = "q ↓ k →"
  var writes = "writes"
  var probability = "p"
  var pattern = "pattern"
  var free = "free"
  var exact = "exact"
  var baseline = "no att."
  var loss = "loss"
  var stepsPerSecond = "step/s"
  var right = "● right"
  var notYet: @Sendable (String) -> String = { "○ \($0)" }
  var stepAxis = "step"
  var exactAt: @Sendable (String, Int) -> String = { "exact \($0) at \($1)" }
  var heldOutNow = "held out, now"

  // The legend.
  var scaleName: @Sendable (String) -> String = { name in
    switch name {
    case "sqrt": "square root"
    case "log": "logarithmic"
    case "uniform", "sink": ""
    default: name
    }
  }
  /// The relative scale beyond four times uniform.
  var scaleLog = "log"
  /// The upper end of a scale where rows of few keys go further up than the others.
  var orUniform: @Sendable (String, String) -> String = { "\($0) or \($1)" }
  /// From which step, where there are any, and whether it was pinned.
  var differenceFrom: @Sendable (Int?, Bool) -> String = { step, isPinned in
    step.map { "now − step \($0)" + (isPinned ? " (pinned)" : "") } ?? "now − the pinned picture"
  }
  var pinnedPicture = "the pinned picture"
  var differenceFromAllHeads = "now − with all heads on"
  var noDifference = "no difference: another input"
  /// The difference is on, and there is no picture to take it from.
  var nothingBefore = "no difference: nothing to compare with yet"
  /// Weights are drawn that are not there yet: the largest of each block stands in.
  var overview = "overview"
  var dotMeaning = "· should look here"
  var patternMeaning = "● does  ○ not yet"
  var freeMeaning = "free: no clue"
  var unknownMeaning = "reversed: unknown to the model"
  var notNumbers: @Sendable (Int) -> String = { "× \($0) not a number" }
  var queriesShown: @Sendable (Int, Int, Int) -> String = { "queries \($0)–\($1) of \($2)" }
  var keysShown: @Sendable (Int, Int, Int) -> String = { "keys \($0)–\($1) of \($2)" }

  // The read-out.
  var query: @Sendable (String) -> String = { "query \($0)" }
  var key: @Sendable (String) -> String = { "key \($0)" }
  var quoted: @Sendable (String) -> String = { "\"\($0)\"" }
  /// What stands right behind the name of a query or key.
  var place: @Sendable (Int, Int) -> String = { " (\(Texts.ordinal($0)) of \($1))" }
  var ordinal: @Sendable (Int) -> String = { Texts.ordinal($0) }
  private static func ordinal(_ place: Int) -> String {
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
  var rowSum: @Sendable (String) -> String = { "row Σ \($0)" }
  var columnMean: @Sendable (String) -> String = { "\($0) × column mean" }
  var thenNow: @Sendable (String, String) -> String = { "then \($0)  now \($1)" }
  var unknownKey = "unknown to the model"
  var exactReplay: @Sendable (Int) -> String = { "step \($0), exact replay" }
  var noPicture = "waiting for the first picture"
  var counting: @Sendable (Int) -> String = { "\($0)_" }

  // Facts.
  var parameters: @Sendable (String) -> String = { "\($0) trained numbers" }
  var seed: @Sendable (Int) -> String = { "seed \($0)" }
  var everyStepKept = "every step is kept"

  // One sentence.
  var nothingLearned: @Sendable (Int) -> String = { keys in
    "Nothing is learned yet: every key weighs about 1/\(keys). "
      + "Press space and watch light move onto the dots."
  }
  var nothingLearnedWithoutDots: @Sendable (Int) -> String = { keys in
    "Nothing is learned yet: every key weighs about 1/\(keys). Press space to train."
  }
  var nothingLearnedShort = [
    "Nothing is learned yet. Press space and watch light move onto the dots.",
    "Press space and watch light move onto the dots.",
  ]
  var nothingLearnedShortWithoutDots = ["Nothing is learned yet: press space to train."]
  var looksShort: @Sendable (String, String, String) -> String = { query, key, weight in
    "For \(query) it looks most at \(key): \(weight)."
  }
  var nothingLearnedWithoutMap = "Nothing is learned yet. Press space to train."
  var looksAt: @Sendable (String, String, String?, String) -> String = { query, key, word, weight in
    "\(query) it looks at " + (word.map { "\(key) of \($0)" } ?? key)
      + ": \(weight) of the weight."
  }
  var looksWhereItShould: @Sendable (String, String, String?, String) -> String = {
    query, key, word, weight in
    "\(query) it looks where it should: " + (word.map { "\(key) of \($0)" } ?? key)
      + " holds \(weight)."
  }
  var looksElsewhere: @Sendable (String, String, String, String, String) -> String = {
    query, key, weight, expected, expectedWeight in
    "\(query) it looks most at \(key), \(weight); "
      + "the dot says \(expected), now \(expectedWeight)."
  }
  var looksEverywhere: @Sendable (String, Int, String, String) -> String = {
    query, keys, key, weight in
    "\(query) it still looks everywhere: of \(keys) keys the most, \(key), holds \(weight)."
  }
  var needsNoClue: @Sendable (String, String, String) -> String = { query, key, weight in
    "The input holds no clue for \(query): it is free to look anywhere, most at \(key), \(weight)."
  }
  var attends: @Sendable (String, String?, String, String, String?) -> String = {
    query, besides, key, weight, ratio in
    (besides.map { "Besides \($0), \(query)" } ?? query) + " looks most at \(key): \(weight)"
      + (ratio.map { ", \($0) × what \(key) gets on average." } ?? ".")
  }
  var attendsEverywhere: @Sendable (String, Int, String, String) -> String = {
    query, keys, key, weight in
    "\(query) looks everywhere: of \(keys) keys the most, \(key), holds \(weight)."
  }
  var looksOnly: @Sendable (String, String) -> String = { query, key in
    "\(query) may look at \(key) only: what comes later is masked."
  }
  var says: @Sendable (String, String) -> String = { "says \($0) \($1)" }
  var truth: @Sendable (String) -> String = { "truth \($0)" }
  var noMass: @Sendable (String) -> String = { "\($0) could look at nothing: its row is empty." }
  var brokenRow: @Sendable (String) -> String = { "The row of \($0) holds what is not a number." }
  var moved: @Sendable (String, String, String, String) -> String = { query, key, more, step in
    "Since \(step) the most has changed where \(query) looks at \(key): \(more)."
  }
  var movedByHeads: @Sendable (String, String, String, String) -> String = { query, key, more, _ in
    "Without these heads the most changes where \(query) looks at \(key): \(more)."
  }
  var notMovedByHeads = "Nothing here looks elsewhere without these heads."
  var notMoved: @Sendable (String) -> String = { "Nothing has changed since \($0)." }

  // A model without attention.
  var noMapTitle = "There is no map: this model has no attention."
  var noMapReason = [
    "No part of the input is weighed against",
    "another, so there is nothing to draw.",
    "m opens the same lesson with attention.",
  ]
  var rightOutputs: @Sendable (Int, Int) -> String = { "\($0) of \($1) characters are right" }

  // Prompts.
  var probePrompt = "type a text:"
  var commandPrompt = ":"
  var filterPrompt = "/"
  var headFilterHint = "a role, or induction > .5   esc all"
  var probeHint = "enter keeps it   esc the lesson's"
  var commandHint = "tab completes   esc leaves"
  var lineIsFull: @Sendable (Int) -> String = { "a line takes \($0) bytes at most; that is more" }
  var onlyFirstAreRead: @Sendable (Int) -> String = { "only the first \($0) characters are read" }

  // Why not.
  var whyNoMap = "this model has no attention, so there is no map to do that on"
  var whyNoPicture = "the first picture has not come yet"
  var whyFirstStep = "this is step 0, the beginning"
  var whyLatestStep = "this is the latest step; . trains one more"
  var whyHalted = "training halted; go back with , or < first"
  var whyOneRamp: @Sendable (String) -> String = {
    "\($0) leaves one ramp; --color 256 or truecolor has four ladders"
  }
  var whyNoPin = "nothing to compare with: p pins this picture, . then makes another"
  var whyNothingPinned = "nothing to compare with: p pins this picture"
  var whyOtherInput = "the pinned picture shows another input; p pins this one"
  var whyFastest = "training is not capped any more"
  var whySlowest = "one step a second is the slowest; . takes one at a time"
  var whyHere: @Sendable (String) -> String = { "this is \($0) already" }
  var whyNoHeads = "this attention has one head; there is nothing to choose"
  var whyOneHead: @Sendable (String) -> String = { "\($0) does nothing here: there is one head" }
  var whyOneLayer = "there is one layer only"
  var whyOneStack = "there is one kind of attention only"
  var whyNotInto = "enter opens a cell of Map or Words, or a head of Heads"
  var whyOnlyHeads = "heads are sorted and filtered on Heads; H goes there"
  var whyNoSwitchesOnTour = "on the tour all heads stay as they are; esc leaves it"
  var whyNoHeadChosen: @Sendable (Int) -> String = { "choose a head first: 0 – \($0), or ]" }
  var whyAllOn = "all heads are on"
  var whyNoPanes = "there is nothing beside this run; headlight train compare runs three"
  var whyOnePane = "there is one pane only"
  var whyPaneHasOneHead: @Sendable (String) -> String = {
    "\($0) has one head; tab goes to another pane"
  }
  var whyNoLayersHere = "panes show one layer; { } moves on Map and Heads"
  var whyNoDifferenceHere = "the difference is drawn on Map; M goes there"
  var whyNoSink = "no special or first key takes more than .3 of the mass: nothing to hide"

  // Messages.
  var pinned: @Sendable (Int?) -> String = { step in
    (step.map { "step \($0)" } ?? "this picture") + " is pinned; d shows the difference to it"
  }
  var unpinned = "nothing is pinned; d compares with the step before"
  var scaleIs: @Sendable (String, String, String) -> String = { name, least, most in
    "scale \(name): the ladder goes from \(least) to \(most)"
  }
  var colorsAre: @Sendable (String) -> String = { "colours: \($0)" }
  var paceIs: @Sendable (Int?) -> String = {
    $0.map { "training is capped at \($0) step\($0 == 1 ? "" : "s") a second" }
      ?? "training runs as fast as it can"
  }
  var sinkScaleIs: @Sendable ([String], String) -> String = { names, mass in
    "scale sink: \(names.joined(separator: " ")) is hidden, \(mass) of all mass; "
      + "the rest is on the scale uniform"
  }
  var noSuchHead: @Sendable (String, Int) -> String = { "no head \($0); the last is \($1)" }
  var headIs: @Sendable (String, String) -> String = { head, state in
    switch state {
    case "off": "head \(head) is off here, not in training: its output is 0; x: alone, u: on"
    case "alone": "head \(head) is alone here, not in training: others of its layer are 0; u: on"
    default: "head \(head) is on"
    }
  }
  var allHeadsOn = "all heads are on again"
  var sortedBy: @Sendable (String) -> String = { order in
    switch order {
    case "layer": "heads in the order of the model"
    case "entropy": "heads by entropy, the sharpest first"
    case "role": "heads by role, the best first"
    default: "heads by \(order), the best first"
    }
  }
  var exhibitIs: @Sendable (String, Bool) -> String = { name, isOn in
    isOn ? "\(name) is shown: wrong on purpose" : "\(name) is no longer shown"
  }
  var copied: @Sendable (String) -> String = { "copied: \($0)" }
  var mouseOn = "the mouse points here again"
  var mouseOff = "the mouse selects text; :mouse on brings it back"
  var teacherOn = "the decoder is fed the right answer"
  var teacherOff = "the decoder reads what it wrote itself"
  var baselineTrains = "the same lesson without attention trains beside this run: a few seconds"
  var isBaseline = "this run is the one without attention already"
  var askQuitUnsaved: @Sendable (String) -> String = {
    "not saved: \($0); q again leaves all the same, any other key stays"
  }
  var askQuit: @Sendable (String) -> String = {
    "this run of \($0) is not recorded and will be gone: q again leaves, any other key stays"
  }
  var duration: @Sendable (Int) -> String = { seconds in
    seconds < 3_600
      ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3_600) h \(seconds / 60 % 60) min"
  }
  var tooSmall: @Sendable (Int, Int) -> [String] = { columns, rows in
    ["headlight needs", "\(columns) × \(rows) cells"]
  }
  var tooSmallNow: @Sendable (Int, Int) -> String = { "here: \($0) × \($1)" }

  // Commands.
  var unknownCommand: @Sendable (String, String) -> String = { name, expected in
    "no command \(name); expected one of \(expected)"
  }
  var expected: @Sendable (String, String, String) -> String = { command, expected, got in
    ":\(command) expects \(expected)" + (got.isEmpty ? "" : ", not \(got)")
  }
  var expectedNothing = "nothing after it"
  var expectedStep: @Sendable (Int) -> String = { "a step from 0 to \($0)" }
  var expectedCount = "a number of steps such as 5 or -5"
  var expectedPace = "steps a second, 1 or more, or unlimited"
  var expectedText = "a text"
  var expectedHead: @Sendable (String, String, String) -> String = { first, last, got in
    "no head \(got); expected layer.head from \(first) to \(last)"
  }
  var notACondition: @Sendable (Condition.Malformed) -> String = { "\($0)" }
  var expectedOnOff: @Sendable (String) -> String = { "\($0) on or \($0) off" }
  var expectedOneOf: @Sendable ([String]) -> String = { $0.joined(separator: ", ") }
  var candidates: @Sendable ([String]) -> String = { $0.joined(separator: "  ") }
}
