import Layers
import Tapes
import Tensors

/// The five small models that reference cases train.
extension ReferenceSheet {
  /// Additive attention and a Dense layer that tells classes apart.
  func trainAdditive(_ retention: Retention) throws(ReferenceCase.Problem) -> Results {
    let features = try take("in.features", .batch, .key, .feature)
    let hidden = try take("in.hidden", .batch, .unit)
    try take("w0.W1.kernel", .feature, "attention unit")
    try take("w0.head.kernel", .feature, .token)
    let labels = try positions("in.labels", .batch, within: .token)
    let (batch, keys) = (length(.batch), length(.key))
    // −1e9 at padding, as TensorFlow masks.
    let bias = has("in.mask") ? added(try take("in.mask", .batch, .key)) : nil
    let tape = Tape.record { recorder in
      let attended = recorder.input(
        "features", [.key: keys, .batch: batch, .feature: length(.feature)])
      let query = recorder.input("hidden", [.batch: batch, .unit: length(.unit)])
      let attention = AdditiveAttention(units: length("attention unit"))
      let (context, _) = attention(
        features: attended, projected: attention.project(attended), hidden: query,
        scoreBias: bias.map { recorder.input("mask", $0.shape) })
      classify(context, over: .feature, recorder, [.batch: batch])
    }
    let job = ReferenceJob(
      tape: tape,
      feed: { player in
        player.set("features", features.permuted(to: [.key, .batch, .feature]).elements)
        player.set("hidden", hidden.elements)
        if let bias { player.set("mask", bias.elements) }
        Self.feedLabels(player, labels)
      }, attention: "attention_weights", trace: "attention_weights", axes: [.batch, .key],
      lengths: [batch, keys, 1])
    return try trained(job, retention)
  }

  /// Embedding, LSTM, attention pooling and a Dense layer that tells classes apart.
  func trainPooling(_ retention: Retention) throws(ReferenceCase.Problem) -> Results {
    try take("w0.embedding", "word", .embedding)
    try take("w0.lstm.recurrent_kernel", .unit, .gate)
    try take("w0.head.kernel", .unit, .token)
    let ids = try positions("in.ids", .batch, .key, within: "word")
    let labels = try positions("in.labels", .batch, within: .token)
    let (batch, keys) = (length(.batch), length(.key))
    let score = try poolingScore()
    let mask = has("in.mask") ? try take("in.mask", .batch, .key) : nil
    let tape = Tape.record { recorder in
      let valid = mask.map { recorder.input("mask", $0.shape) }
      let words = recorder.indices("ids", [.key: keys, .batch: batch])
      let embedded = Embedding("embedding", tokens: length("word"), width: length(.embedding))(
        words)
      let activations = LSTM("lstm", units: length(.unit))(
        embedded, over: .key, input: .embedding, mask: valid
      ).outputs
      let (context, _) = AttentionPooling("att", score: score)(activations, mask: valid)
      classify(context, over: .unit, recorder, [.batch: batch])
    }
    let job = ReferenceJob(
      tape: tape,
      feed: { player in
        player.set("ids", positions: Self.turned(ids, batch, keys))
        if let mask { player.set("mask", mask.elements) }
        Self.feedLabels(player, labels)
      }, attention: "att.attention_weights", trace: "attention_weights", axes: [.batch, .key])
    return try trained(job, retention)
  }

  /// Keras's multi-head self-attention, added to its input, and a Dense layer at each position.
  func trainKerasMultiHead(_ retention: Retention) throws(ReferenceCase.Problem) -> Results {
    let x = try take("in.x", .batch, .query, .embedding)
    try take("w0.query.kernel", .embedding, .head, "key depth")
    try take("w0.value.kernel", .embedding, .head, "value depth")
    try take("w0.head.kernel", .embedding, .token)
    let labels = try positions("in.labels", .batch, .query, within: .token)
    let shape: Shape = [.batch: length(.batch), .query: length(.query)]
    // It attends to itself.
    setLength(.key, length(.query))
    let mask = try kerasMask()
    let tape = Tape.record { recorder in
      let input = recorder.input("x", x.shape)
      let layer = KerasMultiHeadAttention(
        heads: length(.head), keyWidth: length("key depth"), valueWidth: length("value depth"),
        usesBias: has("w0.query.bias"))
      let (output, _) = layer(input, mask: mask.map { recorder.input("mask", $0.shape) })
      classify(input + output, over: .embedding, recorder, shape)
    }
    let job = ReferenceJob(
      tape: tape,
      feed: { player in
        player.set("x", x.elements)
        if let mask { player.set("mask", mask.elements) }
        Self.feedLabels(player, labels)
      }, attention: "weights", trace: "scores", axes: [.batch, .head, .query, .key])
    return try trained(job, retention)
  }

