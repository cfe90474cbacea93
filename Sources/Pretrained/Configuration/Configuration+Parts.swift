import JSON
import Layers
import Tapes

/// Parts that several families have, as their fields say them.
extension Configuration {
  /// The activation that a field names; `absent` where there is none.
  func activation(
    _ name: String, absent: Activation.Function? = nil
  ) throws(ModelError) -> Activation.Function? {
    switch try text(name) {
    case nil: return absent
    case "gelu", "gelu_python": return .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast": return .geluTanh
    case "silu", "swish": return .silu
    case "quick_gelu": return .quickGELU
    case "relu": return nil
    case let other?:
      throw unsupported(
        name, other, "gelu, gelu_new, gelu_pytorch_tanh, silu, swish, quick_gelu, relu")
    }
  }

  /// The base of rotation, from both dialects: `rope_parameters.rope_theta` and `rope_theta`.
  ///
  /// Where both are there `rope_scaling`, if it is no null, is what counts: so transformers reads them.
  func rotaryBase(absent: Float) throws(ModelError) -> Float {
    let old = try number("rope_theta", absent: absent)
    if let scaling = try inner("rope_scaling") {
      try scaling.demandPlainRotation()
      return try scaling.number("rope_theta", absent: old)
    }
    guard let parameters = try inner("rope_parameters") else { return old }
    try parameters.demandPlainRotation()
    return try parameters.number("rope_theta", absent: old)
  }

  /// The share of a head that turns, from all dialects; `absent` where nobody says it.
  func rotaryShare(_ oldName: String, absent: Float) throws(ModelError) -> Float {
    let plain = try number("partial_rotary_factor", absent: number(oldName, absent: absent))
    var share = plain
    if let parameters = try inner("rope_parameters") {
      share = try parameters.number("partial_rotary_factor", absent: plain)
    }
    guard share <= 1 else {
      throw .field(
        path: path, field: "partial_rotary_factor", found: "\(share)", expected: "at most 1")
    }
    return share
  }

  private func demandPlainRotation() throws(ModelError) {
    for name in ["rope_type", "type"] {
      try demand(name, .string("default"), or: "default (positions that are not stretched)")
    }
  }

  /// The pairs of a head of `depth` that turn; its share of the head must be even.
  func pairs(of depth: Int, share: Float) throws(ModelError) -> Int {
    let turned = Int((Float(depth) * share).rounded(.down))
    guard turned >= 2, turned % 2 == 0 else {
      throw .field(
        path: path, field: "partial_rotary_factor", found: "\(turned) of \(depth) features turn",
        expected: "an even number of features, 2 or more")
    }
    return turned / 2
  }

  /// The width of a head where the configuration does not say it.
  func depth(width: Int, heads: Int, field: String) throws(ModelError) -> Int {
    guard width % heads == 0 else {
      throw .field(
        path: path, field: field, found: "\(heads) heads for a width of \(width)",
        expected: "a number that divides the width")
    }
    return width / heads
  }

  /// The heads of keys and values, which divide those of queries.
  func keyHeads(_ name: String, heads: Int, absent: Int?) throws(ModelError) -> Int {
    let keyHeads = try count(name, absent: absent)
    guard heads % keyHeads == 0 else {
      throw .field(
        path: path, field: name, found: "\(keyHeads)", expected: "a divisor of the \(heads) heads")
    }
    return keyHeads
  }

  /// The tensor that scores tokens: one of its own, or the table of tokens where they are tied.
  ///
  /// A file without one is tied, unless its configuration says that it is not: then it lacks its head,
  /// or it is the body of a model, which has none.
  func scoresTensor(
    own: String, tokens: String, _ tensors: TensorNames
  ) throws(ModelError) -> String? {
    let isTied = try flag("tie_word_embeddings", absent: true)
    if tensors.contains(own) { return own }
    let names = try texts("architectures") ?? []
    let hasHead = names.isEmpty || names.contains { $0.contains("LM") }
    guard hasHead else { return nil }
    return isTied ? tokens : own
  }
}
