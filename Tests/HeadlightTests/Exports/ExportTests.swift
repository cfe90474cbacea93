import JSON
import Foundation
import Screens
import Testing

@testable import TensorFiles
@testable import headlight

/// Files of what a screen shows, by the command and by the key.
@Suite struct ExportTests {
  private func bytes(_ path: String) throws -> [UInt8] {
    try WholeFile.bytes(path, atMost: 1 << 24)
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  @discardableResult
  private func export(_ arguments: [String], to path: String) throws -> ProgramRun.Result {
    let result = try ProgramRun.result(["export"] + arguments + ["-o", path])
    #expect(result.ending == .exited(0), "\(result.complaints)")
    #expect(result.output.hasPrefix(path + ": "))
    return result
  }

  @Test func theSameCommandWritesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    let options = ["dates", "--step", "4", "--units", "16", "--seed", "3"]
    for ending in ["svg", "png", "ansi", "txt", "json", "npy", "safetensors"] {
      let (first, second) = (folder / ("a." + ending), folder / ("b." + ending))
      try export(options, to: first)
      try export(options, to: second)
      #expect(try bytes(first) == bytes(second), "\(ending)")
      guard ending != "npy", ending != "png" else { continue }
      let text = try text(first)
      for said in ["headlight", "dates", "additive", "3rd of May 2014", "map_sha256"] {
        #expect(text.contains(said), "\(ending): \(said)")
      }
    }
    #expect(try text(folder / "a.svg").contains("width=\"84mm\""))
    #expect(try Array(bytes(folder / "a.png").prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
  }

