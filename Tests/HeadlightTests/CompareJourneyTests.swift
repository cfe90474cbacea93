import JSON
import Screens
import TensorFiles
import Testing

/// Three mechanisms side by side, and one after the other by `m`.
@Suite struct CompareJourneyTests {
  private static let small = ["--units", "16", "--batch-size", "8"]

  private func compare(_ more: [String] = [], columns: Int = 80, rows: Int = 24) throws -> Journey {
    let journey = try Journey(
      ["train", "compare"] + Self.small + more, columns: columns, rows: rows, first: "Compare")
    try journey.see("three panes") { $0.picture.contains("multihead") }
    return journey
  }

  /// The cells of the maps, with their labels and what is written.
  private func panes(_ journey: Journey) -> [[Cell]] {
    (2...14).map { row in (0..<80).map { journey.screen[row, $0] } }
  }

  @Test func theThreeGoTogetherAndComeBack() throws {
    let journey = try compare()
    #expect(journey.line(0).hasPrefix(" Compare   dates · one encoder, seed 1, one scale"))
    for name in ["additive", "pooling", "multihead"] { try journey.see(name) }
    let beginning = panes(journey)
    try journey.press(":step 3\r", pausedAt: 3)
    let three = panes(journey)
    let losses = journey.line(16)
    #expect(three != beginning)
    try journey.press(":step 4\r", pausedAt: 7)
    // So early the colours may be the same: the losses are not.
    #expect(journey.line(16) != losses)
    try journey.press(",,,,", pausedAt: 3)
    #expect(panes(journey) == three)
    try journey.press("+ ", see: "▶ running")
    try journey.see("training") { (Journey.step($0) ?? 0) > 9 }
    try journey.press(" ", see: "❚❚ paused")
    journey.press(":seek 3\r")
    try journey.see(pausedAt: 3)
    #expect(panes(journey) == three)
    journey.press(Sent.home)
    try journey.see(pausedAt: 0)
    #expect(panes(journey) == beginning)
    journey.leave()
  }

  @Test func tabChoosesWhatTheOtherScreensShow() throws {
    let journey = try compare()
    try journey.press(":step 2\r", pausedAt: 2)
    try journey.press("\t", see: "▸pooling")
    try journey.press("M", see: "Map   dates · pooling")
    try journey.press("W", see: "Words   dates · pooling")
    try journey.press("C\t", see: "▸multihead")
    try journey.press("2", see: "head 2")
    try journey.press("H", see: "Heads   dates")
    try journey.press("M", see: "multihead · head 0.2")
    // The probe is the same for all of them.
    try journey.press("t1 May 1999\r", see: "your text")
    try journey.press("C", see: "1␣May␣1999")
    try journey.press("m", see: "all mechanisms are here already")
    journey.leave()
  }

  @Test func theDifferenceIsToTheFirstPane() throws {
    let journey = try compare(columns: 100)
    try journey.press(":step 4\r", pausedAt: 4)
    let plain = panes(journey)
    try journey.press("d", see: "difference to additive")
    #expect(panes(journey) != plain)
    let values = try numbers(journey)
    try #require(values.count == 5)
    #expect(abs(values[1] - values[0] - values[2]) < 0.0021)
    #expect(abs(values[3] - values[0] - values[4]) < 0.0021)
    journey.press(Sent.escape)
    try journey.see("the weights again") { !$0.picture.contains("difference to") }
    #expect(panes(journey) == plain)
    journey.leave()
  }

  /// The numbers of the read-out: `additive .066   pooling .067 (+.001)   …`.
  private func numbers(_ journey: Journey) throws -> [Double] {
    let line = try #require(journey.line(22).split(separator: "additive").last)
    return line.split { !"0123456789.−".contains($0) }.compactMap {
      Double($0.replacing("−", with: "-"))
    }
  }

  @Test func mistakesStandBesideWhatIsRight() throws {
    let journey = try compare(columns: 160, rows: 40)
    try journey.press(":step 6\r", pausedAt: 6)
    try journey.press(":exhibit softmax-axis on\r", see: "softmax-axis wrong on purpose")
    try journey.see("axis −1: all weights 1")
    // Every weight is 1, whatever the crosshair is on.
    try journey.press(Sent.right, see: "softmax-axis 1.000")
    try journey.press(",,,", pausedAt: 3)
    try journey.press(Sent.up, see: "softmax-axis 1.000")
    try journey.press(":exhibit softmax-axis off\r", see: "softmax-axis is no longer shown")
    try journey.see("it gone") { !$0.picture.contains("wrong on purpose") }
    journey.leave()
    let single = try Journey(Self.small)
    try single.press(":exhibit no-sum on\r", see: "headlight train compare")
    single.leave()
  }

