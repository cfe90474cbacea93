import Layers
import Snapshots
import Subjects
import Tapes
import Tensors
import Testing

@testable import Lessons
@testable import Training

/// Each mistake changes what it is about, by as much as it should, and nothing else.
@Suite struct MistakeTests {
  private let batch = 2
  private let keys = 12
  private let lengths = [12, 7]

  private func model(_ mechanism: Mechanism, _ mistake: Mistake?) -> SequenceModel {
    SequenceModel(
      sourceTokens: 9, targetTokens: 8, embedding: 5, units: 8, isBidirectional: true,
      mechanism: mechanism, heads: 2, isMasked: true, mistake: mistake)
  }

  /// The encoder and one step of the decoder, played with weights of one seed.
  private func play(_ model: SequenceModel) -> (encoder: Player, step: Player) {
    let encoderTape = model.encoderTape(batch: batch, keys: keys)
    let stepTape = model.stepTape(batch: batch, keys: keys)
    let layout = ParameterLayout([encoderTape, stepTape])
    let weights = ParameterMemory(layout)
    weights.elements = layout.initialElements(seed: 5).map { 2 * $0 }
    let encoder = Player(encoderTape, weights: weights, retention: .everything)
    let step = Player(stepTape, weights: weights, retention: .everything)
    let stream = RandomStream(seed: 6)
    encoder.set("source", positions: (0..<(keys * batch)).map { Int32(stream.below(9, $0)) })
    let mask: [Float] = lengths.flatMap { length in (0..<keys).map { $0 < length ? 1 : 0 } }
    for player in [encoder, step] { player.set("mask", mask) }
    encoder.forward()
    for (source, target) in model.handed where step.tape.contains(target) {
      step.set(target, encoder[source].elements)
    }
    step.set("given", positions: [1, 3])
    step.forward()
    return (encoder, step)
  }

  private func expectClose(_ a: [Float], _ b: [Float], at place: SourceLocation = #_sourceLocation)
  {
    #expect(a.count == b.count, sourceLocation: place)
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 }, sourceLocation: place)
  }

  @Test func softmaxOverTheLastAxisGivesOnes() {
    let (right, wrong) = (play(model(.additive, nil)), play(model(.additive, .softmaxAxis)))
    expectClose(right.step["att.energy"].elements, wrong.step["att.energy"].elements)
    let weights = wrong.step["att.attention_weights"]
    for (row, length) in lengths.enumerated() {
      let own = weights.at(row, of: .batch).elements
      #expect(own == (0..<keys).map { $0 < length ? 1 : 0 })
      let features = wrong.encoder["features"].at(row, of: .batch)
      let sums = (0..<16).map { unit in
        (0..<length).reduce(Float(0)) { $0 + features[$1, unit] }
      }
      expectClose(wrong.step["att.context"].at(row, of: .batch).elements, sums)
    }
  }

  @Test func withoutTheSumTheFirstKeyIsAllThatArrives() {
    let (right, wrong) = (play(model(.pooling, nil)), play(model(.pooling, .noSum)))
    let weights = wrong.step["pool.attention_weights"]
    #expect(weights == right.step["pool.attention_weights"])
    for row in 0..<batch {
      let features = wrong.encoder["features"].at(row, of: .batch).at(0, of: .key).elements
      let first = weights.at(row, of: .batch).elements[0]
      expectClose(
        wrong.step["pool.context"].at(row, of: .batch).elements, features.map { first * $0 })
    }
    #expect(right.step["pool.context"] != wrong.step["pool.context"])
  }

  @Test func withoutTheScaleScoresAreLargerByTheRootOfTheDepth() {
    let (right, wrong) = (play(model(.multihead, nil)), play(model(.multihead, .noScale)))
    expectClose(
      wrong.step["att.energy"].elements, right.step["att.energy"].elements.map { 2 * $0 })
    #expect(right.step["prepared0"] == wrong.step["prepared0"])
  }

  @Test func withoutTheTranspositionPositionsAndFeaturesMix() {
    let (right, wrong) = (play(model(.multihead, nil)), play(model(.multihead, .reshape)))
    for name in ["att.keys", "att.values"] {
      let (proper, mixed) = (right.encoder[name], wrong.encoder[name])
      #expect(mixed.shape == [.batch: batch, .head: 2, .key: keys, "depth": 4])
      // The same numbers in the order [batch, key, width], read as [batch, head, key, depth].
      let flat = proper.permuted(to: [.batch, .key, .head, "depth"]).elements
      #expect(mixed.elements == flat)
      #expect(mixed.elements != proper.permuted(to: [.batch, .head, .key, "depth"]).elements)
    }
    let weights = wrong.step["att.attention_weights"].elements
    #expect(weights != right.step["att.attention_weights"].elements)
  }

  @Test func withoutTheMaskPaddingIsLookedAt() {
    let (right, wrong) = (play(model(.additive, nil)), play(model(.additive, .noMask)))
    #expect(right.step["att.energy"] == wrong.step["att.energy"])
    let proper = right.step["att.attention_weights"].at(1, of: .batch).elements
    let leaky = wrong.step["att.attention_weights"].at(1, of: .batch).elements
    #expect(proper[7...].allSatisfy { $0 == 0 })
    #expect(leaky[7...].allSatisfy { $0 > 0.001 })
    // Where nothing is padded nothing is wrong.
    expectClose(
      right.step["att.attention_weights"].at(0, of: .batch).elements,
      wrong.step["att.attention_weights"].at(0, of: .batch).elements)
  }

  @Test func whatPaddingGetsIsAKeyOfItsOwn() throws {
    let entry = try #require(LessonCatalog.entry("compare"))
    let lesson = entry.exhibit(.noMask, entry.defaults)
    let trainer = Trainer(lesson.objective, optimizer: .kerasAdam, seed: 1, threads: 1)
    let attention = try #require(
      lesson.reader(trainer.weights).snapshot(of: .own(0), at: 0).attention.first)
    #expect(attention.keys.last == "∅")
    #expect(attention.keys.count == DatesCorpus.probe.source.count + 1)
    for query in 0..<attention.queries.count {
      let row = attention.weights.at(query, of: .query).elements
      #expect(abs(row.reduce(0, +) - 1) < 1e-5)
      #expect(row[row.count - 1] > 0.2)
    }
  }
}
