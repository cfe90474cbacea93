package import Snapshots
package import Tensors

extension AttentionPooling {
  /// The second method as it was written, with RepeatVector and Permute, and the sum that it lacked.
  ///
  /// Without that sum where it is left out on purpose; without tanh where scores are linear. The LSTM
  /// stands in it where there is one: `axis` is what its activations are counted by.
  package static func listing(
    _ score: PoolingScore, _ mistake: Mistake?, over axis: Axis
  ) -> Diagram.Listing {
    let isCapped = score == .tanh
    let size = axis == .unit ? "U" : axis == .embedding ? "E" : "F"
    let encoder: [Diagram.Listing.Line] =
      axis == .unit ? [.init("h = LSTM(U, return_sequences=True)(x)")] : []
    return Diagram.Listing(
      .pooling,
      encoder + [
        .init("one = Dense(1\(isCapped ? ", \"tanh\"" : ""))  # once"),
        .init("e = one(h)", .score, .cappedScore),
        .init("e = Flatten()(e)  # [B,T,1] to [B,T]"),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = Activation(\"softmax\")(e)", .weights),
        .init("r = RepeatVector(\(size))(a)", .repeatVector),
        .init("r = Permute((2, 1))(r)", .permute),
        .init("w = Multiply()([h, r])", .weighted, .multiply),
        .init(
          mistake == .noSum ? "context = w[:, 0]" : "context = ops.sum(w, axis=1)", .context),
      ],
      torch: [
        .score: "e = one(h).squeeze(-1)  # nn.Linear(\(size), 1)",
        .cappedScore: "e = torch.tanh(e)",
        .maskedScore: "e = e + mask  # 0 or -1e9",
        .weights: "a = torch.softmax(e, dim=1)",
        .weighted: "w = h * a.unsqueeze(-1)",
        .repeatVector: "r = a.unsqueeze(1).expand(-1, h.size(2), -1)",
        .permute: "r = r.transpose(1, 2)",
        .multiply: "w = h * r",
        .context: mistake == .noSum ? "context = w[:, 0]" : "context = w.sum(dim=1)",
      ],
      paper: [
        .score: isCapped ? "w h_t + b" : "e_t = w h_t + b   (Raffel 2015)",
        .cappedScore: "e_t = tanh(w h_t + b)   (Raffel 2015)",
        .weights: "α_t = exp(e_t) / Σ_k exp(e_k)",
        .context: "c = Σ_t α_t h_t",
      ])
  }
}
