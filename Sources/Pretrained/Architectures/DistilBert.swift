import Snapshots
import JSON
import Layers
import Tapes
import Tensors

/// DistilBERT: BERT's blocks without kinds of sentences, under names of its own.
///
/// Source: Sanh and others 2019; transformers' `modeling_distilbert.py`.
struct DistilBert: Architecture {
  let sizes: ModelSizes
  let filter: Int
  let activation: Activation.Function?
  let hasHead: Bool
  private static let epsilon: Float = 1e-12

  var family: String { "DistilBERT" }

  /// The model of a config.json.
  init(_ fields: Configuration, _ tensors: TensorNames) throws(ModelError) {
    let (heads, width) = (try fields.count("n_heads"), try fields.count("dim"))
    filter = try fields.count("hidden_dim")
    activation = try fields.activation("activation", absent: .gelu)
    // Positions that are sines are stored as rows like any others.
    sizes = ModelSizes(
      layers: try fields.count("n_layers", atMost: 1_000), heads: heads, keyHeads: heads,
      depth: try fields.depth(width: width, heads: heads, field: "n_heads"), width: width,
      vocabulary: try fields.count("vocab_size"),
      context: try fields.count("max_position_embeddings", absent: 512), isDecoder: false)
    hasHead = tensors.contains("vocab_transform.weight")
  }

  func embed(_ text: TextInputs) -> Value {
    LayerNormalization("embeddings.norm", epsilon: Self.epsilon)(
      text.embedded(sizes, positionRows: sizes.context))
  }

  func block(_ layer: Int, _ x: Value, _ text: TextInputs) -> Value {
    let name = "layer.\(layer)"
    let attention = Attention(heads: sizes.heads, depth: sizes.depth, biases: .all)
    let attended = attention(ModelSizes.attention(layer), x, mask: text.mask).output
    let middle = LayerNormalization(name + ".attention.norm", epsilon: Self.epsilon)(
      (x + attended).meant(as: .residual))
    let fed = FeedForward(name, filter: filter, activation: activation)(middle)
    return LayerNormalization(name + ".norm", epsilon: Self.epsilon)(
      (middle + fed).meant(as: .residual))
  }

  func scores(_ x: Value) -> Value? {
    guard hasHead else { return nil }
    let hidden = Dense("head.dense", units: sizes.width, output: .embedding)(x, over: .embedding)
    let normal = LayerNormalization("head.norm", epsilon: Self.epsilon)(
      activation.map { activate(hidden, $0) } ?? relu(hidden))
    return Dense("head", units: sizes.vocabulary, output: .token)(normal, over: .embedding)
  }

  func table(_ tensors: TensorNames) -> WeightTable {
    let (width, body) = (
      sizes.width,
      tensors.prefix(of: "embeddings.word_embeddings.weight", among: ["distilbert.", ""])
    )
    var table = WeightTable()
    let tokens = body + "embeddings.word_embeddings.weight"
    table.rows("tokens", tokens, sizes.vocabulary, width: width)
    table.rows(
      "positions", body + "embeddings.position_embeddings.weight", sizes.context, width: width)
    table.norm("embeddings.norm", body + "embeddings.LayerNorm", width, tensors)
    for layer in 0..<sizes.layers {
      let (ours, theirs) = ("layer.\(layer)", body + "transformer.layer.\(layer)")
      let attention = ModelSizes.attention(layer)
      for (part, name) in [
        ("query", "q_lin"), ("key", "k_lin"), ("value", "v_lin"), ("output", "out_lin"),
      ] {
        table.dense("\(attention).\(part)", "\(theirs).attention.\(name)", from: width, to: width)
      }
      table.norm(ours + ".attention.norm", theirs + ".sa_layer_norm", width, tensors)
      table.dense(ours + ".filter", theirs + ".ffn.lin1", from: width, to: filter)
      table.dense(ours + ".output", theirs + ".ffn.lin2", from: filter, to: width)
      table.norm(ours + ".norm", theirs + ".output_layer_norm", width, tensors)
    }
    if hasHead {
      table.dense("head.dense", "vocab_transform", from: width, to: width)
      table.norm("head.norm", "vocab_layer_norm", width, tensors)
      let own = "vocab_projector.weight"
      table.kernel(
        "head", tensors.contains(own) ? own : tokens, from: width, to: sizes.vocabulary)
      table.vector("head.bias", "vocab_projector.bias", sizes.vocabulary)
    }
    return table
  }
}