  @Test func mOpensRunsThatWaitAsTheyWere() throws {
    let journey = try Journey(Self.small)
    try journey.press("5.", pausedAt: 5)
    try journey.press(Sent.right, see: "key \"a\"")
    let additive = (map: journey.map, first: journey.line(0))
    try journey.press("m", see: "dates · pooling")
    try journey.see("pooling, its own run of seed 1; additive waits at step 5")
    try journey.see(pausedAt: 0)
    try journey.press("i", see: "one distribution for every query")
    try journey.press("i", see: "query ↓")
    try journey.press("2.", pausedAt: 2)
    try journey.press("m", see: "dates · multihead")
    try journey.see(pausedAt: 0)
    // Left while it runs, it pauses.
    try journey.press("+ ", see: "▶ running")
    try journey.see("training") { (Journey.step($0) ?? 0) >= 3 }
    try journey.press("m", see: "dates · additive")
    try journey.see(pausedAt: 5)
    #expect(journey.line(0) == additive.first)
    journey.press("c" + "ccc")
    try journey.see("the read-out of before") { $0.line(22).contains("colours") }
    journey.press(Sent.left + Sent.right)
    try journey.see("the map of before") { _ in journey.map == additive.map }
    try journey.press(".", pausedAt: 6)
    try journey.press(",", pausedAt: 5)
    try journey.press("m", see: "dates · pooling")
    try journey.see(pausedAt: 2)
    journey.leave()
    // One mechanism over two encoders and with two scores is four runs.
    let words = try Journey(["train", "keywords"], first: "keywords · pooling over an LSTM")
    try words.press("M3.", pausedAt: 3)
    for way in ["over the words", "over an LSTM, linear score", "over the words, linear score"] {
      try words.press("m", see: "keywords · pooling \(way)")
      try words.see(pausedAt: 0)
    }
    try words.press("m", see: "pooling over an LSTM, its own run")
    try words.see(pausedAt: 3)
    words.leave()
    let one = try Journey(["train", "translate"], first: "Map   translate")
    try one.press("m", see: "translate has one mechanism, multihead")
    one.leave()
  }

  @Test func mLeavesOutWhatTheUnitsDoNotAllow() throws {
    let journey = try Journey(["train", "dates", "--units", "7"])
    try journey.press("m", see: "dates · pooling")
    try journey.press("m", see: "dates · additive")
    try journey.see("multihead is left out: --units 7 cannot be split into --heads 4")
    try journey.press(".", pausedAt: 1)
    journey.leave()
  }

  @Test func headlessTrainsAllAndSaysWhichIsWhich() throws {
    let options = ["--headless", "--json", "--steps", "3", "--seed", "4"] + Self.small
    let result = try ProgramRun.result(["train", "compare"] + options)
    #expect(result.ending == .exited(0))
    let lines = try result.lines.map { try #require(JSONValue(parsing: Array($0.utf8)).object) }
    let names = ["additive", "pooling", "multihead"]
    #expect(lines.count == 12)
    #expect(lines.prefix(9).map { $0["mechanism"]?.string } == names.flatMap { [$0, $0, $0] })
    #expect(lines.prefix(9).map { $0["step"]?.integer } == [1, 2, 3, 1, 2, 3, 1, 2, 3])
    #expect(lines.suffix(3).allSatisfy { $0["done"] == .boolean(true) })
    #expect(lines.suffix(3).map { $0["mechanism"]?.string } == names)
    let hashes = lines.suffix(3).compactMap { $0["weights_sha256"]?.string }
    #expect(Set(hashes).count == 3)
    // Each is the run that it would be in company of nobody, but for the schedule's length.
    let again = try ProgramRun.result(["train", "compare", "--threads", "2"] + options)
    let last = try again.lines.suffix(3).map {
      try #require(JSONValue(parsing: Array($0.utf8)).object)["weights_sha256"]?.string
    }
    #expect(last == hashes)
  }

  @Test func whatAComparisonCannotSaysWhy() throws {
    let result = try ProgramRun.result(
      ["train", "compare", "--headless", "--mechanism", "pooling"])
    #expect(result.ending == .exited(2))
    #expect(result.complaints.contains("leave --mechanism out"), "\(result.complaints)")
  }

  @Test func headsAreSwitchedInThePaneThatHasThem() throws {
    let journey = try compare()
    try journey.press(":step 40\r", pausedAt: 40)
    let whole = panes(journey)
    try journey.press("x", see: "additive has one head; tab goes to another pane")
    try journey.press("\t\tx", see: "choose a head first: 0 – 3")
    try journey.press("2", see: "head 2")
    let shown = panes(journey)
    try journey.press("x", see: "multihead: of 200 held out")
    try journey.see("head 2 (off)")
    try journey.press("[[[", see: "multihead  mean of 3")
    try journey.press("]]]", see: "head 2 (off)")
    // The other panes know nothing of it, and Map takes it along.
    try journey.press("\tM", see: "Map   dates · additive")
    try journey.press("C\t\tM", see: "multihead · head 0.2 (off)")
    try journey.press("d", see: "with all heads")
    try journey.press("dC,", pausedAt: 39)
    try journey.press(".", pausedAt: 40)
    try journey.see("head 2 (off)")
    try journey.press("u", see: "all heads are on again")
    try journey.see("all of them") { _ in self.panes(journey) == shown }
    try journey.press("[[[", see: "multihead  mean")
    try journey.press("\t", see: "▸additive")
    try journey.see("the beginning") { _ in self.panes(journey) == whole }
    journey.leave()
  }
}
