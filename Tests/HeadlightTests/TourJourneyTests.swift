import Foundation
import Runs
import Screens
import TensorFiles
import Testing

/// The tour of the five questions, from the recording of this checkout.
@Suite struct TourJourneyTests {
  private static let labels = [
    "1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "4.1", "4.2", "4.3",
    "5.1", "5.2", "5.3", "5.4", "answers",
  ]

  /// The counter of a stop, in one of the languages.
  private static func counters(_ label: String) -> [String] {
    let parts = label.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 2 else { return ["the last stop", "最后一站"] }
    let stops = [4, 4, 2, 3, 4][parts[0] - 1]
    return [
      "question \(parts[0]) of 5 · stop \(parts[1]) of \(stops)",
      "第 \(parts[0])/5 问 · 第 \(parts[1])/\(stops) 站",
    ]
  }

  private func tour(
    _ language: String = "en", columns: Int = 80, rows: Int = 24,
    environment: [String: String] = [:]
  ) throws -> Journey {
    try Journey(
      ["anatomy", "--tour", "--language", language], columns: columns, rows: rows,
      environment: environment, first: language == "zh" ? "第 1/5 问" : "question 1 of 5")
  }

  private func see(_ label: String, _ journey: Journey) throws {
    try journey.see("stop \(label)") { screen in
      Self.counters(label).contains { screen.line(1).contains($0) }
    }
  }

  @Test func theWholeTourInEnglish() throws {
    let journey = try tour()
    #expect(journey.line(0).hasPrefix(" Compare   dates"))
    try journey.see("All three are right")
    try journey.see("loss .")
    for label in Self.labels.dropFirst() {
      journey.press("n")
      try see(label, journey)
      switch label {
      case "1.2":
        try journey.see("rows over 15 characters")
        try journey.press("j", see: "query \"-\"")
      case "1.3": try journey.see("= .345")
      case "1.4":
        try journey.see("4 times in parallel")
        try journey.see("head 3")
      case "2.4":
        try journey.see("difference of 0")
        try journey.press("\r", see: "how ")
      case "3.2":
        try journey.see("128 products, their sum, and b")
        try journey.press(".", pausedAt: 481)
        try journey.press(",", pausedAt: 480)
      case "4.3":
        try journey.press(":scale V 0\r", see: "only the bias of V is left")
        journey.press(Sent.left + Sent.right)
        try journey.see("all weights equal") { $0.line(22).contains("0.067") }
        try journey.press(":scale V 2\r", see: "× 2")
      case "5.3":
        try journey.press(":axis -1\r", see: "axis -1")
        try journey.see("the changed value") { $0.picture.contains("▸  7  changed by hand") }
      case "5.4":
        try journey.press(":add 3\r", see: "+ 3")
      case "answers":
        try journey.see("5 V(score) is the score")
        // A digit goes to a question, and N on from there.
        journey.press("3")
        try see("3.1", journey)
        try journey.press("7", see: "1 to 5 go to a question")
        journey.press("5nnnn")
        try see("answers", journey)
      default: break
      }
    }
    journey.press("n")
    try journey.see("this is the last stop")
    for label in Self.labels.reversed().dropFirst() {
      journey.press("N")
      try see(label, journey)
    }
    journey.press(Sent.escape)
    try journey.see("Compare alone") { $0.line(23).hasPrefix(" space run   tab pane") }
    #expect(journey.line(0).contains("step 480"))
    journey.leave()
  }

  @Test func theWholeTourInChinese() throws {
    let journey = try tour("zh")
    try journey.see("三种都对：权重之和为 1")
    for label in Self.labels.dropFirst() {
      journey.press("n")
      try see(label, journey)
      if label == "1.2" { try journey.see("10 行 × 15 个字符") }
      if label == "4.2" { try journey.see("15 个字符，15 次点积，15 个分数") }
    }
    for label in Self.labels.reversed().dropFirst() {
      journey.press("N")
      try see(label, journey)
    }
    journey.press(Sent.escape)
    try journey.see("Compare alone") { $0.line(23).hasPrefix(" space 运行   tab 面板") }
    journey.leave()
  }

  @Test func theLanguageComesFromTheEnvironment() throws {
    let names = ["LANG": "zh_CN.UTF-8", "LC_ALL": ""]
    let journey = try Journey(environment: names, first: "地图")
    try journey.see("3rd of May 2014")
    try journey.press("Q", see: "关于三种注意力的五个问题")
    journey.press(Sent.escape)
    try journey.see("the map") { $0.line(0).hasPrefix(" 地图") }
    journey.leave()
    let english = try Journey(environment: ["LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"])
    english.leave()
  }

