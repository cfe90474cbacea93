package import Snapshots

extension AttentionPooling {
  /// The second method as it was written, with RepeatVector and Permute, and the sum that it lacked.
  ///
  /// Without that sum where it is left out on purpose; without tanh where scores are linear.
  package static func listing(_ score: PoolingScore, _ mistake: Mistake?) -> Diagram.Listing {
    let isCapped = score == .tanh
    return Diagram.Listing(
      .pooling,
      [
        .init("h = LSTM(U, return_sequences=True)(x)"),
        .init(isCapped ? "e = Dense(1, \"tanh\")(h)" : "e = Dense(1)(h)", .score, .cappedScore),
        .init("e = Flatten()(e)"),
        .init("a = Activation(\"softmax\")(e)", .weights),
        .init("r = RepeatVector(U)(a)", .repeatVector),
        .init("r = Permute((2, 1))(r)", .permute),
        .init("w = Multiply()([h, r])", .weighted, .multiply),
        .init(
          mistake == .noSum ? "context = w[:, 0]" : "context = ops.sum(w, axis=1)", .context),
      ],
      torch: [
        .cappedScore: "torch.tanh(e)",
        .weights: "F.softmax(e, dim=-1)",
        .weighted: "a.unsqueeze(-1) * features",
        .context: "weighted.sum(dim=1)  or  a @ v",
        .repeatVector: "a.unsqueeze(1).expand(-1, units, -1)",
        .permute: "r.transpose(1, 2)",
      ],
      paper: [
        .score: "e_t = w h_t + b   (Raffel 2015)",
        .cappedScore: "e_t = tanh(w h_t + b)   (Raffel 2015)",
        .weights: "α_t = exp(e_t) / Σ_k exp(e_k)",
        .context: "c = Σ_t α_t h_t",
      ])
  }
}
