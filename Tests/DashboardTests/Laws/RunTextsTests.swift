import Snapshots
import Subjects
import Testing

@testable import Dashboard

/// What runs say as values, where the compiler does not ask for a sentence.
@Suite struct RunTextsTests {
  private static let run = RunID()

  private func isChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  private func expectBoth(_ say: (any RunTexts) -> String) {
    let (english, chinese) = (say(English()), say(Chinese()))
    #expect(!english.isEmpty && !isChinese(english), "\(english)")
    #expect(isChinese(chinese), "\(english): \(chinese)")
  }

  @Test func reasonsForEveryAbilityAndOrigin() {
    for origin in Origin.allCases {
      for ability in Abilities.each { expectBoth { $0.whyUnable(ability, origin) } }
      expectBoth { $0.whyNoWays(origin) }
      let all = Abilities.each.map { English().whyUnable($0, origin) }
      // Going back and going to a step are one thing where there are none.
      #expect(Set(all).count == all.count - 1, "\(origin): \(all)")
    }
  }

  @Test func sentencesAsTheyStood() {
    let texts = English()
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
    #expect(
      texts.inputs(DeclaredInputs(64, .repeatedTokens, at: 50))
        == "64 × repeated tokens at step 50")
  }
}
