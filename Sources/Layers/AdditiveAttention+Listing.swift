package import Snapshots

extension AdditiveAttention {
  /// The first method, additive attention of one query, in Keras; with a mistake as it is written then.
  package static func listing(_ mistake: Mistake?) -> Diagram.Listing {
    Diagram.Listing(
      .additive,
      [
        .init("k = Dense(U)(features)", .featureProjection),
        .init("q = Dense(U)(hidden)[:, None]", .hiddenProjection),
        .init("total = k + q", .projectionSum),
        .init("score = ops.tanh(total)", .hiddenLayer),
        .init("e = Dense(1)(score)", .score, .maskedScore),
        .init(
          mistake == .softmaxAxis ? "a = ops.softmax(e, axis=-1)" : "a = ops.softmax(e, axis=1)",
          .weights),
        .init("w = a * features", .weighted),
        .init("context = ops.sum(w, axis=1)", .context),
      ],
      torch: [
        .featureProjection: "nn.Linear(F, U)(features)",
        .hiddenProjection: "nn.Linear(H, U)(hidden)",
        .hiddenLayer: "torch.tanh(k + q)",
        .weights: "F.softmax(e, dim=-1)",
        .weighted: "a.unsqueeze(-1) * features",
        .context: "weighted.sum(dim=1)  or  a @ v",
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
