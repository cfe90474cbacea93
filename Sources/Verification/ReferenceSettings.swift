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

extension [String: ReferenceSetting] {
  fileprivate func with(_ others: Self) -> Self { merging(others) { _, new in new } }
}

extension ReferenceSheet {
  typealias Problem = ReferenceCase.Problem

  private var meanings: [String: ReferenceSetting] {
    ReferenceSetting.everywhere.with(ReferenceSetting.table[reference.family] ?? [:])
  }

  /// Throws where a setting means nothing to the family, has no value that it can have or says
  /// something else than the tensors that are there.
  func checkSettings() throws(Problem) {
    guard let own = ReferenceSetting.table[reference.family] else {
      throw .unknownFamily(reference.family)
    }
    for (name, value) in reference.settings.sorted(by: { $0.key < $1.key }) {
      guard let meaning = meanings[name] else {
        let names = own.keys.sorted().joined(separator: ", ")
        throw .setting(name, problem: "\(reference.family) cases do not know it, only \(names)")
      }
      switch meaning {
      case .length, .number: _ = try number(name)
      case .flag: _ = try flag(name)
      case .word(let words): _ = try text(name, among: words)
      case .presence(let tensor):
        guard try flag(name) != has(tensor) else { continue }
        throw contradiction(name, tensor)
      case .origin(let tensor):
        guard value.text != nil || value.flag != nil else {
          throw .setting(name, problem: "expected a word that tells how “\(tensor)” was made")
        }
        let isSaid = value != .flag(false) && value != .text("none")
        if isSaid != has(tensor) { throw contradiction(name, tensor) }
      case .only(let one):
        guard value != one else { continue }
        throw .setting(name, problem: "headlight computes only \(one), found \(value)")
      case .remark: continue
      }
    }
    guard reference.optimizers.isEmpty || reference.family.hasPrefix("train_") else {
      throw .setting("optimizers", problem: "\(reference.family) cases train nothing")
    }
  }

  private func contradiction(_ name: String, _ tensor: String) -> Problem {
    .setting(
      name,
      problem: "it says otherwise, but there is \(has(tensor) ? "a" : "no") tensor “\(tensor)”")
  }

  /// Throws where a setting says another length than the tensors, or where something that was fed
  /// has no part in what is about to be played with these `parameters`.
  ///
  /// Once a case: its first program has all its parameters and comes when all its inputs were read.
  func checkFeeds(parameters: some Sequence<String>) throws(Problem) {
    guard !isChecked else { return }
    isChecked = true
    for (name, meaning) in meanings.sorted(by: { $0.key < $1.key }) {
      guard case .length(let axis) = meaning, reference.settings[name] != nil else { continue }
      guard let length = known[axis] else {
        throw .setting(name, problem: "no tensor of this case has such a length")
      }
      guard try number(name) == Double(length) else {
        throw .setting(name, problem: "the tensors say \(length)")
      }
    }
    let unread = Set(reference.tensors.keys).subtracting(read).subtracting(parameters)
    if let name = unread.min() { throw .unread(name, family: reference.family) }
  }
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
