public import Snapshots
public import Tapes
import Tensors

/// A recurrent encoder–decoder, with or without additive attention, as recording functions.
///
/// Encoder: embedding, then a GRU, forwards or in both directions. Decoder: a GRU that reads
/// [context, embedding of the last token] and starts from the encoder's last state; a Dense layer
/// turns its state into a score for each token.
/// Source: Bahdanau, Cho, Bengio 2015; TensorFlow's tutorial `nmt_with_attention`, whose names the
/// tensors have: `enc.embedding`, `enc.gru.kernel`, `att.W1.kernel`, `dec.fc.kernel` …
public struct SequenceModel: Hashable, Sendable {
  /// The number of source tokens.
  public var sourceTokens: Int
  /// The number of target tokens.
  public var targetTokens: Int
  /// The width of both embeddings.
  public var embedding: Int
  /// The units of each direction of the encoder, of the decoder and of the attention's hidden layer.
  public var units: Int
  /// Whether the encoder also reads from the end to the beginning.
  public var isBidirectional: Bool
  /// How the decoder finds what it needs.
  public var mechanism: Mechanism
  /// What the decoder's recurrent unit starts each step from.
  public var decoderState: DecoderState
  /// The heads of multi-head attention.
  public var heads: Int
  /// What pooling applies to the projection of a position.
  public var score: PoolingScore
  /// Whether sources are padded, so that padding has to be masked.
  public var isMasked: Bool
  /// The height of image columns, where sources are images and not tokens.
  public var columnHeight: Int?
  /// What is wrong on purpose.
  public var mistake: Mistake?

  /// A model of these widths.
  public init(
    sourceTokens: Int, targetTokens: Int, embedding: Int, units: Int, isBidirectional: Bool,
    mechanism: Mechanism = .additive, decoderState: DecoderState = .carried, heads: Int = 4,
    score: PoolingScore = .tanh, isMasked: Bool, columnHeight: Int? = nil,
    mistake: Mistake? = nil
  ) {
    self.sourceTokens = sourceTokens
    self.targetTokens = targetTokens
    self.embedding = embedding
    self.units = units
    self.isBidirectional = isBidirectional
    self.mechanism = mechanism
    self.decoderState = decoderState
    self.heads = heads
    self.score = score
    self.isMasked = isMasked
    self.columnHeight = columnHeight
    self.mistake = mistake
  }

  private var featureWidth: Int { isBidirectional ? 2 * units : units }
  private var decoder: GRU { GRU("dec.gru", units: units) }
  private var attention: AdditiveAttention {
    AdditiveAttention("att", units: units, mistake: mistake)
  }
  private var pooling: AttentionPooling {
    AttentionPooling("pool", score: score, mistake: mistake)
  }
  private var multihead: DecoderAttention {
    DecoderAttention("att", width: units, heads: heads, mistake: mistake)
  }
  /// The decoder's input is [context, embedding]; without attention only the embedding.
  private var contextWidth: Int {
    switch mechanism {
    case .additive, .pooling: featureWidth
    case .multihead: units
    case .none: 0
    }
  }

  /// What the encoder hands to the decoder.
  struct Encoded {
    /// `[key, batch, feature]`.
    var features: Value
    /// What attention needs of the features and no query changes: W1 · features, or keys and values.
    var prepared: [Value]
    /// `[batch, unit]`.
    var state: Value
    /// `[batch, key]`; nil where nothing is padded.
    var mask: Value?
  }

  /// The embedded tokens of the sources, or their image columns as they are.
  private func embed(_ recorder: Recorder, batch: Int, keys: Int) -> Value {
    if let columnHeight {
      return recorder.input("columns", [.key: keys, .batch: batch, .embedding: columnHeight])
    }
    let source = recorder.indices("source", [.key: keys, .batch: batch])
    return Embedding("enc.embedding", tokens: sourceTokens, width: embedding)(source)
  }

  private func encode(_ recorder: Recorder, batch: Int, keys: Int) -> Encoded {
    var encoded = recorder.group(Diagram.encoder) {
      recordEncoder(recorder, batch: batch, keys: keys)
    }
    encoded.prepared = recorder.group(Diagram.attention) { prepare(encoded.features) }
    for value in encoded.prepared { value.markedAsOutput() }
    return encoded
  }

  /// What attention needs of the features and no query changes.
  private func prepare(_ features: Value) -> [Value] {
    switch mechanism {
    case .additive: [attention.project(features)]
    case .multihead: multihead.memory(of: features)
    case .pooling, .none: []
    }
  }

  private func recordEncoder(_ recorder: Recorder, batch: Int, keys: Int) -> Encoded {
    let embedded = embed(recorder, batch: batch, keys: keys)
    let mask = isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil
    let forwards = GRU("enc.gru", units: units)(
      embedded, over: .key, input: .embedding, mask: mask
    ).states
    let last = forwards.row(keys - 1)
    guard isBidirectional else {
      return finished(forwards.renaming(.unit, to: .feature), last, mask)
    }
    let backwards = GRU("enc.gru_back", units: units)(
      embedded, over: .key, input: .embedding, mask: mask, backwards: true
    ).states
    let both = concatenate(last, backwards.row(0), into: "both directions")
    let bridge = Dense("bridge", units: units)(both, over: "both directions")
    return finished(
      concatenate(forwards, backwards, into: .feature), tanh(bridge).meant(as: .bridge), mask)
  }

