import JSON
import Foundation
import Runs
import TensorFiles
import Testing

/// What a result says is true, whatever the file, the clock or the numbers are like.
@Suite struct TrueResultTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func put(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: folder / name))
    return folder / name
  }

  private func lines(_ arguments: [String]) throws -> [JSONObject] {
    let result = try ProgramRun.result(["train"] + arguments + ["--headless", "--json"])
    try #require(result.ending == .exited(0), "\(result.complaints)")
    return try result.lines.map {
      try #require(try JSONValue(parsing: Array($0.utf8)).object)
    }
  }

  private static let rows = (0..<300).map { number in
    let word = String(number * 7_919 % 4_096 + 4_096, radix: 8)
    return "\(word) it\t\(number % 3 == 0 ? "yes" : "no")\n"
  }

  /// With equal weights two files of the same rows give equal numbers, to the bit.
  @Test(arguments: [
    ["dates"], ["translate"], ["keywords"], ["dates", "--mechanism", "multihead"],
  ])
  func theOrderOfAFileChangesNoResult(_ lesson: [String]) throws {
    let ascending = try put(Self.rows.sorted().joined(), "sorted.tsv")
    // Rows that come twice, behind each other or not, are one source.
    let mixed = try put(
      (Self.rows.sorted { $0.reversed().lexicographicallyPrecedes($1.reversed()) } + Self.rows[..<9])
        .joined(), "mixed.tsv")
    let options = ["--steps", "0", "--units", "8", "--seed", "5"]
    let results = try [ascending, mixed].map { file in
      try #require(try lines(lesson + ["--data", file] + options).last)
    }
    for key in ["weights_sha256", "attention_sha256", "exact_match", "accuracy", "examples"] {
      #expect(results[0][key] == results[1][key], "\(key)")
    }
  }

  @Test func untilHoldsForWhatIsReported() throws {
    let all = try lines(["dates", "--units", "8", "--batch-size", "2", "--until", "step >= 50"])
    let (step, result) = (all[all.count - 2], all[all.count - 1])
    // The step that ended it was judged by the examples of the result, not by a sample of them.
    #expect(step["step"]?.integer == 50 && step["examples"]?.integer == 1_000)
    #expect(step["accuracy"] == result["accuracy"] && result["examples"]?.integer == 1_000)
  }

  @Test func secondsBoundTheWholeProcess() throws {
    let began = ContinuousClock.now
    let result = try #require(
      try lines(["translate", "--data", try put(Self.rows.joined(), "p.tsv"), "--seconds", "4"])
        .last)
    #expect(ContinuousClock.now - began < .seconds(4 * 1.05 + 0.6))
    #expect((result["examples"]?.integer ?? 0) >= 20)
    #expect((result["steps"]?.integer ?? 0) > 0)
  }

  @Test func aLongerRunDecaysOverItsOwnLength() throws {
    let run = folder / "run"
    _ = try lines([
      "dates", "--mechanism", "none", "--units", "4", "--batch-size", "1", "--steps", "1450",
      "--out", run,
    ])
    #expect(try RunDirectory.readDescription(run).config["steps"]?.integer == 1_450)
    let rates = try RunDirectory.readMetrics(run).rows.compactMap {
      $0.values["learning_rate"]?.double
    }
    try #require(rates.count == 1_450)
    // Row s + 1 is of the update that follows s others.
    for step in [0, 700, 1_360] {
      #expect(abs(rates[step] - 0.004 * (1 - Double(step) / 1_450)) < 1e-8, "\(step)")
    }
    // What goes on behind the end is told so.
    let resumed = try ProgramRun.result(["train", "--headless", "--resume", run, "--steps", "1"])
    #expect(resumed.complaints.contains("step 1450 is the end of this run's schedule"))
  }

  @Test func nothingThatIsNotFiniteIsKept() throws {
    let run = folder / "run"
    let result = try ProgramRun.result([
      "train", "dates", "--headless", "--units", "8", "--batch-size", "4", "--steps", "9",
      "--learning-rate", "3e38", "--checkpoint-every", "1", "--out", run,
    ])
    #expect(result.ending == .exited(3))
    let checkpoint = try RunDirectory.newestCheckpoint(run).checkpoint
    for tensor in checkpoint.file.tensors {
      #expect(try checkpoint.file.floats(tensor.name).allSatisfy { $0.isFinite }, "\(tensor.name)")
    }
    #expect(result.complaints.contains("The last good step is \(checkpoint.step)"))
    #expect(try ProgramRun.result(["predict", run], input: "x\n").ending == .exited(0))
    #expect(
      try ProgramRun.result(["train", "--headless", "--resume", run, "--steps", "1"]).ending
        == .exited(3))
  }

  @Test func aCheckpointWithNaNIsNeitherReadNorTrained() throws {
    let run = folder / "run"
    _ = try lines(["dates", "--units", "8", "--steps", "2", "--out", run])
    let path = run + "/checkpoints/000000002.safetensors"
    let file = try Safetensors(reading: path)
    let tensors = try file.tensors.map { tensor in
      var floats = try file.floats(tensor.name)
      if tensor.name == "att.W1.kernel" { floats[3] = .nan }
      return NamedNumbers(tensor.name, lengths: tensor.lengths, .floats(floats))
    }
    let metadata = file.metadata.filter { $0.key != "step" && $0.key != "checksum" }
    try CrashSafe.write(Checkpoint.encoded(2, tensors, metadata: metadata), to: path)
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    for arguments in [
      ["train", "--headless", "--json", "--resume", run, "--steps", "0"], ["predict", run],
    ] {
      let result = try ProgramRun.result(arguments, input: "3 May\n")
      #expect(result.ending == .exited(3) && result.output.isEmpty)
      #expect(result.complaints.contains("att.W1.kernel holds a number that is not finite"))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func aCheckpointOfAnotherRunIsRefused() throws {
    let small = ["dates", "--units", "8", "--steps", "1"]
    for seed in ["1", "2"] { _ = try lines(small + ["--seed", seed, "--out", folder / seed]) }
    let name = "/checkpoints/000000001.safetensors"
    try FileManager.default.removeItem(atPath: folder / "1" + name)
    try FileManager.default.copyItem(atPath: folder / "2" + name, toPath: folder / "1" + name)
    for arguments in [
      ["train", "--headless", "--resume", folder / "1", "--steps", "1"], ["predict", folder / "1"],
    ] {
      let result = try ProgramRun.result(arguments, input: "x\n")
      #expect(result.ending == .exited(2))
      #expect(result.complaints.contains("its seed is \"2\", but run.json says \"1\""))
    }
  }

  @Test func anotherProgramsRunIsKnownAndNeverReplaced() throws {
    let run = folder / "foreign"
    try FileManager.default.createDirectory(
      atPath: run + "/snapshots", withIntermediateDirectories: true)
    _ = try put(
      "{\"format\": \"headlight-run/1\", \"title\": \"x\", \"version\": \"torch 2.13\"}",
      "foreign/run.json")
    for arguments in [
      ["train", "--headless", "--resume", run], ["predict", run], ["anatomy", run],
    ] {
      let result = try ProgramRun.result(arguments, input: "x\n")
      #expect(result.ending == .exited(2))
      #expect(result.complaints.contains("was written by another program (torch 2.13)"))
    }
    let forced = try ProgramRun.result([
      "train", "dates", "--headless", "--steps", "1", "--out", run, "--force",
    ])
    #expect(forced.ending == .exited(2) && forced.complaints.contains("is never replaced"))
    #expect(FileManager.default.fileExists(atPath: run + "/snapshots"))
  }
}
