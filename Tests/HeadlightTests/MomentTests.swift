import JSON
import Foundation
import Runs
import Screens
import TensorFiles
import Testing

/// What was in memory only is kept or brought back: `:save`, `Y`, and what is said after leaving.
@Suite struct MomentTests {
  /// How ten screens come about: what is opened, and what is pressed.
  private static let screens: [(arguments: [String], keys: [String])] = [
    (["train", "dates", "--units", "16"], [":step 12\r"]),
    (["train", "dates", "--units", "16", "--seed", "7"], [":step 9\r", ",,"]),
    (["train", "dates", "--units", "16"], [":step 5\r", "t3rd of it's May\r"]),
    (["train", "dates", "--units", "16", "--mechanism", "multihead"], [":step 6\r", "]", "W"]),
    (["train", "dates", "--units", "16"], [":step 8\r", "jjll", "ss"]),
    (
      ["train", "dates", "--units", "16"], [":step 6\r", ":set learning-rate 0.01\r", ":step 6\r"]
    ),
    (["train", "compare", "--units", "16"], [":step 4\r", "\t", "jl"]),
    (["train", "dates", "--units", "16"], ["C", ":step 3\r"]),
    (["train", "keywords", "--units", "16"], [":step 6\r", "n"]),
    (["train", "keywords", "--units", "16"], [":step 2\r", "M"]),
    (["train", "dates", "--units", "16"], [":step 4\r", "A"]),
  ]

  private static func first(_ lesson: String) -> String {
    lesson == "compare" ? "Compare" : lesson == "keywords" ? "Words" : "Map"
  }

  @Test(arguments: screens.indices)
  func aScreenIsBroughtBackByItsCommand(number: Int) throws {
    let (arguments, keys) = Self.screens[number]
    let journey = try Journey(arguments, first: Self.first(arguments[1]))
    for key in keys {
      journey.press(key)
      try rest(journey)
    }
    journey.press("Y")
    try journey.see("copied: headlight train")
    let copied = try #require(journey.terminal.screen.clipboard.last)
    let bytes = try #require(Data(base64Encoded: copied))
    let command = String(decoding: bytes, as: UTF8.self)
    journey.press(Sent.control("l"))
    try journey.see("the read-out again") { !$0.picture.contains("copied:") }
    let picture = journey.screen
    journey.leave()

    let words = shellWords(command)
    #expect(words.first == "headlight")
    let again = try Journey(Array(words.dropFirst()), first: String(picture.line(0).prefix(9)))
    try again.see("the same screen as \(command)") { seen in
      (0..<24).allSatisfy { row in
        (0..<80).allSatisfy { seen[row, $0] == picture[row, $0] }
      }
    }
    again.leave()
  }

  /// Until nothing more comes.
  private func rest(_ journey: Journey) throws {
    var last = journey.screen
    try journey.see("nothing more") { seen in
      guard seen != last || !seen.line(0).contains("❚❚") else { return true }
      last = seen
      return false
    }
    journey.terminal.read(for: .milliseconds(250))
  }

  /// The words of a line as a shell would cut it.
  private func shellWords(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    var isEscaped = false
    for character in line {
      if isEscaped {
        (word, isEscaped) = ((word ?? "") + String(character), false)
      } else if character == "'" {
        (word, isQuoted) = (word ?? "", !isQuoted)
      } else if character == "\\", !isQuoted {
        isEscaped = true
      } else if character == " ", !isQuoted {
        words += word.map { [$0] } ?? []
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  @Test func theUnitsOfOwnPairsArePartOfTheCommand() throws {
    let folder = try TemporaryFolder()
    let file = folder / "pairs.tsv"
    try Data("ab cd\tx\nef gh\ty\nij kl\tz\n".utf8).write(to: URL(fileURLWithPath: file))
    let journey = try Journey(
      ["train", "dates", "--units", "8", "--data", file, "--source-unit", "words"],
      columns: 200, rows: 60)
    try journey.press("Y", see: "--source-unit words")
    journey.leave()
  }

  @Test func savedFromInsideIsWhatOutWouldHaveWritten() throws {
    let folder = try TemporaryFolder()
    let (path, other) = (folder / "saved", folder / "straight")
    let journey = try Journey(["train", "dates", "--units", "16"])
    try journey.press(":step 120\r", pausedAt: 120)
    try journey.press("q", see: "120 steps are not saved")
    try journey.press(",,,", pausedAt: 117)
    try journey.press(":save \(path)\r", see: "kept from its first step on")
    try journey.see("the step that was shown") { Journey.step($0) == 117 }
    try journey.press(":save \(path)2\r", see: "it is kept already")
    try journey.press(":step 6\r", pausedAt: 123)
    journey.leave()
    #expect(journey.screen.picture.contains("step 123"))
    #expect(journey.screen.picture.contains("--resume"))
    _ = try ProgramRun.result([
      "train", "dates", "--units", "16", "--headless", "--steps", "123", "--out", other,
    ])
    for step in [0, 100, 123] {
      let name = "checkpoints/" + String(repeating: "0", count: 9 - "\(step)".count) + "\(step)"
      let files = [path, other].map { "\($0)/\(name).safetensors" }
      let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
      #expect(bytes[0] == bytes[1], "step \(step)")
    }
    let rows = try [path, other].map { try RunDirectory.readMetrics($0).rows }
    #expect(rows[0].map(\.step) == rows[1].map(\.step))
    for key in ["loss", "exact_match", "learning_rate"] {
      #expect(rows[0].map { $0.values[key] } == rows[1].map { $0.values[key] }, "\(key)")
    }
  }
}
