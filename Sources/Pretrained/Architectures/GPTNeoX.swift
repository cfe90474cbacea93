import Snapshots
import JSON
import Layers
import Tapes
import Tensors

/// GPT-NeoX: a part of each head turns with its position; attention and feed-forward side by side.
///
/// x += attention(LN₁ x) + feed-forward(LN₂ x), or one after the other. One matrix makes queries, keys
/// and values, head by head. Source: Black and others 2022; transformers' `modeling_gpt_neox.py`.
struct GPTNeoX: Architecture {
  let sizes: ModelSizes
  let filter: Int
  let epsilon: Float
  let activation: Activation.Function?
  let isParallel: Bool
  let hasBias: Bool
  let rotary: RotaryPositions
  /// The tensor that scores tokens; nil where the file has none.
  let scoresTensor: String?

  var family: String { "GPT-NeoX" }
  var rotation: RotaryPositions? { rotary }

  /// The model of a config.json.
  init(_ fields: Configuration, _ tensors: TensorNames) throws(ModelError) {
    let body = tensors.prefix(of: "embed_in.weight", among: ["gpt_neox.", ""])
    scoresTensor = try fields.scoresTensor(
      own: "embed_out.weight", tokens: body + "embed_in.weight", tensors)
    let (heads, width) = (
      try fields.count("num_attention_heads"), try fields.count("hidden_size")
    )
    filter = try fields.count("intermediate_size")
    epsilon = try fields.number("layer_norm_eps", absent: 1e-5)
    activation = try fields.activation("hidden_act", absent: .gelu)
    isParallel = try fields.flag("use_parallel_residual", absent: true)
    hasBias = try fields.flag("attention_bias", absent: true)
    let depth = try fields.depth(width: width, heads: heads, field: "num_attention_heads")
    let base = try fields.rotaryBase(
      absent: try fields.number("rotary_emb_base", absent: 10_000))
    rotary = RotaryPositions(
      .halves,
      pairs: try fields.pairs(of: depth, share: fields.rotaryShare("rotary_pct", absent: 0.25)),
      base: base)
    sizes = ModelSizes(
      layers: try fields.count("num_hidden_layers", atMost: 1_000), heads: heads, keyHeads: heads,
      depth: depth, width: width, vocabulary: try fields.count("vocab_size"),
      context: try fields.count("max_position_embeddings", absent: 2_048), isDecoder: true)
  }

  func embed(_ text: TextInputs) -> Value { text.embedded(sizes, positionRows: nil) }

  func block(_ layer: Int, _ x: Value, _ text: TextInputs) -> Value {
    let name = "layer.\(layer)"
    let attention = Attention(
      heads: sizes.heads, depth: sizes.depth, biases: hasBias ? .all : [], rotation: rotary,
      rule: .causal)
    let normal = LayerNormalization(name + ".norm1", epsilon: epsilon)(x)
    let attended = attention(ModelSizes.attention(layer), normal, angles: text.angles).output
    let feed = FeedForward(name, filter: filter, activation: activation)
    let second = LayerNormalization(name + ".norm2", epsilon: epsilon)
    guard isParallel else {
      let middle = (x + attended).meant(as: .residual)
      return (middle + feed(second(middle))).meant(as: .residual)
    }
    return (x + (attended + feed(second(x)))).meant(as: .residual)
  }

  func finish(_ x: Value) -> Value { LayerNormalization("norm", epsilon: epsilon)(x) }

  func scores(_ x: Value) -> Value? {
    guard scoresTensor != nil else { return nil }
    return Dense("head", units: sizes.vocabulary, output: .token, usesBias: false)(
      x, over: .embedding)
  }

  func table(_ tensors: TensorNames) -> WeightTable {
    let (width, depth, heads) = (sizes.width, sizes.depth, sizes.heads)
    let body = tensors.prefix(of: "embed_in.weight", among: ["gpt_neox.", ""])
    var table = WeightTable()
    table.rows("tokens", body + "embed_in.weight", sizes.vocabulary, width: width)
    for layer in 0..<sizes.layers {
      let (ours, theirs) = ("layer.\(layer)", body + "layers.\(layer)")
      let attention = ModelSizes.attention(layer)
      table.norm(ours + ".norm1", theirs + ".input_layernorm", width, tensors)
      table.norm(ours + ".norm2", theirs + ".post_attention_layernorm", width, tensors)
      let fused = theirs + ".attention.query_key_value"
      for (place, part) in ["query", "key", "value"].enumerated() {
        let own = WeightTable.Part.ofEachHead(
          heads: heads, first: place * depth, depth: depth, period: 3 * depth)
        table.kernel(
          "\(attention).\(part)", fused + ".weight", from: width, to: width, rows: 3 * width,
          part: own)
        if hasBias {
          table.vector("\(attention).\(part).bias", fused + ".bias", 3 * width, part: own)
        }
      }
      table.kernel(
        attention + ".output", theirs + ".attention.dense.weight", from: width, to: width)
      if hasBias {
        table.vector(attention + ".output.bias", theirs + ".attention.dense.bias", width)
      }
      table.dense(ours + ".filter", theirs + ".mlp.dense_h_to_4h", from: width, to: filter)
      table.dense(ours + ".output", theirs + ".mlp.dense_4h_to_h", from: filter, to: width)
    }
    table.norm("norm", body + "final_layer_norm", width, tensors)
    if let scoresTensor {
      table.kernel("head", scoresTensor, from: width, to: sizes.vocabulary)
    }
    return table
  }
}
