import Snapshots
import JSON
import Layers
import Tapes
import Tensors

/// Llama: x += attention(norm x), x += gated feed-forward(norm x), with turned queries and keys.
///
/// Norms are root mean squares, heads share keys, nothing has a bias; Mistral sees a window, Qwen2 adds
/// biases to queries, keys and values. Source: Touvron and others 2023; transformers'
/// `modeling_llama.py`, `modeling_mistral.py`, `modeling_qwen2.py`; in GGUF `llama` and `qwen2`.
struct Llama: Architecture {
  let family: String
  var sizes: ModelSizes
  let filter: Int
  let epsilon: Float
  let activation: Activation.Function
  let biases: Attention.Biases
  let rotary: RotaryPositions
  /// Whether a GGUF file has the rows of queries and keys in the order of neighbours.
  let hasPermutedRows: Bool

  /// The tensor that scores tokens; nil where the file has none.
  let scoresTensor: String?

  var rotation: RotaryPositions? { rotary }

  /// The model of a config.json.
  init(
    _ fields: Configuration, _ tensors: TensorNames, family: String, biases: Attention.Biases
  ) throws(ModelError) {
    let names = Names.own(tensors)
    scoresTensor = try fields.scoresTensor(own: names.head, tokens: names.tokens, tensors)
    let (heads, width) = (
      try fields.count("num_attention_heads"), try fields.count("hidden_size")
    )
    // Not said, it means as many as heads for Llama; other families have other numbers.
    let keyHeads = try fields.keyHeads(
      "num_key_value_heads", heads: heads, absent: family == "Llama" ? heads : nil)
    let depth: Int =
      switch fields["head_dim"] {
      case .absent, .null:
        try fields.depth(width: width, heads: heads, field: "num_attention_heads")
      case .value: try fields.count("head_dim")
      }
    try fields.demand("mlp_bias", .boolean(false), or: "false")
    guard let activation = try fields.activation("hidden_act", absent: .silu) else {
      throw fields.unsupported("hidden_act", "relu", "silu, gelu, gelu_new")
    }
    self.family = family
    self.activation = activation
    filter = try fields.count("intermediate_size")
    epsilon = try fields.number("rms_norm_eps", absent: 1e-6)
    let hasBias = try fields.flag("attention_bias", absent: false)
    self.biases = hasBias ? .all : biases
    // These families turn whole heads, whatever another field says.
    rotary = RotaryPositions(
      .halves, pairs: try fields.pairs(of: depth, share: 1),
      base: try fields.rotaryBase(absent: 10_000))
    sizes = ModelSizes(
      layers: try fields.count("num_hidden_layers", atMost: 1_000), heads: heads,
      keyHeads: keyHeads, depth: depth, width: width, vocabulary: try fields.count("vocab_size"),
      context: try fields.count("max_position_embeddings", absent: 2_048), isDecoder: true)
    hasPermutedRows = false
  }

  /// The model of a GGUF file's metadata; `vocabulary`: the rows of its table.
  init(
    gguf fields: Configuration, _ tensors: TensorNames, vocabulary: Int, family: String,
    biases: Attention.Biases, hasPermutedRows: Bool
  ) throws(ModelError) {
    scoresTensor =
      tensors.contains(Names.gguf.head) ? Names.gguf.head : Names.gguf.tokens
    let (heads, width) = (
      try fields.count("attention.head_count"), try fields.count("embedding_length")
    )
    try fields.demand(
      "rope.scaling.type", .string("none"), or: "none (positions that are not stretched)")
    let depth = try fields.count(
      "attention.key_length",
      absent: fields.depth(width: width, heads: heads, field: "attention.head_count"))
    self.family = family
    self.biases = biases
    self.hasPermutedRows = hasPermutedRows
    activation = .silu
    filter = try fields.count("feed_forward_length")
    epsilon = try fields.number("attention.layer_norm_rms_epsilon")
    let turned = try fields.count("rope.dimension_count", absent: depth)
    guard turned % 2 == 0, turned <= depth else {
      throw .field(
        path: fields.path, field: "rope.dimension_count", found: "\(turned)",
        expected: "an even number of at most \(depth)")
    }
    rotary = RotaryPositions(
      .halves, pairs: turned / 2, base: try fields.number("rope.freq_base", absent: 10_000))
    sizes = ModelSizes(
      layers: try fields.count("block_count", atMost: 1_000), heads: heads,
      keyHeads: try fields.keyHeads("attention.head_count_kv", heads: heads, absent: heads),
      depth: depth, width: width, vocabulary: vocabulary,
      context: try fields.count("context_length"), isDecoder: true)
  }

  func embed(_ text: TextInputs) -> Value { text.embedded(sizes, positionRows: nil) }

