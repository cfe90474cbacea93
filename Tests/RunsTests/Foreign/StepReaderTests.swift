import Snapshots
import TensorFiles
import Tensors
import Testing
import TestSupport

@testable import Runs

/// What a picture of another program's file says.
struct StepReaderTests {
  private let run = WrittenRun()

  private func read(
    _ name: String = "000000000", at place: Int = 0, probe: String? = nil
  ) throws -> (snapshot: Snapshot, faults: [RunFault]) {
    let file = try SnapshotFile(
      name + ".safetensors", in: run.path + "/snapshots", first: Int(name) ?? 0)
    var reader = StepReader(file, at: place, probe: probe)
    let snapshot = try reader.snapshot()
    return (snapshot, reader.faults)
  }

  @Test func axesAreReadByName() throws {
    // [step, key, query]: key 1 of query 0 is the third number of two each.
    run.snapshots(
      "000000000", steps: [0, 1], saying: ["axes.x": "step,key,query"],
      ("x", [2, 3, 2], [0, 0, 0, 1, 1, 0, 0, 0, 0.25, 0, 0.75, 1]))
    let map = try read(at: 1).snapshot.attention[0].map
    #expect(map.queries == 2 && map.keys == 3)
    #expect(map.weights(of: 0) == [0, 0.25, 0.75, 0, 0, 1])
  }

  @Test func aStepNeedNotBeAnAxis() throws {
    run.snapshots("000000070", ("a.self", [2, 1, 2], [0.5, 0.5, 1, 0]))
    let snapshot = try read("000000070").snapshot
    #expect(snapshot.step == 70 && snapshot.attention[0].heads == 2)
    #expect(snapshot.attention[0].keys == .numbered(2))
  }

