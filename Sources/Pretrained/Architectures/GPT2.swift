import Snapshots
import JSON
import Layers
import Tapes
import Tensors

/// GPT-2: x += attention(LN x), x += feed-forward(LN x), each position seeing those before it.
///
/// One matrix makes queries, keys and values, stored `[in, out]`; positions are rows of a table.
/// Source: Radford and others 2019; transformers' `modeling_gpt2.py`; in GGUF `gpt2`.
struct GPT2: Architecture {
  let sizes: ModelSizes
  let filter: Int
  let epsilon: Float
  let activation: Activation.Function?
  /// The tensor that scores tokens; nil where the file has none.
  let scoresTensor: String?
  /// Whether products are divided by √depth.
  let isScaled: Bool
  /// Whether they are divided by the layer's number too.
  let scalesByLayer: Bool

  var family: String { "GPT-2" }

  /// The model of a config.json.
  init(_ fields: Configuration, _ tensors: TensorNames) throws(ModelError) {
    scoresTensor = try fields.scoresTensor(
      own: "lm_head.weight", tokens: Self.body(tensors) + "wte.weight", tensors)
    try fields.demand("add_cross_attention", .boolean(false), or: "false")
    let (heads, width) = (try fields.count("n_head"), try fields.count("n_embd"))
    filter = try fields.count("n_inner", absent: 4 * width)
    epsilon = try fields.number("layer_norm_epsilon", absent: 1e-5)
    activation = try fields.activation("activation_function", absent: .geluTanh)
    isScaled = try fields.flag("scale_attn_weights", absent: true)
    scalesByLayer = try fields.flag("scale_attn_by_inverse_layer_idx", absent: false)
    sizes = ModelSizes(
      layers: try fields.count("n_layer", atMost: 1_000), heads: heads, keyHeads: heads,
      depth: try fields.depth(width: width, heads: heads, field: "n_head"), width: width,
      vocabulary: try fields.count("vocab_size"),
      context: try fields.count("n_positions", absent: 1_024), isDecoder: true)
  }

  /// The model of a GGUF file's metadata; `vocabulary`: the rows of its table.
  init(
    gguf fields: Configuration, _ tensors: TensorNames, vocabulary: Int
  ) throws(ModelError) {
    scoresTensor = tensors.contains("output.weight") ? "output.weight" : "token_embd.weight"
    let (heads, width) = (
      try fields.count("attention.head_count"), try fields.count("embedding_length")
    )
    filter = try fields.count("feed_forward_length", absent: 4 * width)
    epsilon = try fields.number("attention.layer_norm_epsilon", absent: 1e-5)
    (activation, isScaled, scalesByLayer) = (.geluTanh, true, false)
    sizes = ModelSizes(
      layers: try fields.count("block_count", atMost: 1_000), heads: heads, keyHeads: heads,
      depth: try fields.depth(width: width, heads: heads, field: "attention.head_count"),
      width: width, vocabulary: vocabulary, context: try fields.count("context_length"),
      isDecoder: true)
  }

  func embed(_ text: TextInputs) -> Value { text.embedded(sizes, positionRows: sizes.context) }

  func block(_ layer: Int, _ x: Value, _ text: TextInputs) -> Value {
    let name = "layer.\(layer)"
    let scale =
      (isScaled ? 1 / Float(sizes.depth).squareRoot() : 1) / (scalesByLayer ? Float(layer + 1) : 1)
    let attention = Attention(
      heads: sizes.heads, depth: sizes.depth, biases: .all, scale: scale, rule: .causal)
    let normal = LayerNormalization(name + ".norm1", epsilon: epsilon)(x)
    let middle = (x + attention(ModelSizes.attention(layer), normal).output).meant(as: .residual)
    let fed = FeedForward(name, filter: filter, activation: activation)(
      LayerNormalization(name + ".norm2", epsilon: epsilon)(middle))
    return (middle + fed).meant(as: .residual)
  }