  private func finished(_ features: Value, _ state: Value, _ mask: Value?) -> Encoded {
    features.named("features").markedAsOutput()
    state.named("encoder_state").markedAsOutput()
    return Encoded(features: features, prepared: [], state: state, mask: mask)
  }

  /// The context and, named and marked by its layer, the weights for one state that asks.
  private func attend(_ hidden: Value, _ encoded: Encoded) -> Value? {
    hidden.recorder.group(Diagram.attention) {
      switch mechanism {
      case .none: nil
      case .pooling: pooling(encoded.features, mask: encoded.mask).context
      case .additive:
        attention(
          features: encoded.features, projected: encoded.prepared[0], hidden: hidden,
          mask: encoded.mask
        ).context
      case .multihead: multihead(hidden, to: encoded.prepared, mask: encoded.mask)
      }
    }
  }

  /// The value that holds the attention weights; nil without attention.
  package var weightsName: String? {
    switch mechanism {
    case .none: nil
    case .pooling: "pool.attention_weights"
    case .additive, .multihead: "att.attention_weights"
    }
  }

  /// What leaves these heads out of the decoder's step.
  package func leavingOut(_ heads: HeadsOff) -> [Intervention] {
    guard mechanism == .multihead else { return [] }
    return heads.interventions(at: "att", heads: self.heads, context: "att.attended")
  }

  /// The values that a reader hands from the encoder to the decoder's step, and what they are there.
  package var handed: [(encoder: String, step: String)] {
    let prepared: [(String, String)] =
      switch mechanism {
      case .additive: [("att.w1_features", "prepared0")]
      case .multihead: [("att.keys", "prepared0"), ("att.values", "prepared1")]
      case .pooling, .none: []
      }
    return prepared + [("features", "features"), ("encoder_state", "hidden")]
  }

  /// The part of the decoder's input that is known before it runs: the embedded tokens, projected.
  private func projectTokens(_ tokens: Value) -> Value {
    tokens.recorder.group(Diagram.decoder) {
      let embedded = Embedding("dec.embedding", tokens: targetTokens, width: embedding)(tokens)
      return decoder.project(
        embedded, over: .embedding, of: contextWidth + embedding, from: contextWidth,
        withBias: true)
    }
  }

  /// One step of the decoder: the body of the training loop and all of greedy decoding.
  private func step(_ tokens: Value, _ hidden: Value, _ encoded: Encoded) -> Value {
    let context = attend(hidden, encoded)
    return hidden.recorder.group(Diagram.decoder) {
      var input = tokens
      if let context {
        input =
          decoder.project(
            context, over: .feature, of: contextWidth + embedding, from: 0, withBias: false)
          + tokens
      }
      switch decoderState {
      case .carried: return decoder.cell(input, state: hidden)
      case .reset: return decoder.cell(input, state: zeros(like: hidden))
      }
    }
  }

  /// The zeros that the tutorials' decoder starts from: an input that nobody sets.
  private func zeros(like hidden: Value) -> Value {
    hidden.recorder.constantZeros(hidden.shape)
  }

  private func scores(_ state: Value) -> Value {
    state.recorder.group(Diagram.decoder) {
      Dense("dec.fc", units: targetTokens, output: .token)(state, over: .unit)
        .named("scores", as: .tokenScores).markedAsOutput()
    }
  }

  /// The program of a training step: the loss under teacher forcing.
  ///
  /// Inputs: `source` `[key, batch]`, `mask` `[batch, key]`, `given` (the target shifted right) and
  /// `labels` `[query, batch]`, `label_weight` (the weight of each label in the loss) `[query, batch]`.
  ///
  /// `explaining`: whether what only explains the model is recorded too.
  public func trainingTape(
    batch: Int, keys: Int, queries: Int, explaining: Bool = false
  ) -> Tape {
    Tape.recordModel(explaining: explaining) { recorder in
      let encoded = encode(recorder, batch: batch, keys: keys)
      let shape: Shape = [.query: queries, .batch: batch]
      let known = projectTokens(recorder.indices("given", shape))
      let states = recorder.loop(over: .query, queries, carrying: encoded.state) { hidden in
        step(known.step(of: .query), hidden, encoded)
      }
      crossEntropy(
        scores(states), labels: recorder.indices("labels", shape),
        weights: recorder.input("label_weight", shape)
      ).named("loss")
    }
  }

  /// The program of reading a source: `features`, `att.w1_features` and `encoder_state`.
  package func encoderTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in _ = encode(recorder, batch: batch, keys: keys) }
  }

  /// The program of writing one token: the body of the training loop alone.
  ///
  /// Inputs: `given` `[batch]`, `hidden` `[batch, unit]`, `features`, `prepared…` and `mask`.
  /// Results: `state`, `scores` and the attention weights.
  package func stepTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in
      let features = recorder.input(
        "features", [.key: keys, .batch: batch, .feature: featureWidth])
      let prepared: [Value] =
        switch mechanism {
        case .additive:
          [recorder.input("prepared0", [.key: keys, .batch: batch, "attention unit": units])]
        case .multihead:
          (0..<2).map { recorder.input("prepared\($0)", multihead.shape(keys: keys, batch: batch)) }
        case .pooling, .none: []
        }
      let mask = isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil
      let hidden = recorder.input("hidden", [.batch: batch, .unit: units])
      let encoded = Encoded(features: features, prepared: prepared, state: hidden, mask: mask)
      let tokens = projectTokens(recorder.indices("given", [.batch: batch]))
      let state = step(tokens, hidden, encoded).named("state").markedAsOutput()
      _ = scores(state)
    }
  }
}
