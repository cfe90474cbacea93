import CKernels
import Layers
import Snapshots
import Tapes
import Tensors
import Testing

@testable import Lessons
@testable import Training

/// A transformer that writes token by token plays only what is new, and every number has the bits of
/// the decoder that is played whole.
@Suite struct WritingTests {
  private static let levels = [HK_BASELINE, HK_AVX2, HK_AVX512].map { Int32($0) }
    .filter { hk_level_supported($0) == 1 }

  private static let models: [TransformerModel] =
    [(2, 4, true), (1, 8, true), (3, 1, true)].map {
      model(layers: $0, heads: $1, hasCross: $2, queries: 9)
    }
    + [(2, 2, false), (1, 8, false)].map {
      model(layers: $0, heads: $1, hasCross: $2, queries: 19)
    }

  private static func model(
    layers: Int, heads: Int, hasCross: Bool, queries: Int
  ) -> TransformerModel {
    TransformerModel(
      sourceTokens: 11, targetTokens: 7, queries: queries, width: 8, layers: layers, heads: heads,
      hasCrossAttention: hasCross)
  }

  private func weights(_ model: TransformerModel) -> ParameterMemory {
    let memory = ParameterMemory(
      ParameterLayout([model.trainingTape(batch: 1, keys: 3, queries: model.queries)]))
    let stream = RandomStream(seed: 8)
    memory.elements = memory.elements.indices.map { 1.6 * stream.unit($0) - 0.8 }
    return memory
  }

  private func sources(_ lengths: [Int]) -> [[Int32]] {
    lengths.enumerated().map { row, length in
      (0..<length).map { Int32(1 + RandomStream(seed: 3)(row).below(10, $0)) }
    }
  }

  private func bits(_ numbers: some Sequence<Float>) -> [UInt32] { numbers.map(\.bitPattern) }

  /// The training program, which plays all positions at once, given the start mark and `tokens`.
  private func whole(
    _ model: TransformerModel, _ weights: ParameterMemory, _ sources: [[Int32]], keys: Int,
    _ tokens: [[Int32]]
  ) -> Player {
    let player = Player(
      model.trainingTape(batch: sources.count, keys: keys, queries: model.queries),
      weights: weights, retention: .everything)
    Padded(sources.map { .tokens($0) }, keys: keys).set(player)
    let given = tokens.flatMap { own in
      [1] + own.prefix(model.queries - 1)
        + [Int32](repeating: 0, count: max(0, model.queries - 1 - own.count))
    }
    player.set("given", positions: given)
    player.set("labels", positions: given.map { _ in 0 })
    player.set("label_weight", given.map { _ in 0 })
    player.forward()
    return player
  }

  private func expectEqual(
    _ transcripts: [Transcript], _ player: Player, _ model: TransformerModel, _ sources: [[Int32]]
  ) throws {
    let scores = player["scores"].permuted(to: [.batch, .query, .token])
    for (row, transcript) in transcripts.enumerated() {
      for (query, token) in transcript.tokens.enumerated() {
        let own = scores.at(row, of: .batch).at(query, of: .query).elements
        let best = try #require(own.max())
        #expect(own.firstIndex(of: best).map { Int32($0) } == token)
        let probability = 1 / own.reduce(0) { $0 + exponential($1 - best) }
        #expect(transcript.probabilities[query].bitPattern == probability.bitPattern)
        guard model.hasCrossAttention else { continue }
        let map = player[model.cross(model.layers - 1).weights].at(row, of: .batch)
          .at(query, of: .query).permuted(to: [.head, .key])
        for head in 0..<model.heads {
          let expected = map.at(head, of: .head).elements.prefix(sources[row].count)
          #expect(bits(transcript.weights[query][head]) == bits(expected))
        }
      }
    }
  }