  @Test func oneRowIsPooling() throws {
    run.snapshots("000000000", steps: [0], ("x", [1, 3], [0.2, 0.3, 0.5]))
    let own = try read().snapshot.attention[0]
    #expect(
      own.kind == .pooling && own.map.queries == 1 && own.map.weights(of: 0) == [0.2, 0.3, 0.5])
  }

  /// A layer is an axis, or a number in the name: both are layers of one stack.
  @Test func layersStandInOneStack() throws {
    let eye: [Float] = [1, 0, 0, 1]
    run.snapshots(
      "000000000", steps: [0], ("encoder.10.self", [1, 1, 2, 2], eye),
      ("encoder.9.self", [1, 1, 2, 2], eye),
      ("decoder.self", [1, 2, 1, 2, 2], eye + eye))
    let snapshot = try read().snapshot
    #expect(snapshot.stacks.map(\.path) == ["encoder.self", "decoder.self"])
    #expect(snapshot.attention.map(\.layer) == [9, 10, 0, 1])
  }

  @Test func paddingIsNotDrawn() throws {
    run.snapshots(
      "000000000", steps: [0],
      saying: ["queries.x": "[\"a\", null]", "keys.x": "[null, \"b\", \"c\"]"],
      ("x", [1, 2, 3], [0, 0.25, 0.75, 1, 0, 0]))
    let own = try read().snapshot.attention[0]
    #expect(own.queries == ["a"] && own.keys == ["b", "c"])
    #expect(own.map.weights(of: 0) == [0.25, 0.75])
  }

  @Test func labelsMayChangeWithTheStep() throws {
    run.snapshots(
      "000000000", steps: [0, 5],
      saying: [
        "labels_by_step": "true", "keys.probe1": "[[\"a\",\"b\"],[\"c\",\"d\"]]",
        "text.probe1": "[\"a b\", \"c d\"]", "expected.probe1": "d",
      ], ("probe1/x", [2, 1, 2], [1, 0, 0, 1]), ("probe0/x", [2, 1, 2], [1, 0, 1, 0]))
    let snapshot = try read(at: 1, probe: "probe1").snapshot
    #expect(snapshot.attention.count == 1 && snapshot.attention[0].keys == ["c", "d"])
    #expect(snapshot.reading.source == "c d" && snapshot.reading.target == "d")
  }

  @Test func markersBecomeReadable() throws {
    let labels = #"["Ġthe", "Ċ", "caf", "Ã©", "Ã"]"#
    run.snapshots(
      "000000000", steps: [0], saying: ["keys.x": labels, "markers.x": "bpe"],
      ("x", [1, 5], [0.2, 0.2, 0.2, 0.2, 0.2]))
    #expect(try read().snapshot.attention[0].keys == ["␣the", "\n", "caf", "é", "<C3>"])
  }

  /// Attention that nowhere looks ahead is causal; one weight above the diagonal tells that it is not.
  @Test func weightsTellWhatIsCausal() throws {
    let causal: [Float] = [1, 0, 0, 0.5, 0.5, 0, 0.25, 0.25, 0.5]
    run.snapshots("000000000", steps: [0], ("x.self", [1, 3, 3], causal))
    #expect(try read().snapshot.attention[0].kind == .causal)
    var ahead = causal
    (ahead[0], ahead[2]) = (0.75, 0.25)
    run.snapshots("000000000", steps: [0], ("x.self", [1, 3, 3], ahead))
    #expect(try read().snapshot.attention[0].kind == .selfAttention)
    run.snapshots(
      "000000000", steps: [0], saying: ["kind.x.self": "self"], ("x.self", [1, 3, 3], causal))
    #expect(try read().snapshot.attention[0].kind == .selfAttention)
  }

  /// A row of nothing but NaN attended to nothing; a map of them, or a part of a row, is broken.
  @Test func rowsWithoutNumbers() throws {
    let nan = Float.nan
    run.snapshots("000000000", steps: [0], ("x", [1, 2, 2], [nan, nan, 0.5, 0.5]))
    var (snapshot, faults) = try read()
    #expect(snapshot.attention[0].map.weights(of: 0) == [0, 0, 0.5, 0.5] && faults.isEmpty)
    run.snapshots("000000000", steps: [0], ("x", [1, 2, 2], [nan, nan, nan, nan]))
    (snapshot, faults) = try read()
    #expect(
      snapshot.attention[0].map.summaries[0].notNumbers == 4 && faults.map(\.field) == ["finite"])
    run.snapshots("000000000", steps: [0], ("x", [1, 2, 2], [nan, 1, 0.5, 0.5]))
    #expect(try read().faults.map(\.weight) == [.strange])
  }

  @Test func anInfinityIsNoWeightAndNoMassIsSaid() throws {
    run.snapshots("000000000", steps: [0], ("x", [1, 2, 2], [.infinity, 0, 0.5, 0.5]))
    let (snapshot, faults) = try read()
    #expect(snapshot.attention[0].map.summaries[0].notNumbers == 1)
    #expect(faults.map(\.field) == ["finite"])
    run.snapshots("000000000", steps: [0], ("x", [1, 2, 2], [0, 0, 0, 0]))
    #expect(try read().faults.map(\.field) == ["sum"])
    run.snapshots("000000000", steps: [0], ("x", [1, 2, 2], [0, 0, 0.5, 0.5]))
    #expect(try read().faults.isEmpty)
  }

  @Test func rowsThatDoNotSumToOneAreSaid() throws {
    run.snapshots("000000000", steps: [0], ("x", [1, 2, 2], [0.5, 0.5, 0.3, 0.3]))
    #expect(try read().faults.map(\.field) == ["sum"])
    run.snapshots(
      "000000000", steps: [0], saying: ["rows.x": "open"], ("x", [1, 2, 2], [0.5, 0.5, 0.3, 0.3]))
    let (snapshot, faults) = try read()
    #expect(faults.isEmpty && snapshot.attention[0].isOpen)
  }

  /// A map that is too large to be kept whole has the same summaries as one that is, and its tiles hold
  /// the same weights.
  @Test func aLargeMapIsReadInBands() throws {
    let (queries, keys) = (1_100, 2_000)
    let weights = (0..<(queries * keys)).map { place -> Float in
      let (query, key) = (place / keys, place % keys)
      return key == (query * 7) % keys ? 0.75 : 0.25 / Float(keys - 1)
    }
    run.snapshots("000000000", steps: [0], ("cross", [1, 1, queries, keys], weights))
    let own = try read().snapshot.attention[0]
    #expect(!own.map.isWhole && own.map.isSummarized)
    let whole = Snapshot(
      step: 0, reading: Reading(source: "", target: nil, text: "", written: []),
      attention: [
        AttentionWeights(
          site: "cross",
          map: AttentionMap(.init([.head: 1, .query: queries, .key: keys], weights)),
          carriesPattern: false)
      ]
    ).summarized().attention[0]
    #expect(own.map.summaries == whole.map.summaries)
    let file = try SnapshotFile("000000000.safetensors", in: run.path + "/snapshots", first: 0)
    let request = TileRequest(site: "cross", head: 0, queries: 990..<1_000, keys: 900..<950)
    let read = try StepReader(file, at: 0, probe: nil).tile(request)
    let tile = try #require(read)
    let wanted: [Float] = (990..<1_000).flatMap { query -> [Float] in
      Array(weights[(query * keys + 900)..<(query * keys + 950)])
    }
    #expect(tile.numbers == wanted)
  }
}
