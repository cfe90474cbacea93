import Layers
import Tapes
import Tensors

extension ReferenceSheet {
  /// The first method: additive attention with one query for each example.
  func additive(
    _ retention: Retention
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    let features = try take("in.features", .batch, .key, .feature)
    let hidden = try take("in.hidden", .batch, "hidden")
    try take("w.W1.kernel", .feature, .unit)
    let (batch, keys, units) = (length(.batch), length(.key), length(.unit))
    let mask = has("in.mask") ? try take("in.mask", .batch, .key) : nil
    let context = try cotangent("context", [.batch, .feature])
    let weights = try columnCotangent("attention_weights")
    return try ReferenceProgram.results(self, retention) { program in
      let attended = program.input(
        "in.features", features, order: [.key, .batch, .feature])
      let query = program.input("in.hidden", hidden)
      // −1e9 at padding, as TensorFlow masks.
      let bias = mask.map { mask in
        program.input("in.mask", added(mask), wantsGradient: false)
      }
      let attention = AdditiveAttention(units: units)
      let (pooled, row) = attention(
        features: attended, projected: attention.project(attended), hidden: query, scoreBias: bias)
      let unit: Axis = "attention unit"
      let one = [batch, keys, 1]
      program.result(
        "t.hidden_with_time_axis", "in.hidden", [.batch, "hidden"],
        lengths: [batch, 1, length("hidden")])
      program.result("t.w1_features", "w1_features", [.batch, .key, unit])
      program.result("t.w2_hidden", "w2_hidden", [.batch, unit], lengths: [batch, 1, units])
      program.result("t.pre_tanh", "pre_tanh", [.batch, .key, unit])
      program.result("t.score_hidden", "score_hidden", [.batch, .key, unit])
      program.result("t.energy", "energy", [.batch, .key], lengths: one)
      if bias != nil {
        program.result("t.energy_masked", "energy_masked", [.batch, .key], lengths: one)
      }
      program.result("t.attention_weights", "attention_weights", [.batch, .key], lengths: one)
      program.result("t.weighted_features", "weighted_features", [.batch, .key, .feature])
      program.output(
        "context", pooled, called: "context", [.batch, .feature], cotangent: context)
      program.output(
        "attention_weights", row, called: "attention_weights", [.batch, .key], cotangent: weights,
        lengths: one)
    }
  }

  /// 0 where a mask is 1, −1e9 where it is 0.
  func added(_ mask: Tensor) -> Tensor {
    Tensor(mask.shape, mask.elements.map { $0 != 0 ? 0 : -1e9 })
  }

  /// A cotangent `[batch, key, 1]`.
  private func columnCotangent(_ name: String) throws(ReferenceCase.Problem) -> Tensor? {
    guard has("cot." + name) else { return nil }
    let numbers = try take("cot." + name, .batch, .key, "one")
    try demand("cot." + name, "one", is: 1)
    return Tensor([.batch: length(.batch), .key: length(.key)], numbers.elements)
  }

  /// Softmax and its logarithm of every input there is.
  func softmaxes(
    _ retention: Retention
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    var rows: [(name: String, x: Tensor, probe: Tensor?)] = []
    for name in reference.tensors.keys.sorted() where name.hasPrefix("in.") {
      let own = String(name.dropFirst("in.".count))
      // Every input has lengths of its own.
      forgetLengths()
      rows.append((own, try take(name, .batch, .key), try cotangent(own, [.batch, .key])))
    }
    var results: [String: ReferenceCase.Numbers] = [:]
    for (own, x, probe) in rows {
      let part = try ReferenceProgram.results(self, retention) { program in
        let scores = program.input("in." + own, x)
        let weights = softmax(scores, over: .key).named("weights")
        let logarithms = logSoftmax(scores, over: .key).named("logarithms")
        program.output(own, weights, called: "weights", [.batch, .key], cotangent: probe)
        program.output(
          "log_" + own, logarithms, called: "logarithms", [.batch, .key], cotangent: nil)
      }
      results.merge(part.filter { $0.key != "loss" }) { first, _ in first }
    }
    return results
  }

