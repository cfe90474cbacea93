import Layers
import Tapes
import Tensors

extension ReferenceSheet {
  private static let scores: [Axis] = [.batch, .head, .query, .key]
  private static let depth: Axis = "depth"

  /// The official transformer's attention: once forward and backward, then perhaps step by step.
  func officialMultiHead(
    _ retention: Retention
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    let x = try take("in.x", .batch, .query, .embedding)
    let y = has("in.y") ? try take("in.y", .batch, .key, .embedding) : nil
    let (width, heads) = (length(.embedding), try count("N"))
    guard width.isMultiple(of: heads) else {
      throw .setting("N", problem: "a width of \(width) cannot be split into \(heads) heads")
    }
    if y == nil { try take("in.x", .batch, .key, .embedding) }
    setLength(.head, heads)
    let decodes = try flag("decode")
    guard !decodes || y == nil else {
      throw .setting("decode", problem: "attention to another sequence has no past to keep")
    }
    let bias = has("in.bias") ? try broadcast("in.bias", Self.scores) : nil
    let kept = has("in.dropout_keep") ? try take("in.dropout_keep", Self.scores) : nil
    let rate = try dropoutRate()
    let output = try cotangent("output", [.batch, .query, .embedding])
    let weights = try cotangent("weights", Self.scores)
    let layer = MultiHeadAttention(width: width, heads: heads, dropout: rate)
    let (batch, queries, keys) = (length(.batch), length(.query), length(.key))
    var results = try ReferenceProgram.results(self, retention) { program in
      let asking = program.input("in.x", x)
      let (result, map) = layer(
        asking, to: y.map { program.input("in.y", $0) },
        bias: bias.map { .values(program.input("in.bias", $0, wantsGradient: false)) },
        kept: kept.map { program.input("in.dropout_keep", $0, wantsGradient: false) })
      let (q, k): ([Axis], [Axis]) = (
        [.batch, .query, .head, Self.depth], [.batch, .key, .head, Self.depth]
      )
      let (qSplit, kSplit): ([Axis], [Axis]) = (
        [.batch, .head, .query, Self.depth], [.batch, .head, .key, Self.depth]
      )
      program.result("t.q_proj", "q_proj", q, lengths: [batch, queries, width])
      program.result("t.k_proj", "k_proj", k, lengths: [batch, keys, width])
      program.result("t.v_proj", "v_proj", k, lengths: [batch, keys, width])
      program.result("t.q_split", "q_proj", qSplit)
      program.result("t.k_split", "k_proj", kSplit)
      program.result("t.v_split", "v_proj", kSplit)
      program.result("t.q_scaled", "q_scaled", qSplit)
      program.result("t.logits_raw", "logits_raw", Self.scores)
      program.result("t.logits", bias == nil ? "logits_raw" : "logits", Self.scores)
      program.result("t.weights", "weights", Self.scores)
      if rate > 0 { program.result("t.weights_dropped", "weights_dropped", Self.scores) }
      program.result("t.attended", "attended", qSplit)
      program.result("t.combined", "attended", q, lengths: [batch, queries, width])
      program.output(
        "output", result, called: "output", [.batch, .query, .embedding], cotangent: output)
      program.output("weights", map, called: "weights", Self.scores, cotangent: weights)
    }
    if decodes {
      results.merge(try decoding(layer, x, bias)) { first, _ in first }
    }
    return results
  }

  /// The share of weights that “in.dropout_keep” leaves out; 0 where nothing is dropped.
  private func dropoutRate() throws(ReferenceCase.Problem) -> Float {
    let isGiven = has("in.dropout_keep")
    let rate = isGiven || reference.settings["dropout"] != nil ? try number("dropout") : 0
    guard rate >= 0, rate < 1 else { throw .setting("dropout", problem: "expected 0 ≤ rate < 1") }
    guard (rate > 0) == isGiven else {
      throw .setting(
        "dropout",
        problem: "it is \(rate), but there is \(isGiven ? "a" : "no") tensor "
          + "“in.dropout_keep” that tells what was kept")
    }
    if rate > 0, try flag("decode") {
      throw .setting("decode", problem: "nothing tells what a single step dropped")
    }
    return Float(rate)
  }

  /// The same sequence position by position, with the keys and values of the past kept.
  private func decoding(
    _ layer: MultiHeadAttention, _ x: Tensor, _ bias: Tensor?
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    var results: [String: ReferenceCase.Numbers] = [:]
    var past: (keys: Tensor, values: Tensor)?
    let (batch, width) = (length(.batch), length(.embedding))
    let split: [Axis] = [.batch, .key, .head, Self.depth]
    for step in 0..<length(.query) {
      let now = Tensor(
        [.batch: batch, .query: 1, .embedding: width], x.at(step, of: .query).elements)
      let here = try ReferenceProgram.results(self, .attention) { program in
        let asking = program.input("in.x", now, wantsGradient: false)
        let new = layer.memory(of: asking.renaming(.query, to: .key))
        var memory = new
        if let past {
          memory = MultiHeadAttention.Memory(
            keys: program.input("past keys", past.keys, wantsGradient: false),
            values: program.input("past values", past.values, wantsGradient: false)
          ).followed(by: new)
        }
        memory.keys.named("keys")
        memory.values.named("values")
        // The official code adds a slice of the bias, which is 0 for what came before.
        let slice = bias.flatMap { self.slice($0, query: step) }
        let (result, map) = layer.attend(
          asking, to: memory,
          bias: slice.map { .values(program.input("in.bias", $0, wantsGradient: false)) })
        program.output("keys", memory.keys, called: "keys", split, cotangent: nil)
        program.output("values", memory.values, called: "values", split, cotangent: nil)
        program.output(
          "output", result, called: "output", [.batch, .query, .embedding], cotangent: nil)
        program.output("weights", map, called: "weights", Self.scores, cotangent: nil)
      }
      results["step\(step).output"] = here["out.output"]
      results["step\(step).weights"] = here["out.weights"]
      if let keys = here["out.keys"], let values = here["out.values"] {
        let shape = Shape(axes: split, lengths: keys.lengths)
        past = (Tensor(shape, keys.floats), Tensor(shape, values.floats))
      }
    }
    if let past {
      let lengths = [batch, length(.query), width]
      results["cache.k"] = .init(lengths: lengths, floats: past.keys.elements)
      results["cache.v"] = .init(lengths: lengths, floats: past.values.elements)
    }
    return results
  }