  @Test func anotherRunWaitsAndComesBack() throws {
    let journey = try Journey(["--units", "16", "--batch-size", "8"])
    try journey.press("5.", pausedAt: 5)
    journey.press(Sent.right)
    try journey.see("key \"a\"")
    let before = journey.map
    try journey.press("Q", see: "enter  train the three now")
    try journey.press(Sent.escape, see: "t type")
    #expect(journey.map == before)
    journey.press("Q")
    try journey.see("s      take the recording")
    journey.press("s")
    try see("1.1", journey)
    try journey.see(pausedAt: 480)
    journey.press("nnnnnnnn")
    try see("3.1", journey)
    journey.press(Sent.escape)
    try journey.see(pausedAt: 5)
    try journey.see("the map of before") { _ in journey.map == before }
    try journey.press(".", pausedAt: 6)
    journey.leave()
  }

  // MARK: Recordings that cannot be used

  /// A copy of the recording, for `HEADLIGHT_SAMPLES`, and the path of the pooling run in it.
  private func copy(_ folder: TemporaryFolder) throws -> String {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    try FileManager.default.copyItem(
      at: package.appending(path: "samples/tour"), to: URL(filePath: folder / "tour"))
    return folder / "tour/pooling/checkpoints/000000480.safetensors"
  }

  /// The offer of a tour whose recording cannot be used, and what it says; Enter is still there.
  private func refusal(_ samples: String, _ sentence: String) throws {
    let journey = try Journey(
      ["anatomy", "--tour"], columns: 300, environment: ["HEADLIGHT_SAMPLES": samples],
      first: "Five questions")
    try journey.see(sentence)
    try journey.see("enter  train the three now")
    try journey.press(Sent.escape, see: "tab pane")
    journey.leave()
  }

  @Test func aDamagedRecordingIsASentence() throws {
    let folder = try TemporaryFolder()
    let path = try copy(folder)
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[bytes.count - 100] ^= 1
    try bytes.write(to: URL(filePath: path))
    try refusal(folder.path, "the file is damaged")
    try bytes.prefix(4_000).write(to: URL(filePath: path))
    try refusal(folder.path, "000000480.safetensors")
    try FileManager.default.removeItem(atPath: path)
    try refusal(folder.path, "pooling has no checkpoint")
  }

  @Test func aRecordingOfOtherTensorsOrSettingsIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try copy(folder)
    let file = try Safetensors(reading: path)
    let metadata = file.metadata.filter { $0.key != "step" && $0.key != "checksum" }
    let tensors = try file.tensors.map {
      NamedNumbers($0.name, lengths: $0.lengths, .floats(try file.floats($0.name)))
    }
    func write(_ tensors: [NamedNumbers], of step: Int = 480) throws {
      let (other, own) = (Checkpoint.fileName(step), Checkpoint.fileName(480))
      try? FileManager.default.removeItem(atPath: path)
      try CrashSafe.write(
        Checkpoint.encoded(step, tensors, metadata: metadata),
        to: path.replacing(own, with: other))
    }
    // As many numbers under the same names, in another order: only the shapes tell.
    var turned = tensors
    let matrix = try #require(turned.firstIndex { Set($0.lengths).count == 2 })
    turned[matrix].lengths.reverse()
    try write(turned)
    try refusal(folder.path, "where the options in run.json ask for")
    let run = folder / "tour/pooling/run.json"
    let text = try String(contentsOfFile: run, encoding: .utf8)
    try write(tensors)
    for (member, other) in [("\"seed\": 1", "\"seed\": 2"), ("\"units\": 64", "\"units\": 32")] {
      try text.replacing(member, with: other).write(toFile: run, atomically: true, encoding: .utf8)
      try refusal(folder.path, "its options are not those that this version trains")
    }
    try text.write(toFile: run, atomically: true, encoding: .utf8)
    try write(tensors, of: 496)
    try refusal(folder.path, "its runs are of different steps")
    try FileManager.default.removeItem(
      atPath: path.replacing(Checkpoint.fileName(480), with: Checkpoint.fileName(496)))
    // Untouched it is taken.
    try write(tensors)
    let journey = try tour(environment: ["HEADLIGHT_SAMPLES": folder.path])
    journey.leave()
  }

  @Test func whereNoRecordingIsFoundTheOfferSaysSo() throws {
    let folder = try TemporaryFolder()
    try refusal(folder.path, "samples/tour was not found")
  }

  @Test func aRecordingIsMadeByACommand() throws {
    let folder = try TemporaryFolder()
    let made = try ProgramRun.result(
      ["anatomy", "--record-tour", folder / "tour", "--step", "2"])
    #expect(made.ending == .exited(0))
    #expect(made.lines.count == 3 && made.lines.allSatisfy { $0.contains("step 2, exact match") })
    // It is read again, and is not good enough for the tour to begin by itself.
    let journey = try Journey(
      ["anatomy", "--tour"], environment: ["HEADLIGHT_SAMPLES": folder.path],
      first: "Five questions")
    journey.press(Sent.escape)
    try journey.see("Compare") { $0.line(23).hasPrefix(" space run   tab pane") }
    #expect(journey.line(0).contains("step 2"))
    journey.leave()
    let wrong = try ProgramRun.result(["anatomy", "--tour", "--json"])
    #expect(wrong.ending == .exited(2))
    #expect(wrong.complaints.contains("--tour"))
  }
}
