package import Snapshots
import Tensors

extension KerasAttention {
  /// What `layers.Attention` computes with plain dot products, line by line, in Keras and in PyTorch.
  ///
  /// q is `[B, Q, U]`, k and v are `[B, T, U]`, the mask is what is added to the scores.
  package static var dotListing: Diagram.Listing {
    func lines(_ module: String, _ swap: String, _ axis: String) -> [Diagram.Listing.Line] {
      [
        .init("e = q @ \(module).\(swap)(k, -1, -2)", .score, reads: ["q", "k"]),
        .init("e = e + mask  # 0 or -1e9", .maskedScore, reads: ["e", "mask"]),
        .init("a = \(module).softmax(e, \(axis)=-1)", .weights, reads: ["e"]),
        .init("context = a @ v", .context, reads: ["a", "v"]),
      ]
    }
    return Diagram.Listing(
      nil, sizes: [.init("Q", .query), .init("T", .key), .init("U", .unit)],
      givens: [
        .init("q", ["B", "Q", "*"], of: .score), .init("k", ["B", "T", "*"], of: .score, input: 1),
        .init("v", ["B", "T", "*"], of: .context, input: 1),
        .init("mask", ["B", "Q", "T"], of: .maskedScore, input: 1, isMask: true),
      ],
      keras: [.init("# layers.Attention()([q, v, k])")] + lines("ops", "swapaxes", "axis"),
      pytorch: lines("torch", "transpose", "dim"),
      paper: [
        .score: "score(h_t, h̄_s) = h_tᵀ h̄_s   (Luong 2015)",
        .weights: "a_t(s)",
        .context: "c_t = Σ_s a_t(s) h̄_s",
      ])
  }
}
