import JSON
import Runs
import Screens
import TensorFiles
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs that are compared, kept side by side in one directory.
@Suite struct CompareRunTests {
  private static let names = ["additive", "pooling", "multihead"]
  private static let small = ["--units", "8", "--batch-size", "4", "--seed", "3"]
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What the runs of two equal comparisons have in common: steps and hashes of each.
  private func train(_ arguments: [String]) throws -> [[String]] {
    let result = try ProgramRun.result(["train", "compare", "--headless", "--json"] + arguments)
    try #require(result.ending == .exited(0), "\(result.complaints)")
    let lines = try result.lines.suffix(3).map {
      try #require(JSONValue(parsing: Array($0.utf8)).object)
    }
    #expect(lines.map { $0["mechanism"]?.string } == Self.names)
    return try lines.map { line in
      try ["weights_sha256", "attention_sha256"].map { try #require(line[$0]?.string) }
        + ["\(try #require(line["steps"]?.integer))"]
    }
  }

  private func refused(_ arguments: [String], input: String = "") throws -> String {
    let result = try ProgramRun.result(arguments, input: input)
    #expect(result.ending == .exited(2))
    return result.complaints
  }

  /// The bytes of the newest checkpoint of each run, and its step.
  private func newest(_ path: String) throws -> [[String: [UInt8]]] {
    try Self.names.map { name in
      let checkpoint = try RunDirectory.newestCheckpoint(path + "/" + name).checkpoint
      var tensors = ["step": Array("\(checkpoint.step)".utf8)]
      for tensor in checkpoint.file.tensors {
        tensors[tensor.name] = try checkpoint.file.bytes(tensor.name)
      }
      return tensors
    }
  }

  @Test func inPartsAsInOnePiece() throws {
    let (whole, split) = (folder / "whole", folder / "split")
    let straight = try train(["--steps", "9", "--out", whole] + Self.small)
    let first = try train(["--steps", "4", "--out", split] + Self.small)
    #expect(zip(first, straight).allSatisfy { $0[0] != $1[0] })
    #expect(try train(["--resume", split, "--steps", "5", "--threads", "2"]) == straight)
    #expect(straight.map { $0[2] } == ["9", "9", "9"])
    #expect(try newest(split) == newest(whole))
    for name in Self.names {
      let metrics = try [split, whole].map { try RunDirectory.readMetrics($0 + "/" + name) }
      #expect(metrics[0].withoutTimes == metrics[1].withoutTimes)
      #expect(metrics[0].rows.map(\.step) == Array(1...9))
      #expect(try RunDirectory.readDescription(split + "/" + name).mechanism == name)
    }
    let description = try RunDirectory.readDescription(split)
    #expect(description.runs == Self.names && description.lesson == "compare")
  }

  @Test func killedHeadlessItGoesOnTogether() throws {
    let path = folder / "killed"
    let run = try ProgramRun(
      ["train", "compare", "--headless", "--json", "--steps", "500", "--out", path]
        + ["--checkpoint-every", "3"] + Self.small)
    try run.waitForLines(7)
    run.signal(SIGKILL)
    #expect(try run.end().ending == .killed(SIGKILL))
    let kept = try #require(try RunDirectory.checkpointSteps(path + "/additive").last)
    #expect(kept >= 3)
    #expect(try RunDirectory.checkpointSteps(path + "/pooling") == [0])
    let resumed = try train(["--resume", path, "--steps", "2"])
    #expect(resumed == (try train(["--steps", "\(kept + 2)"] + Self.small)))
  }

  @Test func killedOnTheScreenItGoesOnThere() throws {
    let path = folder / "killed"
    let journey = try Journey(
      ["train", "compare", "--out", path, "--checkpoint-every", "2"] + Self.small,
      first: "Compare")
    try journey.press(":step 7\r", pausedAt: 7)
    journey.terminal.signal(SIGKILL)
    #expect(journey.terminal.end(within: Journey.patience) == .killed(SIGKILL))
    // One that was left behind is trained up to the others before anything is shown.
    let pooling = path + "/pooling/checkpoints/"
    #expect(unlink(pooling + "000000006.safetensors") == 0)
    let resumed = try Journey(["train", "--resume", path], first: "Compare")
    try resumed.see(pausedAt: 6)
    try resumed.press(":step 3\r", pausedAt: 9)
    try resumed.press("\t,", pausedAt: 8)
    try resumed.press(".", pausedAt: 9)
    resumed.leave()
    let straight = folder / "straight"
    _ = try train(["--steps", "9", "--out", straight] + Self.small)
    #expect(try newest(path) == newest(straight))
  }

  @Test func oneOfThemIsAskedByName() throws {
    let path = folder / "run"
    _ = try train(["--steps", "2", "--out", path] + Self.small)
    let ask = ["predict", path]
    #expect(
      try refused(ask).contains("holds 3 runs: say which with --mechanism additive|pooling|multi"))
    #expect(
      try refused(ask + ["--mechanism", "none"]).contains("has no run of none; it has: additive"))
    let input = "1 May 1999\n"
    let answers = try Self.names.map { name in
      let named = try ProgramRun.result(ask + ["--mechanism", name], input: input)
      let own = try ProgramRun.result(["predict", path + "/" + name], input: input)
      #expect(named.ending == .exited(0) && named.output == own.output)
      return named.output
    }
    #expect(answers.allSatisfy { $0.count > 1 })
    let page = try ProgramRun.result(["anatomy", path, "--mechanism", "pooling", "--query", "0"])
    #expect(page.ending == .exited(0) && page.output.contains("repeat"))
    #expect(try refused(["anatomy", path]).contains("say which with --mechanism"))
    let single = folder / "single"
    _ = try ProgramRun.result(
      ["train", "dates", "--headless", "--steps", "1", "--out", single] + Self.small)
    #expect(
      try refused(["predict", single, "--mechanism", "pooling"]).contains(
        "was trained with additive: leave --mechanism pooling out"))
  }

  @Test func aRunOfAnotherLessonIsRefused() throws {
    let (path, single) = (folder / "run", folder / "single")
    _ = try train(["--steps", "1", "--out", path] + Self.small)
    _ = try ProgramRun.result(
      ["train", "dates", "--headless", "--steps", "1", "--out", single] + Self.small)
    func resume(_ lesson: [String], _ path: String) throws -> String {
      try refused(["train"] + lesson + ["--headless", "--resume", path])
    }
    #expect(
      try resume(["dates"], path).contains("is a run of the lesson compare, not of dates"))
    #expect(try resume(["dates"], path).contains("headlight train compare --resume \(path)"))
    #expect(
      try resume(["compare"], single).contains("is a run of the lesson dates, not of compare"))
    #expect(
      try resume([], path + "/pooling").contains("go on with the folder that it lies in"))
    // Without a name it is what the directory says.
    let on = try ProgramRun.result(
      ["train", "--headless", "--json", "--resume", path, "--steps", "1"])
    #expect(on.ending == .exited(0) && on.lines.count == 6)
  }
}
