import Snapshots
import Tapes
import Tensors

/// Writes with a recurrent encoder–decoder, greedily.
final class KerasSequenceReader {
  private let model: any KerasSequence
  private let config: KerasConfig
  private let weights: ParameterMemory
  private let encoder: Player
  private let step: Player
  private var whole: (queries: Int, interventions: [Intervention], player: Player)?

  static let weightsName = "attention.scores"

  init(_ model: any KerasSequence, _ config: KerasConfig, _ weights: ParameterMemory) {
    (self.model, self.config, self.weights) = (model, config, weights)
    encoder = Player(model.encoderTape(), weights: weights, retention: .outputs)
    step = Player(model.stepTape(), weights: weights)
  }

  func read(
    _ text: String, length: Int, choosing choose: (([Float]) -> Int)?
  ) throws(KerasModelError) -> KerasReading {
    let ids = try config.input.ids(text, most: config.longestText)
    fill(encoder, ids)
    encoder.forward()
    step.set("features", encoder[model.features].elements)
    var state = model.firstState.flatMap { encoder[$0].elements }
    if state.isEmpty { state = [Float](repeating: 0, count: model.stateCount) }
    var (given, steps, rows) = (config.start, [KerasReading.Step](), [Float]())
    while steps.count < max(1, length) {
      step.set("given", positions: [given])
      step.set("state_before", state)
      step.forward()
      let probabilities = step["probabilities"].elements
      guard
        let next = KerasReading.Step(
          probabilities, config.output, end: config.end, choosing: choose)
      else { break }
      steps.append(next)
      rows += step[Self.weightsName].elements
      state = step["state"].elements
      given = next.chosen.id
      if given == config.end { break }
    }
    return reading(text, ids, steps, rows)
  }

  /// The inputs of a program that reads `ids`.
  private func fill(_ player: Player, _ ids: [Int32]) {
    player.set("source", positions: padded(ids))
    guard player.tape.contains("mask") else { return }
    player.set("mask", (0..<model.keys).map { $0 < ids.count ? 1 : 0 })
  }

  private func padded(_ ids: [Int32]) -> [Int32] {
    ids + [Int32](repeating: 0, count: model.keys - ids.count)
  }

  private func reading(
    _ text: String, _ ids: [Int32], _ steps: [KerasReading.Step], _ rows: [Float]
  ) -> KerasReading {
    let chosen = steps.map(\.chosen)
    let queries = chosen.count
    let weights = Tensor([.query: queries, .key: model.keys], rows)
    let symbols = chosen.map(\.id).prefix { $0 != config.end }.map(config.output.symbol)
    let separator = config.family == .dot ? " " : ""
    let reading = Reading(
      source: text, target: nil, text: symbols.joined(separator: separator),
      written: chosen.map { Written(token: $0.label, id: $0.id, probability: $0.probability) })
    return KerasReading(
      text: text, source: padded(ids), written: chosen.map(\.id),
      candidates: steps.map(\.candidates),
      weights: weights,
      snapshot: Snapshot(.still, reading: reading, attention: [attention(weights, ids, chosen)]))
  }

  private func attention(
    _ weights: Tensor, _ ids: [Int32], _ chosen: [KerasReading.Candidate]
  ) -> AttentionWeights {
    let (keys, count) = (model.keys, ids.count)
    var labels = ids.map { Labels.Token(config.input.label($0), id: $0) }
    let hasPadding = count < keys
    if hasPadding { labels.append(.init("∅", id: 0)) }
    let numbers = chosen.indices.flatMap { query in
      let row = weights.elements[(query * keys)..<((query + 1) * keys)]
      let padding = row.dropFirst(count).reduce(0, +)
      return Array(row.prefix(count)) + (hasPadding ? [padding] : [])
    }
    return AttentionWeights(
      site: "attention",
      map: AttentionMap(Tensor([.query: chosen.count, .key: labels.count], numbers)),
      queries: .tokens(chosen.map { .init($0.label, id: $0.id) }), keys: .tokens(labels),
      kind: .cross, specials: hasPadding ? [count] : [], value: Self.weightsName)
  }

  // MARK: Everything at once

  /// Plays the whole program for a text and symbols that are given to the decoder, keeping everything.
  func play(
    _ ids: [Int32], given: [Int32], _ interventions: [Intervention] = []
  ) -> Player {
    let player: Player
    if let whole, whole.queries == given.count, whole.interventions == interventions {
      player = whole.player
    } else {
      let tape = model.wholeTape(queries: given.count)
      player = Player(
        tape, weights: weights, retention: .everything,
        interventions: interventions.filter { tape.contains($0.value) })
      whole = (given.count, interventions, player)
    }
    fill(player, ids)
    player.set("given", positions: given)
    player.forward()
    return player
  }

  func explain(_ reading: KerasReading, _ interventions: [Intervention]) -> Snapshot {
    let ids = Array(reading.source.prefix(reading.text.unicodeScalars.count))
    let given = [config.start] + reading.written.dropLast()
    var snapshot = reading.snapshot
    snapshot.diagram = play(ids, given: given, interventions).diagram()
    return snapshot
  }
}
