package import Snapshots
package import Tapes
import Tensors

/// A decoder without an encoder, in the pre-norm form: causal self-attention, then scores for what
/// comes next at every position.
///
/// Tensors: `embedding`, `0.q` …, `0.ln`, `scores.kernel`. Embeddings begin from N(0, 1): with small
/// ones nothing happens for long.
package struct CausalModel: Hashable, Sendable {
  package var tokens: Int
  package var width: Int
  package var layers: Int
  package var heads: Int
  /// Whether positions see those before them; the baseline knows only its own token.
  package var hasAttention: Bool

  /// A model of these widths.
  package init(tokens: Int, width: Int, layers: Int, heads: Int, hasAttention: Bool) {
    self.tokens = tokens
    self.width = width
    self.layers = layers
    self.heads = heads
    self.hasAttention = hasAttention
  }

  /// The program for a batch: a score for every next token and, for training, the loss.
  ///
  /// Inputs: `source`, `labels` and `label_weight` (the weight of each label in the loss), all
  /// `[batch, query]`. `explaining`: whether what only explains the model is recorded too.
  package func tape(batch: Int, queries: Int, explaining: Bool = false) -> Tape {
    Tape.recordModel(explaining: explaining) { recorder in
      let shape: Shape = [.batch: batch, .query: queries]
      var x = Embedding(
        "embedding", tokens: tokens, width: width, initializer: .standardNormal)(
          recorder.indices("source", shape))
      x = addPositions(x, along: .query)
      for layer in 0..<layers { x = recorder.group("layer \(layer)") { block(layer, x) } }
      let scores = Dense("scores", units: tokens, output: .token)(
        LayerNormalization("ln")(x), over: .embedding
      ).named("scores", as: .tokenScores).markedAsOutput()
      crossEntropy(
        scores, labels: recorder.indices("labels", shape),
        weights: recorder.input("label_weight", shape)
      ).named("loss")
    }
  }

  private func block(_ layer: Int, _ x: Value) -> Value {
    let size = TransformerSize(width: width, heads: heads, filter: 2 * width)
    guard hasAttention else {
      return x
        + FeedForward("\(layer)", filter: size.filter)(LayerNormalization("\(layer).ln")(x))
    }
    return TransformerEncoderBlock("\(layer)", size)(x, isCausal: true).output
  }

  /// What leaves these heads out of every layer.
  package func leavingOut(_ off: HeadsOff) -> [Intervention] {
    guard hasAttention else { return [] }
    return (0..<layers).flatMap { layer in
      off.interventions(at: site(layer), heads: heads, context: "\(layer).attended")
    }
  }

  /// Where the attention of a layer is.
  package func site(_ layer: Int) -> Site { Site("decoder.\(layer).self") }

  /// What the attention weights `[batch, head, query, key]` of a layer are called.
  package func weights(_ layer: Int) -> String { "\(layer).weights" }
}
