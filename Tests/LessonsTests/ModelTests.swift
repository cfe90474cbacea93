import CKernels
import Layers
import Snapshots
import Tapes
import Tensors
import Testing
import TestSupport

@testable import Lessons
@testable import Training

/// Reading is training's own loop: the same bits, alone or in company, however far it is padded.
@Suite struct ModelTests {
  private static let levels = [HK_BASELINE, HK_AVX2, HK_AVX512].map { Int32($0) }
    .filter { hk_level_supported($0) == 1 }

  private func at(_ level: Int32, _ body: () throws -> Void) rethrows {
    #expect(hk_set_thread_level(level) == 1)
    defer { hk_set_thread_level(-1) }
    try body()
  }

  private func bits(_ numbers: some Sequence<Float>) -> [UInt32] { numbers.map(\.bitPattern) }

  /// Under forced tokens the reader gives the attention and the probabilities of the training tape.
  @Test(arguments: Reversal.kinds.indices, levels)
  func forcedReadingIsTheTrainingLoop(_ number: Int, level: Int32) throws {
    let lesson = Reversal.kinds[number]
    let weights = lesson.weights()
    try at(level) {
      for retention in [Retention.outputs, .attention, .everything] {
        let player = Player(
          lesson.tape(lesson.batch), weights: weights, retention: retention, gradientOf: "loss")
        lesson.fill(player, 4, 0..<lesson.batch)
        player.forward()
        let rows = 0..<lesson.batch
        let transcripts = lesson.reader(weights).read(
          rows.map { lesson.source(4, $0) }, length: lesson.queries, keys: lesson.keys,
          forced: rows.map { lesson.target(4, $0) })
        for row in rows {
          try compare(transcripts[row], player, lesson.source(4, row).count, row, lesson)
        }
      }
    }
  }

