import Snapshots
import Tapes
import Tensors

/// Writes a target for a source, one token after another.
protocol TargetWriter: AnyObject {
  /// What the model writes for each source, up to `length` tokens each.
  func read(
    _ sources: [[Int32]], length: Int, keys: Int?, forced: [[Int32]]?
  ) -> [Transcript]
  /// The attention of `transcript`, the first of the latest reading, with its labels.
  ///
  /// `given`: what the decoder was given, the start mark first.
  func attention(
    in transcript: Transcript, queries: [String], given: [String], keys: [String]
  ) -> [AttentionWeights]
  /// Leaves these heads, and no others, out of whatever is read from now on.
  func leaveOut(_ heads: HeadsOff)
  /// Whether there are heads to leave out.
  var hasHeads: Bool { get }
}

extension SequenceReader: TargetWriter {
  func attention(
    in transcript: Transcript, queries: [String], given: [String], keys: [String]
  ) -> [AttentionWeights] {
    model.attention(in: transcript, queries: queries, keys: keys)
  }

  var hasHeads: Bool { model.mechanism == .multihead }
}

/// Reads sources with the current weights of a transformer.
///
/// Greedy decoding plays the whole decoder once a token; causal attention makes what comes later in
/// `given` mean nothing, so no other program is needed.
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
  private var decoders = PlayerCache<Size>()
  private var latest: (encoder: Player, decoder: Player)?
  private var off: HeadsOff = [:]

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
    _ sources: [[Int32]], length: Int, keys: Int?, forced: [[Int32]]?
  ) -> [Transcript] {
    let longest = max(1, sources.map(\.count).max() ?? 1)
    let size = Size(
      batch: sources.count, keys: max(keys ?? longest, longest),
      interventions: model.leavingOut(off) {
        [model.own($0)] + (hasHeads ? [model.cross($0)] : [])
      })
    let decoder = decoders.player(size) {
      Player(
        model.decoderTape(batch: $0.batch, keys: $0.keys), weights: weights,
        interventions: $0.interventions)
    }
    latest = (encode(sources, size, for: decoder), decoder)
    var given = sources.map { _ in
      [start] + [Int32](repeating: 0, count: model.queries - 1)
    }
    var transcripts = sources.map { _ in Transcript(tokens: [], probabilities: [], weights: []) }
    for position in 0..<min(length, model.queries) {
      decoder.set("given", positions: given.flatMap(\.self))
      decoder.forward()
      decoder.withValue("scores") { scores in
        for row in sources.indices {
          let first = (row * model.queries + position) * model.targetTokens
          let own = scores[first..<(first + model.targetTokens)]
          var best = own.startIndex
          for place in own.indices where own[place] > own[best] { best = place }
          let sum = own.reduce(Float(0)) { $0 + exponential($1 - own[best]) }
          transcripts[row].tokens.append(Int32(best - first))
          transcripts[row].probabilities.append(1 / sum)
          if position + 1 < model.queries {
            given[row][position + 1] = forced?[row][position] ?? Int32(best - first)
          }
        }
      }
      if forced == nil, transcripts.haveAllWritten(end) { break }
    }
    addWeights(decoder, sources.map(\.count), to: &transcripts)
    return transcripts
  }

  var hasHeads: Bool { model.hasCrossAttention }

  func leaveOut(_ heads: HeadsOff) { off = heads }

  private func encode(_ sources: [[Int32]], _ size: Size, for decoder: Player) -> Player {
    var size = size
    size.interventions = model.leavingOut(off) { [model.encoder($0)] }
    let encoder = encoders.player(size) {
      Player(
        model.encoderTape(batch: $0.batch, keys: $0.keys), weights: weights,
        interventions: $0.interventions)
    }
    let padded = Padded(sources, keys: size.keys)
    padded.set(encoder)
    encoder.forward()
    let encoded = encoder["encoded"].permuted(to: [.batch, .key, .embedding])
    decoder.set("encoded", encoded.elements)
    padded.setMask(decoder)
    return encoder
  }

  /// Adds the weights of the last layer, which asks last before a token is written.
  private func addWeights(
    _ decoder: Player, _ lengths: [Int], to transcripts: inout [Transcript]
  ) {
    guard model.hasCrossAttention else { return }
    let map = decoder[model.cross(model.layers - 1).weights]
      .permuted(to: [.batch, .head, .query, .key])
    let keys = map.shape[.key] ?? 0
    for (row, length) in lengths.enumerated() {
      transcripts[row].weights = transcripts[row].tokens.indices.map { query in
        (0..<model.heads).map { head in
          let first = ((row * model.heads + head) * model.queries + query) * keys
          return Array(map.elements[first..<(first + length)])
        }
      }
    }
  }

  func attention(
    in transcript: Transcript, queries: [String], given: [String], keys: [String]
  ) -> [AttentionWeights] {
    guard model.hasCrossAttention, let (encoder, decoder) = latest else { return [] }
    let layers = (0..<model.layers).reversed()
    return layers.map { weights(decoder, model.cross($0), queries, keys, kind: .cross) }
      + layers.map { weights(decoder, model.own($0), given, given, kind: .causal) }
      + layers.map { weights(encoder, model.encoder($0), keys, keys, kind: .selfAttention) }
  }

  /// The map of the first row; rows of what was not written and columns of padding are no part of it.
  private func weights(
    _ player: Player, _ attention: TransformerModel.Attention, _ queries: [String],
    _ keys: [String], kind: AttentionWeights.Kind
  ) -> AttentionWeights {
    let map = player[attention.weights]
      .permuted(to: [.batch, .head, .query, .key]).at(0, of: .batch)
    let (rows, width) = (map.shape[.query] ?? 0, map.shape[.key] ?? 0)
    let numbers = (0..<model.heads).flatMap { head in
      queries.indices.flatMap { query in
        let first = (head * rows + query) * width
        return map.elements[first..<(first + keys.count)]
      }
    }
    let shape: Shape = [.head: model.heads, .query: queries.count, .key: keys.count]
    return AttentionWeights(
      site: attention.site, weights: Tensor(shape, numbers), queries: queries, keys: keys,
      kind: kind, carriesPattern: kind == .cross)
  }
}

extension [Transcript] {
  /// Whether each has the token `end` somewhere; false where there is none.
  func haveAllWritten(_ end: Int32?) -> Bool {
    guard let end else { return false }
    return allSatisfy { $0.tokens.contains(end) }
  }
}
