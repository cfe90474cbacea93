import Snapshots
import Subjects
import Testing

@testable import Pretrained

/// Which heads storing weights in fewer bits moves.
@Suite struct MovedHeadsTests {
  private static let ids = [5, 12, 19, 26, 33, 40, 47, 54]

  private func reader(_ name: String) throws -> TransformerReader {
    try TransformerReader(ModelFiles(opening: Oracle.models + "/gguf/" + name))
  }

  private func read(_ reader: TransformerReader) throws -> Snapshot {
    let snapshot = try reader.read(
      ModelText(ids: Self.ids), continuedBy: [], off: [:], explaining: nil, comparing: [],
      goesOn: { _, _ in true })
    return try #require(snapshot)
  }

  private func moved(_ then: String, _ now: String) throws -> [HeadShift] {
    let (first, second) = (try reader(then), try reader(now))
    let (before, after) = (try read(first), try read(second))
    return try #require(
      second.movedHeads(after, since: before, of: first, goesOn: { true }))
  }

  @Test func besideItselfNothingMoves() throws {
    let moved = try moved("qwen2_q8_0.gguf", "qwen2_q8_0.gguf")
    #expect(!moved.isEmpty)
    #expect(moved.allSatisfy { $0.shift == 0 && $0.most == nil })
  }

  @Test func fourBitsMoveEveryHeadAlikeInBothDirections() throws {
    let there = try moved("qwen2_q8_0.gguf", "qwen2_q4_0.gguf")
    let back = try moved("qwen2_q4_0.gguf", "qwen2_q8_0.gguf")
    #expect(there.map(\.shift) == back.map(\.shift))
    #expect(there.allSatisfy { $0.shift > 0 && $0.shift < 0.5 })
    let most = try #require(there.max { $0.shift < $1.shift }?.most)
    #expect(most.then != most.now)
  }

  @Test func sixteenBitsMoveLessThanFour() throws {
    let sixteen = try moved("tiny_llama_f32.gguf", "tiny_llama_f16.gguf").map(\.shift)
    let four = try moved("qwen2_q8_0.gguf", "qwen2_q4_0.gguf").map(\.shift)
    #expect((sixteen.max() ?? 1) < (four.min() ?? 0))
  }

  @Test("Of maps that are not in the snapshots the players' rows give the same")
  func fromThePlayers() throws {
    let (first, second) = (try reader("qwen2_q8_0.gguf"), try reader("qwen2_q4_0.gguf"))
    let (before, after) = (try read(first), try read(second))
    func summaries(_ snapshot: Snapshot) -> Snapshot {
      var snapshot = snapshot
      for place in snapshot.attention.indices {
        let map = snapshot.attention[place].map
        snapshot.attention[place].map = AttentionMap(
          queries: map.queries, keys: map.keys, summaries: map.summaries)
      }
      return snapshot
    }
    let whole = second.movedHeads(after, since: before, of: first, goesOn: { true })
    let rows = second.movedHeads(
      summaries(after), since: summaries(before), of: first, goesOn: { true })
    #expect(whole?.isEmpty == false && whole == rows)
    #expect(second.movedHeads(after, since: before, of: first, goesOn: { false }) == nil)
  }

  @Test func headsOfOtherModelsAreNotTheSame() throws {
    let (first, second) = (try reader("qwen2_q8_0.gguf"), try reader("tiny_llama_f32.gguf"))
    let (before, after) = (try read(first), try read(second))
    #expect(second.movedHeads(after, since: before, of: first, goesOn: { true }) == [])
  }

  @Test func aSubjectOfTwoModelsSendsThem() throws {
    let subject = try OpenModel(
      ["qwen2_q8_0.gguf", "qwen2_q4_0.gguf"].map { Oracle.models + "/gguf/" + $0 },
      texts: [ModelText(ids: Self.ids)], wake: {})
    defer {
      subject.stop()
      _ = subject.end(within: .seconds(10))
    }
    var frame: Frame?
    let clock = ContinuousClock()
    let begin = clock.now
    while frame?.scenes.last?.movedHeads.isEmpty ?? true, clock.now - begin < .seconds(10) {
      frame = subject.frames.take() ?? frame
    }
    let scenes = try #require(frame).scenes
    #expect(scenes.map(\.run) == subject.runs)
    #expect(scenes[0].movedHeads.isEmpty)
    let heads = scenes[1].snapshot.attention.reduce(0) { $0 + $1.heads }
    #expect(scenes[1].movedHeads.count == heads)
  }
}
