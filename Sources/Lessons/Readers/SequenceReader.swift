public import Layers
import Snapshots
public import Tapes
import Tensors

extension SequenceModel {
  /// The attention of a transcript with its labels; none for a model without attention.
  func attention(
    in transcript: Transcript, queries: [String], keys: [String]
  ) -> [AttentionWeights] {
    guard let weightsName, let first = transcript.weights.first else { return [] }
    let heads = first.count
    // Weights behind those of the source are what padding gets, all of it together.
    let padding = (first.first?.count ?? 0) > keys.count ? ["∅"] : []
    let isReshaped = mistake == .reshape
    // Without the transposition a position is a slot that holds a piece of another one.
    let keys = isReshaped ? keys.indices.map { Self.slots[($0 + 1) % 10] } : keys + padding
    let numbers = (0..<heads).flatMap { head in transcript.weights.flatMap { $0[head] } }
    let shape: Shape =
      mechanism == .multihead
      ? [.head: heads, .query: queries.count, .key: keys.count]
      : [.query: queries.count, .key: keys.count]
    let site = Site(String(weightsName.prefix { $0 != "." }))
    return [
      AttentionWeights(
        site: site, weights: Tensor(shape, numbers), queries: queries, keys: keys,
        kind: mechanism == .pooling ? .pooling : .cross, cap: cap(keys: keys.count),
        carriesPattern: !isReshaped, value: weightsName)
    ]
  }

  /// The last digits of numbers of slots, which no text is taken for.
  private static let slots = "₀₁₂₃₄₅₆₇₈₉".map { String($0) }

  /// The largest weight that can occur over so many keys, where there is one.
  private func cap(keys: Int) -> Float? {
    mechanism == .pooling && score == .tanh
      ? AttentionWeights.cap(ofScoresWithinOneOver: keys) : nil
  }
}

/// Reads sources with a sequence model: greedy decoding, or forced tokens.
///
/// Generation is a loop around playings, never inside a tape: the body of the training loop is
/// played alone, once a token. Since a row never depends on its neighbours, reading one source gives
/// the bits that it would get in any batch, unless a mistake sees padding.
public final class SequenceReader {
  private struct Size: Hashable {
    var batch: Int
    var keys: Int
    var interventions: [Intervention]
  }
  private struct Pair {
    var encoder: Player
    var step: Player
  }

  let model: SequenceModel
  private let weights: ParameterMemory
  private let start: Int32
  private var interventions: [Intervention] = []
  private let end: Int32?
  private var players: [Size: Pair] = [:]
  private var recent: [Size] = []

  /// A reader of `model` with the current contents of `weights`.
  ///
  /// - `start`: the token that the decoder is given first.
  /// - `end`: the token after which nothing more is written; nil: always the whole length.
  public init(
    _ model: SequenceModel, weights: ParameterMemory, start: Int32, end: Int32? = nil
  ) {
    self.model = model
    self.weights = weights
    self.start = start
    self.end = end
  }

  /// Leaves these heads, and no others, out of whatever is read from now on.
  func leaveOut(_ heads: HeadsOff) { interventions = model.leavingOut(heads) }

  /// What the model writes for each source, `length` tokens each; fewer when all have ended.
  ///
  /// - `keys`: the length to which sources are padded; by default that of the longest.
  /// - `forced`: tokens to feed instead of those written, one list a source: teacher forcing.
  public func read(
    _ sources: [Source], length: Int, keys: Int? = nil, forced: [[Int32]]? = nil
  ) -> [Transcript] {
    guard !sources.isEmpty else { return [] }
    let longest = max(1, sources.map(\.count).max() ?? 1)
    let size = Size(
      batch: sources.count, keys: max(keys ?? longest, longest), interventions: interventions)
    let pair = player(size)
    let padded = Padded(sources, keys: size.keys)
    padded.set(pair.encoder)
    padded.setMask(pair.step)
    return write(size, pair, lengths: sources.map(\.count), length: length, forced: forced)
  }

  private func write(
    _ size: Size, _ pair: Pair, lengths: [Int], length: Int, forced: [[Int32]]?
  ) -> [Transcript] {
    pair.encoder.forward()
    hand(from: pair.encoder, to: pair.step)
    var given = [Int32](repeating: start, count: size.batch)
    var transcripts = [Transcript](
      repeating: Transcript(tokens: [], probabilities: [], weights: []), count: size.batch)
    for position in 0..<length {
      pair.step.set("given", positions: given)
      pair.step.forward()
      collect(lengths, size, pair.step, into: &transcripts, next: &given)
      if let forced {
        for row in 0..<size.batch where position < forced[row].count {
          given[row] = forced[row][position]
        }
      }
      if forced == nil, transcripts.haveAllWritten(end) { break }
      pair.step.withValue("state") { state in
        pair.step.withNumbers("hidden") { _ = $0.update(from: state) }
      }
    }
    return transcripts
  }

  private func hand(from encoder: Player, to step: Player) {
    for (source, target) in model.handed where encoder.tape.contains(source) {
      guard step.tape.contains(target) else { continue }
      encoder.withValue(source) { values in
        step.withNumbers(target) { _ = $0.update(from: values) }
      }
    }
  }

  private func collect(
    _ lengths: [Int], _ size: Size, _ step: Player, into transcripts: inout [Transcript],
    next given: inout [Int32]
  ) {
    let width = model.targetTokens
    step.withValue("scores") { scores in
      for row in 0..<size.batch {
        let own = scores[(row * width)..<((row + 1) * width)]
        let chosen = likeliest(own)
        given[row] = chosen.token
        transcripts[row].tokens.append(chosen.token)
        transcripts[row].probabilities.append(chosen.probability)
      }
    }
    guard let name = model.weightsName else { return }
    step.withValue(name) { weights in
      let heads = weights.count / (size.batch * size.keys)
      for (row, length) in lengths.enumerated() {
        transcripts[row].weights.append(
          (0..<heads).map { head in
            let first = (row * heads + head) * size.keys
            let own = Array(weights[first..<(first + length)])
            guard model.mistake == .noMask else { return own }
            return own + [weights[(first + length)..<(first + size.keys)].reduce(0, +)]
          })
      }
    }
  }

  private func player(_ size: Size) -> Pair {
    recent.removeAll { $0 == size }
    recent.append(size)
    if let known = players[size] { return known }
    // A typed probe changes its length with every key: keep a few shapes, not all.
    if recent.count > 24 { players[recent.removeFirst()] = nil }
    let pair = Pair(
      encoder: Player(
        model.encoderTape(batch: size.batch, keys: size.keys), weights: weights,
        retention: .outputs),
      step: Player(
        model.stepTape(batch: size.batch, keys: size.keys), weights: weights,
        interventions: size.interventions))
    players[size] = pair
    return pair
  }
}

extension SequenceReader: TargetWriter {
  func attention(of transcript: Transcript, _ labels: MapLabels) -> [AttentionWeights] {
    model.attention(in: transcript, queries: labels.written, keys: labels.source)
  }
}
