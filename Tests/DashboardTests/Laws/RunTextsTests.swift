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

  @Test func problemsInBothLanguages() {
    let halt = Halt(run: nil, step: 12, loss: 3, culprit: .gradient(of: "V"), lastGood: 11)
    let problems: [Problem] = [
      .memory(need: 900 << 20, free: 20 << 30, .controlGroup, .units(8)), .noThread,
      .unitsOfTransformer(7), .unitsOfHeads(7, heads: 4),
      .notSaved(path: "run", step: 3, tensor: "V"), .notFinite(path: "a", tensor: "V"),
      .ofAnotherRun(path: "a", key: "seed", found: "1", expected: "2"), .unnamed(path: "a"),
      .checkpointLeftOut(.noCheckpoint(path: "a")),
      .otherKernels(path: "a", recorded: "avx2", here: "sse"),
      .recording(.differentSteps(path: "a")), .otherOptions(path: "a"),
      .interrupted(step: 4, keptIn: "run"), .halted(halt, keptIn: "run"),
      .unwritten(.noThread, step: 3, lostSince: 2), .tooManySteps(.max, after: 4),
    ]
    for problem in problems { expectBoth { $0.problem(problem) } }
    #expect(
      English().problem(.memory(need: 900 << 20, free: 20 << 30, .machine, .batch(4)))
        == "this needs about 900 MB of memory, and this machine leaves 20 GB: --batch-size 4 fits")
    expectBoth { $0.lost(Unsaved(directory: "run", saved: 3, reached: 9, isBeingWritten: false)) }
    expectBoth { $0.roles([], DeclaredInputs(64, .repeatedTokens, at: 50)) }
  }

  @Test(
    "What the system refuses is said in Chinese alone", arguments: [2, 13, 17, 20, 21, 27, 28, 30])
  func refusals(code: Int32) {
    let file = FileProblem(path: "run", .refused(code), words: "cannot write run: it is so")
    #expect(English().problem(.file(file)) == "cannot write run: it is so")
    let said = Chinese().problem(.file(file))
    #expect(isChinese(said) && !said.contains("cannot") && said.contains("run"), "\(said)")
  }
}
