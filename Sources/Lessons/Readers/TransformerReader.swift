import Layers
import Snapshots
import Tapes
import Tensors

/// Reads sources with the current weights of a transformer.
///
/// Greedy decoding plays one position a token: keys and values of what was written before are
/// remembered, those of the source are computed once. A row of a result depends on that row alone and
/// causal attention on nothing behind it, so every bit is that of a decoder that is played whole.
final class TransformerReader: TargetWriter {
  private struct Size: Hashable {
    var batch: Int
    var keys: Int
    var interventions: [Intervention]
  }

  private let model: TransformerModel
  private let weights: ParameterMemory
  private let start: Int32
  private let end: Int32?
  private var encoders = PlayerCache<Size>()
  private var steps = PlayerCache<Size>()
  private var latest: Latest?
  private var off: HeadsOff = [:]

  /// What the latest reading leaves of its first source.
  private struct Latest {
    var encoder: Player
    var keys: Int
    /// The decoder's attention weights, position by position, each `[head, key]`, by name.
    var maps: [String: [Float]] = [:]
  }

  /// A reader of `model` with the current contents of `weights`.
  ///
  /// - `start`: the token that the decoder is given first.
  /// - `end`: the token after which nothing more is written.
  init(_ model: TransformerModel, weights: ParameterMemory, start: Int32, end: Int32? = nil) {
    self.model = model
    self.weights = weights
    self.start = start
    self.end = end
  }

  func read(
    _ sources: [Source], length: Int, keys: Int?, forced: [[Int32]]?
  ) -> [Transcript] {
    let longest = max(1, sources.map(\.count).max() ?? 1)
    // Every length is a program of its own; a row does not see how far it is padded.
    let keys = max(keys ?? (longest + 15) / 16 * 16, longest)
    let step = step(sources.count, keys)
    var latest = Latest(encoder: encode(sources, keys, for: step), keys: keys)
    var given = [Int32](repeating: start, count: sources.count)
    var transcripts = sources.map { _ in Transcript(tokens: [], probabilities: [], weights: []) }
    step.withNumbers("seen") { $0.update(repeating: 0) }
    for position in 0..<min(length, model.queries) {
      step.set("given", positions: given)
      step.set("position", positions: [Int32(position)])
      step.withNumbers("seen") { $0[position] = 1 }
      step.forward()
      choose(step, into: &transcripts, next: &given)
      addWeights(step, keys, sources.map(\.count), to: &transcripts)
      for name in mapNames {
        step.withValue(name) {
          latest.maps[name, default: []] += $0.prefix($0.count / sources.count)
        }
      }
      if let forced {
        for row in given.indices where position < forced[row].count {
          given[row] = forced[row][position]
        }
      }
      if forced == nil, transcripts.haveAllWritten(end) { break }
    }
    self.latest = latest
    return transcripts
  }

  func leaveOut(_ heads: HeadsOff) { off = heads }

  private func step(_ batch: Int, _ keys: Int) -> Player {
    let size = Size(
      batch: batch, keys: keys,
      interventions: model.leavingOut(off) {
        [model.own($0)] + (model.hasCrossAttention ? [model.cross($0)] : [])
      })
    return steps.player(size) {
      Player(
        model.stepTape(batch: $0.batch, keys: $0.keys), weights: weights,
        interventions: $0.interventions)
    }
  }

  private func encode(_ sources: [Source], _ keys: Int, for step: Player) -> Player {
    let size = Size(
      batch: sources.count, keys: keys,
      interventions: model.leavingOut(off) { [model.encoder($0)] })
    let encoder = encoders.player(size) {
      Player(
        model.encoderTape(batch: $0.batch, keys: $0.keys), weights: weights,
        interventions: $0.interventions)
    }
    let padded = Padded(sources, keys: keys)
    padded.set(encoder)
    encoder.forward()
    for name in model.handed {
      encoder.withValue(name) { values in
        step.withNumbers(name) { _ = $0.update(from: values) }
      }
    }
    padded.setMask(step)
    return encoder
  }

  /// The likeliest token of each row.
  private func choose(
    _ step: Player, into transcripts: inout [Transcript], next given: inout [Int32]
  ) {
    step.withValue("scores") { scores in
      for row in given.indices {
        let own = scores[(row * model.targetTokens)..<((row + 1) * model.targetTokens)]
        let chosen = likeliest(own)
        given[row] = chosen.token
        transcripts[row].tokens.append(chosen.token)
        transcripts[row].probabilities.append(chosen.probability)
      }
    }
  }

  /// Adds the weights of the last layer, which asks last before a token is written.
  private func addWeights(
    _ step: Player, _ keys: Int, _ lengths: [Int], to transcripts: inout [Transcript]
  ) {
    guard model.hasCrossAttention else { return }
    step.withValue(model.cross(model.layers - 1).weights) { map in
      for (row, length) in lengths.enumerated() {
        transcripts[row].weights.append(
          (0..<model.heads).map { head in
            let first = (row * model.heads + head) * keys
            return Array(map[first..<(first + length)])
          })
      }
    }
  }

  /// The decoder's maps that a picture shows.
  private var mapNames: [String] {
    guard model.hasCrossAttention else { return [] }
    return (0..<model.layers).flatMap { [model.cross($0).weights, model.own($0).weights] }
  }

  func attention(of transcript: Transcript, _ labels: MapLabels) -> [AttentionWeights] {
    guard model.hasCrossAttention, let latest else { return [] }
    let (written, given, source) = (labels.written, labels.given, labels.source)
    let layers = (0..<model.layers).reversed()
    return layers.map {
      self.written(latest, model.cross($0), latest.keys, written, source, kind: .cross)
    }
      + layers.map {
        self.written(latest, model.own($0), model.queries, given, given, kind: .causal)
      } + layers.map { read(latest.encoder, model.encoder($0), source) }
  }

  /// A map of what was written; columns of padding, and of what is not yet written, are no part of it.
  private func written(
    _ latest: Latest, _ attention: TransformerModel.Attention, _ width: Int,
    _ queries: [String], _ keys: [String], kind: AttentionWeights.Kind
  ) -> AttentionWeights {
    let map = latest.maps[attention.weights] ?? []
    let numbers = (0..<model.heads).flatMap { head in
      queries.indices.flatMap { query in
        let first = (query * model.heads + head) * width
        return map[first..<(first + keys.count)]
      }
    }
    return weights(attention, numbers, queries, keys, kind: kind)
  }

  /// The encoder's map of the first source.
  private func read(
    _ encoder: Player, _ attention: TransformerModel.Attention, _ keys: [String]
  ) -> AttentionWeights {
    let map = encoder[attention.weights]
      .permuted(to: [.batch, .head, .query, .key]).at(0, of: .batch)
    let (rows, width) = (map.shape[.query] ?? 0, map.shape[.key] ?? 0)
    let numbers = (0..<model.heads).flatMap { head in
      keys.indices.flatMap { query in
        let first = (head * rows + query) * width
        return map.elements[first..<(first + keys.count)]
      }
    }
    return weights(attention, numbers, keys, keys, kind: .selfAttention)
  }

  private func weights(
    _ attention: TransformerModel.Attention, _ numbers: [Float], _ queries: [String],
    _ keys: [String], kind: AttentionWeights.Kind
  ) -> AttentionWeights {
    let shape: Shape = [.head: model.heads, .query: queries.count, .key: keys.count]
    return AttentionWeights(
      site: attention.site, weights: Tensor(shape, numbers), queries: queries, keys: keys,
      kind: kind, carriesPattern: kind == .cross, value: attention.weights)
  }
}
