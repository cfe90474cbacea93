import Snapshots
import TensorFiles
import Testing
import TestSupport

@testable import Runs

/// Which picture of a step counts, and what of a file is refused.
struct SnapshotIndexTests {
  private let run = WrittenRun()

  private func index() throws -> SnapshotIndex {
    var index = SnapshotIndex(run.path)
    _ = try index.look()
    while index.readHeaders(until: { false }) {}
    return index
  }

  /// The key that the picture of each step looks at.
  private func keys(_ index: SnapshotIndex) throws -> [Int: Int] {
    var index = index
    var keys: [Int: Int] = [:]
    for step in index.steps {
      guard let (file, place) = index.file(of: step) else { continue }
      var reader = StepReader(file, at: place, probe: nil)
      let snapshot = try reader.snapshot()
      let weights = try #require(snapshot.attention[0].map.weights(of: 0))
      keys[step] = weights.firstIndex(of: 1)
    }
    return keys
  }

  @Test func aFileDiscardsLaterStepsOfFilesWithSmallerNames() throws {
    run.looking("000000000", steps: [0, 10, 20, 30], at: 0)
    run.looking("000000020", steps: [20, 25], at: 1)
    let index = try index()
    #expect(index.steps == [0, 10, 20, 25])
    #expect(try keys(index) == [0: 0, 10: 0, 20: 1, 25: 1])
  }

  /// A writer that went on from step 100 counts up its session: what the first one had later is gone,
  /// whatever the names of its files are.
  @Test func aHigherSessionWinsFromItsFirstStepOn() throws {
    run.looking("000000000", steps: [0, 50, 100], at: 0, saying: ["session": "0"])
    run.looking("000000150", steps: [150, 200], at: 0, saying: ["session": "0"])
    run.looking("000000090", steps: [90, 160], at: 1, saying: ["session": "1"])
    #expect(try index().steps == [0, 50, 90, 160])
    #expect(try keys(index()) == [0: 0, 50: 0, 90: 1, 160: 1])
  }

  /// A writer that starts over begins at step 0 again.
  @Test func aNewSessionFromZeroIsANewRun() throws {
    run.looking("000000010", steps: [10, 20], at: 0)
    run.looking("000000000", steps: [0, 5], at: 1, saying: ["session": "1"])
    #expect(try index().steps == [0, 5])
  }

  @Test(arguments: [
    ("[-1,3]", "whole numbers from 0"), ("[1e3]", "whole numbers"), ("[true]", "whole numbers"),
    ("[\"0\"]", "whole numbers"), ("[18446744073709551616]", "whole numbers"), ("{}", "a list"),
    ("[]", "at least one"), ("[0,10,10]", "ascend"), ("[5]", "expected 0 first"), ("[0", "byte"),
  ])
  func stepsThatAreNoneAreRefused(_ steps: String, _ reason: String) throws {
    run.snapshots("000000000", saying: ["steps": steps], ("x.self", [1, 1, 1, 1], [1]))
    let faults = try index().faults
    #expect(faults.count == 1 && faults[0].field == "steps" && faults[0].what.contains(reason))
    #expect(try index().steps.isEmpty)
  }

  @Test(arguments: [
    ("axes.x", "step,batch,query,key", "probe0/x"), ("axes.x", "step,head,key", "4 axes"),
    ("axes.x", "step,head,head,key", "at most once"),
    ("axes.x", "layer,head,query,key", "axis step"),
    ("queries.x", "[\"a\"]", "2 labels along query"), ("keys.x", "[\"a\", 3]", "texts or null"),
    ("keys", "nonsense", "byte 0"), ("kind.x", "sideways", "one of self"),
    ("rows.x", "ajar", "open"),
    ("grid.x", "2x2", "at most 2 keys"), ("grid.x", "0x1", "rows × columns"),
    ("session", "-1", "from 0"),
  ])
  func fieldsThatContradictAreRefused(_ field: String, _ value: String, _ reason: String) throws {
    run.snapshots(
      "000000000", steps: [0], saying: [field: value],
      ("x", [1, 1, 2, 2], [1, 0, 0, 1]))
    let faults = try index().faults
    #expect(faults.count == 1 && faults[0].what.contains(reason), "\(faults)")
  }

  @Test func bytesNeedAScale() throws {
    let header =
      #"{"__metadata__":{"steps":"[0]"},"x":{"dtype":"U8","shape":[1,1,1,2],"data_offsets":[0,2]}}"#
    run.write(stored(header, [255, 0]), "000000000")
    #expect(try index().faults.first?.field == "scale.x")
  }

  /// A file on its way is no mistake where it is the last; elsewhere its steps are missing.
  @Test(arguments: [0, 4, 8, 60, -1]) func aFileThatIsCutIsIncomplete(_ length: Int) throws {
    run.looking("000000000", steps: [0, 10], at: 0)
    let whole = run.bytes("000000000")
    run.write(Array(length < 0 ? whole.dropLast() : whole.prefix(length)), "000000020")
    #expect(try index().faults.isEmpty && index().steps == [0, 10])
    run.looking("000000040", steps: [40], at: 0)
    let faults = try index().faults
    #expect(faults.map(\.file) == ["snapshots/000000020.safetensors"])
    #expect(try index().steps == [0, 10, 40])
  }

  @Test func aHeaderThatNoFileCanHaveIsWrong() throws {
    run.write([0, 0, 0, 0, 0, 0, 0, 16, 0x7b], "000000000")
    #expect(try index().faults.first?.what.contains("at most") == true)
  }

  @Test func otherNamesAreNobodysBusiness() throws {
    run.looking("000000000", steps: [0], at: 0)
    run.looking(".headlight-99-000000010", steps: [10], at: 0)
    run.looking("000010", steps: [10], at: 0)
    run.looking("notes", steps: [10], at: 0)
    run.looking("0000000020", steps: [20], at: 0)
    #expect(try index().steps == [0, 20] && index().faults.isEmpty)
  }

  /// A chunk that grows under its name is read again, and so is one that was replaced by a shorter one.
  @Test func aReplacedChunkIsReadAgain() throws {
    run.looking("000000000", steps: [0, 1], at: 0)
    var index = try index()
    #expect(try !index.look())
    run.looking("000000000", steps: [0, 1, 2, 3], at: 1)
    #expect(try index.look())
    _ = index.readHeaders { false }
    #expect(index.steps == [0, 1, 2, 3])
    #expect(try keys(index)[3] == 1)
    run.looking("000000000", steps: [0], at: 2)
    #expect(try index.look())
    _ = index.readHeaders { false }
    #expect(index.steps == [0])
  }
}
