package import Snapshots
package import Tapes
import Tensors

/// A transformer encoder–decoder in the pre-norm form, as recording functions.
///
/// Tensors: `enc.embedding`, `enc.0.q` …, `dec.0.self.q`, `dec.0.cross.q` …, `dec.scores.kernel`.
package struct TransformerModel: Hashable, Sendable {
  package var sourceTokens: Int
  package var targetTokens: Int
  /// The longest target.
  package var queries: Int
  package var width: Int
  package var layers: Int
  package var heads: Int
  /// Whether the decoder asks the encoder's states anew at every position; the baseline does not.
  package var hasCrossAttention: Bool

  /// A model of these widths.
  package init(
    sourceTokens: Int, targetTokens: Int, queries: Int, width: Int, layers: Int, heads: Int,
    hasCrossAttention: Bool
  ) {
    self.sourceTokens = sourceTokens
    self.targetTokens = targetTokens
    self.queries = queries
    self.width = width
    self.layers = layers
    self.heads = heads
    self.hasCrossAttention = hasCrossAttention
  }

  private var size: TransformerSize {
    TransformerSize(width: width, heads: heads, filter: 2 * width)
  }

  /// The program of a training step: the loss under teacher forcing.
  ///
  /// Inputs: `source` `[key, batch]`, `mask` `[batch, key]`, `given` (the target shifted right),
  /// `labels` and `label_weight` (the weight of each label in the loss) `[batch, query]`.
  ///
  /// `explaining`: whether what only explains the model is recorded too.
  package func trainingTape(batch: Int, keys: Int, queries: Int, explaining: Bool = false) -> Tape {
    Tape.recordModel(explaining: explaining) { recorder in
      let (encoded, mask) = encode(recorder, batch: batch, keys: keys)
      let shape: Shape = [.batch: batch, .query: queries]
      let scores = decode(recorder.indices("given", shape), encoded, mask)
      crossEntropy(
        scores, labels: recorder.indices("labels", shape),
        weights: recorder.input("label_weight", shape)
      ).named("loss")
    }
  }

  /// The program of reading sources: what a decoder needs of them and no position changes.
  package func encoderTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in
      let (encoded, mask) = encode(recorder, batch: batch, keys: keys)
      guard hasCrossAttention else {
        mean(of: encoded, mask).named("mean").markedAsOutput()
        return
      }
      for layer in 0..<layers { crossBlock(layer).memoryForSteps(of: encoded) }
    }
  }

  /// The program of writing one token: `scores` of the next after the one at `position`.
  ///
  /// Inputs: `given` `[batch, query]`, one token each, `position`, `seen` `[key]` (1 up to it), what
  /// ``handed`` says, and `mask` `[batch, key]`. What was given before is remembered.
  package func stepTape(batch: Int, keys: Int) -> Tape {
    Tape.record { recorder in
      let place = SequencePlace(recorder, of: queries)
      let mask = recorder.input("mask", [.batch: batch, .key: keys])
      let given = recorder.indices("given", [.batch: batch, .query: 1])
      var x = addPosition(embedTarget(given), along: .query, at: place.position, of: queries)
      if !hasCrossAttention {
        x = x + recorder.input("mean", [.batch: batch, .embedding: width])
      }
      for layer in 0..<layers {
        guard hasCrossAttention else {
          x = ownBlock(layer).step(x, at: place)
          continue
        }
        let block = crossBlock(layer)
        let memory = block.givenMemory(recorder, batch: batch, keys: keys)
        x = block.step(x, at: place, to: memory, mask: mask)
      }
      _ = scores(x)
    }
  }

  /// The values that a reader hands from the encoder to the decoder's step, under the same names.
  package var handed: [String] {
    guard hasCrossAttention else { return ["mean"] }
    return (0..<layers).flatMap { ["dec.\($0).cross.keys", "dec.\($0).cross.values"] }
  }

  /// One kind of attention of one layer: where it is, and what its values are called.
  package struct Attention {
    package var site: Site
    /// `[batch, head, query, key]`.
    package var weights: String
    /// What each head found.
    package var context: String
  }

  /// The attention of the decoder to the source.
  package func cross(_ layer: Int) -> Attention {
    attention("dec.\(layer).cross", "dec.\(layer).cross")
  }

  /// The attention of the decoder to what was written.
  package func own(_ layer: Int) -> Attention {
    let prefix = hasCrossAttention ? "dec.\(layer).self" : "dec.\(layer)"
    return attention("dec.\(layer).self", prefix)
  }

  /// The attention of the encoder to itself.
  package func encoder(_ layer: Int) -> Attention { attention("enc.\(layer).self", "enc.\(layer)") }

  /// What leaves these heads out of all kinds of attention of every layer.
  package func leavingOut(_ heads: HeadsOff) -> [Intervention] {
    leavingOut(heads) { [encoder($0), own($0)] + (hasCrossAttention ? [cross($0)] : []) }
  }

  /// What leaves these heads out of some kinds of attention of every layer.
  package func leavingOut(_ off: HeadsOff, of kinds: (Int) -> [Attention]) -> [Intervention] {
    (0..<layers).flatMap(kinds).flatMap {
      off.interventions(at: $0.site, heads: heads, context: $0.context)
    }
  }

  private func attention(_ site: String, _ prefix: String) -> Attention {
    Attention(site: Site(site), weights: prefix + ".weights", context: prefix + ".attended")
  }

  private func encode(
    _ recorder: Recorder, batch: Int, keys: Int
  ) -> (encoded: Value, mask: Value) {
    let source = recorder.indices("source", [.key: keys, .batch: batch])
    let mask = recorder.input("mask", [.batch: batch, .key: keys])
    return recorder.group(Diagram.encoder) {
      let embedded = Embedding(
        "enc.embedding", tokens: sourceTokens, width: width, initializer: .standardNormal)(source)
      var x = addPositions(embedded.renaming(.key, to: .query), along: .query)
      for layer in 0..<layers {
        x = recorder.group("layer \(layer)") {
          TransformerEncoderBlock("enc.\(layer)", size)(x, mask: mask).output
        }
      }
      let encoded = LayerNormalization("enc.ln")(x).renaming(.query, to: .key)
      return (encoded.named("encoded").markedAsOutput(), mask)
    }
  }

  private func decode(_ given: Value, _ encoded: Value, _ mask: Value) -> Value {
    let recorder = given.recorder
    return recorder.group(Diagram.decoder) {
      var x = addPositions(embedTarget(given), along: .query)
      if !hasCrossAttention { x = x + mean(of: encoded, mask) }
      for layer in 0..<layers {
        x = recorder.group("layer \(layer)") { block(layer, x, encoded, mask) }
      }
      return scores(x)
    }
  }

  private func embedTarget(_ given: Value) -> Value {
    Embedding(
      "dec.embedding", tokens: targetTokens, width: width, initializer: .standardNormal)(given)
  }

  private func scores(_ x: Value) -> Value {
    Dense("dec.scores", units: targetTokens, output: .token)(
      LayerNormalization("dec.ln")(x), over: .embedding
    ).named("scores", as: .tokenScores).markedAsOutput()
  }

  private func ownBlock(_ layer: Int) -> TransformerEncoderBlock {
    TransformerEncoderBlock("dec.\(layer)", size)
  }

  private func crossBlock(_ layer: Int) -> TransformerDecoderBlock {
    TransformerDecoderBlock("dec.\(layer)", size)
  }

  private func block(_ layer: Int, _ x: Value, _ encoded: Value, _ mask: Value) -> Value {
    guard hasCrossAttention else { return ownBlock(layer)(x, isCausal: true).output }
    let block = crossBlock(layer)
    return block(x, to: block.memory(of: encoded), mask: mask).output
  }

  /// One vector for a whole source.
  ///
  /// A decoder that saw nothing of it could only guess, which is no baseline: the recurrent one has
  /// the encoder's last state.
  private func mean(of encoded: Value, _ mask: Value) -> Value {
    sum(softmax(0 * mask, over: .key, mask: mask) * encoded, over: .key)
  }
}