  func finish(_ x: Value) -> Value { LayerNormalization("norm", epsilon: epsilon)(x) }

  func scores(_ x: Value) -> Value? {
    guard scoresTensor != nil else { return nil }
    return Dense("head", units: sizes.vocabulary, output: .token, usesBias: false)(
      x, over: .embedding)
  }

  private static func body(_ tensors: TensorNames) -> String {
    tensors.prefix(of: "wte.weight", among: ["transformer.", ""])
  }

  func table(_ tensors: TensorNames) -> WeightTable {
    tensors.isGGUF ? ggufTable(tensors) : ownTable(tensors)
  }

  private func ownTable(_ tensors: TensorNames) -> WeightTable {
    let (width, body) = (sizes.width, Self.body(tensors))
    var table = WeightTable()
    table.rows("tokens", body + "wte.weight", sizes.vocabulary, width: width)
    table.rows("positions", body + "wpe.weight", sizes.context, width: width)
    for layer in 0..<sizes.layers {
      let (ours, theirs) = ("layer.\(layer)", body + "h.\(layer)")
      let attention = ModelSizes.attention(layer)
      table.norm(ours + ".norm1", theirs + ".ln_1", width, tensors)
      table.norm(ours + ".norm2", theirs + ".ln_2", width, tensors)
      for (place, part) in ["query", "key", "value"].enumerated() {
        let own = (place * width)..<((place + 1) * width)
        table.straight(
          "\(attention).\(part)", theirs + ".attn.c_attn.weight", from: width, to: width,
          columns: 3 * width, part: .columns(own))
        table.vector(
          "\(attention).\(part).bias", theirs + ".attn.c_attn.bias", 3 * width, part: .rows(own))
      }
      for (name, source, input, output) in [
        (attention + ".output", ".attn.c_proj", width, width),
        (ours + ".filter", ".mlp.c_fc", width, filter),
        (ours + ".output", ".mlp.c_proj", filter, width),
      ] {
        table.straight(name, theirs + source + ".weight", from: input, to: output)
        table.vector(name + ".bias", theirs + source + ".bias", output)
      }
    }
    table.norm("norm", body + "ln_f", width, tensors)
    if let scoresTensor {
      table.kernel("head", scoresTensor, from: width, to: sizes.vocabulary)
    }
    return table
  }

  private func ggufTable(_ tensors: TensorNames) -> WeightTable {
    let width = sizes.width
    var table = WeightTable()
    table.rows("tokens", "token_embd.weight", sizes.vocabulary, width: width)
    table.rows("positions", "position_embd.weight", sizes.context, width: width)
    for layer in 0..<sizes.layers {
      let (ours, theirs) = ("layer.\(layer)", "blk.\(layer)")
      let attention = ModelSizes.attention(layer)
      table.norm(ours + ".norm1", theirs + ".attn_norm", width, tensors)
      table.norm(ours + ".norm2", theirs + ".ffn_norm", width, tensors)
      for (place, part) in ["query", "key", "value"].enumerated() {
        let own = (place * width)..<((place + 1) * width)
        table.kernel(
          "\(attention).\(part)", theirs + ".attn_qkv.weight", from: width, to: width,
          rows: 3 * width, part: .rows(own))
        table.vector(
          "\(attention).\(part).bias", theirs + ".attn_qkv.bias", 3 * width, part: .rows(own))
      }
      table.dense(attention + ".output", theirs + ".attn_output", from: width, to: width)
      table.dense(ours + ".filter", theirs + ".ffn_up", from: width, to: filter)
      table.dense(ours + ".output", theirs + ".ffn_down", from: filter, to: width)
    }
    table.norm("norm", "output_norm", width, tensors)
    if let scoresTensor {
      table.kernel("head", scoresTensor, from: width, to: sizes.vocabulary)
    }
    return table
  }
}
