import JSON
import TensorFiles
import Tensors
import Testing
import TestSupport

@testable import Runs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct RunDirectoryTests {
  private let folder = TemporaryFolder()
  private var run: String { folder / "run" }

  @Test func whatKilledProcessesLeftIsRemoved() {
    let leftover = CrashSafe.temporaryPrefix + "4194304-1"
    put([1, 2], folder / leftover)
    _ = folder.makeFolder(CrashSafe.temporaryPrefix + "4194304-2")
    _ = folder.makeFolder(CrashSafe.temporaryPrefix + "4194304-2/checkpoints")
    put([], folder / (CrashSafe.temporaryPrefix + "4194304-2/run.json"))
    put([1], folder / "mine")
    put([1], folder / ".headlight")
    #expect(CrashSafe.removeLeftovers(in: folder.path, removingFolders: RunDirectory.remove) == 2)
    #expect(folder.names == [".headlight", "mine"])
    #expect(CrashSafe.removeLeftovers(in: folder / "absent") == 0)
  }

  private let description = RunDescription(
    title: "a run", lesson: "dates", mechanism: "additive", seed: 7,
    config: ["units": .integer(64), "rate": JSONValue(Float(0.001)), "batch": .integer(32)],
    dataSHA256: "", version: "0.1", kernels: "avx2")

  private func tensors(_ step: Int) -> [NamedNumbers] {
    [
      NamedNumbers("w", lengths: [2, 2], [Float(step), 1, 2, 3]),
      NamedNumbers("adam.t", lengths: [], .integers64([Int64(step)])),
    ]
  }

  private func make(force: Bool = false) throws(FileError) -> RunDirectory {
    try RunDirectory.create(
      at: run,
      RunSet.Member(
        description: description, tensors: tensors(0), metadata: [(key: "k", value: "v")]),
      force: force)
  }

  // MARK: Beginning

  @Test func aNewRunIsComplete() throws {
    let directory = try make()
    #expect(
      folder.names == [
        "run", "run/checkpoints", "run/checkpoints/000000000.safetensors", "run/metrics.jsonl",
        "run/run.json",
      ])
    #expect(directory.description == description)
    #expect(try RunDirectory.readDescription(run) == description)
    let (checkpoint, warnings) = try RunDirectory.newestCheckpoint(run)
    #expect(checkpoint.step == 0)
    #expect(warnings.isEmpty)
    #expect(checkpoint.file[metadata: "k"] == "v")
    #expect(try checkpoint.file.floats("w") == [0, 1, 2, 3])
    #expect(try RunDirectory.readMetrics(run).rows.isEmpty)
  }

  @Test func anExistingPathIsRefused() throws {
    put([1], folder / "file")
    let empty = folder.makeFolder("empty")
    for path in [folder / "file", empty, folder.path, ".", "..", "/", ""] {
      #expect(throws: FileError.self) {
        try RunDirectory.create(at: path, RunSet.Member(description: description, tensors: []))
      }
    }
    _ = try make()
    let error = #expect(throws: FileError.self) { try make() }
    #expect(error.map { "\($0)" }?.contains("--force") == true)
    #expect(throws: FileError.self) {
      try RunDirectory.create(
        at: folder / "file/run", RunSet.Member(description: description, tensors: []))
    }
    #expect(throws: FileError.self) {
      try RunDirectory.create(
        at: folder / "absent/run", RunSet.Member(description: description, tensors: []))
    }
    #expect(contents(folder / "file") == [1])
  }

  @Test func forceReplacesARunAndNothingElse() throws {
    do {
      let old = try make()
      try old.writeCheckpoint(step: 5, tensors: tensors(5))
      try old.appendMetrics(["step": .integer(1)])
    }
    do {
      let new = try make(force: true)
      #expect(try RunDirectory.checkpointSteps(run) == [0])
      #expect(try RunDirectory.readMetrics(run).rows.isEmpty)
      #expect(folder.names.filter { !$0.contains("/") } == ["run"])
      // It is in use now.
      #expect(throws: FileError.self) { try make(force: true) }
      try new.appendMetrics(["step": .integer(1)])
    }
    put([1], run + "/notes.txt")
    #expect(throws: FileError.self) { try make(force: true) }
    #expect(contents(run + "/notes.txt") == [1])

    let other = folder.makeFolder("other")
    #expect(throws: FileError.self) {
      try RunDirectory.create(
        at: other, RunSet.Member(description: description, tensors: []), force: true)
    }
  }

  @Test func aRunHasOneWriter() throws {
    do {
      let directory = try make()
      let error = #expect(throws: FileError.self) { try RunDirectory.resume(run) }
      #expect(error.map { "\($0)" }?.contains("another process") == true)
      try directory.appendMetrics(["step": .integer(1)])
    }
    #expect(try RunDirectory.resume(run).checkpoint.step == 0)
  }

  // MARK: Going on

  @Test func aRunIsResumedFromItsNewestCheckpoint() throws {
    do {
      let directory = try make()
      for step in 1...4 {
        try directory.appendMetrics(["step": .integer(Int64(step)), "loss": JSONValue(Float(0.1))])
        try directory.writeCheckpoint(
          step: step, tensors: tensors(step), metadata: [(key: "seconds", value: "1")])
      }
      try directory.append(action: .object(["step": .integer(4), "do": .string("rate")]))
    }
    let resumed = try RunDirectory.resume(run + "/")
    #expect(resumed.checkpoint.step == 4)
    #expect(resumed.warnings.isEmpty)
    #expect(try resumed.checkpoint.file.floats("w") == [4, 1, 2, 3])
    #expect(try resumed.checkpoint.file.integers("adam.t") == [4])
    #expect(resumed.directory.description.actions.count == 1)
    try resumed.directory.appendMetrics(["step": .integer(4), "loss": .number(.nan)])
    try resumed.directory.appendMetrics(["step": .integer(5), "loss": .number(.infinity)])
    let metrics = try RunDirectory.readMetrics(run)
    #expect(metrics.rows.map(\.step) == [1, 2, 3, 4, 5])
    #expect(metrics.warnings.isEmpty)
    #expect(metrics.rows[0].values["loss"] == .number(0.1))
    #expect(metrics.rows[3].values["loss"]?.double?.isNaN == true)
    try resumed.directory.cut(after: 2)
    #expect(try RunDirectory.newestCheckpoint(run).checkpoint.step == 2)
    // Steps that are made again are not there twice, and lines go on behind the cut.
    #expect(try RunDirectory.readMetrics(run).rows.map(\.step) == [1, 2])
    try resumed.directory.appendMetrics(["step": .integer(3)])
    #expect(try RunDirectory.readMetrics(run).rows.map(\.step) == [1, 2, 3])
  }

  @Test func damagedCheckpointsAreLeftOutWithAWarning() throws {
    do {
      let directory = try make()
      for step in 1...3 { try directory.writeCheckpoint(step: step, tensors: tensors(step)) }
    }
    let newest = run + "/checkpoints/000000003.safetensors"
    let bytes = try #require(contents(newest))
    // Every length that a cut file can have, and every bit of it that can be wrong.
    for end in 0..<bytes.count {
      put(Array(bytes[..<end]), newest)
      let (checkpoint, warnings) = try RunDirectory.newestCheckpoint(run)
      #expect(checkpoint.step == 2)
      #expect(warnings.count == 1)
    }
    let header = Int(bytes[0]) + 256 * Int(bytes[1])
    for place in (8 + header)..<bytes.count {
      for bit in 0..<8 {
        var copy = bytes
        copy[place] ^= 1 << UInt8(bit)
        put(copy, newest)
        #expect(try RunDirectory.newestCheckpoint(run).checkpoint.step == 2)
      }
    }
    put(Array(bytes.dropLast()), newest)
    let resumed = try RunDirectory.resume(run)
    #expect(resumed.checkpoint.step == 2)
    #expect("\(try #require(resumed.warnings.first))".contains("000000003.safetensors"))

    for step in 0...2 { put([], run + "/checkpoints/00000000\(step).safetensors") }
    let error = #expect(throws: FileError.self) { try RunDirectory.newestCheckpoint(run) }
    #expect(error.map { "\($0)" }?.contains("no complete checkpoint") == true)
  }

  @Test func leftoversAreRemovedWhenARunIsOpened() throws {
    do { _ = try make() }
    let name = CrashSafe.temporaryPrefix + "4194304-9"
    for place in [name, "run/" + name, "run/checkpoints/" + name] { put([1], folder / place) }
    _ = try RunDirectory.resume(run)
    #expect(folder.names.filter { $0.contains(name) }.isEmpty)
  }

  @Test func aCutLineOfMetricsIsIgnoredAndRemoved() throws {
    do {
      let directory = try make()
      try directory.appendMetrics(["step": .integer(1), "loss": .number(0.5)])
    }
    let path = run + "/metrics.jsonl"
    let whole = try #require(contents(path))
    let next = Array(#"{"step":2,"loss":0.25}"#.utf8)
    for end in 0..<next.count {
      put(whole + next[..<end], path)
      #expect(try RunDirectory.readMetrics(run).rows.map(\.step) == [1])
      do {
        let resumed = try RunDirectory.resume(run)
        #expect(contents(path) == whole)
        try resumed.directory.appendMetrics(["step": .integer(3)])
      }
      #expect(try RunDirectory.readMetrics(run).rows.map(\.step) == [1, 3])
    }
    // A line that lacks only its end says everything.
    put(whole + next, path)
    #expect(try RunDirectory.readMetrics(run).rows.map(\.step) == [1, 2])
    do { _ = try RunDirectory.resume(run) }
    #expect(contents(path) == whole + next + [UInt8(ascii: "\n")])
  }

  @Test func metricsOfOtherProgramsAreRead() throws {
    _ = try make()
    let lines = """
      {"step": 2, "loss": NaN, "note": {"x": [1]}}\r
      \r

      {"step": 1, "loss": -Infinity}
      not a line
      {"step": -1}
      {"loss": 1}
      {"step": 2, "loss": 3}
      {"step": 3, "lo
      """
    put(Array(lines.utf8), run + "/metrics.jsonl")
    let metrics = try RunDirectory.readMetrics(run)
    #expect(metrics.rows.map(\.step) == [1, 2])
    #expect(metrics.rows[1].values["loss"]?.double == 3)
    #expect(metrics.warnings.count == 3)
    #expect(metrics.warnings[0].contains("line 5"))
  }

  @Test func longMetricsAreReadInParts() throws {
    _ = try make()
    let line = #"{"step":1,"note":""# + String(repeating: "x", count: 900_000) + "\"}\n"
    let huge = #"{"step":9,"note":""# + String(repeating: "x", count: 2_000_000) + "\"}\n"
    put(Array((line + huge + #"{"step":2}"# + "\n").utf8), run + "/metrics.jsonl")
    let metrics = try RunDirectory.readMetrics(run)
    #expect(metrics.rows.map(\.step) == [1, 2])
    #expect(metrics.warnings.count == 1)
  }

  @Test func aLongRunKeepsFewCheckpoints() throws {
    let directory = try make()
    var most = 0
    for step in 1...300 {
      try directory.writeCheckpoint(step: step, tensors: [])
      let steps = try RunDirectory.checkpointSteps(run)
      most = max(most, steps.count)
      #expect(steps.first == 0)
      #expect(steps.suffix(3).elementsEqual(max(0, step - 2)...step) || step < 3)
    }
    #expect(most <= 12)
    #expect(try RunDirectory.checkpointSteps(run).count >= 6)
  }

  // MARK: What goes wrong

  @Test func aFailedSaveLeavesTheOldOneAndIsASentence() throws {
    let directory = try make()
    // A folder where the file would go: no permission of the superuser helps.
    let inTheWay = folder.makeFolder("run/checkpoints/000000001.safetensors")
    let error = #expect(throws: FileError.self) {
      try directory.writeCheckpoint(step: 1, tensors: tensors(1))
    }
    #expect(error?.path == inTheWay)
    #expect(try RunDirectory.newestCheckpoint(run).checkpoint.step == 0)
    #expect(!folder.names.contains { $0.contains(CrashSafe.temporaryPrefix) })
  }

  @Test func whatIsNotARunIsASentence() throws {
    put([1], folder / "file")
    for path in [folder / "absent", folder / "file", folder.path] {
      #expect(throws: FileError.self) { try RunDirectory.resume(path) }
    }
    let error = #expect(throws: FileError.self) { try RunDirectory.readDescription(folder.path) }
    #expect(error.map { "\($0)" }?.contains("no run.json") == true)
  }
}

struct RunDescriptionTests {
  private func parse(_ text: String) throws(FileError) -> RunDescription {
    try RunDescription(parsing: Array(text.utf8), path: "run.json")
  }

  @Test func whatIsWrittenIsReadAsTheSame() throws {
    let description = RunDescription(
      title: "é \"x\" \u{1b}", lesson: "dates", mechanism: "none", seed: -3,
      config: ["b": .number(0.1), "a": .array([.null, .boolean(true)])], dataSHA256: "00ff",
      version: "1", kernels: "neon", actions: [.object(["step": .integer(1)])])
    #expect(try parse(description.text) == description)
    #expect(description.text.hasPrefix("{\n  \"format\": \"headlight-run/1\",\n  \"title\""))
  }

  @Test func whatOthersWriteIsRead() throws {
    let description = try parse(
      #"{"later":{"x":[1]},"format":"headlight-run/1","lesson":"t","seed":null}"#)
    #expect(description == RunDescription(lesson: "t", mechanism: ""))
  }

  @Test(arguments: [
    ("", "byte 0"), ("[]", "an object"), ("{}", "format"),
    (#"{"format":"headlight-run/2"}"#, "format"),
    (#"{"format":1}"#, "format"), (#"{"format":"headlight-run/1","seed":"1"}"#, "seed"),
    (#"{"format":"headlight-run/1","seed":1.5}"#, "seed"),
    (#"{"format":"headlight-run/1","seed":true}"#, "seed"),
    (#"{"format":"headlight-run/1","config":[]}"#, "config"),
    (#"{"format":"headlight-run/1","actions":{}}"#, "actions"),
    (#"{"format":"headlight-run/1","title":1}"#, "title"),
    (#"{"format":"headlight-run/1","title":"a","title":"b"}"#, "title"),
    (#"{"format":"headlight-run/1"#, "byte"),
  ])
  func whatIsWrongIsNamed(text: String, place: String) {
    let error = #expect(throws: FileError.self) { try parse(text) }
    #expect(error.map { "\($0)" }?.contains(place) == true)
    #expect(error.map { "\($0)" }?.hasPrefix("run.json") == true)
  }

  @Test func everyCutTextIsRefused() throws {
    let text = Array(RunDescription(lesson: "dates", mechanism: "additive").text.utf8)
    for end in 0..<(text.count - 1) {
      #expect(throws: FileError.self) {
        try RunDescription(parsing: Array(text[..<end]), path: "run.json")
      }
    }
  }
}
