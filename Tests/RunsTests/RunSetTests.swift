import JSON
import Runs
import TensorFiles
import Testing
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Several runs in one directory, each a run like any other.
struct RunSetTests {
  private let folder = TemporaryFolder()
  private var path: String { folder / "runs" }

  private func description(_ mechanism: String) -> RunDescription {
    RunDescription(lesson: "compare", mechanism: mechanism, seed: 7)
  }

  private func tensors(_ number: Float) -> [NamedNumbers] {
    [NamedNumbers("w", lengths: [2], [number, 1])]
  }

  private func make(force: Bool = false) throws(FileError) -> RunSet {
    try RunSet.create(
      at: path, description: description(""),
      members: [("one", 1), ("other", 2)].map { name, number in
        RunSet.Member(name, description: description(name), tensors: tensors(Float(number)))
      }, force: force)
  }

  @Test func aSetIsRunsLikeAnyOther() throws {
    do {
      let set = try make()
      let inside = [
        "checkpoints", "checkpoints/000000000.safetensors", "metrics.jsonl", "run.json",
      ]
      #expect(
        folder.names
          == (["runs", "runs/one"] + inside.map { "runs/one/" + $0 } + ["runs/other"]
            + inside.map { "runs/other/" + $0 } + ["runs/run.json"]))
      #expect(set.runs.map(\.description.mechanism) == ["one", "other"])
      #expect(try RunDirectory.readDescription(path).runs == ["one", "other"])
      #expect(
        try RunDirectory.newestCheckpoint(path + "/other").checkpoint.file.floats("w")[0] == 2)
      try set.runs[1].appendMetrics(["step": .integer(1)])
      try set.runs[1].writeCheckpoint(step: 1, tensors: tensors(3))
      // It has one writer, as a whole and each of it.
      for path in [path, path + "/one"] {
        let error = #expect(throws: FileError.self) {
          if path == self.path {
            _ = try RunSet.resume(path)
          } else {
            _ = try RunDirectory.resume(path)
          }
        }
        #expect(error.map { "\($0)" }?.contains("another process") == true)
      }
    }
    let resumed = try RunSet.resume(path + "/")
    #expect(resumed.runs.map(\.checkpoint.step) == [0, 1])
    #expect(try RunDirectory.readMetrics(path + "/other").rows.map(\.step) == [1])
  }

  @Test func aSetIsNoSingleRun() throws {
    do { _ = try make() }
    let error = #expect(throws: FileError.self) { try RunDirectory.resume(path) }
    #expect(error.map { "\($0)" }?.contains("holds several runs: one, other") == true)
  }

  @Test func forceReplacesASetAndNothingElse() throws {
    do {
      let old = try make()
      try old.runs[0].writeCheckpoint(step: 5, tensors: tensors(5))
    }
    #expect(throws: FileError.self) { try make() }
    do { _ = try make(force: true) }
    #expect(try RunDirectory.checkpointSteps(path + "/one") == [0])
    #expect(folder.names.filter { !$0.contains("/") } == ["runs"])
    put([1], path + "/other/notes.txt")
    let error = #expect(throws: FileError.self) { try make(force: true) }
    #expect(error.map { "\($0)" }?.contains("other/notes.txt") == true)
    #expect(contents(path + "/other/notes.txt") == [1])
    // A single run in its place, and a set in that one's.
    unlink(path + "/other/notes.txt")
    do {
      _ = try RunDirectory.create(
        at: path, RunSet.Member(description: description("one"), tensors: tensors(1)), force: true)
    }
    #expect(!folder.names.contains("runs/one"))
    do { _ = try make(force: true) }
    #expect(folder.names.contains("runs/one/run.json"))
  }

  @Test func whatAKilledProcessLeftIsRemoved() throws {
    do { _ = try make() }
    rename(path, folder / ".headlight-tmp-1-1")
    do { _ = try make() }
    #expect(folder.names.filter { !$0.contains("/") } == ["runs"])
  }

  @Test(arguments: [
    "[\"../one\"]", "[\"a/b\"]", "[\"\"]", "[\"..\"]", "[5]", "\"one\"", "[\"one\", \"one\"]",
    "[\"checkpoints\"]", "[\"run.json\"]",
  ])
  func aFolderElsewhereIsRefused(runs: String) throws {
    let text = "{\"format\": \"headlight-run/1\", \"runs\": \(runs)}"
    let error = #expect(throws: FileError.self) {
      try RunDescription(parsing: Array(text.utf8), path: "run.json")
    }
    #expect(error.map { "\($0)" }?.contains("runs") == true)
  }
}