  private func classify(_ x: Value, over axis: Axis, _ recorder: Recorder, _ rows: Shape) {
    let scores = Dense("head", units: length(.token), output: .token)(
      x, over: axis)
    crossEntropy(
      scores, labels: recorder.indices("labels", rows),
      weights: recorder.input("label_weight", rows)
    ).named("loss")
  }

  /// The mean over all labels.
  private static func feedLabels(_ player: Player, _ labels: [Int32]) {
    player.set("labels", positions: labels)
    player.set("label_weight", [Float](repeating: 1 / Float(labels.count), count: labels.count))
  }

  /// One block of the official transformer between a shared embedding's two sides.
  func trainOfficialMultiHead(_ retention: Retention) throws(ReferenceCase.Problem) -> Results {
    try take("w0.embedding", .token, .embedding)
    let ids = try positions("in.ids", .batch, .query, within: .token)
    let targets = try positions("in.targets", .batch, .query, within: .token)
    try take("w0.filter.kernel", .embedding, "filter")
    let (width, heads) = (try evenWidth("w0.embedding"), try count("N"))
    guard width.isMultiple(of: heads) else {
      throw .setting("N", problem: "a width of \(width) cannot be split into \(heads) heads")
    }
    setLength(.head, heads)
    guard let task = try text("task", among: ["reverse", "next"]) else {
      throw .setting("task", problem: "expected reverse or next")
    }
    let smoothing = try smoothing()
    let isCausal = task == "next"
    let shape: Shape = [.batch: length(.batch), .query: length(.query)]
    let tape = Tape.record { recorder in
      let table = SharedEmbedding("embedding", tokens: length(.token), width: width)
      let x = addPositions(table(recorder.indices("ids", shape)), along: .query)
      // The decoder's self-attention has only the causal bias, and its FFN leaves nothing out.
      let present = isCausal ? nil : recorder.input("present", shape)
      let bias: AttentionBias =
        isCausal
        ? .causal : .values(recorder.input("bias", shape.renaming(.query, to: .key)))
      let block = TransformerEncoderBlock(
        "", TransformerSize(width: width, heads: heads, filter: length("filter")))
      let (y, _) = block(x, bias: bias, present: present)
      smoothedCrossEntropy(
        table.scores(LayerNormalization("lnf")(y)), labels: recorder.indices("targets", shape),
        weights: recorder.input("label_weight", shape), smoothing: smoothing
      ).loss.named("loss")
    }
    let job = ReferenceJob(
      tape: tape,
      feed: { player in
        player.set("ids", positions: Self.withoutPadding(ids))
        if !isCausal {
          player.set("present", ids.map { $0 == 0 ? 0 : 1 })
          player.set("bias", Self.paddingBias(ids))
        }
        player.set("targets", positions: targets)
        player.set("label_weight", Self.shares(targets, shape).elements)
      }, attention: "weights", trace: "attention_weights", axes: [.batch, .head, .query, .key])
    return try trained(job, retention)
  }

  /// TensorFlow's tutorial translator in small: the decoder's state is reset at every step, the loss
  /// is the sum over steps of batch means, and padding counts as 0.
  func trainTranslator(_ retention: Retention) throws(ReferenceCase.Problem) -> Results {
    try take("w0.enc.embedding", "source token", .embedding)
    try take("w0.dec.embedding", .token, .embedding)
    let source = try positions("in.source", .batch, .key, within: "source token")
    let target = try positions("in.target", .batch, "target", within: .token)
    try take("w0.enc.gru.recurrent_kernel", .unit, .gate)
    let (batch, keys, queries) = (length(.batch), length(.key), length("target") - 1)
    guard queries > 0 else {
      throw .unfit(name: "in.target", found: [batch, 1], expected: "at least two tokens")
    }
    let model = SequenceModel(
      sourceTokens: length("source token"), targetTokens: length(.token),
      embedding: length(.embedding), units: length(.unit), isBidirectional: false,
      decoderState: .reset, isMasked: false)
    func columns(_ positions: Range<Int>) -> [Int32] {
      positions.flatMap { at in (0..<batch).map { target[$0 * (queries + 1) + at] } }
    }
    let job = ReferenceJob(
      tape: model.trainingTape(batch: batch, keys: keys, queries: queries),
      feed: { player in
        player.set("source", positions: Self.turned(source, batch, keys))
        player.set("given", positions: columns(0..<queries))
        player.set("labels", positions: columns(1..<(queries + 1)))
        player.set(
          "label_weight", columns(1..<(queries + 1)).map { $0 == 0 ? 0 : 1 / Float(batch) })
      }, attention: "att.attention_weights", trace: "attention", axes: [.batch, .query, .key])
    return try trained(job, retention)
  }
}
