import Tensors

/// What a family's settings can be, and whether they agree with the tensors.
///
/// The tensors decide what is computed; a setting that contradicts them is a mistake of the file.
extension ReferenceSheet {
  /// Settings that repeat the length of an axis.
  private var lengths: [String: Axis] {
    switch reference.family {
    case "additive": ["B": .batch, "T": .key, "F": .feature, "H": "hidden", "U": .unit]
    case "lstm", "gru": ["B": .batch, "T": .key, "E": .embedding, "U": .unit]
    case "pooling": ["B": .batch, "T": .key, "E": .embedding, "U": .unit, "vocab": .token]
    case "mha_official": ["B": .batch, "Tq": .query, "Tk": .key, "D": .embedding, "N": .head]
    case "mha_keras":
      [
        "B": .batch, "Tq": .query, "Tk": .key, "D": .embedding, "D_mem": "memory", "N": .head,
        "key_dim": "key depth", "value_dim": "value depth", "output_dim": "output",
      ]
    case "keras_attention": ["B": .batch, "Tq": .query, "Tv": .key, "D": .embedding]
    case "blocks": ["B": .batch, "T": .query, "D": .embedding, "vocab": .token]
    case "train_additive":
      ["B": .batch, "T": .key, "F": .feature, "H": .unit, "U": "attention unit", "C": .token]
    case "train_pooling":
      ["B": .batch, "T": .key, "vocab": "word", "E": .embedding, "U": .unit, "C": .token]
    case "train_mha_keras":
      [
        "B": .batch, "T": .query, "D": .embedding, "N": .head, "key_dim": "key depth",
        "value_dim": "value depth", "C": .token,
      ]
    case "train_mha_official":
      ["B": .batch, "T": .query, "vocab": .token, "D": .embedding, "filter": "filter"]
    case "train_seq2seq":
      ["B": .batch, "T": .key, "vocab": .token, "E": .embedding, "U": .unit]
    default: [:]
    }
  }

  /// Flags that say whether a tensor is there.
  private var flags: [String: String] {
    switch reference.family {
    case "additive", "pooling": ["masked": "in.mask"]
    case "lstm", "gru": ["masked": "in.mask", "initial_state": "in.h0"]
    case "mha_keras": ["use_bias": "w.query.bias"]
    case "train_mha_keras": ["use_bias": "w0.query.bias"]
    case "keras_attention":
      ["separate_key": "in.key", "query_mask": "in.query_mask", "value_mask": "in.value_mask"]
    default: [:]
    }
  }

  /// All other settings of the family.
  private var others: Set<String> {
    switch reference.family {
    case "gru": ["reset_after"]
    case "pooling", "train_pooling": ["score"]
    case "softmax": ["const"]
    case "mha_official": ["bias", "dropout", "decode"]
    case "mha_keras": ["mask", "causal"]
    case "keras_attention": ["layer", "use_scale", "score_mode", "causal"]
    case "blocks": ["smoothing"]
    case "train_mha_official": ["N", "task", "smoothing"]
    default: []
    }
  }

  /// How the inputs were drawn, which the inputs themselves tell; and what stands elsewhere too.
  private static let everywhere: Set = [
    "keras_init", "mask_kind", "optimizers", "v_scale", "x_scale",
  ]

  private static let optimizerOptions: Set = [
    "beta_1", "beta_2", "epsilon", "formula", "learning_rate", "momentum", "name", "note",
    "schedule",
  ]

  /// Throws where a setting says something else than the tensors.
  func checkSettings() throws(ReferenceCase.Problem) {
    for (name, axis) in lengths.sorted(by: { $0.key < $1.key }) {
      guard let length = known[axis], reference.settings[name] != nil else { continue }
      guard try number(name) == Double(length) else {
        throw .setting(name, problem: "the tensors say \(length)")
      }
    }
    for (name, tensor) in flags.sorted(by: { $0.key < $1.key }) {
      guard reference.settings[name] != nil, try flag(name) != has(tensor) else { continue }
      throw .setting(
        name,
        problem: "it says otherwise, but there is \(has(tensor) ? "a" : "no") tensor “\(tensor)”")
    }
  }

  /// Settings that mean nothing to this family.
  var unknownSettings: [String] {
    let known = Set(lengths.keys).union(flags.keys).union(others).union(Self.everywhere)
    let options = reference.optimizers.flatMap { name, setting in
      (setting.fields ?? [:]).filter { !Self.optimizerOptions.contains($0.key) && $0.value.isOn }
        .keys.map { "optimizers.\(name).\($0)" }
    }
    return (reference.settings.keys.filter { !known.contains($0) } + options).sorted()
  }
}

extension ReferenceCase.Setting {
  /// Whether this asks for something: `false` and 0 leave an option of an optimizer off.
  fileprivate var isOn: Bool { self != .flag(false) && self != .number(0) }
}
