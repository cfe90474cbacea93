import Layers
import Tapes
import Tensors
import Training

extension ReferenceSheet {
  /// The pieces around the official transformer's attention.
  func blocks(
    _ retention: Retention
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    try take("w.embedding", .token, .embedding)
    let ids = try positions("in.ids", .batch, .query, within: .token)
    let (batch, queries) = (length(.batch), length(.query))
    let (tokens, width) = (length(.token), try evenWidth("w.embedding"))
    let smoothing = try smoothing()
    let steps = has("in.lr_steps") ? try positions("in.lr_steps", .step) : nil
    var results = try ReferenceProgram.results(self, retention) { program in
      program.nameOfParameter = { $0.hasPrefix("ln.") ? "ln_" + $0.dropFirst(3) : $0 }
      let table = SharedEmbedding("embedding", tokens: tokens, width: width)
      let positions = program.indices(
        "in.ids", Self.withoutPadding(ids), [.batch: batch, .query: queries])
      let embedded = table(positions).named("embedded")
      let normal = LayerNormalization("ln")(addPositions(embedded, along: .query))
        .named("layer_norm")
      let logits = table.scores(normal).named("logits")
      let labels = program.indices("labels", ids, [.batch: batch, .query: queries])
      let shares = program.input(
        "shares", Self.shares(ids, [.batch: batch, .query: queries]), wantsGradient: false)
      let (loss, each) = smoothedCrossEntropy(
        logits, labels: labels, weights: shares, smoothing: smoothing)
      loss.named("loss").markedAsOutput()
      each.named("xentropy")
      program.result("t.embedded", "embedded", [.batch, .query, .embedding])
      program.result("t.layer_norm", "layer_norm", [.batch, .query, .embedding])
      program.result("t.logits", "logits", [.batch, .query, .token])
      program.result("t.xentropy", "xentropy", [.batch, .query])
    }
    results.merge(try constants(ids)) { first, _ in first }
    if let steps {
      let rate = LearningRate.official(width: 512)
      results["out.learning_rate"] = .init(
        lengths: [steps.count], floats: steps.map { rate(Int($0)) })
    }
    return results
  }

  /// Positions, the causal bias and the padding bias: what depends on no weight.
  private func constants(
    _ ids: [Int32]
  ) throws(ReferenceCase.Problem) -> [String: ReferenceCase.Numbers] {
    let (batch, queries, width) = (length(.batch), length(.query), length(.embedding))
    var results = try ReferenceProgram.results(self, .attention) { program in
      let nothing = program.recorder.constantZeros([.query: queries, .embedding: width])
      let encoding = addPositions(nothing, along: .query).named("positions")
      program.output(
        "position_encoding", encoding, called: "positions", [.query, .embedding], cotangent: nil)
      let square = program.recorder.constantZeros([.query: queries, .key: queries])
      let bias = square.apply(CausalBias()).named("causal")
      program.output(
        "decoder_bias", bias, called: "causal", [.query, .key], cotangent: nil,
        lengths: [1, 1, queries, queries])
    }
    results["out.padding_bias"] = .init(
      lengths: [batch, 1, 1, queries], floats: Self.paddingBias(ids))
    return results
  }

  /// The width of the table, which must be even and at least 4 for sines and cosines.
  func evenWidth(_ name: String) throws(ReferenceCase.Problem) -> Int {
    let width = length(.embedding)
    guard width >= 4, width.isMultiple(of: 2) else {
      throw .unfit(
        name: name, found: reference.tensors[name]?.lengths ?? [],
        expected: "an even width from 4 on for sines and cosines")
    }
    return width
  }

  func smoothing() throws(ReferenceCase.Problem) -> Float {
    let value = try number("smoothing")
    guard value >= 0, value < 1 else { throw .setting("smoothing", problem: "expected 0 ≤ s < 1") }
    return Float(value)
  }

  /// 0 at tokens, −1e9 at padding, which is 0.
  static func paddingBias(_ ids: [Int32]) -> [Float] { ids.map { $0 == 0 ? -1e9 : 0 } }

  /// Padding, which is 0, as a position outside of the table.
  static func withoutPadding(_ ids: [Int32]) -> [Int32] { ids.map { $0 == 0 ? -1 : $0 } }

  /// The share of every label in a mean over those that are not padding.
  static func shares(_ labels: [Int32], _ shape: Shape) -> Tensor {
    let count = labels.filter { $0 != 0 }.count
    return Tensor(shape, labels.map { $0 == 0 ? 0 : 1 / Float(count) })
  }
}
