package import Snapshots
import Tensors

extension AdditiveAttention {
  /// The first method, additive attention of one query, in Keras and in PyTorch; with a mistake as it is
  /// written then.
  ///
  /// features are `[B, T, F]`, hidden is `[B, U]`, the mask `[B, T, 1]`.
  package static func listing(_ mistake: Mistake?) -> Diagram.Listing {
    let axis = mistake == .softmaxAxis ? -1 : 1
    var listing = Diagram.Listing(
      .additive,
      sizes: [.init("T", .key), .init("F", .feature), .init("U", "attention unit")],
      givens: [
        .init("features", ["B", "T", "F"], of: .featureProjection),
        .init("hidden", ["B", "U"], of: .hiddenProjection),
        .init("mask", ["B", "T", "1"], of: .weights, input: 1, isMask: true),
      ],
      keras: [
        .init("W1 = layers.Dense(U)  # once"),
        .init("W2 = layers.Dense(U)"),
        .init("V = layers.Dense(1)"),
        .init("k = W1(features)", .featureProjection, layer: "W1"),
        .init("q = W2(hidden)[:, None]", .hiddenProjection, layer: "W2"),
        .init("total = k + q", .projectionSum),
        .init("score = ops.tanh(total)", .hiddenLayer),
        .init("e = V(score)", .score, layer: "V"),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = ops.softmax(e, axis=\(axis))", .weights),
        .init("w = a * features", .weighted),
        .init("context = ops.sum(w, axis=1)", .context),
      ],
      pytorch: [
        .init("W1 = torch.nn.Linear(F, U)"),
        .init("W2 = torch.nn.Linear(U, U)"),
        .init("V = torch.nn.Linear(U, 1)"),
        .init("k = W1(features)", .featureProjection, layer: "W1"),
        .init("q = W2(hidden).unsqueeze(1)", .hiddenProjection, layer: "W2"),
        .init("total = k + q", .projectionSum),
        .init("score = torch.tanh(total)", .hiddenLayer),
        .init("e = V(score)", .score, layer: "V"),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = torch.softmax(e, dim=\(axis))", .weights),
        .init("w = a * features", .weighted),
        .init("context = w.sum(dim=1)", .context),
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
    listing.asked = [
      .init("query = expand_dims(hidden, 1)"),
      .init("keys = W1(features)", .featureProjection),
      .init("both = keys + W2(query)", .hiddenProjection, .projectionSum),
      .init("score = tanh(both)", .hiddenLayer),
      .init("e = V(score)", .score, .maskedScore),
      .init("attention_weights = softmax(e, axis=\(axis))", .weights),
      .init("weighted = attention_weights * features", .weighted),
      .init("context_vector = sum(weighted, axis=1)", .context),
    ]
    return listing
  }
}
