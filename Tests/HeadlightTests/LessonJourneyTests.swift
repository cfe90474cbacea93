import JSON
import Foundation
import Runs
import Screens
import TensorFiles
import Testing

/// Everything is found from inside: other lessons, all ways side by side, other settings.
@Suite struct LessonJourneyTests {
  private static let small = ["--units", "16", "--batch-size", "8"]

  @Test func otherLessonsAreOpenedAndComeBack() throws {
    let journey = try Journey(["train", "dates"] + Self.small)
    try journey.press(":step 3\r", pausedAt: 3)
    let before = journey.picture
    try journey.press("L", see: "here, step 3")
    try journey.press("2", see: "Words   keywords")
    try journey.see("dates waits at step 3; L leads back to it")
    try journey.see("the first picture") { $0.picture.contains("word by word") }
    try journey.press(":step 2\r", pausedAt: 2)
    try journey.press("L", see: "waits at step 3")
    try journey.press("1", see: "Map   dates")
    try journey.see("where it was") { $0.line(0) == Screen.firstLine(of: before) }
    journey.leave()
  }

  @Test func theWaysOfALessonStandSideBySide() throws {
    let journey = try Journey(["train", "keywords", "--units", "8"], first: "Words   keywords")
    try journey.press("C", see: "Compare   keywords")
    try journey.see("the panes") { $0.picture.contains("lstm tanh") }
    try journey.press("L", see: "waits at step 0")
    try journey.press("L", see: "▸lstm tanh")
    journey.leave()
    let one = try Journey(["train", "induction"], first: "Map   induction")
    try one.press("C", see: "induction has one mechanism")
    one.leave()
  }

  @Test func aNewSeedIsThatOfAllThatIsOpenedFromIt() throws {
    let journey = try Journey(["train", "dates"] + Self.small)
    try journey.press("m", see: "pooling, its own run of seed 1")
    try journey.see("its picture") { $0.picture.contains("query ↓") }
    try journey.press(":set seed 7\r", see: "begun again with seed 7")
    try journey.see("its picture") { $0.picture.contains("query ↓") }
    // The runs of seed 1 wait, and are not those of seed 7.
    try journey.press("m", see: "multihead, its own run of seed 7")
    try journey.see("its picture") { $0.picture.contains("query ↓") }
    try journey.press("m", see: "additive, its own run of seed 7")
    journey.leave()
  }

  @Test func ownPairsAreOpenedFromInside() throws {
    let folder = try TemporaryFolder()
    let path = folder / "my pairs.tsv"
    let rows = (0..<40).map { "word\($0 % 7) \($0)\tok\($0 % 3)" }.joined(separator: "\n")
    try #require(FileManager.default.createFile(atPath: path, contents: Data(rows.utf8)))
    let journey = try Journey(["train", "induction"], first: "Map   induction")
    try journey.press(":data \(path)\r", see: "my pairs.tsv by")
    try journey.see("induction waits at step 0")
    try journey.press(":data \(path).gone\r", see: "there is no such file")
    try journey.press(":step 2\r", pausedAt: 2)
    journey.leave()
  }

  @Test func settingsAreKeptWithTheRun() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/run"
    let journey = try Journey(
      ["train", "dates", "--out", path, "--checkpoint-every", "5"] + Self.small)
    try journey.press(":step 7\r", pausedAt: 7)
    try journey.press(":set learning-rate 0.02\r", see: "from step 7 on: learning rate 0.02")
    try journey.press(":step 3\r", pausedAt: 10)
    try journey.press(":set units 8\r", see: "this run is kept on disk")
    journey.leave()
    let description = try RunDirectory.readDescription(path)
    #expect(description.actions.count == 1)
    let actions = description.actions.map { JSONText.line($0) }
    #expect(actions.count == 1 && actions[0].contains("\"step\":7"), "\(actions)")
    #expect(actions[0].contains("0.02"), "\(actions)")
    #expect(try RunDirectory.checkpointSteps(path).contains(7))
  }
}

extension Screen {
  /// The first line of a picture.
  fileprivate static func firstLine(of picture: String) -> String {
    picture.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init) ?? ""
  }
}
