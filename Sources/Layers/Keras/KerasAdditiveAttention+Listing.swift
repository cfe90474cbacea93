package import Snapshots
import Tensors

extension KerasAdditiveAttention {
  /// What `layers.AdditiveAttention` computes, line by line, in Keras and in PyTorch.
  ///
  /// q is `[B, Q, U]`, k and v are `[B, T, U]`, the mask is what is added to the scores.
  package static func listing(usesScale: Bool) -> Diagram.Listing {
    let vector: [Diagram.Listing.Given] =
      usesScale ? [.init("scale", ["U"], of: .score, input: 1)] : []
    let product = usesScale ? "scale * h" : "h"
    func lines(_ module: String, _ axis: String) -> [Diagram.Listing.Line] {
      [
        .init("total = q[:, :, None] + k[:, None]", .projectionSum),
        .init("h = \(module).tanh(total)", .hiddenLayer),
        .init("e = \(module).sum(\(product), \(axis)=-1)", .score),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = \(module).softmax(e, \(axis)=-1)", .weights),
        .init("context = \(module).matmul(a, v)", .context),
      ]
    }
    return Diagram.Listing(
      .additive, sizes: [.init("Q", .query), .init("T", .key), .init("U", .unit)],
      givens: [
        .init("q", ["B", "Q", "U"], of: .projectionSum),
        .init("k", ["B", "T", "U"], of: .projectionSum, input: 1),
        .init("v", ["B", "T", "U"], of: .context, input: 1),
        .init("mask", ["B", "Q", "T"], of: .maskedScore, input: 1, isMask: true),
      ] + vector,
      keras: [.init("# layers.AdditiveAttention()([q, v, k])")] + lines("ops", "axis"),
      pytorch: lines("torch", "dim"),
      paper: [
        .hiddenLayer: "tanh(W_a s_i−1 + U_a h_j)   (Bahdanau 2015)",
        .score: "e_ij = v_aᵀ tanh(W_a s_i−1 + U_a h_j)",
        .weights: "α_ij",
        .context: "c_i = Σ_j α_ij h_j",
      ])
  }
}
