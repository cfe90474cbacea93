import Layers
public import Tapes
import Tensors

/// How a decoder finds what it needs in the input.
public enum Mechanism: String, Hashable, Sendable, CaseIterable {
  /// Additive attention: every step asks the encoder's states anew.
  case additive
  /// None: all that the decoder knows is the state it starts from. The baseline.
  case none
}

/// What the decoder's recurrent unit starts each step from.
public enum DecoderState: String, Hashable, Sendable, CaseIterable {
  /// From its own last state.
  case carried
  /// From zeros, as in TensorFlow's tutorials, which pass no initial state: what it wrote before
  /// reaches it only through attention, and its recurrent kernel never gets a gradient.
  case reset
}

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
  /// Whether sources are padded, so that padding has to be masked.
  public var isMasked: Bool

  /// A model of these widths.
  public init(
    sourceTokens: Int, targetTokens: Int, embedding: Int, units: Int, isBidirectional: Bool,
    mechanism: Mechanism = .additive, decoderState: DecoderState = .carried, isMasked: Bool
  ) {
    self.sourceTokens = sourceTokens
    self.targetTokens = targetTokens
    self.embedding = embedding
    self.units = units
    self.isBidirectional = isBidirectional
    self.mechanism = mechanism
    self.decoderState = decoderState
    self.isMasked = isMasked
  }

  private var featureWidth: Int { isBidirectional ? 2 * units : units }
  private var decoder: GRU { GRU("dec.gru", units: units) }
  private var attention: AdditiveAttention { AdditiveAttention("att", units: units) }
  /// The decoder's input is [context, embedding]; without attention only the embedding.
  private var contextWidth: Int { mechanism == .additive ? featureWidth : 0 }

  /// What the encoder hands to the decoder.
  struct Encoded {
    /// `[key, batch, feature]`.
    var features: Value
    /// W1 · features; nil without attention.
    var projected: Value?
    /// `[batch, unit]`.
    var state: Value
    /// `[batch, key]`; nil where nothing is padded.
    var mask: Value?
  }

  private func encode(_ recorder: Recorder, batch: Int, keys: Int) -> Encoded {
    let source = recorder.indices("source", [.key: keys, .batch: batch])
    let mask = isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil
    let embedded = Embedding("enc.embedding", tokens: sourceTokens, width: embedding)(source)
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
    return finished(concatenate(forwards, backwards, into: .feature), tanh(bridge), mask)
  }

  private func finished(_ features: Value, _ state: Value, _ mask: Value?) -> Encoded {
    features.named("features").markedAsOutput()
    state.named("encoder_state").markedAsOutput()
    let projected = mechanism == .additive ? attention.project(features) : nil
    projected?.markedAsOutput()
    return Encoded(features: features, projected: projected, state: state, mask: mask)
  }

  /// The part of the decoder's input that is known before it runs: the embedded tokens, projected.
  private func projectTokens(_ tokens: Value) -> Value {
    let embedded = Embedding("dec.embedding", tokens: targetTokens, width: embedding)(tokens)
    return decoder.project(
      embedded, over: .embedding, of: contextWidth + embedding, from: contextWidth, withBias: true)
  }

  /// One step of the decoder: the body of the training loop and all of greedy decoding.
  private func step(_ tokens: Value, _ hidden: Value, _ encoded: Encoded) -> Value {
    var input = tokens
    if mechanism == .additive, let projected = encoded.projected {
      let (context, _) = attention(
        features: encoded.features, projected: projected, hidden: hidden, mask: encoded.mask)
      input =
        decoder.project(
          context, over: .feature, of: contextWidth + embedding, from: 0, withBias: false) + tokens
    }
    switch decoderState {
    case .carried: return decoder.cell(input, state: hidden)
    case .reset: return decoder.cell(input, state: zeros(like: hidden))
    }
  }

  /// The zeros that the tutorials' decoder starts from: an input that nobody sets.
  private func zeros(like hidden: Value) -> Value {
    hidden.recorder.constantZeros(hidden.shape)
  }

  private func scores(_ state: Value) -> Value {
    Dense("dec.fc", units: targetTokens, output: .token)(state, over: .unit)
      .named("scores").markedAsOutput()
  }

  /// The program of a training step: the loss under teacher forcing.
  ///
  /// Inputs: `source` `[key, batch]`, `mask` `[batch, key]`, `given` (the target shifted right) and
  /// `labels` `[query, batch]`, `share` (the weight of each label in the loss) `[query, batch]`.
  public func trainingTape(batch: Int, keys: Int, queries: Int) -> Tape {
    Tape.record { recorder in
      let encoded = encode(recorder, batch: batch, keys: keys)
      let shape: Shape = [.query: queries, .batch: batch]
      let known = projectTokens(recorder.indices("given", shape))
      let states = recorder.loop(over: .query, queries, carrying: encoded.state) { hidden in
        step(known.step(of: .query), hidden, encoded)
      }
      crossEntropy(
        scores(states), labels: recorder.indices("labels", shape),
        weights: recorder.input("share", shape)
      ).named("loss")
    }
  }

  /// The program of reading a source: `features`, `att.w1_features` and `encoder_state`.
  func encoderTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in _ = encode(recorder, batch: batch, keys: keys) }
  }

  /// The program of writing one token: the body of the training loop alone.
  ///
  /// Inputs: `given` `[batch]`, `hidden` `[batch, unit]`, `features`, `projected` and `mask`.
  /// Results: `state`, `scores`, `att.attention_weights`.
  func stepTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in
      let features = recorder.input(
        "features", [.key: keys, .batch: batch, .feature: featureWidth])
      let projected =
        mechanism == .additive
        ? recorder.input("projected", [.key: keys, .batch: batch, "attention unit": units]) : nil
      let mask = isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil
      let hidden = recorder.input("hidden", [.batch: batch, .unit: units])
      let encoded = Encoded(features: features, projected: projected, state: hidden, mask: mask)
      let tokens = projectTokens(recorder.indices("given", [.batch: batch]))
      let state = step(tokens, hidden, encoded).named("state").markedAsOutput()
      _ = scores(state)
    }
  }
}
