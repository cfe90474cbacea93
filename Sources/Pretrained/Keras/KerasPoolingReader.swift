import Snapshots
import Tapes
import Tensors

/// Continues a text character by character with attention pooling, greedily.
final class KerasPoolingReader {
  private let model: KerasPoolingModel
  private let config: KerasConfig
  private let weights: ParameterMemory
  private let player: Player
  private var explaining: (interventions: [Intervention], player: Player)?

  static let weightsName = "attention.attention_weights"

  init(_ model: KerasPoolingModel, _ config: KerasConfig, _ weights: ParameterMemory) {
    (self.model, self.config, self.weights) = (model, config, weights)
    player = Player(model.tape(), weights: weights)
  }

  func read(
    _ text: String, length: Int, choosing choose: (([Float]) -> Int)?
  ) throws(KerasModelError) -> KerasReading {
    let ids = try config.input.ids(text, most: config.longestText)
    var all = [config.start] + ids
    let source = window(all)
    var (steps, rows) = ([KerasReading.Step](), [[Float]]())
    while rows.count < max(1, length) {
      player.set("source", positions: window(all))
      player.forward()
      let probabilities = player["probabilities"].elements
      guard
        let next = KerasReading.Step(
          probabilities, config.output, end: config.end, choosing: choose)
      else { break }
      steps.append(next)
      rows.append(player[Self.weightsName].elements)
      all.append(next.chosen.id)
      if next.chosen.id == config.end { break }
    }
    let chosen = steps.map(\.chosen)
    let reading = Reading(
      source: text, target: nil,
      text: chosen.map(\.id).prefix { $0 != config.end }.map(config.output.symbol).joined(),
      written: chosen.map { Written(token: $0.label, id: $0.id, probability: $0.probability) })
    return KerasReading(
      text: text, source: source, written: chosen.map(\.id),
      candidates: steps.map(\.candidates),
      weights: Tensor([.query: rows.count, .key: model.keys], rows.flatMap(\.self)),
      snapshot: Snapshot(
        .still, reading: reading,
        attention: [attention(rows, all.dropLast(), read: ids.count + 1, chosen)]))
  }

  /// The last characters, padded on the left: what one step sees.
  private func window(_ all: [Int32]) -> [Int32] {
    [Int32](repeating: 0, count: max(0, model.keys - all.count)) + all.suffix(model.keys)
  }

  /// A row for every character that was written, over the text and what was written before.
  ///
  /// `read`: how many symbols there were before the first was written.
  private func attention(
    _ rows: [[Float]], _ all: ArraySlice<Int32>, read: Int, _ chosen: [KerasReading.Candidate]
  ) -> AttentionWeights {
    let keys = model.keys
    let hasPadding = read < keys
    let numbers = rows.enumerated().flatMap { query, row in
      let seen = read + query
      let padding = max(0, keys - seen)
      let own = [Float](repeating: 0, count: max(0, seen - keys)) + row.dropFirst(padding)
      return (hasPadding ? [row.prefix(padding).reduce(0, +)] : []) + own
        + [Float](repeating: 0, count: rows.count - 1 - query)
    }
    var labels = all.map { Labels.Token(config.input.label($0), id: $0) }
    if hasPadding { labels.insert(.init("∅", id: 0), at: 0) }
    let specials = Set(hasPadding ? [0, 1] : [0])
    return AttentionWeights(
      site: "attention",
      map: AttentionMap(Tensor([.query: rows.count, .key: labels.count], numbers)),
      queries: .tokens(chosen.map { .init($0.label, id: $0.id) }), keys: .tokens(labels),
      kind: .pooling, specials: specials, value: Self.weightsName)
  }

  // MARK: Everything at once

  /// Plays the program for the window `source`, keeping everything.
  func play(_ source: [Int32], _ interventions: [Intervention] = []) -> Player {
    let player: Player
    if let explaining, explaining.interventions == interventions {
      player = explaining.player
    } else {
      let tape = model.tape(explaining: true)
      player = Player(
        tape, weights: weights, retention: .everything,
        interventions: interventions.filter { tape.contains($0.value) })
      explaining = (interventions, player)
    }
    player.set("source", positions: source)
    player.forward()
    return player
  }

  /// The step that wrote character `query`, as a reading of its own: one row over its window.
  func explain(
    _ reading: KerasReading, query: Int, _ interventions: [Intervention]
  ) -> Snapshot {
    let query = min(max(0, query), max(0, reading.written.count - 1))
    let source = Array((reading.source + reading.written.prefix(query)).suffix(model.keys))
    let diagram = play(source, interventions).diagram()
    let keys = model.keys
    let row = Array(reading.weights.elements[(query * keys)..<((query + 1) * keys)])
    var own = reading.snapshot.reading
    own.written = Array(own.written[query...query])
    own.text = config.output.symbol(reading.written[query])
    own.source = source.map(config.input.symbol).joined()
    let attention = AttentionWeights(
      site: "attention", map: AttentionMap(Tensor([.query: 1, .key: keys], row)),
      queries: Labels(own.written.map(\.token)),
      keys: .tokens(source.map { .init(config.input.label($0), id: $0) }), kind: .pooling,
      value: Self.weightsName)
    return Snapshot(.still, reading: own, attention: [attention], diagram: diagram)
  }
}
