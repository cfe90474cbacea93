import Snapshots
import JSON
import Layers
import Tapes
import Tensors

/// BERT: x = LN(x + attention(x)), x = LN(x + feed-forward(x)); every position sees all.
///
/// Positions and kinds of sentences are rows of tables. Source: Devlin and others 2018; transformers'
/// `modeling_bert.py`. RoBERTa is the same with positions that begin behind the padding's.
struct Bert: Architecture {
  /// What differs between the families that are BERT.
  struct Names: Sendable {
    var family = "BERT"
    /// The name of the body in a file that also has a head.
    var body = "bert."
    /// The head's hidden layer, its norm and its bias.
    var headDense = "cls.predictions.transform.dense"
    var headNorm = "cls.predictions.transform.LayerNorm"
    var headBias = "cls.predictions.bias"
    /// The head's matrix where it is not the table of tokens.
    var decoder = "cls.predictions.decoder"
    /// The activation of the head where it is not that of the layers.
    var headActivation: Activation.Function?
  }

  let sizes: ModelSizes
  let names: Names
  let filter: Int
  let epsilon: Float
  let activation: Activation.Function?
  let positionRows: Int
  /// The number of padding, from which positions are counted; nil: they begin at 0.
  let padding: Int?
  /// Whether the file has a head that fills masks in.
  let hasHead: Bool
  /// Whether the head's matrix is the table of tokens.
  let isTied: Bool

  var family: String { names.family }

  /// The model of a config.json.
  init(
    _ fields: Configuration, _ tensors: TensorNames, names: Names = Names(),
    countsFromPadding: Bool = false
  ) throws(ModelError) {
    try fields.demand(
      "position_embedding_type", .string("absolute"), or: "absolute (a table of positions)")
    try fields.demand("is_decoder", .boolean(false), or: "false (every position sees all)")
    try fields.demand("add_cross_attention", .boolean(false), or: "false")
    let (heads, width) = (
      try fields.count("num_attention_heads"), try fields.count("hidden_size")
    )
    self.names = names
    filter = try fields.count("intermediate_size")
    epsilon = try fields.number("layer_norm_eps", absent: 1e-12)
    activation = try fields.activation("hidden_act", absent: .gelu)
    positionRows = try fields.count("max_position_embeddings", absent: 512)
    let padding = countsFromPadding ? try Self.padding(fields) : nil
    self.padding = padding
    let context = positionRows - (padding.map { $0 + 1 } ?? 0)
    guard context > 0 else {
      throw .field(
        path: fields.path, field: "max_position_embeddings", found: "\(positionRows)",
        expected: "more than the padding's number and one")
    }
    sizes = ModelSizes(
      layers: try fields.count("num_hidden_layers", atMost: 1_000), heads: heads, keyHeads: heads,
      depth: try fields.depth(width: width, heads: heads, field: "num_attention_heads"),
      width: width, vocabulary: try fields.count("vocab_size"), context: context,
      types: try fields.count("type_vocab_size", absent: 2), isDecoder: false)
    hasHead = tensors.contains(names.headDense + ".weight")
    isTied = try fields.flag("tie_word_embeddings", absent: true)
  }

  private static func padding(_ fields: Configuration) throws(ModelError) -> Int {
    guard case .value(let value) = fields["pad_token_id"] else { return 1 }
    guard let number = value.integer, (0..<Configuration.greatestSize).contains(number) else {
      throw .field(
        path: fields.path, field: "pad_token_id", found: "another value", expected: "a number ≥ 0")
    }
    return number
  }

  func embed(_ text: TextInputs) -> Value {
    LayerNormalization("embeddings.norm", epsilon: epsilon)(
      text.embedded(sizes, positionRows: positionRows))
  }

  func block(_ layer: Int, _ x: Value, _ text: TextInputs) -> Value {
    let name = "layer.\(layer)"
    let attention = Attention(heads: sizes.heads, depth: sizes.depth, biases: .all)
    let attended = attention(ModelSizes.attention(layer), x, mask: text.mask).output
    let middle = LayerNormalization(name + ".attention.norm", epsilon: epsilon)(
      (x + attended).meant(as: .residual))
    let fed = FeedForward(name, filter: filter, activation: activation)(middle)
    return LayerNormalization(name + ".norm", epsilon: epsilon)((middle + fed).meant(as: .residual))
  }

  func scores(_ x: Value) -> Value? {
    guard hasHead else { return nil }
    let hidden = Dense("head.dense", units: sizes.width, output: .embedding)(x, over: .embedding)
    let function = names.headActivation ?? activation
    let normal = LayerNormalization("head.norm", epsilon: epsilon)(
      function.map { activate(hidden, $0) } ?? relu(hidden))
    return Dense("head", units: sizes.vocabulary, output: .token)(normal, over: .embedding)
  }

  /// 0, 1, 2, …; or padding + 1 on, where padding itself stands at the padding's place.
  func positions(of ids: [Int]) -> [Int] {
    guard let padding else { return Array(ids.indices) }
    var next = padding
    return ids.map { id in
      guard id != padding else { return padding }
      next += 1
      return next
    }
  }

  func table(_ tensors: TensorNames) -> WeightTable {
    let (width, body) = (
      sizes.width,
      tensors.prefix(of: "embeddings.word_embeddings.weight", among: [names.body, ""])
    )
    var table = WeightTable()
    let tokens = body + "embeddings.word_embeddings.weight"
    table.rows("tokens", tokens, sizes.vocabulary, width: width)
    table.rows(
      "types", body + "embeddings.token_type_embeddings.weight", sizes.types, width: width)
    table.rows(
      "positions", body + "embeddings.position_embeddings.weight", positionRows, width: width)
    table.norm("embeddings.norm", body + "embeddings.LayerNorm", width, tensors)
    for layer in 0..<sizes.layers {
      let (ours, theirs) = ("layer.\(layer)", body + "encoder.layer.\(layer)")
      let attention = ModelSizes.attention(layer)
      for part in ["query", "key", "value"] {
        table.dense(
          "\(attention).\(part)", "\(theirs).attention.self.\(part)", from: width, to: width)
      }
      table.dense(attention + ".output", theirs + ".attention.output.dense", from: width, to: width)
      table.norm(ours + ".attention.norm", theirs + ".attention.output.LayerNorm", width, tensors)
      table.dense(ours + ".filter", theirs + ".intermediate.dense", from: width, to: filter)
      table.dense(ours + ".output", theirs + ".output.dense", from: filter, to: width)
      table.norm(ours + ".norm", theirs + ".output.LayerNorm", width, tensors)
    }
    if hasHead {
      table.dense("head.dense", names.headDense, from: width, to: width)
      table.norm("head.norm", names.headNorm, width, tensors)
      let own = names.decoder + ".weight"
      table.kernel(
        "head", tensors.contains(own) ? own : tokens, from: width, to: sizes.vocabulary)
      // A head of its own has a bias of its own; else two names are one tensor.
      let ownBias = names.decoder + ".bias"
      let isOwn = !isTied && tensors.contains(ownBias)
      table.vector("head.bias", isOwn ? ownBias : names.headBias, sizes.vocabulary)
      table.skip(
        [isOwn ? names.headBias : ownBias],
        because: isOwn ? "a head that is not tied has \(ownBias)" : "the same as \(names.headBias)")
    }
    table.skip(
      [body + "pooler.dense.weight", body + "pooler.dense.bias"], because: "no attention needs it")
    table.skip(
      ["cls.seq_relationship.weight", "cls.seq_relationship.bias"],
      because: "a head for another task")
    return table
  }
}