  @Test func allFilesOfNumbersHoldTheSame() throws {
    let folder = try TemporaryFolder()
    let options = ["induction", "--step", "2", "--view", "heads"]
    let said = try export(options, to: folder / "a.npy")
    #expect(said.output.contains("[8, 21, 21]") && said.output.contains("0.0 0.1 0.2 0.3 1.0"))
    #expect(said.output.contains("step: 2"))
    try export(options, to: folder / "a.json")
    try export(options, to: folder / "a.safetensors")
    let file = try Safetensors(reading: folder / "a.safetensors")
    let numbers = try file.floats("decoder.0.self") + file.floats("decoder.1.self")
    #expect(numbers.count == 8 * 21 * 21)
    let array = try bytes(folder / "a.npy")
    let header = Int(array[8]) | Int(array[9]) << 8
    #expect((10 + header) % 64 == 0 && array[0] == 0x93)
    let words = String(decoding: array[10..<(10 + header)], as: UTF8.self)
    #expect(words.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (8, 21, 21), }"))
    let own = stride(from: 10 + header, to: array.count, by: 4).map { place in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(array[place + $1]) << (8 * UInt32($1)) })
    }
    #expect(own == numbers)
    let page = try #require(try JSONValue(parsing: bytes(folder / "a.json")).object)
    let maps = try #require(page["maps"]?.array)
    let listed = maps.compactMap { $0.object?["weights"]?.array }.joined()
      .compactMap(\.array).joined().compactMap(\.array).joined().compactMap(\.double).map {
        Float($0)
      }
    #expect(listed == numbers)
    #expect(maps.first?.object?["keys"]?.array?.count == 21)
    #expect(file.metadata.contains { $0.key == "step" && $0.value == "2" })
    #expect(file.metadata.contains { $0.key == "decoder.1.self.heads" && $0.value.contains("1.3") })
  }

  @Test func aRunOnDiskIsExportedAtAnyStep() throws {
    let folder = try TemporaryFolder()
    let run = folder / "run"
    let training = ["train", "dates", "--headless", "--steps", "6", "--units", "16", "--out", run]
    #expect(try ProgramRun.result(training).ending == .exited(0))
    try export([run, "--step", "4"], to: folder / "kept.npy")
    try export(["dates", "--step", "4", "--units", "16"], to: folder / "made.npy")
    #expect(try bytes(folder / "kept.npy") == bytes(folder / "made.npy"))
    let late = try ProgramRun.result(["export", run, "--step", "7", "-o", folder / "late.svg"])
    #expect(
      late.ending == .exited(2) && late.complaints.contains("known up to step 6, and the nearest"))
  }

  /// A run of another program: safetensors files by step, and whoever wrote them.
  @Test func aRunOfAnotherProgramIsExported() throws {
    let folder = try TemporaryFolder()
    let run = folder / "other"
    try FileManager.default.createDirectory(
      atPath: run + "/snapshots", withIntermediateDirectories: true)
    let description =
      "{\"format\": \"headlight-run/1\", \"title\": \"a <b>\", \"version\": \"torch 2\"}"
    try CrashSafe.write(Array(description.utf8), to: run + "/run.json")
    let labels = "[\"<a>\", \"\\u001b[2J\"]"
    let shares: [Float] = [0.5, 0.75, 1]
    try Safetensors.write(
      [
        NamedNumbers(
          "encoder.0.self", lengths: [3, 1, 2, 2], shares.flatMap { [$0, 1 - $0, 1 - $0, $0] })
      ],
      metadata: [
        ("steps", "[0, 100, 250]"), ("axes.encoder.0.self", "step,head,query,key"),
        ("queries.encoder.0.self", labels), ("keys.encoder.0.self", labels),
      ], to: run + "/snapshots/000000000.safetensors")
    try export([run, "--step", "100"], to: folder / "a.json")
    let page = try #require(try JSONValue(parsing: bytes(folder / "a.json")).object)
    let map = try #require(page["maps"]?.array?.first?.object)
    #expect(
      map["weights"]?.array?.first?.array?.first?.array?.compactMap(\.double) == [0.75, 0.25])
    #expect(map["keys"]?.array?.last?.string == "\u{1B}[2J")
    try export([run], to: folder / "a.svg")
    let figure = try text(folder / "a.svg")
    #expect(
      figure.contains("step: 250") && figure.contains("^[[2J") && figure.contains("&lt;a&gt;"))
    let moving = try export([run, "--steps", "0..300"], to: folder / "m.svg")
    #expect(moving.output.contains("3 steps"))
    for (arguments, sentence) in [
      (["--step", "120"], "the nearest step that is known is 100"),
      (["--view", "anatomy"], "nobody knows the operations"),
      (["--seed", "1"], "--seed cannot change"),
    ] {
      let wrong = try ProgramRun.result(["export", run] + arguments + ["-o", folder / "w.svg"])
      #expect(
        wrong.ending == .exited(2) && wrong.complaints.contains(sentence), "\(wrong.complaints)")
    }
    try export([run, run, "--view", "compare"], to: folder / "two.svg")
  }

  @Test func nothingIsReplacedUnasked() throws {
    let folder = try TemporaryFolder()
    let path = folder / "a.svg"
    try export(["dates", "--step", "0"], to: path)
    let first = try bytes(path)
    let again = ["export", "dates", "--step", "100000000", "-o", path]
    let refused = try ProgramRun.result(again)
    #expect(refused.ending == .exited(2) && refused.complaints.contains("exists"))
    #expect(try bytes(path) == first)
    try export(["dates", "--step", "1", "--force"], to: path)
    #expect(try bytes(path) != first)
  }

  @Test(arguments: [
    (["dates", "-o", "a.doc"], "the ending says the format: .svg, .png"),
    (["dates", "-o", "svg"], "the ending says the format"),
    (["nosuch", "-o", "a.svg"], "is no lesson either"),
    (["dates", "-o", "a.svg", "--head", "3.1"], "--head 3.1: there is none; there are 0.0"),
    (["dates", "-o", "a.svg", "--site", "x"], "--site x: there is none"),
    (["dates", "-o", "a.svg", "--query", "10"], "--query 10: there are 10"),
    (["dates", "-o", "a.svg", "--pane", "1"], "--pane 1: there are 1 runs"),
    (["dates", "-o", "a.svg", "--width", "5"], "--width takes 40mm"),
    (["dates", "-o", "a.svg", "--mechanism", "none"], "there is no attention here"),
    (["keywords", "-o", "a.png", "--view", "words"], ".png cannot hold the words view"),
    (["dates", "-o", "/nosuch/a.svg"], "there is no such file"),
  ])
  func whatCannotBeWrittenIsSaid(arguments: [String], sentence: String) throws {
    let result = try ProgramRun.result(["export"] + arguments + ["--step", "0"])
    #expect(result.ending == .exited(2))
    #expect(result.complaints.contains(sentence), "\(result.complaints)")
    #expect(!FileManager.default.fileExists(atPath: "a.svg"))
  }

  @Test func theAnatomyIsAFigureAndAScreen() throws {
    let folder = try TemporaryFolder()
    let options = ["dates", "--step", "1", "--view", "anatomy", "--query", "6"]
    for (name, mark) in [
      ("a.txt", "W1(features)"), ("a.svg", "a = ops.softmax"), ("a.ansi", "\u{1B}["),
    ] {
      try export(options, to: folder / name)
      #expect(try text(folder / name).contains(mark))
    }
    #expect(try text(folder / "a.txt").contains("7th of 10"))
    try export(options + ["--language", "zh"], to: folder / "z.txt")
    #expect(try text(folder / "z.txt").contains("逐步解剖"))
    try export(options + ["--operation", "att.energy"], to: folder / "one.svg")
    let one = try text(folder / "one.svg")
    #expect(one.contains("e = V(score)") && !one.contains("W2(hidden)"))
    let none = try ProgramRun.result(
      ["export", "dates", "--step", "100000000", "--view", "anatomy", "--operation", "nosuch"]
        + ["-o", folder / "none.svg"])
    #expect(none.ending == .exited(2) && none.complaints.contains("--operation nosuch"))
  }

  @Test func severalStepsMove() throws {
    let folder = try TemporaryFolder()
    let path = folder / "a.svg"
    let said = try export(["dates", "--steps", "0..6:2", "--units", "16"], to: path)
    #expect(said.output.contains("4 steps"))
    let moving = try text(path)
    #expect(moving.contains("<animate") && moving.contains("repeatCount=\"indefinite\""))
    for step in [0, 2, 4, 6] { #expect(moving.contains(">step \(step)</text>")) }
    #expect(!moving.contains("values=\"none") && !moving.contains("<script"))
    for steps in ["6..0", "6", "0.6", "0..6:0", "a..b"] {
      let wrong = try ProgramRun.result([
        "export", "dates", "--steps", steps, "-o", folder / "b.svg",
      ])
      #expect(wrong.ending == .exited(2) && wrong.complaints.contains("--steps takes"), "\(steps)")
    }
    let still = try ProgramRun.result(
      ["export", "dates", "--steps", "0..6", "-o", folder / "b.png"])
    #expect(still.ending == .exited(2) && still.complaints.contains("moving picture"))
  }

  @Test func aFullDiskIsSaid() throws {
    let folder = try TemporaryFolder()
    let path = folder / "full.svg"
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
    let result = try ProgramRun.result(
      ["export", "dates", "--step", "0", "--force", "-o", path])
    #expect(result.ending == .exited(2) && result.complaints.contains("the disk is full"))
  }

  @Test func theKeyWritesWhatTheCommandWrites() throws {
    let folder = try TemporaryFolder()
    let journey = try Journey(["train", "dates", "--seed", "3"])
    try journey.press("3.", pausedAt: 3)
    try journey.press("e", see: ":export dates-additive-step3-map.svg")
    // Another folder than that of the tests.
    let path = folder / "a.svg"
    journey.press("\u{15}")
    journey.press("export \(path)\r")
    try journey.see("written: ")
    try export(["dates", "--seed", "3", "--step", "3"], to: folder / "b.svg")
    #expect(try text(path) == text(folder / "b.svg"))
    // It is not replaced unasked, and the screen goes on.
    let first = try bytes(path)
    journey.press(":export \(path) 174mm\r")
    try journey.see("a.svg exists")
    #expect(try bytes(path) == first)
    journey.press(":export! \(path) 174mm\r")
    try journey.see("written: ")
    #expect(try text(path).contains("width=\"174mm\""))
    journey.press(":export /nosuch/a.svg\r")
    try journey.see("/nosuch/a.svg")
    try journey.press("e", see: ":export dates")
    journey.press("\u{1b}")
    try journey.see("the keys again") { !$0.line(23).contains(":export") }
    try journey.press(".", pausedAt: 4)
    journey.leave()
  }

  /// A run of another program that is shipped, by its directory.
  private var keras: String {
    #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/samples/keras-dates"
  }

  @Test func aRunOfAnotherProgramIsExportedWithItsProbes() throws {
    let folder = try TemporaryFolder()
    try export([keras, "--step", "300", "--example", "1"], to: folder / "a.svg")
    try export([keras, "--step", "300", "--example", "1"], to: folder / "b.svg")
    #expect(try bytes(folder / "a.svg") == bytes(folder / "b.svg"))
    #expect(try text(folder / "a.svg").contains("saturday, 17 november 1984"))
    for options in [
      ["--example", "9"], ["--text", "hello"], ["--step", "305"], ["--seed", "2"],
    ] {
      let result = try ProgramRun.result(["export", keras] + options + ["-o", folder / "c.svg"])
      #expect(result.ending == .exited(2), "\(options): \(result.complaints)")
      #expect(result.complaints.contains(options[0]), "\(result.complaints)")
    }
  }

  @Test func aRangeOfStepsHasAtMostFortyPictures() {
    #expect(StepRange("0..310")?.steps.last == 310)
    #expect(StepRange("0..310:100")?.steps == [0, 100, 200, 300, 310])
    for text in ["0..9223372036854775807", "0..9223372036854775807:1", "0..41"] {
      #expect((StepRange(text)?.steps.count ?? 99) <= StepRange.mostFrames, "\(text)")
    }
    for text in ["", "5", "5..5", "9..3", "a..b", "0..5:0", "-1..4"] {
      #expect(StepRange(text) == nil)
    }
  }

  /// What a script asks of a run: inspect, then a condition with a status.
  @Test func aRunIsInspectedAndHeldAgainstACondition() throws {
    let inspected = try ProgramRun.result(["inspect", keras, "--json"])
    #expect(inspected.ending == .exited(0) && inspected.output.contains("\"whole\":true"))
    for (text, status) in [
      ("val_exact > .95 and max_head(weight_max) > .9", 0), ("loss > 1", 1), ("unknown < 1", 1),
      ("loss >", 2),
    ] {
      let result = try ProgramRun.result(["assert", keras, text])
      #expect(
        result.ending == .exited(Int32(status)), "\(text): \(result.output)\(result.complaints)")
    }
    let elsewhere = try ProgramRun.result(["inspect", keras + "/run.json"])
    #expect(elsewhere.ending == .exited(2) && elsewhere.complaints.contains("neither"))
  }
}