  func block(_ layer: Int, _ x: Value, _ text: TextInputs) -> Value {
    let name = "layer.\(layer)"
    let window = sizes.windows.isEmpty ? nil : sizes.windows[layer]
    let attention = Attention(
      heads: sizes.heads, keyHeads: sizes.keyHeads, depth: sizes.depth, biases: biases,
      rotation: rotary, rule: window.map { .window($0) } ?? .causal)
    let normal = RootMeanSquareNormalization(name + ".norm1", epsilon: epsilon)(x)
    let attended = attention(ModelSizes.attention(layer), normal, angles: text.angles).output
    let middle = (x + attended).meant(as: .residual)
    let fed = GatedFeedForward(name, filter: filter, activation: activation)(
      RootMeanSquareNormalization(name + ".norm2", epsilon: epsilon)(middle))
    return (middle + fed).meant(as: .residual)
  }

  func finish(_ x: Value) -> Value { RootMeanSquareNormalization("norm", epsilon: epsilon)(x) }

  func scores(_ x: Value) -> Value? {
    guard scoresTensor != nil else { return nil }
    return Dense("head", units: sizes.vocabulary, output: .token, usesBias: false)(
      x, over: .embedding)
  }

  func table(_ tensors: TensorNames) -> WeightTable {
    let names = tensors.isGGUF ? Names.gguf : Names.own(tensors)
    let (width, depth) = (sizes.width, sizes.depth)
    var table = WeightTable()
    table.rows("tokens", names.tokens, sizes.vocabulary, width: width)
    for layer in 0..<sizes.layers {
      let (ours, theirs) = ("layer.\(layer)", names.layer + "\(layer).")
      let attention = ModelSizes.attention(layer)
      table.vector(ours + ".norm1.scale", theirs + names.norm1, width)
      table.vector(ours + ".norm2.scale", theirs + names.norm2, width)
      for (part, source, heads, bias) in [
        ("query", names.query, sizes.heads, Attention.Biases.query),
        ("key", names.key, sizes.keyHeads, .key), ("value", names.value, sizes.keyHeads, .value),
      ] {
        let order: WeightTable.Part =
          tensors.isGGUF && hasPermutedRows && part != "value"
          ? .rotary(heads: heads, depth: depth) : .all
        table.kernel(
          "\(attention).\(part)", theirs + source + ".weight", from: width, to: heads * depth,
          part: order)
        if biases.contains(bias) {
          table.vector(
            "\(attention).\(part).bias", theirs + source + ".bias", heads * depth, part: order)
        }
      }
      table.kernel(
        attention + ".output", theirs + names.output + ".weight", from: sizes.heads * depth,
        to: width)
      if biases.contains(.output) {
        table.vector(attention + ".output.bias", theirs + names.output + ".bias", width)
      }
      table.kernel(ours + ".gate", theirs + names.gate, from: width, to: filter)
      table.kernel(ours + ".up", theirs + names.up, from: width, to: filter)
      table.kernel(ours + ".down", theirs + names.down, from: filter, to: width)
    }
    table.vector("norm.scale", names.norm, width)
    if let scoresTensor {
      table.kernel("head", scoresTensor, from: width, to: sizes.vocabulary)
    }
    return table
  }

  private struct Names {
    var (tokens, norm, head, layer) = ("", "", "", "")
    var (query, key, value, output) = ("", "", "", "")
    var (norm1, norm2, gate, up, down) = ("", "", "", "", "")

    static func own(_ tensors: TensorNames) -> Names {
      let body = tensors.prefix(of: "embed_tokens.weight", among: ["model.", ""])
      return Names(
        tokens: body + "embed_tokens.weight", norm: body + "norm.weight", head: "lm_head.weight",
        layer: body + "layers.", query: "self_attn.q_proj", key: "self_attn.k_proj",
        value: "self_attn.v_proj", output: "self_attn.o_proj", norm1: "input_layernorm.weight",
        norm2: "post_attention_layernorm.weight", gate: "mlp.gate_proj.weight",
        up: "mlp.up_proj.weight", down: "mlp.down_proj.weight")
    }

    static var gguf: Names {
      Names(
        tokens: "token_embd.weight", norm: "output_norm.weight", head: "output.weight",
        layer: "blk.", query: "attn_q", key: "attn_k", value: "attn_v", output: "attn_output",
        norm1: "attn_norm.weight", norm2: "ffn_norm.weight", gate: "ffn_gate.weight",
        up: "ffn_up.weight", down: "ffn_down.weight")
    }

    init(
      tokens: String, norm: String, head: String, layer: String, query: String, key: String,
      value: String, output: String, norm1: String, norm2: String, gate: String, up: String,
      down: String
    ) {
      (self.tokens, self.norm, self.head, self.layer) = (tokens, norm, head, layer)
      (self.query, self.key, self.value, self.output) = (query, key, value, output)
      (self.norm1, self.norm2) = (norm1, norm2)
      (self.gate, self.up, self.down) = (gate, up, down)
    }
  }
}
