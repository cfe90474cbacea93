import Snapshots
import Subjects
import Testing

@testable import Dashboard

/// What runs say as values is said in every language, each in its own words.
@Suite struct RunTextsTests {
  private static let run = RunID()

  private static let facts: [Fact] =
    Fact.Remainder.allCases.map { .withoutAttention($0) } + [
      .oneDistribution, .carriesState, .resetsState, .statesRemember, .cappedScores, .linearScores,
      .handwrittenDigits(images: 1_797, side: 8), .causalLayers(2, heads: 4),
      .encoderDecoder(layers: 2, heads: 4),
      .pairs(file: "a.tsv", source: .words, target: .characters, training: 90, heldOut: 10),
      .pairs(file: "a.tsv", source: .words, target: .words, training: 9, heldOut: nil), .labels(3),
    ]

  private static let notes: [PairsNote] =
    PairSide.allCases.flatMap { side in
      TextUnit.allCases.flatMap { unit -> [PairsNote] in
        [.rare(5, unit, side, most: 100), .unseen(3, of: 4, unit, side)]
      }
    } + [.thirdColumns(2), .tooFewRows(1), .tooFewRows(9), .oneSource(rows: 30)]

  private static let notices: [Notice] =
    [
      .paused(step: 3, .steps, run: nil), .paused(step: 3, .condition("loss < 1"), run: run),
      .scheduleEnded(step: 500), .replayGivenUp(step: 7), .exhibitGivenUp(.noSum, step: 3, of: 9),
      .searchGivenUp(17), .allRight(1_000),
      .withoutHeads(run: run, examples: 200, without: 0.5, whole: 0.9),
      .baseline(run, exactMatch: 0.022, steps: 500), .starting(units: 64, batch: 32), .unsaved(nil),
      .wayLeftOut(Way(.multihead), "why"), .entryStandsIn(type: "x", entry: "vt100"),
    ] + notes.map { .pairs([$0, .thirdColumns(3)]) }

  private func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  private func expectBoth(_ say: (any RunTexts) -> String) {
    let (english, chinese) = (say(EnglishRuns()), say(ChineseRuns()))
    #expect(!english.isEmpty && !isChinese(english), "\(english)")
    #expect(isChinese(chinese), "\(english): \(chinese)")
  }

  @Test func factsAndNotices() {
    for fact in Self.facts { expectBoth { $0.fact(fact) } }
    for notice in Self.notices { expectBoth { $0.notice(notice) { _ in "pooling" } } }
    for halt in [
      Halt(
        run: nil, step: 12, loss: .nan, culprit: .value("energy", operation: "dense"), lastGood: 11),
      Halt(run: Self.run, step: 12, loss: .infinity, culprit: nil, lastGood: 12),
    ] {
      expectBoth { $0.halted(halt, halt.run == nil ? nil : "pooling") }
    }
    for kind in DeclaredInputs.Kind.allCases { expectBoth { $0.inputs(DeclaredInputs(32, kind)) } }
    #expect(
      EnglishRuns().inputs(DeclaredInputs(64, .repeatedTokens, at: 50))
        == "64 × repeated tokens at step 50")
    expectBoth { $0.thinned(Thinning(states: 12, megabytes: 64)) }
    expectBoth { $0.way(Way(.pooling, encoder: .lstm)) }
  }

  @Test func reasonsForEveryAbilityAndOrigin() {
    for origin in Origin.allCases {
      for ability in Abilities.each { expectBoth { $0.whyUnable(ability, origin) } }
      expectBoth { $0.whyNoWays(origin) }
      let all = Abilities.each.map { EnglishRuns().whyUnable($0, origin) }
      // Going back and going to a step are one thing where there are none.
      #expect(Set(all).count == all.count - 1, "\(origin): \(all)")
    }
  }

  @Test func sentencesAsTheyStood() {
    let texts = EnglishRuns()
    func say(_ notice: Notice) -> String { texts.notice(notice) { _ in "pooling" } }
    #expect(
      say(.paused(step: 23, .condition("loss < 1"), run: Self.run))
        == "paused at step 23: pooling: loss < 1")
    #expect(
      say(.withoutHeads(run: nil, examples: 200, without: 0.51234, whole: 0.9))
        == "of 200 held out 0.512 right without, 0.9 with all; training keeps all heads")
    #expect(
      texts.way(Way(.pooling, encoder: .lstm, score: .linear))
        == "pooling over an LSTM, linear score")
    #expect(
      texts.halted(Halt(run: nil, step: 12, loss: -.nan, culprit: nil, lastGood: 11), nil)
        == "step 12: the loss is NaN; the weights are those of step 11, the last good one")
    #expect(
      texts.fact(
        .pairs(file: "a.tsv", source: .words, target: .characters, training: 90, heldOut: 10))
        == "a.tsv by words → characters: 90 pairs and 10 held out")
  }
}
