import Snapshots
import TensorFiles
import Tensors
import Testing

@testable import Pretrained

/// What holds of a reading whatever the model is.
@Suite struct ReadingLawTests {
  private func model(_ name: String, isPacked: Bool = true) throws -> TextModel {
    let files = try ModelFiles(opening: Oracle.models + "/" + name)
    return TextModel(files.architecture, files.table, files.weights, isPacked: isPacked)
  }

  private func bits(_ model: TextModel, _ played: TextModel.Played) throws -> [UInt32] {
    let all = 0..<played.ids.count
    var numbers = played.hidden(width: model.sizes.width)
    for layer in 0..<model.sizes.layers {
      for head in 0..<model.sizes.heads { numbers += played.weights(layer, head, all, all) }
    }
    return numbers.map(\.bitPattern)
  }

  @Test(arguments: ["bert", "roberta", "gpt2", "gpt_neox", "llama_gqa", "mistral_window"])
  func paddedIsExactToTheBit(_ name: String) throws {
    let model = try model(name)
    for count in [2, 5, 11, 13, 17] {
      let ids = (0..<count).map { 5 + $0 * 7 % 100 }
      let padded = try #require(try model.read(ids))
      #expect(padded.length > count)
      let first = try bits(model, padded)
      let exact = try #require(try model.read(ids, isExact: true))
      #expect(exact.length == count)
      #expect(try bits(model, exact) == first, "\(name), \(count) tokens")
    }
  }

  @Test(arguments: ["bert", "llama_gqa"]) func packedIsUnpackedToTheBit(_ name: String) throws {
    let ids = [1, 9, 33, 70, 2]
    let (packed, plain) = (try model(name), try model(name, isPacked: false))
    let first = try #require(try packed.read(ids))
    let second = try #require(try plain.read(ids))
    #expect(try bits(packed, first) == bits(plain, second))
    #expect(try packed.scores(first, at: [4]) == plain.scores(second, at: [4]))
  }

  @Test func aReadingIsGivenUpBetweenLayers() throws {
    let model = try model("llama_gqa")
    var stages = 0
    let given = try model.read([1, 2, 3]) { _, isLoading in
      stages += 1
      #expect(isLoading || stages == 1)
      return stages < 3
    }
    #expect(given == nil)
    #expect(stages == 3)
    // What was read stays read, and the next reading is whole.
    var loading = 0
    let whole = try model.read([1, 2, 3]) { _, isLoading in
      if isLoading { loading += 1 }
      return true
    }
    #expect(whole != nil)
    #expect(loading == 2)
  }

  @Test func limits() throws {
    let model = try model("bert")
    #expect(model.longest == 64)
    #expect(throws: ModelError.self) { try model.read([]) }
    #expect(throws: ModelError.self) { try model.read([189]) }
    #expect(throws: ModelError.self) { try model.read([-1]) }
    #expect(throws: ModelError.self) { try model.read([1], types: [2]) }
    #expect(throws: ModelError.self) { try model.read([1, 2], types: [1]) }
    #expect(throws: ModelError.self) { try model.read([Int](repeating: 1, count: 65)) }
    #expect(try model.read([Int](repeating: 1, count: 64)) != nil)
  }

  @Test func aHeadOffWritesNothingAndLooksAsBefore() throws {
    let model = try model("gpt2")
    let ids = [3, 50, 7, 120]
    let whole = try #require(try model.read(ids))
    let before = try bits(model, whole)
    let off = try #require(try model.read(ids, off: [model.sizes.site(0): [1]]))
    let after = try bits(model, off)
    #expect(before != after)
    #expect(off.weights(0, 1, 0..<4, 0..<4) != off.weights(1, 1, 0..<4, 0..<4))
    let again = try #require(try model.read(ids))
    #expect(try bits(model, again) == before)
  }

  @Test(arguments: ["bert", "gpt_neox", "llama_gqa"])
  func aLayerByItselfHasTheSameNumbers(_ name: String) throws {
    let model = try model(name)
    let played = try #require(try model.read([4, 8, 15, 16, 23]))
    for layer in 0..<model.sizes.layers {
      let diagram = try model.explain(played, layer: layer)
      let value = try #require(
        diagram.values.first { $0.name == ModelSizes.weights(layer) }, "\(name)")
      let own = (0..<model.sizes.heads).flatMap { played.weights(layer, $0, 0..<5, 0..<5) }
      #expect(value.numbers.elements == own)
    }
  }
}
