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

/// Step N is step N: on one thread or two, resumed, killed, on the screen, back and forth.
@Suite struct ExactBitsTests {
  /// What two equal runs have in common.
  private struct Hashes: Equatable {
    var steps: Int
    var weights: String
    var attention: String?
  }

  /// Trains the dates headless and returns the hashes of the last line.
  private func train(_ arguments: [String]) throws -> Hashes {
    let result = try ProgramRun.result(["train", "dates", "--headless", "--json"] + arguments)
    try #require(result.ending == .exited(0), "\(result.complaints)")
    #expect(result.complaints.isEmpty)
    let line = try JSONValue(parsing: Array(#require(result.lines.last).utf8))
    let done = try #require(line.object)
    #expect(done["done"] == .boolean(true))
    let weights = try #require(done["weights_sha256"]?.string)
    #expect(weights.count == 64)
    return Hashes(
      steps: try #require(done["steps"]?.integer), weights: weights,
      attention: done["attention_sha256"]?.string)
  }

  /// The tensors of a run's newest checkpoint, byte for byte.
  private func tensors(_ path: String) throws -> (step: Int, tensors: [String: [UInt8]]) {
    let checkpoint = try RunDirectory.newestCheckpoint(path).checkpoint
    var tensors: [String: [UInt8]] = [:]
    for tensor in checkpoint.file.tensors {
      tensors[tensor.name] = try checkpoint.file.bytes(tensor.name)
    }
    return (checkpoint.step, tensors)
  }

  private func expectEqualTensors(
    _ first: String, _ second: String, step: Int, at location: SourceLocation = #_sourceLocation
  ) throws {
    let (one, other) = (try tensors(first), try tensors(second))
    #expect(one.step == step, sourceLocation: location)
    #expect(other.step == step, sourceLocation: location)
    #expect(one.tensors == other.tensors, sourceLocation: location)
    let names = one.tensors.keys
    let moments = ["adam.m/", "adam.v/"].map { prefix in names.count { $0.hasPrefix(prefix) } }
    #expect(moments[0] > 10 && moments == [names.count / 3, names.count / 3])
    for prefix in ["adam.m/", "adam.v/"] where step > 0 {
      let bytes = one.tensors.filter { $0.key.hasPrefix(prefix) }.flatMap(\.value)
      #expect(bytes.contains { $0 != 0 }, "\(prefix) holds numbers", sourceLocation: location)
    }
  }

  @Test func oneThreadAndTwoGiveTheSameBits() throws {
    let one = try train(["--steps", "30", "--seed", "3", "--threads", "1"])
    let two = try train(["--steps", "30", "--seed", "3", "--threads", "2"])
    #expect(one == two)
    #expect(one.steps == 30)
    #expect(one.attention?.count == 64)
    let other = try train(["--steps", "30", "--seed", "4"])
    #expect(other.weights != one.weights && other.attention != one.attention)
    let shorter = try train(["--steps", "29", "--seed", "3"])
    #expect(shorter.weights != one.weights && shorter.attention != one.attention)
  }

  @Test func aResumedRunIsTheSameRun() throws {
    let folder = try TemporaryFolder()
    let straight = try train(["--steps", "30", "--seed", "3", "--out", folder / "straight"])
    let first = try train(["--steps", "12", "--seed", "3", "--out", folder / "split"])
    #expect(first.steps == 12 && first.weights != straight.weights)
    let rest = try train(["--steps", "18", "--resume", folder / "split", "--threads", "2"])
    #expect(rest == straight)
    try expectEqualTensors(folder / "split", folder / "straight", step: 30)
    let metrics = try ["split", "straight"].map { try RunDirectory.readMetrics(folder / $0) }
    #expect(metrics[0].withoutTimes == metrics[1].withoutTimes)
    let rate = metrics[0].rows[5].values["learning_rate"]?.double
    #expect(abs((rate ?? 0) - 0.004 * (1 - 5.0 / 1_400)) < 1e-8)
    #expect(metrics[0].rows[5].values["mechanism"]?.string == "additive")
    let seconds = metrics[0].rows.compactMap { $0.values["seconds"]?.double }
    #expect(seconds.count == 30 && seconds == seconds.sorted())
    #expect(metrics[0].rows.map(\.step) == Array(1...30))
  }

  @Test func theScreenTrainsAsHeadlessAndStepsBackExactly() throws {
    let folder = try TemporaryFolder()
    let journey = try Journey(["--out", folder / "screen", "--seed", "3"])
    for step in 1...5 { try journey.press(".", pausedAt: step) }
    for (key, step) in [(",", 4), (",", 3), (".", 4), (".", 5)] {
      try journey.press(key, pausedAt: step)
    }
    journey.leave()
    _ = try train(["--steps", "5", "--seed", "3", "--out", folder / "headless"])
    try expectEqualTensors(folder / "screen", folder / "headless", step: 5)

    // Resumed on the screen, trained by space, with probes and looks on the way.
    let resumed = try Journey(["--resume", folder / "screen"])
    try resumed.see(pausedAt: 5)
    try resumed.press("++ ", see: "▶ running")
    try resumed.press("t1 May 1999\r", see: "your text")
    try resumed.see("training") { (Journey.step($0) ?? 0) >= 20 }
    try resumed.press(" ", see: "❚❚ paused")
    try resumed.press("<", see: "exact replay")
    resumed.press(Sent.end)
    try resumed.see("the latest step") { !$0.line(0).contains(" of ") }
    resumed.leave()
    let reached = try tensors(folder / "screen").step
    #expect(reached >= 20)
    _ = try train(
      ["--steps", "\(reached - 5)", "--resume", folder / "headless", "--threads", "2"])
    try expectEqualTensors(folder / "screen", folder / "headless", step: reached)
  }

  @Test func aKilledRunGoesOn() throws {
    let folder = try TemporaryFolder()
    let path = folder / "killed"
    let run = try ProgramRun([
      "train", "dates", "--headless", "--json", "--seed", "3", "--steps", "1400", "--out", path,
      "--checkpoint-every", "3",
    ])
    try run.waitForLines(7)
    run.signal(SIGKILL)
    #expect(try run.end().ending == .killed(SIGKILL))
    let kept = try #require(try RunDirectory.checkpointSteps(path).last)
    #expect(kept >= 3 && kept.isMultiple(of: 3))
    let resumed = try train(["--steps", "5", "--resume", path])
    let straight = try train([
      "--steps", "\(kept + 5)", "--seed", "3", "--out", folder / "straight",
    ])
    #expect(resumed == straight)
    try expectEqualTensors(path, folder / "straight", step: kept + 5)
    #expect(try RunDirectory.readMetrics(path).warnings == [])
  }

  @Test func theOtherModelsRunAndDiffer() throws {
    let carried = try train(["--steps", "4", "--seed", "3"])
    let reset = try train(["--steps", "4", "--seed", "3", "--decoder-state", "reset"])
    #expect(reset.weights != carried.weights && reset.attention != nil)
    let none = try train(["--steps", "4", "--seed", "3", "--mechanism", "none"])
    #expect(none.weights != carried.weights && none.attention == nil)
    let sgd = try train(["--steps", "4", "--seed", "3", "--optimizer", "sgd", "--units", "24"])
    #expect(sgd.weights != carried.weights)
  }

  @Test func aResumedRunKeepsItsOptions() throws {
    let folder = try TemporaryFolder()
    let options = [
      "--mechanism", "none", "--decoder-state", "reset", "--units", "20", "--optimizer", "sgd",
      "--learning-rate", "0.25", "--batch-size", "7", "--seed", "9",
    ]
    let straight = try train(["--steps", "6"] + options)
    _ = try train(["--steps", "2", "--out", folder / "run"] + options)
    #expect(try train(["--steps", "4", "--resume", folder / "run"]) == straight)
  }

  /// Whoever leaves while an earlier step is shown has lost none: the furthest one is kept.
  @Test func leavingInThePastKeepsTheFurthestStep() throws {
    let folder = try TemporaryFolder()
    let path = folder / "run"
    let journey = try Journey(["train", "dates", "--units", "16", "--out", path])
    try journey.press("12.", see: "step 12   ❚❚ paused")
    try journey.press("7,", see: "step 5 of 12   ❚❚ paused")
    journey.press("q")
    journey.expectEnding(.exited(0))
    #expect(try RunDirectory.readMetrics(path).rows.last?.step == 12)
    let other = folder / "other"
    _ = try train(["--units", "16", "--steps", "12", "--out", other])
    try expectEqualTensors(path, other, step: 12)
  }
}
