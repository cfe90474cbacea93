package import Snapshots

extension AdditiveAttention {
  /// The first method, additive attention of one query, in Keras; with a mistake as it is written then.
  ///
  /// features are `[B, T, F]`, hidden is `[B, U]`, the mask `[B, T, 1]`.
  package static func listing(_ mistake: Mistake?) -> Diagram.Listing {
    let axis = mistake == .softmaxAxis ? -1 : 1
    return Diagram.Listing(
      .additive,
      [
        .init("W1, W2 = Dense(U), Dense(U)  # once"),
        .init("V = Dense(1)"),
        .init("k = W1(features)", .featureProjection),
        .init("q = W2(hidden)[:, None]", .hiddenProjection),
        .init("total = k + q", .projectionSum),
        .init("score = ops.tanh(total)", .hiddenLayer),
        .init("e = V(score)", .score),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = ops.softmax(e, axis=\(axis))", .weights),
        .init("w = a * features", .weighted),
        .init("context = ops.sum(w, axis=1)", .context),
      ],
      torch: [
        .featureProjection: "k = W1(features)  # nn.Linear(F, U)",
        .hiddenProjection: "q = W2(hidden).unsqueeze(1)  # nn.Linear(U, U)",
        .projectionSum: "total = k + q",
        .hiddenLayer: "score = torch.tanh(total)",
        .score: "e = V(score)  # nn.Linear(U, 1)",
        .maskedScore: "e = e + mask  # 0 or -1e9",
        .weights: "a = torch.softmax(e, dim=\(axis))",
        .weighted: "w = a * features",
        .context: "context = w.sum(dim=1)",
      ],
      paper: [
        .featureProjection: "U_a h_j   (Bahdanau 2015)",
        .hiddenProjection: "W_a s_i−1   (Bahdanau 2015)",
        .projectionSum: "W_a s_i−1 + U_a h_j",
        .hiddenLayer: "tanh(W_a s_i−1 + U_a h_j)",
        .score: "e_ij = v_aᵀ tanh(W_a s_i−1 + U_a h_j)",
        .weights: "α_ij",
        .context: "c_i = Σ_j α_ij h_j",
      ])
  }
}
