import Tensors

/// What a setting of a reference case means to its family.
///
/// Every setting of every family stands in ``table``. What does not stand there is refused by name,
/// for it may have decided what the other implementation computed.
enum ReferenceSetting {
  /// Repeats the length of an axis.
  case length(Axis)
  /// Yes or no: whether a tensor is there.
  case presence(String)
  /// A word that tells how a tensor was made, which must be there then.
  case origin(String)
  /// Yes or no, which decides what is computed.
  case flag
  /// One of these words, which decides what is computed.
  case word([String])
  /// A number, which decides what is computed.
  case number
  /// An option of the original layer, of which only this value is computed.
  case only(ReferenceCase.Setting)
  /// How the inputs were drawn, which they tell themselves; and what stands elsewhere too.
  case remark

  /// All settings of all families.
  static let table: [String: [String: Self]] = [
    "additive": masks.with([
      "B": .length(.batch), "T": .length(.key), "F": .length(.feature), "H": .length("hidden"),
      "U": .length(.unit),
    ]),
    "blocks": [
      "B": .length(.batch), "T": .length(.query), "D": .length(.embedding),
      "vocab": .length(.token), "smoothing": .number,
    ],
    "gru": recurrent.with(masks).with(["initial_state": .presence("in.h0"), "reset_after": .flag]),
    "keras_attention": [
      "B": .length(.batch), "Tq": .length(.query), "Tv": .length(.key), "D": .length(.embedding),
      "Dv": .length(.feature), "layer": .word(["Attention", "AdditiveAttention"]),
      "score_mode": .word(["dot", "concat"]), "use_scale": .flag, "causal": .flag,
      "separate_key": .presence("in.key"), "query_mask": .presence("in.query_mask"),
      "value_mask": .presence("in.value_mask"), "dropout": .only(.number(0)),
    ],
    "lstm": recurrent.with(masks).with(["initial_state": .presence("in.h0")]),
    "mha_keras": kerasHeads.with([
      "B": .length(.batch), "Tq": .length(.query), "Tk": .length(.key), "D": .length(.embedding),
      "D_mem": .length("memory"), "output_dim": .length("output"),
      "use_bias": .presence("w.query.bias"), "separate_key": .presence("in.key"),
    ]),
    "mha_official": [
      "B": .length(.batch), "Tq": .length(.query), "Tk": .length(.key), "D": .length(.embedding),
      "N": .length(.head), "bias": .origin("in.bias"), "dropout": .number, "decode": .flag,
    ],
    "pooling": masks.with([
      "B": .length(.batch), "T": .length(.key), "E": .length(.embedding), "U": .length(.unit),
      "vocab": .length(.token), "score": .word(["tanh", "linear"]),
    ]),
    "softmax": ["const": .remark],
    "train_additive": masks.with([
      "B": .length(.batch), "T": .length(.key), "F": .length(.feature), "H": .length(.unit),
      "U": .length("attention unit"), "C": .length(.token),
    ]),
    "train_mha_keras": kerasHeads.with([
      "B": .length(.batch), "T": .length(.query), "D": .length(.embedding), "C": .length(.token),
      "use_bias": .presence("w0.query.bias"),
    ]),
    "train_mha_official": [
      "B": .length(.batch), "T": .length(.query), "vocab": .length(.token),
      "D": .length(.embedding), "N": .length(.head), "filter": .length("filter"),
      "task": .word(["reverse", "next"]), "smoothing": .number, "dropout": .only(.number(0)),
    ],
    "train_pooling": masks.with([
      "B": .length(.batch), "T": .length(.key), "vocab": .length("word"),
      "E": .length(.embedding), "U": .length(.unit), "C": .length(.token),
      "score": .word(["tanh", "linear"]),
    ]),
    "train_seq2seq": [
      "B": .length(.batch), "T": .length(.key), "vocab": .length(.token),
      "E": .length(.embedding), "U": .length(.unit), "reset_after": .only(.flag(true)),
    ],
  ]

  /// What every family may say.
  static let everywhere: [String: Self] = Dictionary(
    uniqueKeysWithValues: [
      "keras_init", "note", "optimizers", "seed", "h_scale", "k_scale", "q_scale", "v_scale",
      "w_scale", "x_scale", "y_scale",
    ].map { ($0, .remark) })

  private static let masks: [String: Self] = [
    "masked": .presence("in.mask"), "mask_kind": .origin("in.mask"),
  ]

  private static let kerasHeads: [String: Self] = [
    "N": .length(.head), "key_dim": .length("key depth"), "value_dim": .length("value depth"),
    "mask": .origin("in.attention_mask"), "causal": .flag, "dropout": .only(.number(0)),
  ]

  private static let recurrent: [String: Self] = [
    "B": .length(.batch), "T": .length(.key), "E": .length(.embedding), "U": .length(.unit),
    "activation": .only(.text("tanh")), "recurrent_activation": .only(.text("sigmoid")),
    "use_bias": .only(.flag(true)), "go_backwards": .only(.flag(false)),
    "dropout": .only(.number(0)), "recurrent_dropout": .only(.number(0)),
  ]
}

extension ReferenceCase.Setting: CustomStringConvertible {
  /// The value as a person would write it.
  public var description: String {
    switch self {
    case .flag(let value): "\(value)"
    case .number(let value): Int(exactly: value).map { "\($0)" } ?? "\(value)"
    case .text(let value): "“\(value)”"
    case .fields: "an object"
    case .other: "something else"
    }
  }
}

extension [String: ReferenceSetting] {
  func with(_ others: Self) -> Self { merging(others) { _, new in new } }
}
