package import Layers
package import Snapshots
package import Tapes
import Tensors
package import Training

/// A small translation that can be learnt in a few hundred steps: the source from its end.
///
/// Sources have three to `keys` tokens and are padded; every example is a function of step and row.
package struct Reversal: Sendable {
  package static let start: Int32 = 1
  package var model: SequenceModel
  package var batch = 6
  package var keys = 7
  package var queries = 6
  /// The number of the row that stands first, for a second set of data.
  package var firstRow = 0

  package init(
    isBidirectional: Bool = true, mechanism: Mechanism = .additive,
    decoderState: DecoderState = .carried, isMasked: Bool = true, batch: Int = 6
  ) {
    model = SequenceModel(
      sourceTokens: 9, targetTokens: 8, embedding: 5, units: 7, isBidirectional: isBidirectional,
      mechanism: mechanism, decoderState: decoderState, heads: 7, isMasked: isMasked)
    self.batch = batch
  }

  /// One of each kind of decoder and encoder.
  package static let kinds: [Reversal] = [
    Reversal(), Reversal(decoderState: .reset), Reversal(isBidirectional: false, isMasked: false),
    Reversal(isBidirectional: false, decoderState: .reset), Reversal(mechanism: .none),
  ]

  package func source(_ step: Int, _ row: Int) -> [Int32] {
    let stream = RandomStream(seed: 19)(step)(firstRow + row)
    let length = model.isMasked ? 3 + stream.below(keys - 2) : keys
    return (0..<length).map { Int32(2 + stream("token").below(6, $0)) }
  }

  package func target(_ step: Int, _ row: Int) -> [Int32] {
    let reversed = Array(source(step, row).reversed().prefix(queries))
    return reversed + [Int32](repeating: 0, count: queries - reversed.count)
  }

  package func given(_ step: Int, _ row: Int) -> [Int32] {
    [Self.start] + target(step, row).dropLast()
  }

  package func fill(_ player: Player, _ step: Int, _ rows: Range<Int>) {
    func stacked(_ lists: [[Int32]], _ length: Int) -> [Int32] {
      (0..<length).flatMap { place in lists.map { place < $0.count ? $0[place] : 0 } }
    }
    let sources = rows.map { source(step, $0) }
    player.set("source", positions: stacked(sources, keys))
    if model.isMasked {
      player.set("mask", sources.flatMap { own in (0..<keys).map { $0 < own.count ? 1 : 0 } })
    }
    player.set("given", positions: stacked(rows.map { given(step, $0) }, queries))
    let labels = stacked(rows.map { target(step, $0) }, queries)
    player.set("labels", positions: labels)
    player.set("label_weight", labels.map { $0 == 0 ? 0 : 1 / Float(batch * queries) })
  }

  package func tape(_ rows: Int) -> Tape {
    model.trainingTape(batch: rows, keys: keys, queries: queries)
  }

  package func objective(rate: @escaping (Int) -> Float = { _ in 0.01 }) -> Objective {
    Objective(batchSize: batch, tape: tape, fill: fill, learningRate: rate)
  }

  package func trainer(
    _ optimizer: Optimizer = .kerasAdam, seed: UInt64 = 3, threads: Int = 1,
    rate: @escaping (Int) -> Float = { _ in 0.01 }
  ) -> Trainer {
    Trainer(objective(rate: rate), optimizer: optimizer, seed: seed, threads: threads)
  }

  /// Weights that are not those of the beginning, whose biases are all 0.
  package func weights(seed: UInt64 = 8) -> ParameterMemory {
    let memory = ParameterMemory(ParameterLayout([tape(1)]))
    let stream = RandomStream(seed: seed)
    memory.elements = memory.elements.indices.map { 1.2 * stream.unit($0) - 0.6 }
    return memory
  }
}

extension TrainingState {
  /// Everything, as bits: equal also where something is not a number.
  package var bits: [UInt32] { (weights + first + second).map(\.bitPattern) + [UInt32(step)] }
}

extension Trainer {
  /// Advances until so many updates are made, and gives the losses on the way.
  @discardableResult
  package func advance(to target: Int) throws -> [Float] {
    var losses: [Float] = []
    while step < target { losses.append(try advance()) }
    return losses
  }
}