  /// The bias of one query towards the keys up to its own; nil where it has neither axis.
  private func slice(_ bias: Tensor, query: Int) -> Tensor? {
    var part = bias.shape.contains(.query) ? bias.at(query, of: .query) : bias
    if let keys = part.shape[.key], keys > query + 1 {
      let seen = (0...query).map { part.at($0, of: .key) }
      let shape = seen[0].shape
      let joined = Tensor(
        shape.prepending(.key, query + 1), seen.flatMap(\.elements))
      part = joined.permuted(to: shape.axes + [.key])
    }
    return part
  }

  /// Keras's multi-head attention, by both of its paths.
  func kerasMultiHead(
    _ retention: Retention
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    let sizes = try kerasSizes()
    let x = try take("in.query", .batch, .query, .embedding)
    let y = has("in.value") ? try take("in.value", .batch, .key, "memory") : nil
    if y == nil {
      try take("in.query", .batch, .key, .embedding)
      setLength("memory", length(.embedding))
    }
    let separate = has("in.key") ? try take("in.key", .batch, .key, "key width") : nil
    let mask = try kerasMask()
    try take("w.output.kernel", .head, "value depth", "output")
    let output = try cotangent("output", [.batch, .query, "output"])
    let scores = try cotangent("scores", Self.scores)
    let layer = KerasMultiHeadAttention(
      heads: sizes.heads, keyWidth: sizes.keys, valueWidth: length("value depth"),
      outputWidth: length("output"), usesBias: has("w.query.bias"))
    func record(_ program: ReferenceProgram, _ path: KerasMultiHeadAttention.Path) -> (
      output: Value, weights: Value
    ) {
      layer(
        program.input("in.query", x, wantsGradient: path == .withScores),
        to: y.map { program.input("in.value", $0, wantsGradient: path == .withScores) },
        keys: separate.map { program.input("in.key", $0, wantsGradient: path == .withScores) },
        mask: mask.map { program.input("in.attention_mask", $0, wantsGradient: false) },
        path: path)
    }
    let q: [Axis] = [.batch, .query, .head, Self.depth]
    let k: [Axis] = [.batch, .key, .head, Self.depth]
    var results = try ReferenceProgram.results(self, retention) { program in
      let (result, map) = record(program, .withScores)
      program.result("t.query", "query", q)
      program.result("t.key", "key", k)
      program.result("t.value", "value", k)
      program.result("t.query_scaled", "query_scaled", q)
      program.result("t.scores_raw", "scores_raw", Self.scores)
      if mask != nil { program.result("t.scores_masked", "scores_masked", Self.scores) }
      program.result("t.weights", "weights", Self.scores)
      program.result("t.heads", "heads", q)
      program.output(
        "output", result, called: "output", [.batch, .query, .embedding],
        cotangent: output.map { Self.renamed($0, "output", .embedding) })
      program.output("scores", map, called: "weights", Self.scores, cotangent: scores)
    }
    let other = try ReferenceProgram.results(self, .attention) { program in
      let (result, _) = record(program, .withoutScores)
      program.output(
        "output", result, called: "output", [.batch, .query, .embedding], cotangent: nil)
    }
    results["out.output_without_scores"] = other["out.output"]
    return results
  }

  /// Heads and the width of a head's keys, from the kernel of the queries.
  private func kerasSizes() throws(ReferenceCase.Problem) -> (heads: Int, keys: Int) {
    try take("w.query.kernel", .embedding, .head, "key depth")
    return (length(.head), length("key depth"))
  }

  /// The mask and the causal rule in one, over some of batch and query, and over key.
  func kerasMask() throws(ReferenceCase.Problem) -> Tensor? {
    var mask: Tensor?
    if has("in.attention_mask") {
      let given = try broadcast("in.attention_mask", [.batch, .query, .key])
      mask = given.shape.contains(.key) ? given : widened(given)
    }
    return visible(mask, isCausal: try flag("causal"))
  }

  /// A mask of one key, or the same for all keys, with that axis.
  private func widened(_ mask: Tensor) -> Tensor {
    let keys = length(.key)
    return Tensor(
      mask.shape.appending(.key, keys),
      mask.elements.flatMap { [Float](repeating: $0, count: keys) })
  }

  private static func renamed(_ tensor: Tensor, _ axis: Axis, _ name: Axis) -> Tensor {
    Tensor(tensor.shape.renaming(axis, to: name), tensor.elements)
  }
}
