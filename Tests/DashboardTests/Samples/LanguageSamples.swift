import Snapshots
import Tensors

@testable import Dashboard

/// The texts with arguments, by what they take, and what each says to every kind of argument.
///
/// A mirror sees these fields too but cannot call them; ``Sayings`` checks that none is left out.
enum SpokenTexts {
  /// Arguments that a text tells apart; all others are the same to it.
  static let told: [String: [String]] = [
    "scaleName": ["linear", "sqrt", "log"], "headIs": ["on", "off", "alone"],
    "sortedBy": ["layer", "entropy", "role", "previous"],
    "places.kindName": ["self", "causal", "cross", "pooling"],
    "places.stackPath": ["enc", "dec", "encoder", "decoder"],
    "places.wrongBecause": Mistake.allCases.map(\.rawValue),
    "anatomy.anatomyKey": [
      "↑ ↓", "← →", "enter", "esc", "tab", "o", "[ ]", "{ }", ". ,", "picture", "vector", "number",
      "open", "close", "gradient", "head", "list",
    ],
    "anatomy.axisName": axes, "anatomy.axisPlace": axes,
  ]
  private static let axes = [
    "key", "query", "feature", "unit", "embedding", "head", "token", "gate", "depth", "combined",
    "hidden",
  ]
  /// Every way in which a text is no condition.
  private static let mistakes = [
    "Y", "X", "X <", "(X < 1", "X < 1 Y", String(repeating: "(", count: 70),
  ].compactMap { text -> Condition.Malformed? in
    do throws(Condition.Malformed) {
      _ = try Condition(text, metrics: ["X"])
      return nil
    } catch {
      var error = error
      error.example = "X"
      return error
    }
  }
  private static let maybe: [String?] = [nil, "X"]

