import Tensors
import Foundation
import Snapshots
import Subjects
import TensorFiles
import Testing

@testable import Pretrained

/// What a person does with an open model, asked of the subject itself.
@Suite struct OpenModelTests {
  private func path(_ name: String) -> String { Oracle.models + "/" + name }

  private func weights(_ scene: Scene) -> [Float] {
    scene.snapshot.attention.flatMap { $0.map.dense?.elements ?? [] }
  }

  @Test func aModelShowsEveryHeadOfASentence() throws {
    let pump = try ModelPump([path("bert")])
    let scene = try pump.scene { !$0.snapshot.attention.isEmpty }
    #expect(
      scene.snapshot.attention.map(\.site.name) == (0..<2).map { "encoder.layers.\($0).self" })
    #expect(scene.snapshot.attention.allSatisfy { $0.heads == 4 && $0.kind == .selfAttention })
    #expect(scene.snapshot.attention[0].keys.first == "[CLS]")
    #expect(scene.snapshot.attention[0].specials.count == 2)
    #expect(scene.timeline == nil)
    #expect(scene.run.abilities == [.types, .switchesHeads, .explains, .explainsOneLayer])
    // What heads are for is measured on declared inputs, while nobody wants anything.
    // The first frame that is seen may be the one behind it.
    let isMeasured = !scene.snapshot.attention[0].statistics.isEmpty
    let measured =
      isMeasured ? scene : try pump.scene { !$0.snapshot.attention[0].statistics.isEmpty }
    #expect(measured.snapshot.attention[0].measuredOn == DeclaredInputs(4, .repeatedTokens))
  }

  @Test func theLastOfManyTextsIsRead() throws {
    let pump = try ModelPump([path("gpt2")])
    _ = try pump.scene { !$0.snapshot.attention.isEmpty }
    for count in 1...40 {
      pump.model.send(.read(.typed(String(repeating: "a", count: count))), pump.model.runs[0].id)
    }
    let last = String(repeating: "a", count: 40)
    let scene = try pump.scene { $0.snapshot.reading.source == last }
    #expect(scene.input == .typed(last))
  }

  @Test func tenTokensOnAndThreeBack() throws {
    let pump = try ModelPump([path("llama_gqa")], texts: [ModelText("the cat sat")])
    let first = try pump.scene { !$0.snapshot.attention.isEmpty }
    #expect(first.timeline?.unit == .token)
    let count = first.snapshot.attention[0].keys.count
    let ten = try pump.ask(.move(10)) {
      $0.timeline?.step == 10 && $0.snapshot.moment == .token(10)
    }
    #expect(ten.snapshot.attention[0].keys.count == count + 10)
    #expect(ten.snapshot.reading.continuedFrom == count)
    let seven = try pump.ask(.move(-3)) { $0.snapshot.moment == .token(7) }
    #expect(seven.timeline?.step == 7 && seven.timeline?.latest == 10)
    #expect(
      Array(seven.snapshot.attention[0].keys)
        == Array(ten.snapshot.attention[0].keys.prefix(count + 7)))
    // Going on again gives the same tokens and the same bits.
    let again = try pump.ask(.latest) { $0.snapshot.moment == .token(10) }
    #expect(weights(again) == weights(ten))
    // The candidates of every moment are those of its last position; the likeliest was written.
    let candidates = try #require(seven.snapshot.reading.candidates.first)
    #expect(candidates.best.count == 5 && !candidates.isMask)
    #expect(candidates.best[0].label == ten.snapshot.attention[0].keys[count + 7])
  }

  @Test func whatIsWrittenFollowsWhatIsThereHoweverFastKeysCome() throws {
    func write(_ requests: [Request], until token: Int) throws -> [String] {
      let pump = try ModelPump([path("llama_gqa")], texts: [ModelText("the cat sat")])
      for request in requests { pump.model.send(request, pump.model.runs[0].id) }
      let scene = try pump.scene {
        $0.snapshot.moment == .token(token) && $0.timeline?.latest == token
      }
      return Array(scene.snapshot.attention[0].keys)
    }
    let greedy = try write([.move(6)], until: 6)
    #expect(
      try write([.move(4), .move(-1), .move(-1)] + Array(repeating: .move(1), count: 4), until: 6)
        == greedy)
    #expect(try write([.move(2), .move(-1), .move(5)], until: 6) == greedy)
    // Another text, and a token of it at once.
    let pump = try ModelPump([path("llama_gqa")], texts: [ModelText("the mat")])
    pump.model.send(.read(.typed("the cat sat")), pump.model.runs[0].id)
    let one = try pump.ask(.move(1)) { $0.snapshot.moment == .token(1) }
    #expect(
      Array(one.snapshot.attention[0].keys)
        == Array(greedy.prefix(one.snapshot.attention[0].keys.count)))
  }

  @Test func aTemperatureChoosesBySeed() throws {
    func write() throws -> [String] {
      let pump = try ModelPump([path("gpt2")], texts: [ModelText("the cat")])
      _ = try pump.scene { !$0.snapshot.attention.isEmpty }
      pump.model.send(.temperature(3), pump.model.runs[0].id)
      return Array(
        try pump.ask(.move(8)) { $0.snapshot.moment == .token(8) }.snapshot.attention[0].keys)
    }
    let first = try write()
    #expect(try write() == first)
    let pump = try ModelPump([path("gpt2")], texts: [ModelText("the cat")])
    let greedy = try pump.ask(.move(8)) { $0.snapshot.moment == .token(8) }
    #expect(Array(greedy.snapshot.attention[0].keys) != first)
  }

  @Test func aHeadOffChangesCandidatesAndKeepsTheWhole() throws {
    let pump = try ModelPump([path("gpt2")], texts: [ModelText("the cat sat on")])
    let before = try pump.scene { !$0.snapshot.attention.isEmpty }
    let site = before.snapshot.attention[0].site
    let off = try pump.ask(.heads([site: [2]])) { $0.whole != nil }
    let (own, whole) = (
      try #require(off.snapshot.reading.candidates.first),
      try #require(off.whole?.reading.candidates.first)
    )
    #expect(whole == before.snapshot.reading.candidates.first)
    // What all heads find likeliest has a probability without one, too.
    for candidate in whole.best.prefix(5) {
      #expect(own.best.contains { $0.id == candidate.id })
    }
    #expect(own.best.map(\.logProbability) != whole.best.map(\.logProbability))
    #expect(weights(off) != weights(before))
    let on = try pump.ask(.heads([:])) { $0.whole == nil }
    #expect(weights(on) == weights(before))
  }

  @Test func theLayerInFocusIsExplained() throws {
    let pump = try ModelPump([path("llama_gqa")])
    let scene = try pump.scene { !$0.snapshot.attention.isEmpty }
    pump.model.send(.focus(scene.snapshot.attention[1].site), pump.model.runs[0].id)
    let explained = try pump.ask(.explain(true)) { $0.snapshot.diagram != nil }
    let diagram = try #require(explained.snapshot.diagram)
    let own = explained.snapshot.attention[1]
    let value = try #require(diagram.values.first { $0.name == own.value })
    #expect(value.numbers.elements == own.map.dense?.elements)
    // Each kernel says where in the file it came from.
    let query = diagram.values.first { $0.name == "layer.1.attention.query.kernel" }
    #expect(query?.source == "model.layers.1.self_attn.q_proj.weight")
    let other = try pump.ask(.focus(scene.snapshot.attention[0].site)) {
      $0.snapshot.diagram?.values.contains { $0.name == "layer.0.attention.weights" } == true
    }
    #expect(other.snapshot.diagram != nil)
  }

  @Test func masksHaveCandidates() throws {
    let pump = try ModelPump([path("bert")], texts: [ModelText("the [MASK] sat on the [MASK]")])
    let scene = try pump.scene { !$0.snapshot.attention.isEmpty }
    let masks = scene.snapshot.attention[0].keys.indices.filter {
      scene.snapshot.attention[0].keys[$0] == "[MASK]"
    }
    #expect(masks.count == 2)
    #expect(scene.snapshot.reading.candidates.map(\.place) == masks)
    for candidates in scene.snapshot.reading.candidates {
      #expect(candidates.isMask)
      let order = candidates.best.map(\.logProbability)
      #expect(order == order.sorted(by: >) && order.allSatisfy { $0 < 0 })
    }
  }

  @Test func aPairIsReadWithTwoKinds() throws {
    let pump = try ModelPump([path("bert")], texts: [ModelText("the cat")])
    let one = try pump.scene { !$0.snapshot.attention.isEmpty }
    let two = try pump.ask(.pair("the mat")) {
      $0.snapshot.attention.first?.keys.count != one.snapshot.attention[0].keys.count
    }
    #expect(two.snapshot.attention[0].specials.count == 3)
    let again = try pump.ask(.pair(nil)) { $0.snapshot.attention[0].specials.count == 2 }
    #expect(weights(again) == weights(one))
  }

  @Test func aTextThatIsTooLongIsRefusedAndThePictureStays() throws {
    let pump = try ModelPump([path("bert")])
    let before = try pump.scene { !$0.snapshot.attention.isEmpty }
    let long = [String](repeating: "cat", count: 100).joined(separator: " ")
    pump.model.send(.read(.typed(long)), pump.model.runs[0].id)
    while pump.notices.isEmpty { _ = try pump.frame() }
    #expect(
      pump.notices.first == .problem(.text(.tooLong(tokens: 102, context: 64, fits: 64))))
    let after = try pump.ask(.read(.own(0))) { $0.input == .own(0) }
    #expect(weights(after) == weights(before))
  }

  @Test func twoQuantisationsStandSideBySide() throws {
    let pump = try ModelPump([path("gguf/tiny_llama_f32.gguf"), path("gguf/tiny_llama_f16.gguf")])
    #expect(pump.model.runs.map(\.title) == ["tiny_llama_f32", "tiny_llama_f16"])
    let frame = try pump.frame()
    guard !frame.scenes[0].snapshot.attention.isEmpty else { return }
    #expect(
      frame.scenes[0].snapshot.attention[0].keys == frame.scenes[1].snapshot.attention[0].keys)
    #expect(weights(frame.scenes[0]) != weights(frame.scenes[1]))
    #expect(throws: ModelError.self) { try ModelPump([path("bert"), path("gpt2")]) }
  }

  @Test func aKerasModelComesThroughTheSameDoor() throws {
    let pump = try ModelPump([KerasSample.khmer.directory])
    let scene = try pump.scene { !$0.snapshot.attention.isEmpty }
    #expect(scene.snapshot.attention.count == 1)
    #expect(scene.run.abilities == [.types, .explains])
    let explained = try pump.ask(.explain(true)) { $0.snapshot.diagram != nil }
    #expect(explained.snapshot.attention[0].keys == scene.snapshot.attention[0].keys)
  }

  @Test func openedReadAndClosedTwoHundredTimesTakesNoMemory() throws {
    func residentKilobytes() -> Int {
      let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS") }
      return line.flatMap { Int($0.split(separator: " ").dropLast().last ?? "") } ?? 0
    }
    func once() throws {
      let pump = try ModelPump([path("llama_gqa")])
      _ = try pump.scene { !$0.snapshot.attention.isEmpty }
    }
    for _ in 0..<20 { try once() }
    let before = residentKilobytes()
    for _ in 0..<200 { try once() }
    // Other tests run in the same process: what is looked for is a leak of every time, some 500 KB each.
    #expect(residentKilobytes() - before < 60_000)
  }
}