  @Test(arguments: models.indices, levels)
  func writingIsTheWholeDecoder(_ number: Int, level: Int32) throws {
    let model = Self.models[number]
    let weights = weights(model)
    #expect(hk_set_thread_level(level) == 1)
    defer { hk_set_thread_level(-1) }
    let reader = TransformerReader(model, weights: weights, start: 1)
    // One reader reads one after the other: nothing of an earlier source is left.
    for lengths in [[5], [3, 20, 1, 7], [2, 20, 9, 4], [5]] {
      let (own, keys) = (sources(lengths), (lengths.max() ?? 1) + 2)
      let forced = sources(lengths.map { _ in model.queries }).map { $0.map { $0 % 7 } }
      for isForced in [false, true] {
        let transcripts = reader.read(
          own, length: model.queries, keys: keys, forced: isForced ? forced : nil)
        let tokens = isForced ? forced : transcripts.map(\.tokens)
        let player = whole(model, weights, own, keys: keys, tokens)
        try expectEqual(transcripts, player, model, own)
        try expectEqual(maps(of: transcripts[0], reader, own[0]), player, model, own[0])
      }
    }
  }

  private func maps(
    of transcript: Transcript, _ reader: TransformerReader, _ source: [Int32]
  ) -> [AttentionWeights] {
    let names = transcript.tokens.map { "\($0)" }
    return reader.attention(
      of: transcript,
      MapLabels(written: names, given: names, source: source.map { "\($0)" }))
  }

  private func expectEqual(
    _ maps: [AttentionWeights], _ player: Player, _ model: TransformerModel, _ source: [Int32]
  ) throws {
    let layers = (0..<model.layers).reversed()
    let names =
      model.hasCrossAttention
      ? layers.map { model.cross($0) } + layers.map { model.own($0) }
        + layers.map { model.encoder($0) } : []
    #expect(maps.map(\.site) == names.map(\.site))
    for (map, attention) in zip(maps, names) {
      let whole = player[attention.weights].at(0, of: .batch).permuted(to: [.head, .query, .key])
      for head in 0..<model.heads {
        for query in map.queries.indices {
          let expected = whole.at(head, of: .head).at(query, of: .query).elements
          let own = map.weights.at(head, of: .head).at(query, of: .query).elements
          #expect(bits(own) == bits(expected.prefix(map.keys.count)), "\(attention.site), \(query)")
          #expect(own.count == map.keys.count)
        }
      }
    }
  }

  /// What a weight that is not a number leaves behind is gone with it.
  @Test func nothingOfABadReadingIsLeft() throws {
    let model = Self.models[0]
    let weights = weights(model)
    let reader = TransformerReader(model, weights: weights, start: 1)
    let own = sources([4])
    let good = reader.read(own, length: model.queries, keys: nil, forced: nil)
    let kernel = weights["dec.0.self.v"]
    var bad = kernel
    bad.elements[0] = .nan
    weights["dec.0.self.v"] = bad
    _ = reader.read(own, length: model.queries, keys: nil, forced: nil)
    weights["dec.0.self.v"] = kernel
    #expect(reader.read(own, length: model.queries, keys: nil, forced: nil) == good)
  }

  /// Eight times as long a text takes little more than eight times the time, not 64 times.
  @Test func writingTakesTimeInProportionToTheLength() {
    let source = sources([8])
    let readers = [16, 128].map { queries in
      let model = Self.model(layers: 2, heads: 2, hasCross: true, queries: queries)
      return (queries, TransformerReader(model, weights: weights(model), start: 1))
    }
    var least = [Double.infinity, .infinity]
    for _ in 0..<8 {
      for (place, (queries, reader)) in readers.enumerated() {
        let began = Clock.wall
        _ = reader.read(source, length: queries, keys: nil, forced: nil)
        least[place] = min(least[place], Clock.wall - began)
      }
    }
    let ratio = least[1] / least[0]
    #expect(ratio < 30, "\(ratio) times the time for 8 times the length")
  }
}