  /// What `texts` says, by the name of the field; names are `X`, which no language has as a word.
  static func said(by texts: Texts) -> [String: [String]] {
    var said: [String: [String]] = [:]
    var paths: Set<AnyKeyPath> = []
    func say<Text>(
      _ fields: KeyValuePairs<String, KeyPath<Texts, Text>>,
      _ call: (Text, [String]) -> [String]
    ) {
      for (name, field) in fields {
        said[name] = call(texts[keyPath: field], told[name] ?? ["X"])
        paths.insert(field)
      }
    }
    say([
      "placeName": \.placeName
    ]) { (f: @Sendable (Place) -> String, _: [String]) in
      Place.allCases.map { f($0) }
    }
    say([
      "step": \.step,
      "notNumbers": \.notNumbers,
      "ordinal": \.ordinal,
      "exactReplay": \.exactReplay,
      "counting": \.counting,
      "seed": \.seed,
      "nothingLearned": \.nothingLearned,
      "nothingLearnedWithoutDots": \.nothingLearnedWithoutDots,
      "whyNoHeadChosen": \.whyNoHeadChosen,
      "duration": \.duration,
      "lineIsFull": \.lineIsFull,
      "onlyFirstAreRead": \.onlyFirstAreRead,
      "expectedStep": \.expectedStep,
      "places.tokens": \.places.tokens,
      "places.formedBy": \.places.formedBy,
      "places.formedBefore": \.places.formedBefore,
      "places.capFormula": \.places.capFormula,
      "places.meanOf": \.places.meanOf,
      "places.headShort": \.places.headShort,
      "places.rowsAQuery": \.places.rowsAQuery,
      "places.meanOfOnly": \.places.meanOfOnly,
      "places.outputNumber": \.places.outputNumber,
      "places.panesMore": \.places.panesMore,
      "anatomy.operations": \.anatomy.operations,
      "anatomy.moreLines": \.anatomy.moreLines,
      "anatomy.sumOfRest": \.anatomy.sumOfRest,
      "anatomy.largestOf": \.anatomy.largestOf,
      "anatomy.scratchLeft": \.anatomy.scratchLeft,
    ]) { (f: @Sendable (Int) -> String, _: [String]) in
      [f(1), f(2)]
    }
    say([
      "stepOf": \.stepOf,
      "replaying": \.replaying,
      "replayingShort": \.replayingShort,
      "place": \.place,
      "rightOutputs": \.rightOutputs,
      "tooSmallNow": \.tooSmallNow,
      "places.layersByHeads": \.places.layersByHeads,
      "places.headsOf": \.places.headsOf,
      "places.brightest": \.places.brightest,
      "places.brightestShort": \.places.brightestShort,
      "places.extent": \.places.extent,
      "places.imageWindow": \.places.imageWindow,
      "places.headOf": \.places.headOf,
      "places.meanOfSome": \.places.meanOfSome,
      "sentences.rowsOnDots": \.sentences.rowsOnDots,
      "sentences.thisIsBestHead": \.sentences.thisIsBestHead,
    ]) { (f: @Sendable (Int, Int) -> String, _: [String]) in
      [f(1, 1), f(1, 2)]
    }
    say([
      "running": \.running,
      "runningShort": \.runningShort,
      "paceIs": \.paceIs,
    ]) { (f: @Sendable (Int?) -> String, _: [String]) in
      [f(nil), f(1), f(2)]
    }
    say([
      "notYet": \.notYet,
      "scaleName": \.scaleName,
      "query": \.query,
      "key": \.key,
      "quoted": \.quoted,
      "rowSum": \.rowSum,
      "columnMean": \.columnMean,
      "parameters": \.parameters,
      "truth": \.truth,
      "noMass": \.noMass,
      "brokenRow": \.brokenRow,
      "notMoved": \.notMoved,
      "whyOneRamp": \.whyOneRamp,
      "whyHere": \.whyHere,
      "whyOneHead": \.whyOneHead,
      "whyPaneHasOneHead": \.whyPaneHasOneHead,
      "colorsAre": \.colorsAre,
      "sortedBy": \.sortedBy,
      "copied": \.copied,
      "askQuit": \.askQuit, "askQuitUnsaved": \.askQuitUnsaved,
      "expectedOnOff": \.expectedOnOff,
      "places.headNamed": \.places.headNamed,
      "places.headIsSwitched": \.places.headIsSwitched,
      "places.kindName": \.places.kindName,
      "places.stackPath": \.places.stackPath,
      "places.filteredBy": \.places.filteredBy,
      "places.sortedByLegend": \.places.sortedByLegend,
      "places.measuredOn": \.places.measuredOn,
      "places.noHeadIs": \.places.noHeadIs,
      "places.capIs": \.places.capIs,
      "places.ofAtMost": \.places.ofAtMost,
      "places.looksAtHeading": \.places.looksAtHeading,
      "places.largestHere": \.places.largestHere,
      "places.noWeightAbove": \.places.noWeightAbove,
      "places.wrongBecause": \.places.wrongBecause,
      "places.differenceToFirst": \.places.differenceToFirst,
      "places.wayNext": \.places.wayNext,
      "sentences.toWrite": \.sentences.toWrite,
      "sentences.toGoOn": \.sentences.toGoOn,
      "keyTexts.noKeyMatches": \.keyTexts.noKeyMatches,
      "keyTexts.unusedKey": \.keyTexts.unusedKey,
      "tour.trying": \.tour.trying,
      "tour.scratchIs": \.tour.scratchIs,
      "anatomy.howAttends": \.anatomy.howAttends,
      "anatomy.axisPlace": \.anatomy.axisPlace,
      "anatomy.ordered": \.anatomy.ordered,
      "anatomy.sameAs": \.anatomy.sameAs,
      "anatomy.shiftedBy": \.anatomy.shiftedBy,
      "anatomy.howMade": \.anatomy.howMade,
      "anatomy.changedMark": \.anatomy.changedMark,
      "anatomy.gradientIs": \.anatomy.gradientIs,
      "anatomy.nextIs": \.anatomy.nextIs,
      "anatomy.weightBound": \.anatomy.weightBound,
      "anatomy.isGiven": \.anatomy.isGiven,
      "anatomy.notThat": \.anatomy.notThat,
      "anatomy.scratchIs": \.anatomy.scratchIs,
    ]) { (f: @Sendable (String) -> String, words: [String]) in
      words.map { f($0) }
    }
    say([
      "exactAt": \.exactAt,
      "noSuchHead": \.noSuchHead,
      "places.overSteps": \.places.overSteps,
      "tour.counter": \.tour.counter,
      "anatomy.axisName": \.anatomy.axisName,
    ]) { (f: @Sendable (String, Int) -> String, words: [String]) in
      words.map { f($0, 1) }
    }
    say([
      "orUniform": \.orUniform,
      "thenNow": \.thenNow,
      "looksOnly": \.looksOnly,
      "says": \.says,
      "headIs": \.headIs,
      "unknownCommand": \.unknownCommand,
      "places.roleLetterMeans": \.places.roleLetterMeans,
      "places.whyOneMechanism": \.places.whyOneMechanism,
      "sentences.cueHolds": \.sentences.cueHolds,
      "sentences.poolsShortest": \.sentences.poolsShortest,
      "sentences.pools": \.sentences.pools,
      "sentences.ordinalDigit": \.sentences.ordinalDigit,
      "anatomy.plainSentence": \.anatomy.plainSentence,
      "anatomy.rowOf": \.anatomy.rowOf,
      "anatomy.scoreBound": \.anatomy.scoreBound,
    ]) { (f: @Sendable (String, String) -> String, words: [String]) in
      words.map { f("X", $0) }
    }
    say(["pinned": \.pinned]) { (f: @Sendable (Int?) -> String, _: [String]) in [f(1), f(nil)] }
    say([
      "differenceFrom": \.differenceFrom
    ]) { (f: @Sendable (Int?, Bool) -> String, _: [String]) in
      [f(1, true), f(1, false), f(nil, true)]
    }
    say([
      "queriesShown": \.queriesShown,
      "keysShown": \.keysShown,
      "places.layersShown": \.places.layersShown,
      "places.headsShown": \.places.headsShown,
      "places.ranksShown": \.places.ranksShown,
      "places.linesShown": \.places.linesShown,
    ]) { (f: @Sendable (Int, Int, Int) -> String, _: [String]) in
      [f(1, 1, 2), f(1, 2, 3)]
    }
    say([
      "looksShort": \.looksShort,
      "needsNoClue": \.needsNoClue,
      "scaleIs": \.scaleIs,
      "expected": \.expected,
      "expectedHead": \.expectedHead,
      "places.looksAtRead": \.places.looksAtRead,
      "places.paneLooks": \.places.paneLooks,
      "places.paneLooksShort": \.places.paneLooksShort,
      "sentences.nothingToGoOn": \.sentences.nothingToGoOn,
      "sentences.poolsCapped": \.sentences.poolsCapped,
      "sentences.poolsAtCap": \.sentences.poolsAtCap,
      "sentences.poolsFromCue": \.sentences.poolsFromCue,
      "sentences.poolsFromCueShort": \.sentences.poolsFromCueShort,
      "sentences.readsPart": \.sentences.readsPart,
      "sentences.readsShort": \.sentences.readsShort,
    ]) { (f: @Sendable (String, String, String) -> String, _: [String]) in
      [f("X", "X", ""), f("X", "X", "X")]
    }
    say([
      "looksAt": \.looksAt,
      "looksWhereItShould": \.looksWhereItShould,
    ]) { (f: @Sendable (String, String, String?, String) -> String, _: [String]) in
      maybe.map { f("X", "X", $0, "X") }
    }
    say([
      "looksElsewhere": \.looksElsewhere,
      "sentences.readsOtherPart": \.sentences.readsOtherPart,
    ]) { (f: @Sendable (String, String, String, String, String) -> String, _: [String]) in
      [f("X", "X", "X", "X", "X")]
    }
    say([
      "looksEverywhere": \.looksEverywhere,
      "attendsEverywhere": \.attendsEverywhere,
      "sentences.readsEverywhere": \.sentences.readsEverywhere,
    ]) { (f: @Sendable (String, Int, String, String) -> String, _: [String]) in
      [f("X", 1, "X", "X")]
    }
    say([
      "attends": \.attends
    ]) { (f: @Sendable (String, String?, String, String, String?) -> String, _: [String]) in
      maybe.flatMap { a in maybe.map { f("X", a, "X", "X", $0) } }
    }
    say([
      "moved": \.moved,
      "movedByHeads": \.movedByHeads,
    ]) { (f: @Sendable (String, String, String, String) -> String, _: [String]) in
      [f("X", "X", "X", "X")]
    }
    say([
      "sinkScaleIs": \.sinkScaleIs,
      "places.sinkHidden": \.places.sinkHidden,
      "places.sinkHiddenShort": \.places.sinkHiddenShort,
      "places.sinkShown": \.places.sinkShown,
    ]) { (f: @Sendable ([String], String) -> String, _: [String]) in
      [f(["X", "X"], "X")]
    }
    say([
      "exhibitIs": \.exhibitIs, "places.scoreIs": \.places.scoreIs,
    ]) { (f: @Sendable (String, Bool) -> String, _: [String]) in
      [f("X", true), f("X", false)]
    }
    say([
      "tooSmall": \.tooSmall
    ]) { (f: @Sendable (Int, Int) -> [String], _: [String]) in
      f(1, 2)
    }
    say([
      "notACondition": \.notACondition
    ]) { (f: @Sendable (Condition.Malformed) -> String, _: [String]) in
      mistakes.map { f($0) }
    }
    say([
      "expectedOneOf": \.expectedOneOf,
      "candidates": \.candidates,
      "places.panesHidden": \.places.panesHidden,
      "anatomy.expectedAxisOf": \.anatomy.expectedAxisOf,
    ]) { (f: @Sendable ([String]) -> String, _: [String]) in
      [f(["X", "X"])]
    }
    say([
      "places.imageColumn": \.places.imageColumn
    ]) { (f: @Sendable (Int, String?) -> String, _: [String]) in
      maybe.map { f(1, $0) }
    }
    say([
      "places.headsAreOff": \.places.headsAreOff
    ]) { (f: @Sendable ([Int]) -> String, _: [String]) in
      [f([1, 2])]
    }
    say([
      "places.comparison": \.places.comparison,
      "places.comparisonShort": \.places.comparisonShort,
      "anatomy.noValue": \.anatomy.noValue,
      "anatomy.noSoftmax": \.anatomy.noSoftmax,
    ]) { (f: @Sendable (String, [String]) -> String, _: [String]) in
      [f("X", ["X", "X"])]
    }
    say([
      "places.wayIs": \.places.wayIs
    ]) { (f: @Sendable (String, Int, String, Int) -> String, _: [String]) in
      [f("X", 1, "X", 2)]
    }
    say([
      "sentences.bestHead": \.sentences.bestHead
    ]) { (f: @Sendable (String, Int, Int) -> String, _: [String]) in
      [f("X", 1, 2)]
    }
    say([
      "sentences.poolsEvenly": \.sentences.poolsEvenly,
      "anatomy.amongOf": \.anatomy.amongOf,
    ]) { (f: @Sendable (Int, String, String) -> String, _: [String]) in
      [f(1, "X", "X")]
    }
    say([
      "tour.training": \.tour.training
    ]) { (f: @Sendable (Int, String, String?) -> String, _: [String]) in
      maybe.map { f(1, "X", $0) }
    }
    say([
      "sentences.poolsShort": \.sentences.poolsShort
    ]) { (f: @Sendable (String, String, String?) -> String, _: [String]) in
      maybe.map { f("X", "X", $0) }
    }
    say([
      "anatomy.groupSentence": \.anatomy.groupSentence,
      "anatomy.changedBy": \.anatomy.changedBy,
    ]) { (f: @Sendable (String, Int, Bool) -> String, _: [String]) in
      [f("X", 1, true), f("X", 1, false)]
    }
    say([
      "anatomy.operationName": \.anatomy.operationName
    ]) { (f: @Sendable (Diagram.Meaning, String?) -> String?, _: [String]) in
      Diagram.Meaning.allCases.flatMap { a in maybe.compactMap { f(a, $0) } }
    }
    say([
      "anatomy.pooledRows": \.anatomy.pooledRows,
      "anatomy.pooledColumns": \.anatomy.pooledColumns,
      "anatomy.arithmeticMore": \.anatomy.arithmeticMore,
    ]) { (f: @Sendable (Int, String) -> String, _: [String]) in
      [f(1, "X"), f(2, "X")]
    }
    say([
      "anatomy.changedByHand": \.anatomy.changedByHand
    ]) { (f: @Sendable (String?) -> String, _: [String]) in
      maybe.map { f($0) }
    }
    say([
      "anatomy.scratchEdit": \.anatomy.scratchEdit
    ]) { (f: @Sendable (ScratchEdit) -> String, _: [String]) in
      [f(.scale("X", by: 2)), f(.add("X", 2)), f(.axis("X", .unit))]
    }
    say([
      "anatomy.anatomyKey": \.anatomy.anatomyKey
    ]) { (f: @Sendable (String, String) -> String?, words: [String]) in
      words.flatMap { a in words.compactMap { f(a, $0) } }
    }
    precondition(paths.count == said.count, "two names for one text")
    return said
  }
}