  /// Keras's `Attention` and `AdditiveAttention`.
  func kerasAttention(
    _ retention: Retention
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    let kind = try text("layer", among: ["Attention", "AdditiveAttention"]) ?? "Attention"
    let isAdditive = kind == "AdditiveAttention"
    let mode = try text("score_mode", among: ["dot", "concat"])
    guard mode == nil || !isAdditive else {
      throw .setting("score_mode", problem: "AdditiveAttention has none")
    }
    let score = mode.flatMap { KerasAttention.Score(rawValue: $0) } ?? .dot
    // A flag that is not there has Keras's default.
    let usesScale = try flag("use_scale", default: isAdditive)
    let queries = try take("in.query", .batch, .query, .embedding)
    let separate = has("in.key") ? try take("in.key", .batch, .key, .embedding) : nil
    // Values may have a width of their own where keys are given.
    let width: Axis = separate == nil ? .embedding : .feature
    let values = try take("in.value", .batch, .key, width)
    let queryMask = has("in.query_mask") ? try take("in.query_mask", .batch, .query) : nil
    let bias = try kerasBias()
    let output = try cotangent("output", [.batch, .query, width])
    let scores = try cotangent("scores", [.batch, .query, .key])
    return try ReferenceProgram.results(self, retention) { program in
      if isAdditive { program.nameOfParameter = { $0 } }
      let asking = program.input("in.query", queries)
      let attended = program.input("in.value", values)
      let keys = separate.map { program.input("in.key", $0) }
      let added = bias.map { program.input("bias", $0, wantsGradient: false) }
      let shown = queryMask.map { program.input("in.query_mask", $0, wantsGradient: false) }
      let (result, weights) =
        isAdditive
        ? KerasAdditiveAttention(usesScale: usesScale)(
          asking, to: attended, keys: keys, bias: added, queryMask: shown)
        : KerasAttention(score: score, usesScale: usesScale)(
          asking, to: attended, keys: keys, bias: added, queryMask: shown)
      program.result("t.scores_raw", "scores_raw", [.batch, .query, .key])
      if added != nil {
        program.result("t.scores_masked", "scores_masked", [.batch, .query, .key])
      }
      program.output(
        "output", result, called: "output", [.batch, .query, width], cotangent: output)
      program.output(
        "scores", weights, called: "scores", [.batch, .query, .key], cotangent: scores)
    }
  }

  /// −1e9 where the values' mask or the causal rule hides a key.
  private func kerasBias() throws(ReferenceCase.Problem) -> Tensor? {
    let mask = has("in.value_mask") ? try take("in.value_mask", .batch, .key) : nil
    let isCausal = try flag("causal")
    guard let visible = visible(mask, isCausal: isCausal) else { return nil }
    return added(visible)
  }

  /// 1 where a mask and, if asked for, the causal rule let a query see a key; nil without either.
  func visible(_ mask: Tensor?, isCausal: Bool) -> Tensor? {
    guard isCausal else { return mask }
    let (queries, keys) = (length(.query), length(.key))
    let batch = mask?.shape[.batch] ?? 1
    let shape: Shape =
      mask?.shape.contains(.batch) == true
      ? [.batch: batch, .query: queries, .key: keys] : [.query: queries, .key: keys]
    let elements: [Float] = (0..<shape.count).map { place in
      let (key, query, row) = (place % keys, place / keys % queries, place / keys / queries)
      guard key <= query else { return 0 }
      guard let mask else { return 1 }
      let at =
        row * mask.shape.stride(of: .batch) + query * mask.shape.stride(of: .query)
        + key * mask.shape.stride(of: .key)
      return mask.elements[at]
    }
    return Tensor(shape, elements)
  }
}