  private func compare(
    _ transcript: Transcript, _ player: Player, _ length: Int, _ row: Int, _ lesson: Reversal
  ) throws {
    for query in 0..<lesson.queries {
      let scores = player["scores"].at(query, of: .query).at(row, of: .batch).elements
      let best = try #require(scores.max())
      #expect(transcript.tokens[query] == Int32(try #require(scores.firstIndex(of: best))))
      let probability = 1 / scores.reduce(0) { $0 + exponential($1 - best) }
      #expect(transcript.probabilities[query].bitPattern == probability.bitPattern)
      guard lesson.model.mechanism == .additive, player.retention != .outputs else { continue }
      let weights = player["att.attention_weights"].at(query, of: .query).at(row, of: .batch)
      #expect(bits(transcript.weights[query][0]) == bits(weights.elements[..<length]))
      #expect(weights.elements[length...].allSatisfy { $0 == 0 })
    }
    if lesson.model.mechanism == .none { #expect(transcript.weights == []) }
  }

  /// The body of the loop, played alone, also gives the scores and states themselves bit for bit.
  @Test(arguments: Reversal.kinds.indices)
  func aStepAloneIsAStepOfTheLoop(_ number: Int) {
    let lesson = Reversal.kinds[number]
    let (batch, model) = (lesson.batch, lesson.model)
    let weights = lesson.weights(seed: 31)
    let loop = Player(lesson.tape(batch), weights: weights, gradientOf: "loss")
    lesson.fill(loop, 9, 0..<batch)
    loop.forward()
    let encoder = Player(model.encoderTape(batch: batch, keys: lesson.keys), weights: weights)
    let step = Player(model.stepTape(batch: batch, keys: lesson.keys), weights: weights)
    for player in [encoder, step] where player.tape.contains("mask") {
      loop.withValue("mask") { player.set("mask", Array($0)) }
    }
    loop.withIndices("source") { encoder.set("source", positions: Array($0)) }
    encoder.forward()
    step.set("features", encoder["features"].elements)
    if model.mechanism == .additive {
      step.set("prepared0", encoder["att.w1_features"].elements)
    }
    step.set("hidden", encoder["encoder_state"].elements)
    for query in 0..<lesson.queries {
      step.set("given", positions: (0..<batch).map { lesson.given(9, $0)[query] })
      step.forward()
      #expect(bits(step["scores"].elements) == bits(loop["scores"].at(query, of: .query).elements))
      step.set("hidden", step["state"].elements)
    }
  }

  /// What the model writes for a source does not depend on who else is read, nor on padding.
  @Test(arguments: Reversal.kinds.indices, levels)
  func aSourceAloneIsTheSourceInABatch(_ number: Int, level: Int32) {
    let lesson = Reversal.kinds[number]
    let reader = lesson.reader(lesson.weights(seed: 14))
    at(level) {
      let sources = (0..<13).map { lesson.source(2, $0) }
      let together = reader.read(sources, length: 9)
      #expect(Set(together).count == Set(sources).count, "some wrote the same")
      for (source, transcript) in zip(sources, together) {
        #expect(reader.read([source], length: 9) == [transcript])
        guard lesson.model.isMasked else { continue }
        #expect(reader.read([source], length: 9, keys: 8) == [transcript])
        #expect(reader.read([source, source], length: 9, keys: 41) == [transcript, transcript])
      }
    }
  }

  /// A reader sees the weights that it is bound to as they are now, and keeps nothing of a reading.
  @Test func aReaderFollowsItsWeights() {
    let lesson = Reversal()
    let weights = lesson.weights()
    let reader = lesson.reader(weights)
    let source = lesson.source(0, 0)
    let before = reader.read([source], length: 6)
    _ = reader.read([lesson.source(0, 1)], length: 6, keys: source.count)
    #expect(reader.read([source], length: 6) == before)
    // More shapes than a reader keeps, and back to the first.
    for keys in 7..<40 { #expect(reader.read([source], length: 6, keys: keys) == before) }
    #expect(reader.read([source], length: 6) == before)
    let elements = weights.elements
    weights.elements = elements.map { -$0 }
    #expect(reader.read([source], length: 6) != before)
    weights.elements = elements
    #expect(reader.read([source], length: 6) == before)
  }

  @Test func nothingToReadIsNoTrouble() {
    let lesson = Reversal()
    let reader = lesson.reader(lesson.weights())
    #expect(reader.read([], length: 3) == [])
    let empty = reader.read([[]], length: 3)
    #expect(empty[0].tokens.count == 3 && empty[0].weights == [[[]], [[]], [[]]])
    #expect(empty[0].probabilities.allSatisfy { $0 > 0 && $0 <= 1 })
  }

  // MARK: The decoder's state

  private func recurrentGradient(
    _ lesson: Reversal, _ step: Int, _ retention: Retention
  ) -> [Float] {
    let weights = lesson.weights(seed: UInt64(40 + step))
    let gradients = ParameterMemory(weights.layout)
    let player = Player(
      lesson.tape(lesson.batch), weights: weights, gradients: gradients, retention: retention,
      gradientOf: "loss")
    lesson.fill(player, step, 0..<lesson.batch)
    player.forward()
    player.backward()
    return gradients["dec.gru.recurrent_kernel"].elements
  }

  /// The tutorials' decoder never learns its recurrent kernel: a product with zeros.
  @Test(arguments: [Retention.outputs, .everything], [false, true])
  func aResetStateHasNoRecurrentGradient(_ retention: Retention, _ isBidirectional: Bool) {
    for step in 0..<3 {
      let carried = Reversal(isBidirectional: isBidirectional)
      let reset = Reversal(isBidirectional: isBidirectional, decoderState: .reset)
      let gradient = recurrentGradient(carried, step, retention)
      #expect(gradient.filter { $0 != 0 }.count == gradient.count)
      #expect(gradient.contains { abs($0) > 1e-4 })
      #expect(recurrentGradient(reset, step, retention).allSatisfy { $0 == 0 })
    }
  }

  /// Nor does an optimizer move it, while it moves all the rest.
  @Test func aResetRecurrentKernelNeverMoves() throws {
    let trainer = Reversal(decoderState: .reset).trainer()
    let names = trainer.layout.parameters.map(\.name)
    let before = names.map { trainer.weights[$0] }
    try trainer.advance(to: 12)
    let still = zip(names, before).filter { trainer.weights[$0] == $1 }.map(\.0)
    #expect(still == ["dec.gru.recurrent_kernel"])
  }

  // MARK: Learning

  @Test(arguments: Mechanism.allCases, [true, false])
  func itLearns(_ mechanism: Mechanism, _ isBidirectional: Bool) throws {
    let lesson = Reversal(isBidirectional: isBidirectional, mechanism: mechanism, batch: 16)
    let trainer = lesson.trainer(rate: { _ in 0.02 })
    let hasAttention = trainer.layout.parameters.contains {
      $0.name.contains("att.") || $0.name.contains("pool.")
    }
    #expect(hasAttention == (mechanism != .none))
    let losses = try trainer.advance(to: 150)
    let (first, last) = (losses[..<10].reduce(0, +), losses[140...].reduce(0, +))
    #expect(last < 0.75 * first, "from \(first / 10) to \(last / 10)")
  }
}
