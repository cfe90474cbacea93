package import Snapshots
package import Tensors

extension AttentionPooling {
  /// The second method as it was written, with RepeatVector and Permute, and the sum that it lacked.
  ///
  /// Without that sum where it is left out on purpose; without tanh where scores are linear. Where an
  /// LSTM makes h, a comment says so: `axis` is what its activations are counted by.
  package static func listing(
    _ score: PoolingScore, _ mistake: Mistake?, over axis: Axis, usesBias: Bool = true
  ) -> Diagram.Listing {
    let isCapped = score == .tanh
    let size = axis == .unit ? "U" : axis == .embedding ? "E" : "F"
    let encoder: [Diagram.Listing.Line] =
      axis == .unit ? [.init("# h: LSTM(U, return_sequences=True)(x)")] : []
    let context = mistake == .noSum ? "context = w[:, 0]" : "context = ops.sum(w, axis=1)"
    let cap: [Diagram.Listing.Line] =
      isCapped ? [.init("e = torch.tanh(e)", .cappedScore)] : []
    let making =
      usesBias
      ? (isCapped ? "one = layers.Dense(1, \"tanh\")" : "one = layers.Dense(1)") + "  # once"
      : "one = layers.Dense(1\(isCapped ? ", \"tanh\"" : ""), use_bias=False)"
    let bias = usesBias ? "" : ", bias=False"
    let (sum, source) = (usesBias ? "w h_t + b" : "w h_t", "(Raffel 2015)")
    var listing = Diagram.Listing(
      .pooling, sizes: [.init("T", .key), .init(size, axis)],
      givens: [
        .init("h", ["B", "T", size], of: .score),
        .init("mask", ["B", "T"], of: .weights, input: 1, isMask: true),
      ],
      keras: encoder + [
        .init(making),
        .init("e = one(h)", isCapped ? .cappedScore : .score, .score, layer: "one"),
        .init("e = layers.Flatten()(e)  # [B,T]"),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = layers.Activation(\"softmax\")(e)", .weights),
        .init("r = layers.RepeatVector(\(size))(a)", .repeatVector),
        .init("r = layers.Permute((2, 1))(r)", .permute),
        .init("w = layers.Multiply()([h, r])", .weighted, .multiply),
        .init(context, .context),
      ],
      pytorch: encoder + [
        .init("one = torch.nn.Linear(\(size), 1\(bias))"),
        .init("e = one(h).squeeze(-1)  # [B,T]", .score, layer: "one"),
      ] + cap + [
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = torch.softmax(e, dim=1)", .weights),
        .init("r = a.unsqueeze(1).expand(-1, \(size), -1)", .repeatVector),
        .init("r = r.transpose(1, 2)", .permute),
        .init("w = h * r", .weighted, .multiply),
        .init(mistake == .noSum ? "context = w[:, 0]" : "context = w.sum(dim=1)", .context),
      ],
      paper: [
        .score: isCapped ? sum : "e_t = \(sum)   \(source)",
        .cappedScore: "e_t = tanh(\(sum))   \(source)",
        .weights: "α_t = exp(e_t) / Σ_k exp(e_k)",
        .context: "c = Σ_t α_t h_t",
      ])
    listing.asked = [
      .init("hidden = LSTM(units,"),
      .init("    return_sequences=True)(embedded)"),
      .init("score = Dense(1\(isCapped ? ", \"tanh\"" : ""))(hidden)", .score, .cappedScore),
      .init("score = Flatten()(score)", .maskedScore),
      .init("weights = Activation(\"softmax\")(score)", .weights),
      .init("weights = RepeatVector(units)(weights)", .repeatVector),
      .init("weights = Permute([2, 1])(weights)", .permute),
      .init("out = multiply([hidden, weights])", .multiply, .weighted),
      .init("# and no sum over time", .context),
    ]
    return listing
  }
}
